"""Who has written or edited several things, under one printed name."""

from collections.abc import Iterable, Sequence

import msgspec

from generator.agenda import UNDATED
from generator.assemble import Entry
from generator.order import place_of, refiled
from generator.slugs import Names, slug


class Person(msgspec.Struct, frozen=True, gc=False):
    """A printed name and all that stands under it, newest first.

    Nothing says whether two people share a name; a page of theirs must not either.
    """

    name: str
    slug: str
    entries: tuple[Entry, ...]

    @property
    def path(self) -> str:
        """The person's page below a language."""
        return f"people/{self.slug}/"

    def years(self) -> dict[str, tuple[Entry, ...]]:
        """Return the entries by year, newest first, those without a date under ``undated``."""
        years: dict[str, list[Entry]] = {}
        for entry in self.entries:
            years.setdefault(entry.card.date[:4] or UNDATED, []).append(entry)
        last = years.pop(UNDATED, [])
        found = {year: tuple(years[year]) for year in sorted(years, reverse=True)}
        return {**found, UNDATED: tuple(last)} if last else found


class People(msgspec.Struct, frozen=True):
    """Those who have a page, by slug, and who has signed what.

    *signed* says by printed name which of the *people* that is; *works* has the entries of every
    printed name, newest first, with a page or without.
    """

    people: tuple[Person, ...] = ()
    signed: dict[str, int] = {}
    works: dict[str, tuple[Entry, ...]] = {}


def gather_people(entries: Iterable[Entry], least: int) -> People:
    """Return the authors and editors of at least *least* of *entries*, which are newest first.

    Spellings that differ in no more than case or blanks are one name, shown as it was printed last.
    With *least* 0 nobody has a page.
    """
    works = _by_name(entries if least else ())
    return _people({name: tuple(signed) for name, signed in works.items()}, least)


def _by_name(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return *entries* by the printed names of their signers."""
    works: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in signers(entry):
            works.setdefault(name, []).append(entry)
    return works


def signers(entry: Entry) -> dict[str, None]:
    """Return the printed names of an entry's authors and editors, each once, in their order."""
    return dict.fromkeys((*entry.card.authors, *entry.card.editors))


def people_after(
    before: People, gone: Sequence[Entry], come: Sequence[Entry], least: int
) -> People:
    """Return the people once the entries *gone* have left and those that have *come* are there.

    What does not concern their signers is as it was *before*.
    """
    less, more = (_by_name(entries if least else ()) for entries in (gone, come))
    names = [*dict.fromkeys((*less, *more))]
    if not names:
        return before
    works = dict(before.works)
    for name in names:
        works[name] = refiled(works.get(name, ()), less.get(name, []), more.get(name, []))
        if not works[name]:
            del works[name]
    people = list(before.people)
    for name in names:
        at = before.signed.get(name)
        if (at is None) != (len(works.get(name, ())) < least):
            return _people(works, least)  # somebody gets a page, or loses it
        if at is not None:
            known = people[at]
            if known.name != name or len(known.entries) != len(before.works[name]):
                return _people(works, least)  # a name in several spellings
            people[at] = Person(known.name, known.slug, works[name])
    return People(tuple(people), before.signed, works)


def _people(works: dict[str, tuple[Entry, ...]], least: int) -> People:
    """Return the people of the names in *works*."""
    spellings: dict[str, list[str]] = {}
    for name, entries in works.items():
        if len(entries) >= least > 0:
            spellings.setdefault(_fold(name), []).append(name)
    found: list[tuple[Person, list[str]]] = []
    taken = Names()
    for folded in sorted(spellings):
        names = spellings[folded]
        if len(names) > 1:
            names.sort(key=lambda name: _first(name, works[name][0]))
        several = {entry.path: entry for name in names for entry in works[name]}
        order = sorted(several.values(), key=place_of) if len(names) > 1 else several.values()
        slugged = taken.take(slug(names[0], spare="person"))
        found.append((Person(names[0], slugged, tuple(order)), names))
    found.sort(key=lambda pair: pair[0].slug)
    signed = {name: at for at, (_, names) in enumerate(found) for name in names}
    return People(tuple(person for person, _ in found), signed, works)


def _first(name: str, entry: Entry) -> tuple[int, int, int]:
    """Return where a name is met first, when entries are read from the newest on."""
    return (*place_of(entry), list(signers(entry)).index(name))


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
