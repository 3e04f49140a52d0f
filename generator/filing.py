"""What is filed where: entries by topic, what is related to them, and by whom they are.

This is the part of the index that takes a walk over every entry. When a few issues have changed it
is brought up to date from what it was, which gives the same as making it anew.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.assemble import Entry, Site, moved
from generator.order import by_topic, refiled, stretch
from generator.persons import People, gather_people, people_after
from generator.topics import Topics

RELATED = 5
"""Related things at the most; related items are older ones, so that a new day changes no page."""

MANY = 8
"""From one in so many issues changed, everything is filed anew: that is no slower."""


class Filing(msgspec.Struct, frozen=True):
    """Lists of entries, newest first; an item that stands in several issues is listed once.

    *topics* by topic id in the order of the rules, empty ones too, *primary* those whose first
    topic it is, *related* by page path. *shared* says of each topic how many of its entries have
    each other one.
    """

    topics: dict[str, tuple[Entry, ...]]
    primary: dict[str, tuple[Entry, ...]]
    related: dict[str, tuple[Entry, ...]]
    shared: dict[str, dict[str, int]]
    people: People

    def kin(self, topic: str) -> tuple[tuple[str, int], ...]:
        """Return the topics that share the most entries with *topic*, with how many."""
        shared = self.shared[topic]
        most = sorted(shared, key=lambda name: (-shared[name], name))[:RELATED]
        return tuple((name, shared[name]) for name in most)


def file(site: Site, topics: Topics, least: int) -> Filing:
    """File every entry of *site*; a person with a page has *least* items."""
    entries = list(leads(site))
    filed = dict.fromkeys(topics.order, ()) | _fixed(by_topic(entries))
    primary = _fixed(by_topic(entries, primary=True))
    return Filing(
        filed,
        primary,
        {e.path: older(one, at) for one in primary.values() for at, e in enumerate(one)},
        {name: _shared(name, filed[name]) for name in filed},
        gather_people(entries, least),
    )


def leads(site: Site) -> Iterator[Entry]:
    """Give the newest entry of every page, newest issue first."""
    for issue in reversed(site.issues):
        for entry in issue.entries:
            if site.pages[entry.path][0] is entry:
                yield entry


def older(entries: Sequence[Entry], at: int) -> tuple[Entry, ...]:
    """Return what is related to the entry at a place in the list of its topic."""
    return tuple(entries[at + 1 : at + 1 + RELATED])


def file_after(before: Filing, was: Site, site: Site, topics: Topics, least: int) -> Filing:
    """Return the filing of *site*, given that of the site that *was*, which it was made from.

    *topics* and *least* are what they were. What does not concern a changed issue stays as it is.
    """
    places = moved(site.issues, was.issues)
    if len(places) * MANY > len(site.issues):
        return file(site, topics, least)
    gone, come = _changed(was, site, places)
    if not gone and not come:
        return before
    lost, gained = by_topic(gone), by_topic(come)
    named = [*dict.fromkeys((*lost, *gained))]
    if any(name not in before.topics for name in named):
        return file(site, topics, least)
    filed, shared = dict(before.topics), dict(before.shared)
    for name in named:
        less, more = lost.get(name, []), gained.get(name, [])
        filed[name] = refiled(filed[name], less, more)
        shared[name] = _recounted(shared[name], _shared(name, less), _shared(name, more))
    primary, related = _related(before, gone, come)
    return Filing(filed, primary, related, shared, people_after(before.people, gone, come, least))


def _changed(was: Site, site: Site, places: Sequence[int]) -> tuple[list[Entry], list[Entry]]:
    """Return the leading entries of pages that are no longer there, and those that are new."""
    paths = {
        entry.path: None
        for issues in (was.issues, site.issues)
        for at in places
        if at < len(issues)
        for entry in issues[at].entries
    }
    gone, come = [], []
    for path in paths:
        old, new = was.pages.get(path, (None,))[0], site.pages.get(path, (None,))[0]
        if old is not new:
            gone += [old] if old else []
            come += [new] if new else []
    return gone, come


def _related(
    before: Filing, gone: Sequence[Entry], come: Sequence[Entry]
) -> tuple[dict[str, tuple[Entry, ...]], dict[str, tuple[Entry, ...]]]:
    """Return the entries by primary topic, and what is related to each, after a change."""
    primary, related = dict(before.primary), dict(before.related)
    for entry in gone:
        related.pop(entry.path, None)
    lost, gained = by_topic(gone, primary=True), by_topic(come, primary=True)
    for name in dict.fromkeys((*lost, *gained)):
        less, more = lost.get(name, []), gained.get(name, [])
        entries = primary[name] = refiled(primary.get(name, ()), less, more)
        for issue in {entry.issue for entry in (*less, *more)}:
            first, last = stretch(entries, issue)
            for at in range(max(0, first - RELATED), last):
                related[entries[at].path] = older(entries, at)
        if not entries:
            del primary[name]
    return primary, related


def _shared(name: str, entries: Sequence[Entry]) -> dict[str, int]:
    shared: dict[str, int] = {}
    for entry in entries:
        for topic in entry.card.topics:
            if topic != name:
                shared[topic] = shared.get(topic, 0) + 1
    return shared


def _recounted(
    counts: Mapping[str, int], less: Mapping[str, int], more: Mapping[str, int]
) -> dict[str, int]:
    """Return *counts* after a change, without what has become nothing."""
    new = {
        name: counts.get(name, 0) - less.get(name, 0) + more.get(name, 0)
        for name in (*counts, *more)
    }
    return {name: count for name, count in new.items() if count}


def _fixed(lists: Mapping[str, Sequence[Entry]]) -> dict[str, tuple[Entry, ...]]:
    return {name: tuple(entries) for name, entries in lists.items()}
