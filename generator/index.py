"""What can be looked up across the site: topics, kinds, neighbours. Built once, then only read."""

from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

import msgspec

from generator.agenda import UNDATED, Agenda, gather
from generator.assemble import Entry, IssueEntry, Site
from generator.filing import Filing, file, leads
from generator.persons import Person
from generator.topics import Topics

FEED = 20
"""Entries of the feed of a topic or a series."""


class Index(msgspec.Struct, frozen=True):
    """Lists of entries, newest first; an item that stands in several issues is listed once.

    *topics* by topic id in the order of the rules, *kinds* of issues by series or style, *related*
    by page path, *near* by issue id: the next newer and the next older issue of its kind, *kin* by
    topic id: the topics that share the most items with it, with how many. *lead* is the newest
    issue that has an item, *newest* are the newest dated items, for feeds, *agenda* what takes
    place and what is due. *series* has the newest dated items of every series with an issue, for
    feeds. *people* have several items each, by slug; *signed* says by
    printed name which of them that is.
    """

    topics: dict[str, tuple[Entry, ...]]
    kinds: dict[str, tuple[IssueEntry, ...]]
    related: dict[str, tuple[Entry, ...]]
    near: dict[str, tuple[IssueEntry | None, IssueEntry | None]]
    kin: dict[str, tuple[tuple[str, int], ...]]
    lead: IssueEntry | None
    newest: tuple[Entry, ...]
    agenda: Agenda
    series: dict[str, tuple[Entry, ...]]
    people: tuple[Person, ...]
    signed: dict[str, int]

    def feed_of(self, topic: str) -> tuple[Entry, ...]:
        """Return the newest dated entries of a topic."""
        return tuple(islice((e for e in self.topics[topic] if len(e.card.date) == 10), FEED))

    def months(self, topic: str) -> dict[str, tuple[Entry, ...]]:
        """Return a topic's entries by month (``2024-02``), newest first, undated ones last."""
        months: dict[str, list[Entry]] = {}
        for entry in self.topics[topic]:
            months.setdefault(entry.card.date[:7] or UNDATED, []).append(entry)
        undated = months.pop(UNDATED, None)
        newest = {month: tuple(months[month]) for month in sorted(months, reverse=True)}
        return newest if undated is None else {**newest, UNDATED: tuple(undated)}


def index(site: Site, topics: Topics, feed: int, least: int, filing: Filing | None = None) -> Index:
    """Return the index of *site*; a feed holds *feed* items, a person with a page *least*.

    *filing* is that of *site*, where it is known already.
    """
    filing = filing or file(site, topics, least)
    kinds: dict[str, list[IssueEntry]] = {}
    for issue in reversed(site.issues):
        kinds.setdefault(kind_of(issue), []).append(issue)
    return Index(
        {name: entries for name, entries in filing.topics.items() if entries},
        {name: tuple(kinds[name]) for name in sorted(kinds)},
        filing.related,
        {issue.id: beside(kind, at) for kind in kinds.values() for at, issue in enumerate(kind)},
        {name: filing.kin(name) for name in filing.topics},
        next((issue for issue in reversed(site.issues) if issue.entries), None)
        or next(reversed(site.issues), None),
        tuple(islice((entry for entry in leads(site) if len(entry.card.date) == 10), feed)),
        gather(site),
        _series(site),
        filing.people.people,
        filing.people.signed,
    )


def _series(site: Site) -> dict[str, tuple[Entry, ...]]:
    """Return the newest dated items of every series; of one page the series' own newest text."""
    series: dict[str, dict[str, Entry]] = {}
    for issue in reversed(site.issues):
        if issue.series is None:
            continue
        filed = series.setdefault(issue.series.name, {})
        if len(filed) < FEED:
            for entry in issue.entries:
                if len(entry.card.date) == 10:
                    filed.setdefault(entry.path, entry)
    return {name: tuple(islice(series[name].values(), FEED)) for name in sorted(series)}


T = TypeVar("T")


def beside(values: Sequence[T], at: int) -> tuple[T | None, T | None]:
    """Return what stands before and after the value *at* a place, ``None`` at the ends."""
    return values[at - 1] if at else None, values[at + 1] if at + 1 < len(values) else None


def kind_of(issue: IssueEntry) -> str:
    """Return what an issue is listed under: its series if that has a title, else its style."""
    if issue.series and issue.series.title:
        return f"series:{issue.series.name}"
    return issue.card.style
