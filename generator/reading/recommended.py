"""A paper that an item recommends: its line of authors, title and venue."""

from collections.abc import Sequence

import msgspec

from generator.model import Author
from generator.reading.blocks import Block, folded
from generator.reading.names import read_authors
from generator.regex import regex

_LINE = regex(
    r"(?:\*\*)?(?:推荐)?(?:论文|文章|原文|Paper)(?:\*\*)?\s*[:：](?:\*\*)?\s*(?P<rest>\S.*)$"
)
_QUOTED = regex(r"[“\"《]\s*(?P<title>[^“”\"《》]{8,300}?)\s*[”\"》]")
_FIRST = 4
"""Blocks among which the line and the quoted title stand."""


class Recommended(msgspec.Struct, frozen=True):
    """Title and authors of the paper."""

    title: str
    authors: tuple[Author, ...]


def read_recommended(blocks: Sequence[Block]) -> Recommended | None:
    """Return the paper that the first *blocks* name in a line of its own, or nothing."""
    texts = [block.text for block in blocks if block.kind == "text"][:_FIRST]
    for text in texts:
        found = _LINE.match(text.strip())
        if not found or "://" in found["rest"][:12] or len(text) > 2000:
            continue
        line = " ".join(found["rest"].split())
        title = _title(line, texts)
        before = line[: line.find(title)].strip(' .,;:，。“"《') if title else ""
        authors = read_authors(before)[0]
        if title and authors:
            return Recommended(title, authors)
    return None


def _title(line: str, texts: Sequence[str]) -> str:
    """Return the title in the line: as it is quoted elsewhere, else what follows the authors."""
    for text in texts:
        for quoted in _QUOTED.finditer(text[:2000]):
            title = " ".join(quoted["title"].split())
            if title in line and folded(title):
                return title
    _, _, rest = line.partition(". ")
    return rest.partition(", ")[0].strip()
