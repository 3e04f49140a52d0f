"""The blocks of an item as clean Markdown, each on the line it has in the source where possible."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from generator.model import Link, Rel
from generator.reading.blocks import SIGN, Block
from generator.reading.cited import one_list
from generator.reading.links import rel_of, take_links
from generator.reading.stories import ABOUT, LABEL, NUMBERED, REFERENCES, Story, is_life, tells_life
from generator.regex import regex

QUESTION = regex(
    r"(?:\*\*)?(?P<label>(?:问题|问|提问|Q(?:uestion)?) ?\d{0,2})\s*(?:[:：](?:\*\*)?|\*\*[:：])"
    r"[ \t]*(?P<words>.*)"
)
_TURN = regex(
    r"(?:\*\*)?(?P<who>[^\s:：*，。,.]{1,8}|[A-Z][\w.’-]*(?: [A-Z][\w.’-]*){0,2})(?:\*\*)?[:：]"
)
NEWS = regex(rf"(?:[-*+•][ \t]+)?(?:{SIGN}|※)[ \t]*")
_LEVELS = (
    (regex(r"\d{1,2}\.\d{1,2}\.\d{1,2}(?!\d)"), 4),
    (regex(r"\d{1,2}\.\d{1,2}(?!\d)"), 3),
    (
        regex(r"第?[一二三四五六七八九十]{1,3}(?:[、.．章节]|部分)|第 ?\d{1,4} ?[期章节]|§ ?\d"),
        2,
    ),
    (regex(r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]"), 3),
    (regex(r"\d{1,2}(?:、| +(?=\D))|[IVX]{1,4}\. "), 2),
)
_POINT = regex(r"\d{1,2}[.．] ?(?=\D)")
_DROP_CAP = regex(r"^\*\*([\u3400-\u9fff])\*\*(?=[\u3400-\u9fff])")
_NUMBER = regex(r"^(\d{1,9})([.)])(?=\s)")
_MARK = regex(r"^([#+*=-])(?=\s|$)|^(=+|-{2,})$")
_FIELDS: tuple[tuple[str, Rel], ...] = (
    ("代码", "code"),
    ("源码", "code"),
    ("code", "code"),
    ("github", "code"),
    ("数据", "dataset"),
    ("dataset", "dataset"),
    ("模型", "model"),
    ("权重", "model"),
    ("演示", "demo"),
    ("demo", "demo"),
    ("视频", "video"),
    ("项目", "project"),
    ("project", "project"),
    ("主页", "project"),
    ("home", "project"),
    ("论文", "paper"),
    ("文章", "paper"),
    ("paper", "paper"),
)


def settle(story: Story) -> list[Block]:
    """Return the blocks of an item with numbers of a series, labels, questions and lives known."""
    blocks = [story.number, *story.blocks] if story.number else story.blocks
    ended = min((line for *_, line in story.editors), default=10**9)
    out: list[Block] = []
    cited = about = False
    for at, block in enumerate(blocks):
        words = block.words if block.kind == "heading" else block.text.strip()
        if block.kind == "heading":
            about = bool(ABOUT.fullmatch(words))
        single = len(block.lines) == 1 and block.kind in ("heading", "text")
        if single and NUMBERED.match(words):
            out.append(block.become("issue", words))
        elif single and _is_label(words, blocks[at + 1 : at + 2]):
            out.append(block.become("label"))
        elif single and REFERENCES.fullmatch(words.strip("*")):
            cited = True
            out.append(block.become("references", words.strip("*")))
        elif (
            block.kind == "heading"
            and (cited or block.line > ended)
            and is_life(story, words, blocks[at + 1 : at + 4])
        ):
            out.append(block.become("bio", "".join(words.split())))
        elif about and block.kind == "text" and tells_life(words):
            out.append(block.become("life"))
        elif block.kind == "text" and QUESTION.match(words):
            out.append(block.become("question"))
        else:
            out.append(block)
    return one_list(out)


def _is_label(words: str, below: list[Block]) -> bool:
    """Tell whether a line labels a link: in it, or in the paragraph below."""
    found = LABEL.match(words)
    if not found:
        return False
    if "://" in words or (found["sure"] and words[-1] in ":：*"):
        return True
    return words[-1] in ":：*" and bool(below) and _only_link(below[0]) is not None


def take_label_links(blocks: list[Block]) -> tuple[list[Block], list[Link]]:
    """Return *blocks* with each link label and its address in one, and the links themselves."""
    out: list[Block] = []
    links: list[Link] = []
    skip = False
    for at, block in enumerate(blocks):
        if skip:
            skip = False
            continue
        if block.kind != "label":
            out.append(block)
            continue
        found = LABEL.match(block.text.strip())
        assert found
        label, rest = found["label"], found["rest"].strip()
        urls, _ = take_links(rest)
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        more = _only_link(below) if below else None
        if below and more and not urls:
            rest, urls, skip = below.text.strip(), [more], True
        elif below and more and len(urls) == 1 and urls[0][1] + more[0] == more[1]:
            rest, urls, skip = f"<{more[1]}>", [("", more[1])], True
        lowered = label.lower()
        field = next((rel for word, rel in _FIELDS if word in lowered), None)
        links += [Link(rel_of(label, href, field), href, label) for _, href in urls]
        last = below.last if skip and below else block.last
        line = f"**{label}:** {rest}".rstrip()
        out.append(replace(block, kind="label", lines=[line], last=last))
    return out, links


def _only_link(block: Block) -> tuple[str, str] | None:
    """Return label and address of a paragraph that is nothing but one link."""
    if block.kind != "text" or len(block.lines) != 1:
        return None
    links, left = take_links(block.text.strip())
    return links[0] if len(links) == 1 and not left.strip() else None


def compose_body(blocks: Iterable[Block]) -> tuple[str, int]:
    """Return *blocks* as Markdown, and the line of the source on which it begins.

    A block stands as far below the first as it does in the source, so that a problem found in it
    later has its place; where joined or wrapped blocks need more room, it stands further down.
    """
    lines: list[str] = []
    first = 0
    nested = False  # whether a heading of the second level has been printed
    for block in blocks:
        nested = nested or _level(block, nested) == 2
        shown = markdown(block, nested)
        if not shown:
            continue
        first = first or block.line
        wanted = block.line - first - (1 if block.kind == "table" else 0)
        if lines:
            lines += [""] * max(1, wanted - len(lines))
        lines += shown
    return "\n".join(lines), first


def _level(block: Block, nested: bool) -> int:
    if block.kind in ("issue", "references"):
        return 2
    if block.kind != "heading":
        return 0
    for pattern, level in _LEVELS:
        if pattern.match(block.words):
            return level
    return 3 if nested and _POINT.match(block.words) else 2


def markdown(block: Block, nested: bool = True) -> list[str]:
    """Return the lines of one block; *nested* below a heading of the second level."""
    if block.kind in ("heading", "issue", "references"):
        return [f"{'#' * _level(block, nested)} {block.words}"]
    if block.kind in ("text", "life"):
        return _paragraph(block.lines)
    if block.kind == "question":
        return _question(block)
    if block.kind == "bio":
        return [f"**{block.words}**"]
    if block.kind == "list":
        return [
            NEWS.sub("- ", line.lstrip(), count=1) if line.strip() else "" for line in block.lines
        ]
    if block.kind == "box":
        return [f"> {_unmarked(line)}" if line else ">" for line in block.lines]
    if block.kind == "gap":
        return block.lines or [f"![{block.words}]()"]
    return block.lines


def _unmarked(line: str) -> str:
    return NEWS.sub("- ", line, count=1)


def _paragraph(lines: list[str]) -> list[str]:
    """Return a paragraph whose words cannot be taken for a list, a heading or a rule."""
    out = [line.lstrip() for line in lines]
    if NEWS.match(out[0]):
        return [NEWS.sub("- ", out[0], count=1), *(f"  {line}" for line in out[1:])]
    out[0] = _DROP_CAP.sub(r"\1", out[0])
    if sum(bool(_NUMBER.match(line)) for line in out) == 1:
        out = [_NUMBER.sub(r"\1\\\2", line) for line in out]
    return [_MARK.sub(r"\\\g<0>", line) for line in out]


def _question(block: Block) -> list[str]:
    """Return a question with its label in bold; what stands below a line break is its answer."""
    found = QUESTION.match(block.text.lstrip())
    assert found
    label, words = found["label"], found["words"]
    asked = f"**{label}：** {words.rstrip()}".rstrip()
    answer = block.lines[1:]
    return [asked, "", *_paragraph(answer)] if answer else [asked]


def lives(blocks: Iterable[Block]) -> int:
    """Return how many people the blocks introduce."""
    return sum(block.kind in ("bio", "life") for block in blocks)


def is_dialogue(blocks: Iterable[Block]) -> bool:
    """Tell whether two people or more take turns, each with the name before what is said."""
    turns = [
        found["who"] for one in blocks if one.kind == "text" and (found := _TURN.match(one.text))
    ]
    changes = sum(before != after for before, after in pairwise(turns))
    often = [who for who, count in Counter(turns).items() if count > 1]
    return len(often) > 1 and 2 * changes >= len(turns)
