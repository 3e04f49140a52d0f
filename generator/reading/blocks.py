"""A converted PDF as blocks: headings, paragraphs, tables, captions, gaps of lost pictures."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from generator.regex import regex
from generator.text import HAN

Layout = Literal["heading", "text", "list", "table", "pipes", "caption", "formula", "code", "gap"]
"""What a block is by its layout alone."""
Meaning = Literal["issue", "label", "question", "bio", "life", "references", "box"]
"""What a block turns out to be: the number of a series, a link label, a question, a life, …"""
BlockKind = Layout | Meaning


@dataclass(slots=True)
class Block:
    """Neighbouring *lines* of a source, from *line* to *last*; *level* is that of a heading.

    *words* are what the block is about where its lines are more than that: the name of a person,
    the words that stood inside a lost picture. A gap has a line where a picture is printed as one.
    """

    kind: BlockKind
    line: int
    lines: list[str]
    last: int
    level: int = 0
    words: str = ""

    @property
    def text(self) -> str:
        """The lines as they are printed, one below the other."""
        return "\n".join(self.lines)

    def become(self, kind: BlockKind, words: str = "") -> "Block":
        """Return the block as one of another *kind*."""
        return replace(self, kind=kind, words=words or self.words)


SIGN = "[•·‣⁃∙⦁\u25a0-\u25ff\u2600-\u27bf\u2b12-\u2b59]"
"""A sign before a point of a list, that no Markdown knows: ● ★ ■ ▶ ✪ ◆ and their like."""
GAP = 3
"""Blank lines that a lost picture leaves, at the least."""
FARTHEST = 60
"""Lines in which the end of a formula or of code is looked for."""

_HEADING = regex(r" {0,3}(#{1,6})(?!#)")
_LIST = regex(r"[-*+•][ \t]+\S|[-*+•]$")
_PIPES = regex(r"\|.*\|\s*$")
_FENCE = regex(r"(```|~~~)")
_PICTURE = regex(
    r"(?:!\[[^\[\]]{0,500}\]\([^()]{0,500}\)\s*)+|<!-- *(?:image|picture|figure) *-->"
    r"|\*\*==>.{0,200}picture.{0,200}<==\*\*",
    re.IGNORECASE,
)
"""A line that is nothing but a picture, or says that one was left out."""
_PROSE = (
    r"(?:所示|展示|显示|给出|说明|表明|描述|列出|比较了|对比了|总结了|反映|可见|可以|为了|中[，,的可、]|"
    r"is |are |shows?|presents?|illustrates?|depicts?)"
)
CAPTION = regex(
    rf"(?P<what>[图圖表]|Fig(?:ure)?\.?|Tab(?:le)?\.?) ?(?P<number>[A-Z]?\d+(?:[.-]\d+)*)"
    rf"(?:[ \t]+(?!{_PROSE})|[:：.、](?!\d))(?=\S)",
)
"""The beginning of a caption; ``图 2 展示了…`` begins a paragraph."""
LONGEST_CAPTION = 600


def cut(lines: list[str]) -> list[Block]:
    """Return the blocks of a file; three or more blank lines are the gap of a lost picture."""
    blocks: list[Block] = []
    blank = at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            blank, at = blank + 1, at + 1
            continue
        if blank >= GAP:
            blocks.append(Block("gap", at - blank + 1, [], at))
        end = _closing(lines, at)
        if end:
            kind: BlockKind = "formula" if line.lstrip().startswith("$$") else "code"
            blocks.append(Block(kind, at + 1, lines[at:end], end))
        else:
            _add(blocks, at + 1, line, apart=blank > 0)
            end = at + 1
        blank, at = 0, end
    return [_settled(block) for block in blocks]


def _closing(lines: list[str], at: int) -> int:
    """Return where a formula or code that begins at *at* ends; 0 where nothing begins, or ends."""
    first = lines[at].strip()
    fence = _FENCE.match(first)
    mark = "$$" if first.startswith("$$") else fence[1] if fence else ""
    if not mark:
        return 0
    if mark == "$$" and len(first) > 4 and first.endswith(mark):
        return at + 1
    for end in range(at + 1, min(at + FARTHEST, len(lines))):
        line = lines[end].strip()
        if mark == "$$" and not line:
            return 0
        if line.endswith(mark):
            return end + 1
    return 0


def _add(blocks: list[Block], number: int, line: str, *, apart: bool) -> None:
    """Add a line: to the block above it, where they are of one kind and not *apart*."""
    kind = _kind_of(line)
    above = blocks[-1] if blocks and not apart else None
    if above and (
        (above.kind == kind and kind in ("text", "list", "table", "pipes"))
        or (above.kind == "list" and kind == "text")
    ):
        above.lines.append(line)
        above.last = number
        return
    if kind == "heading":
        level, words = read_mark(line)
        blocks.append(Block(kind, number, [line], number, level, words))
    elif kind == "gap":
        blocks.append(Block(kind, number, [line] if line.lstrip()[0] == "!" else [], number))
    else:
        blocks.append(Block(kind, number, [line], number))


def _kind_of(line: str) -> BlockKind:
    bare = line.lstrip()
    if bare[0] == "#" and _HEADING.match(line):
        return "heading"
    if "\t" in line.rstrip():
        return "table"
    if bare[0] in "!<*" and _PICTURE.fullmatch(bare.rstrip()):
        return "gap"
    if _LIST.match(bare):
        return "list"
    if bare[0] == "|" and _PIPES.match(bare):
        return "pipes"
    return "text"


def _settled(block: Block) -> Block:
    """Tell captions from paragraphs, and a line with a stray tab from a table."""
    if block.kind == "table" and len(block.lines) < 2:
        block = block.become("text")
    if block.kind == "text" and len(block.lines[0]) <= LONGEST_CAPTION:
        found = CAPTION.match(block.lines[0].lstrip())
        if found and len(block.lines) == 1:
            return block.become("caption", found["number"])
    return block


def read_mark(line: str) -> tuple[int, str]:
    """Return the level and the words of a heading, without emphasis around the whole."""
    found = _HEADING.match(line)
    assert found
    words = line[found.end() :].strip()
    open_end = words.rstrip("#")
    if not open_end or open_end[-1] in " \t":
        words = open_end.rstrip()
    if len(words) > 4 and words.startswith("**") and words.endswith("**"):
        words = words[2:-2].strip()
    return len(found[1]), words


_NOT_WORD = regex(r"[\W_]+")
_HAN_GAP = regex(rf"(?<={HAN.pattern})[ \t]+(?={HAN.pattern})")


def folded(words: str) -> str:
    """Return what two printings of one title share: letters and digits, in lower case."""
    return _NOT_WORD.sub("", words).casefold()


def close_up(words: str) -> str:
    """Return *words* without the spaces between Han characters that only set them wider."""
    return _HAN_GAP.sub("", words)
