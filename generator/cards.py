"""What is kept of every source: a card for lists, a body for its own pages.

Cards of the whole site are in memory at once; a body is read when a page of it is rendered.
"""

import hashlib
from collections.abc import Sequence

import msgspec

from generator.diagnostics import Diagnostic
from generator.discover import Stamp
from generator.markup.result import Heading, Inner
from generator.model import Deadline, Event, Issue, Item, Kind, Link
from generator.text import NO_TEXT, Lang, Text


class Leaf(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An item with its words set as HTML, both languages side by side.

    *plain* is the title without markup, *text* all that the item shows below its title, without
    markup and with formulas as TeX.
    """

    item: Item
    title: Text
    plain: Text
    subtitle: Text = NO_TEXT
    abstract: Text = NO_TEXT
    body: Text = NO_TEXT
    fields: tuple[tuple[str, str], ...] = ()
    text: Text = NO_TEXT
    contents: dict[Lang, tuple[Heading, ...]] = {}
    inner: tuple[Inner, ...] = ()
    pictures: tuple[Inner, ...] = ()


class Body(msgspec.Struct, frozen=True, array_like=True):
    """An issue with all its leaves, one tuple a section."""

    issue: Issue
    leaves: tuple[tuple[Leaf, ...], ...]
    rest: str = ""
    inner: tuple[Inner, ...] = ()
    pictures: tuple[Inner, ...] = ()


class Card(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What lists need of an item.

    *title* is HTML, *plain* the same without markup. *languages* are the sides in which there is
    something to read. *face* changes whenever what lists show of the item does, *digest*
    whenever anything of it does. *inner* are its links to what may be on the site,
    *pictures* the addresses of its pictures.
    """

    kind: Kind
    slug: str
    paper: str
    title: Text
    plain: Text
    authors: tuple[str, ...]
    et_al: bool
    date: str
    topics: tuple[str, ...]
    links: tuple[Link, ...]
    lines: tuple[int, int]
    languages: tuple[Lang, ...]
    has_math: bool
    digest: bytes
    face: bytes
    editors: tuple[str, ...] = ()
    inner: tuple[Inner, ...] = ()
    pictures: tuple[Inner, ...] = ()


class SectionCard(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A section and the cards of its items."""

    title: Text
    slug: str
    cards: tuple[Card, ...]


class DatesCard(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What an item has for the agenda; *number* is its place in the issue, from 1."""

    number: int
    events: tuple[Event, ...]
    deadlines: tuple[Deadline, ...]

    @property
    def all(self) -> tuple[Event | Deadline, ...]:
        """Events, then deadlines."""
        return (*self.events, *self.deadlines)


class IssueCard(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What lists need of an issue; *title* is plain, *id* a wish.

    *dates* stand here and not in the cards: most items have none, and then they cost nothing.
    *inner* are the links of the whole file, *pictures* its pictures, *aliases* old addresses below
    a language, *cover* the picture that it names, in line *cover_line*.
    """

    path: str
    style: str
    id: str
    title: Text
    date: str
    number: str
    total_number: str
    lines: tuple[int, int]
    draft: bool
    publish: str
    sections: tuple[SectionCard, ...]
    languages: tuple[Lang, ...]
    has_math: bool
    digest: bytes
    dates: tuple[DatesCard, ...] = ()
    inner: tuple[Inner, ...] = ()
    aliases: tuple[str, ...] = ()
    pictures: tuple[Inner, ...] = ()
    cover: str = ""
    cover_line: int = 0


class Record(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """All that is remembered of one source: its stamps and hash, its card, its problems.

    *key* names its body in the store. *card* is ``None`` where the file says nothing to show.
    """

    path: str
    stamps: tuple[Stamp, ...]
    digest: bytes
    key: str
    card: IssueCard | None
    problems: tuple[Diagnostic, ...]


OUTSIDE = ("http://", "https://", "mailto:")
"""How an address begins that leads out of the site."""


def has_code(links: Sequence[Link]) -> bool:
    """Say whether one of *links* leads to code; a name without an address leads nowhere."""
    return any(link.rel == "code" and link.href.lower().startswith(OUTSIDE) for link in links)


def digest_of(*parts: object) -> bytes:
    """Return 16 bytes that change whenever one of *parts* (plain values, structs) does."""
    return hashlib.blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()
