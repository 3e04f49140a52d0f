"""Lists of entries from the newest issue on, and what becomes of them when a few entries change."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from generator.assemble import Entry


def place_of(entry: Entry) -> tuple[int, int]:
    """Return what entries are sorted by, the newest issue first and in it by number."""
    return -entry.issue, entry.number


def refiled(
    filed: tuple[Entry, ...], gone: Sequence[Entry], come: Sequence[Entry]
) -> tuple[Entry, ...]:
    """Return the list *filed* without those *gone*, and with those that have *come* in place."""
    leaving = set(map(id, gone))
    for issue in {entry.issue for entry in (*gone, *come)}:
        first, last = stretch(filed, issue)
        kept = [entry for entry in filed[first:last] if id(entry) not in leaving]
        new = [entry for entry in come if entry.issue == issue]
        filed = (*filed[:first], *sorted([*kept, *new], key=place_of), *filed[last:])
    return filed


def stretch(filed: Sequence[Entry], issue: int) -> tuple[int, int]:
    """Return from which place up to which the entries of an issue stand in *filed*."""
    first = bisect_left(filed, -issue, key=_issue_of)
    return first, bisect_right(filed, -issue, lo=first, key=_issue_of)


def by_topic(entries: Iterable[Entry], *, primary: bool = False) -> dict[str, list[Entry]]:
    """Return *entries* by their topics, or by the *primary* one alone."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for topic in entry.card.topics[: 1 if primary else None]:
            found.setdefault(topic, []).append(entry)
    return found


def _issue_of(entry: Entry) -> int:
    return -entry.issue
