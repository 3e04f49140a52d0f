"""Who has written or edited several things, under one printed name."""

from collections.abc import Iterable

import msgspec

from generator.agenda import UNDATED
from generator.assemble import Entry
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


def persons(entries: Iterable[Entry], least: int) -> dict[str, Person]:
    """Return the authors and editors of at least *least* of *entries*, by their printed names.

    Spellings that differ in no more than case or blanks are one name, shown as it was printed last.
    With *least* 0 nobody has a page.
    """
    if not least:
        return {}
    signed: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in dict.fromkeys((*entry.card.authors, *entry.card.editors)):
            signed.setdefault(name, []).append(entry)
    spellings: dict[str, list[str]] = {}
    for name in signed:
        if len(signed[name]) >= least:
            spellings.setdefault(_fold(name), []).append(name)
    found: dict[str, Person] = {}
    taken = Names()
    for folded in sorted(spellings):
        names = spellings[folded]
        several = {entry.path: entry for name in names for entry in signed[name]}
        order = sorted(several.values(), key=lambda entry: (-entry.issue, entry.number))
        person = Person(names[0], taken.take(slug(names[0], spare="person")), tuple(order))
        found.update(dict.fromkeys(names, person))
    return found


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
