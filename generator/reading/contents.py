"""A printed table of contents: columns, their entries, and the headings that they name."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from generator.reading.blocks import Block, folded
from generator.regex import regex

_COLUMN = regex(r"[|｜]\s*(?P<name>\S.{0,39})")
_ENTRY = regex(
    r"(?:[-*+•]\s+)?(?:(?P<page>\d{1,4})[ \t.、]+(?P<title>\S.*)"
    r"|(?P<words>\S.*?)(?:\s*[.…·]{2,}\s*|\s+)(?P<last>\d{1,4}))$"
)
_TITLE = regex(
    r"目\s*录|目\s*次|本期(?:内容|导读|要目)|\bcontents\b|\b(?:in|inside) this (?:issue|number)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 30
_LINK = regex(r"\[([^\[\]]{1,200})\]\([^()]{0,300}\)")
_POINT = regex(r"(?:[-*+•]|\d{1,2}[.、])\s+")
_BAR = regex(r"(?<!\\)\|")
_RULE = regex(r"\s*:?-+:?\s*")
_USUAL = frozenset(
    {"页码", "页", "题目", "标题", "篇名", "文章", "栏目", "作者", "序号"}
    | {"page", "pages", "title", "article", "column", "section", "author", "authors", "no."}
)
"""What the columns of contents are usually called: shown contents say it by their form."""
_LONGEST_ADDED = 24
"""Characters that a heading may hold beyond its entry: the name of a series or a society."""

_MOST = 500
"""Entries among which a similar title is looked for."""


@dataclass(slots=True)
class Listed:
    """An entry: a title under a column, its page as printed, what else stands *beside* them."""

    title: str
    column: str
    page: str
    line: int
    beside: str = ""


@dataclass
class Contents:
    """All *entries*, the *columns* with their lines; *lines* are those of the blocks of both.

    *heads* are the first rows of tables where they say more than is usual, by line.
    """

    entries: list[Listed] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
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
    return bool(_TITLE.search(words)) and len(words) < _LONGEST_TITLE


def is_column(words: str) -> bool:
    """Tell whether a heading names a column of the contents."""
    return bool(_COLUMN.fullmatch(words.strip()))


def read_contents(blocks: list[Block]) -> Contents:
    """Return the contents that *blocks* hold: the columns, and the entries below each.

    A column has a bar before its name; below the word *contents* any heading is one that entries
    stand under. What looks like entries there is believed where the number has such items.
    """
    found = Contents()
    titles = {folded(block.words): block.line for block in blocks if block.kind == "heading"}
    column: str | None = None
    outer: Block | None = None
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            named = _COLUMN.fullmatch(block.words.strip())
            if named:
                column = named["name"].strip()
                found.columns.setdefault(column, block.line)
                found.lines.add(block.line)
            elif is_title(block.words) and not found.entries:
                column, outer = "", None
            elif column is not None and (below := _below(blocks, at, titles)):
                if below == "heading":
                    outer = block
                    continue
                inner = outer is not None and outer.level < block.level
                column = f"{outer.words} / {block.words}" if outer and inner else block.words
                found.columns.setdefault(column, block.line)
                found.lines |= {block.line} | ({outer.line} if outer and inner else set())
            elif found.entries:
                break
            elif column == "":
                column = None
        elif column is not None and block.kind in ("list", "text", "table", "pipes"):
            entries = _entries(block, column, titles)
            if entries:
                found.entries += entries
                found.lines.add(block.line)
                if block.kind in ("table", "pipes") and entries[0].line > block.line:
                    head = [cell for cell in _cells(block)[0] if cell]
                    if not all(cell.casefold() in _USUAL for cell in head):
                        found.heads[block.line] = " ".join(head)
            elif found.entries:
                break
    return found if found.entries else Contents()


def _below(blocks: list[Block], at: int, titles: dict[str, int]) -> str:
    """Return what stands below a heading in the contents: entries, another column, or nothing."""
    following = [block for block in blocks[at + 1 : at + 4] if block.kind != "gap"]
    if following and following[0].kind != "heading":
        return "entries" if _entries(following[0], "", titles, sure=False) else ""
    deeper = len(following) > 1 and following[0].level > blocks[at].level
    return "heading" if deeper and _entries(following[1], "", titles, sure=False) else ""


def _entries(
    block: Block, column: str, titles: dict[str, int], *, sure: bool = True
) -> list[Listed]:
    """Return the entries that a block consists of, none where a line is anything else.

    Where it is not *sure* that these are contents, one of them has to be the title of an item. A
    line without a page is an entry if it is such a title.
    """
    if block.kind in ("table", "pipes"):
        rows = [(block.line + at, row) for at, row in enumerate(_cells(block)) if any(row)]
        read = [_from_cells(row, column, number) for number, row in rows]
        read = read[1:] if read and read[0] is None else read
    else:
        lines = [(block.line + at, line) for at, line in enumerate(block.lines)]
        read = [_entry(line, column, number, titles) for number, line in lines]
    entries = [entry for entry in read if entry]
    if len(entries) < len(read):
        return []
    known = [titles.get(folded(entry.title), 0) > block.last for entry in entries]
    return entries if any(known) or (sure and all(entry.page for entry in entries)) else []


def _entry(line: str, column: str, number: int, titles: dict[str, int]) -> Listed | None:
    bare = _LINK.sub(r"\1", line.strip()) if len(line) < 300 else ""
    entry = _ENTRY.match(bare)
    if entry:
        title, page = entry["title"] or entry["words"], entry["page"] or entry["last"]
        return Listed(_plain(title), column, page, number)
    words = _plain(_POINT.sub("", bare))
    return Listed(words, column, "", number) if titles.get(folded(words), 0) > number else None


def _cells(block: Block) -> list[list[str]]:
    """Return the cells of contents that are printed as a table, without its rule."""
    rows = [_BAR.split(line.strip().strip("|")) for line in block.lines]
    if block.kind == "table":
        rows = [line.split("\t") for line in block.lines]
    return [["" if _RULE.fullmatch(cell) else cell.strip() for cell in row] for row in rows]


def _from_cells(row: list[str], column: str, number: int) -> Listed | None:
    """Return the entry in a row: the longest cell is the title, a number the page."""
    pages = [cell for cell in row if cell.isdecimal() and len(cell) < 5]
    words = [cell for cell in row if cell and cell not in pages]
    if len(pages) != 1 or not words:
        return None
    title = max(words, key=len)
    beside = " ".join(word for word in words if word != title)
    return Listed(_plain(title), column, pages[0], number, beside)


def _plain(words: str) -> str:
    return words.strip().strip("*").strip()
