"""What pages show of things, as bytes: of these a page's digest is made.

A list shows an entry's *face*, its own page the *whole* of it; so an edit of an abstract renders no
list anew.
"""

import hashlib

from generator.agenda import Occasion
from generator.assemble import Entry, IssueEntry, Site
from generator.cards import digest_of
from generator.index import Index


def mixed(base: bytes, *parts: bytes) -> str:
    return hashlib.blake2b(b"\0".join(parts), digest_size=16, key=base[:64]).hexdigest()


def face(entry: Entry | None) -> bytes:
    """Return what a list shows of an entry, as bytes."""
    return entry.card.face + entry.path.encode() if entry else b""


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


def signs(site: Site) -> bytes:
    return b"\0".join(map(sign, site.issues))


def counts(index: Index) -> bytes:
    """Return how many items each topic has, as bytes."""
    return "\n".join(f"{name} {len(filed)}" for name, filed in index.topics.items()).encode()


def standing(site: Site, entry: Entry) -> bytes:
    """Return where an entry stands, as bytes: its issue, its section there, its number."""
    issue = site.issues[entry.issue]
    section = issue.card.sections[entry.section]
    place = (section.title.zh, section.title.en, section.slug, entry.anchor, str(entry.number))
    return sign(issue) + "\n".join(place).encode()


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
    return "\n".join(
        people[signed[name]].slug for name in entry.card.authors if name in signed
    ).encode()
