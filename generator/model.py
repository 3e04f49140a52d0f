"""What a content file says: issues, sections and items, as frozen values."""

from typing import Literal

import msgspec

from generator.diagnostics import Diagnostic
from generator.text import NO_TEXT, Text

Kind = Literal["paper", "article", "interview", "note", "report", "news", "cfp", "entry"]
Rel = Literal[
    "pdf", "paper", "code", "project", "dataset", "demo", "model", "video", "doi", "source"
]
Markup = Literal["plain", "tex", "markdown"]
"""How the words of an item are written: ``plain`` is only escaped, ``tex`` is the prose of arXiv
listings (formulas in dollars, a few text commands, bare URLs), ``markdown`` is Markdown."""


class Author(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A name as printed, padding inside Han names removed."""

    name: str
    affiliation: str = ""


class Link(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A link of an item; *href* as printed, *label* empty where the source has none."""

    rel: Rel
    href: str
    label: str = ""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the masthead, once per printed name and role."""

    role: Text
    name: str
    affiliation: str = ""
    section: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that takes place; *date* is ISO, a range of two, or as printed where incomplete."""

    title: str
    series: str = ""
    number: int | None = None
    date: str = ""
    place: str = ""
    host: str = ""


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A date to submit by."""

    title: str
    date: str = ""
    place: str = ""
    href: str = ""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered figure and its caption."""

    number: str
    caption: str


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table with its caption; header rows count as rows."""

    number: str
    caption: str
    rows: int
    columns: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each thing an item holds."""

    figures: int = 0
    tables: int = 0
    display_math: int = 0
    inline_math: int = 0
    references: int = 0
    citations: int = 0
    bios: int = 0


NO_COUNTS = Counts()


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a reader reads, in the words of its source.

    *paper* is the item's own identifier without its version (``2006.11239``, ``hep-th/9901001``,
    ``doi:10.…``), empty where it has none: items of one paper share one page. *slug* is a wish,
    made from the title where empty. *lines* are the first and last line in the source, from 1.
    *abstract* and *body* are in the markup that *markup* names; titles are ``tex`` for ``tex``
    items and ``markdown`` inline otherwise. *body_lines* says where each body begins, so that
    a problem in it has its place; *title_lines* and *abstract_lines* likewise (0 for unknown).
    *fields* are shown as a list, but for those that the body has under a heading of their label.
    *fixed* has the texts that a fix file says (``title.zh``) and their lines there; *machine* names
    those that a machine translated, *stale* those whose original has changed since. *pictures* are
    the files that a fix file puts into the places of lost pictures, by the number of their caption
    (``3``) or by their order (``#2``), each with its line there.
    """

    kind: Kind
    title: Text
    lines: tuple[int, int]
    markup: Markup
    paper: str = ""
    slug: str = ""
    subtitle: Text = NO_TEXT
    kicker: str = ""
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    editors: tuple[str, ...] = ()
    date: str = ""
    pages: tuple[int, int] | None = None
    topics: tuple[str, ...] = ()
    abstract: Text = NO_TEXT
    links: tuple[Link, ...] = ()
    events: tuple[Event, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    counts: Counts = NO_COUNTS
    fields: tuple[tuple[str, str], ...] = ()
    body: Text = NO_TEXT
    title_lines: tuple[int, int] = (0, 0)
    abstract_lines: tuple[int, int] = (0, 0)
    body_lines: tuple[int, int] = (0, 0)
    fixed: dict[str, int] = {}
    machine: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    pictures: dict[str, tuple[str, int]] = {}


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A titled part of an issue; an issue without parts has one section without a title."""

    items: tuple[Item, ...] = ()
    title: Text = NO_TEXT


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """What one source file becomes.

    *id* is a wish, made unique for the site when issues are assembled; empty: made from the
    title. *rest* is Markdown that belongs to the issue and to none of its items (an editorial
    line, text that the style did not recognise), shown on the issue's page; *rest_line* is where
    it begins. *aliases* are old addresses, below a language, that lead to the issue.
    """

    style: str
    title: Text
    lines: tuple[int, int]
    sections: tuple[Section, ...]
    id: str = ""
    date: str = ""
    number: str = ""
    total_number: str = ""
    people: tuple[Person, ...] = ()
    rest: str = ""
    rest_line: int = 0
    draft: bool = False
    publish: str = ""
    cover: str = ""
    cover_line: int = 0
    aliases: tuple[str, ...] = ()

    @property
    def items(self) -> list[Item]:
        """All items, in the order of the source."""
        return [item for section in self.sections for item in section.items]


class Parsed(msgspec.Struct, frozen=True):
    """What a style made of a source; no issue where there is nothing to show."""

    issue: Issue | None
    problems: tuple[Diagnostic, ...] = ()
