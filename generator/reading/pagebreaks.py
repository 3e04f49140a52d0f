"""Paragraphs that a page's end has cut in two, joined again.

What stood between the halves (a picture, a table, a caption, a box) moves behind the paragraph.
"""

import re
from dataclasses import replace
from itertools import pairwise

from generator.reading.blocks import SIGN, Block
from generator.regex import regex

SHORTEST = 20
"""Characters that the first half has at least; shorter lines are titles and labels."""

_MOST_PAGES = 8
"""Page ends within one paragraph, at the most."""
_END = frozenset('。！？；：!?.:;”"）)》…】’』」>')
_NUMBER = regex(r"[-–—·.• ]*(?:第 ?|page )?(\d{1,3})(?: ?页| of \d{1,3})?[-–—·.• ]*", re.IGNORECASE)
_FEWEST = 3
"""Page numbers that prove one another."""
_CITED = regex(r"(?:<sup>[^<>]{0,80}</sup>|\*\*|\s)+$")
_YEAR = regex(r"(?:19|20)\d\d$")
_DATED = regex(r"(?:19|20)\d\d ?年")
_FRESH = regex(
    rf"(?:\*\*|\$\$|{SIGN}|※|(?:[问答]|[QA]\d{{0,2}}) ?[:：]|"
    r"问题 ?\d|第 ?\d{1,4} ?期|\d{1,2}[.、)）]\s*\D|"
    r"[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、|[^\s，。,.]{1,12}[:：]\s*(?:<?https?:|$)|"
    r"e-?mail\b|图 ?\d|表 ?\d|[-*+] )",
    re.IGNORECASE,
)
"""The beginning of a paragraph of its own."""
_LABEL = regex(r"(?:\*\*)?(?:论文|文章|题目|标题|作者|单位|关键词|Paper|Title)(?:\*\*)?\s?[:：]")
_BETWEEN = frozenset({"gap", "table", "pipes", "caption", "box"})
_WIDE = regex("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U000323af‘’“”…—]")
"""A Han character or full-width punctuation: no space is written next to it."""
_TIGHT = frozenset("([{/-–—_=#@&")


def page_numbers(blocks: list[Block]) -> set[int]:
    """Return the lines that are nothing but the number of a page: they rise, at least three."""
    found = [(int(number[1]), block.line) for block in blocks if (number := _page_number(block))]
    rising = all(before[0] < after[0] for before, after in pairwise(found))
    return {line for _, line in found} if rising and len(found) >= _FEWEST else set()


def _page_number(block: Block) -> re.Match[str] | None:
    single = block.kind in ("text", "list") and len(block.lines) == 1
    return _NUMBER.fullmatch(block.text.strip()) if single else None


def is_finished(words: str) -> bool:
    """Tell whether *words* end like a paragraph; citations and emphasis at the end do not count."""
    bare = _CITED.sub("", words[-120:]).rstrip()
    return not bare or bare[-1] in _END


def is_cut(block: Block) -> bool:
    """Tell whether a page ends within the paragraph *block*."""
    words = block.text.strip()
    if (
        block.kind not in ("text", "question", "life")
        or len(words) < SHORTEST
        or is_finished(words)
    ):
        return False
    return not (
        "@" in words or _YEAR.search(words) or block.lines[0].endswith("  ") or _LABEL.match(words)
    )


def glue(before: str, after: str) -> str:
    """Return two halves as one: with a space only between words that are written with spaces."""
    before, after = before.rstrip(), after.lstrip()
    left, right = before[-1:], after[:1]
    apart = not (_WIDE.match(left) or _WIDE.match(right) or left in _TIGHT)
    apart = apart and (right.isalnum() or right in "$([\"'“‘*")
    return f"{before}{' ' if apart else ''}{after}"


def rejoin(blocks: list[Block]) -> list[Block]:
    """Return *blocks* with the paragraphs whole that pages had cut."""
    out: list[Block] = []
    used: set[int] = set()
    for at, block in enumerate(blocks):
        if at in used:
            continue
        for _ in range(_MOST_PAGES):
            if not is_cut(block):
                break
            after = _other_half(blocks, at + 1, used)
            if after is None:
                break
            used.add(after)
            block = _joined(block, blocks[after])
        out.append(block)
    return out


def _other_half(blocks: list[Block], start: int, used: set[int]) -> int | None:
    """Return where the paragraph goes on; a paragraph that begins with a year may come between."""
    for at in range(start, min(start + 40, len(blocks))):
        block = blocks[at]
        if at in used or block.kind in _BETWEEN:
            continue
        if block.kind != "text":
            return None
        words = block.text.lstrip()
        if _DATED.match(words):
            continue
        return None if _FRESH.match(words) else at
    return None


def _joined(block: Block, half: Block) -> Block:
    line = glue(block.lines[-1], half.lines[0])
    if half.lines[0].endswith("  ") and len(half.lines) > 1:
        line += "  "
    return replace(block, lines=[*block.lines[:-1], line, *half.lines[1:]])
