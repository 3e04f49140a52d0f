"""What pages show of things, as bytes: of these a page's digest is made.

A list shows an entry's *face*, its own page the *whole* of it; so an edit of an abstract renders no
list anew.
"""

import hashlib
from collections.abc import Iterable, Sequence

from generator.agenda import Occasion
from generator.assemble import Entry, IssueEntry, Site
from generator.cards import digest_of
from generator.index import Index


def mixed(*parts: bytes) -> str:
    """Return the digest of *parts*, the first of which stands for what every page depends on."""
    return hashlib.blake2b(b"\0".join(parts), digest_size=16).hexdigest()


class Faces:
    """What pages show of the things of one site; what many of them show is made once.

    *signs* are those of the issues in their order, *of* has the face of every entry: what a list
    shows of it.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.signs = tuple(map(sign, site.issues))
        self.all_signs = b"\0".join(self.signs)
        self.of: dict[Entry | None, bytes] = {
            entry: entry.card.face + entry.path.encode()
            for issue in site.issues
            for entry in issue.entries
        }
        self.of[None] = b""

    def together(self, entries: Iterable[Entry]) -> bytes:
        """Return the faces of *entries*."""
        return b"\0".join(map(self.of.__getitem__, entries))

    def sections(self, issue: IssueEntry) -> list[bytes]:
        """Return what an item's page shows of each section of its issue, and of the issue."""
        parts = ((one.title.zh, one.title.en, one.slug) for one in issue.card.sections)
        return [sign(issue) + "\n".join(part).encode() for part in parts]


def whole(entry: Entry) -> bytes:
    """Return all that an entry says, as bytes."""
    return entry.card.digest + entry.path.encode()


def sign(issue: IssueEntry | None) -> bytes:
    """Return what any page but its own shows of an issue, as bytes."""
    if issue is None:
        return b""
    card = issue.card
    lone = issue.entries[0].path if len(issue.entries) == 1 else ""
    series = issue.series.name if issue.series else ""
    title = (card.title.zh, card.title.en) if card.title else (issue.spare_title, "")
    facts = (issue.id, card.style, series, *title, card.date, card.number)
    return "\n".join((*facts, card.total_number, str(len(issue.entries)), lone)).encode()


def all_of(issue: IssueEntry) -> bytes:
    """Return all that an issue's own page shows of it, as bytes."""
    return issue.card.digest + issue.cover.encode()


def counts(index: Index) -> bytes:
    """Return how many items each topic has, as bytes."""
    return "\n".join(f"{name} {len(filed)}" for name, filed in index.topics.items()).encode()


def standing(entry: Entry, sections: Sequence[bytes]) -> bytes:
    """Return where an entry stands, as bytes; *sections* are those of its issue."""
    return b"%b\n%b\n%d" % (sections[entry.section], entry.anchor.encode(), entry.number)


def occasion(site: Site, what: Occasion) -> bytes:
    """Return what a list or a calendar shows of an occasion and of the items it is from."""
    told = [
        (sign(site.issues[one.issue]), one.path, one.card.title, one.card.plain, one.card.date)
        for one in what.sources
    ]
    return digest_of(what.name, type(what.what).__name__, what.what, told)


def dates(index: Index, entry: Entry) -> bytes:
    """Return what an item's own page shows of the agenda, beside what the item says itself."""
    occasions = index.agenda.items.get(entry.path)
    return digest_of([(one.name, one.month, one.what) for one in occasions]) if occasions else b""


def signers(index: Index, entry: Entry) -> bytes:
    """Return which authors of an entry have pages, as bytes."""
    signed, people = index.signed, index.people
    if not signed:
        return b""
    return "\n".join(
        people[signed[name]].slug for name in entry.card.authors if name in signed
    ).encode()
