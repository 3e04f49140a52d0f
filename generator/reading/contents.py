"""A printed table of contents: columns, their entries, and the headings that they name."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from generator.reading.blocks import Block, folded

_COLUMN = re.compile(r"[|｜]\s*(?P<name>\S.{0,39})")
_ENTRY = re.compile(
    r"(?:[-*+•]\s+)?(?:(?P<page>\d{1,4})[ \t.、]+(?P<title>\S.*)"
    r"|(?P<words>\S.*?)(?:\s*[.…·]{2,}\s*|\s+)(?P<last>\d{1,4}))$"
)
_TITLE = re.compile(r"目\s*录|目\s*次|contents", re.IGNORECASE)
_LONGEST_ADDED = 24
"""Characters that a heading may hold beyond its entry: the name of a series or a society."""

_MOST = 500
"""Entries among which a similar title is looked for."""


@dataclass(slots=True)
class Listed:
    """An entry: a title under a column, its page as printed."""

    title: str
    column: str
    page: str
    line: int


@dataclass
class Contents:
    """All *entries*, the *columns* with their lines; *lines* are those of the blocks of both."""

    entries: list[Listed] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)

    @property
    def last(self) -> int:
        """The last line, 0 where there are no contents."""
        return self.entries[-1].line if self.entries else 0

    def entry_of(self, heading: str) -> Listed | None:
        """Return the entry that a *heading* is the title of; an equal one before a similar one."""
        key = folded(heading)
        equal = self._by_title.get(key)
        if equal or not key:
            return equal
        near = islice(self._by_title.items(), _MOST)
        return next((entry for title, entry in near if holds(key, title)), None)

    @cached_property
    def _by_title(self) -> dict[str, Listed]:
        """The first entry of every title, folded."""
        return {folded(entry.title): entry for entry in reversed(self.entries)}


def holds(heading: str, entry: str) -> bool:
    """Tell whether *heading* is *entry* with some characters put in at one place, both folded."""
    added = len(heading) - len(entry)
    if not 0 < added <= _LONGEST_ADDED or len(entry) < 5:
        return False
    same = 0
    while same < len(entry) and heading[same] == entry[same]:
        same += 1
    return heading.endswith(entry[same:])


def is_title(words: str) -> bool:
    """Tell whether a heading says that contents follow."""
    return bool(_TITLE.search(words))


def is_column(words: str) -> bool:
    """Tell whether a heading names a column of the contents."""
    return bool(_COLUMN.fullmatch(words.strip()))


def read_contents(blocks: list[Block]) -> Contents:
    """Return the contents that *blocks* hold: headings with a bar, and the entries below each."""
    found = Contents()
    column = None
    for block in blocks:
        if block.kind == "heading":
            named = _COLUMN.fullmatch(block.words.strip())
            if named:
                column = named["name"].strip()
                found.columns.setdefault(column, block.line)
                found.lines.add(block.line)
            elif is_title(block.words) and not found.entries:
                column = ""
            elif found.entries:
                break
        elif column is not None and block.kind in ("list", "text"):
            entries = [_entry(line, column, block.line + at) for at, line in enumerate(block.lines)]
            if not all(entries):
                if found.entries:
                    break
                continue
            found.entries += [entry for entry in entries if entry]
            found.lines.add(block.line)
    return found if found.entries else Contents()


def _entry(line: str, column: str, number: int) -> Listed | None:
    entry = _ENTRY.match(line.strip()) if len(line) < 300 else None
    if not entry:
        return None
    title, page = entry["title"] or entry["words"], entry["page"] or entry["last"]
    return Listed(title.strip(), column, page, number)
