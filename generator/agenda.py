"""What takes place and what is due, gathered from all issues: each thing once, in time order."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from generator.assemble import Entry, Site
from generator.model import Deadline, Event
from generator.regex import regex

UNDATED = "undated"
"""The name of what has no whole date, where others are filed under their month."""

_DAY = regex(r"\d{4}-\d\d-\d\d", re.ASCII)


class Occasion(msgspec.Struct, frozen=True):
    """An event or a deadline, and the items that tell of it, oldest first.

    *first* and *last* are its days as ISO dates, both empty where no whole date is given. *name*
    is unique in the site and outlives a change of the date, the place or the host.
    """

    name: str
    what: Event | Deadline
    first: str
    last: str
    sources: tuple[Entry, ...]

    @property
    def month(self) -> str:
        """What it is filed under: ``2024-10``, or ``undated``."""
        return self.first[:7] or UNDATED


class Agenda(msgspec.Struct, frozen=True):
    """All occasions in time order; those without a whole date last, of the newest issue first.

    *months* has the newest month first, ``undated`` last. *topics* has the dated ones by topic id,
    *items* all of them by the path of each item's page.
    """

    occasions: tuple[Occasion, ...] = ()
    months: dict[str, tuple[Occasion, ...]] = {}
    topics: dict[str, tuple[Occasion, ...]] = {}
    items: dict[str, tuple[Occasion, ...]] = {}

    @property
    def dated(self) -> tuple[Occasion, ...]:
        """Those that a calendar can hold."""
        return tuple(occasion for occasion in self.occasions if occasion.first)


def gather(site: Site) -> Agenda:
    """Return the agenda of *site*.

    What several items say in the very same words is one occasion; whatever differs stays apart.
    """
    found: dict[Event | Deadline, list[Entry]] = {}
    for issue in site.issues:
        for told in issue.card.dates:
            entry = issue.entries[told.number - 1]
            for what in told.all:
                entries = found.setdefault(what, [])
                if all(one.path != entry.path for one in entries):
                    entries.append(entry)
    if not found:
        return Agenda()
    spans = [(*days_of(what.date), what, tuple(entries)) for what, entries in found.items()]
    dated = sorted((one for one in spans if one[0]), key=lambda one: (*one[:2], one[2].title))
    loose = sorted((one for one in spans if not one[0]), key=lambda one: -one[3][0].issue)
    occasions = tuple(_named([*dated, *loose]))
    filed: dict[str, list[Occasion]] = {}
    topics: dict[str, list[Occasion]] = {}
    items: dict[str, list[Occasion]] = {}
    for one in occasions:
        filed.setdefault(one.month, []).append(one)
        for path in (entry.path for entry in one.sources):
            items.setdefault(path, []).append(one)
        if one.first:
            for topic in dict.fromkeys(name for e in one.sources for name in e.card.topics):
                topics.setdefault(topic, []).append(one)
    newest = [*sorted(filed.keys() - {UNDATED}, reverse=True), *(filed.keys() & {UNDATED})]
    months = {month: filed[month] for month in newest}
    return Agenda(occasions, *map(_fixed, (months, topics, items)))


def _fixed(lists: dict[str, list[Occasion]]) -> dict[str, tuple[Occasion, ...]]:
    return {name: tuple(values) for name, values in lists.items()}


def _named(
    spans: Sequence[tuple[str, str, Event | Deadline, tuple[Entry, ...]]],
) -> Iterable[Occasion]:
    """Name each occasion after what hardly changes; what shares all of that is numbered."""
    taken: dict[str, int] = {}
    for first, last, what, sources in spans:
        said = [type(what).__name__, what.title, sources[0].path]
        if isinstance(what, Event):
            said += [what.series, str(what.number)]
        name = hashlib.blake2b("\0".join(said).encode(), digest_size=8).hexdigest()
        taken[name] = taken.get(name, 0) + 1
        number = f"-{taken[name]}" if taken[name] > 1 else ""
        yield Occasion(name + number, what, first, last, sources)


def days_of(printed: str) -> tuple[str, str]:
    """Return the first and last day of ``2024-10-28`` or ``2024-10-28/2024-11-01``.

    Anything else gives two empty strings: days that are not in the calendar, a range that runs
    backwards, and the last day there is, which no other follows.
    """
    first, _, last = printed.partition("/")
    last = last if "/" in printed else first
    try:
        whole = _DAY.fullmatch(first) and _DAY.fullmatch(last)
        if whole and date.fromisoformat(first) <= date.fromisoformat(last):
            day_after(last)
            return first, last
    except (ValueError, OverflowError):
        pass  # no day of the calendar
    return "", ""


def day_after(day: str) -> str:
    """Return the day after an ISO date; OverflowError after the last one."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
