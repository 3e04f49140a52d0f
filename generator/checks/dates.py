"""Dates that are in the calendar and cannot be meant: too early, or far ahead."""

from collections.abc import Iterator

from generator.assemble import Site
from generator.diagnostics import Diagnostic, Severity
from generator.source import Span

EARLIEST = "1800"
AHEAD = 2
"""Years after the day of the build within which a date may lie."""


def check(site: Site, as_of: str) -> Iterator[Diagnostic]:
    """Warn of every issue, and of every item with another date, that is out of range."""
    latest = f"{min(9999, int(as_of[:4]) + AHEAD):04}{as_of[4:]}"
    for issue in site.issues:
        own = issue.card.date
        if _is_odd(own, latest):
            yield _warning(issue.card.path, issue.card.lines[0], own, as_of)
        for entry in issue.entries:
            card = entry.card
            if card.date != own and _is_odd(card.date, latest):
                yield _warning(issue.card.path, card.lines[0], card.date, as_of)


def _is_odd(date: str, latest: str) -> bool:
    return date != "" and date[:4].isdecimal() and not EARLIEST <= date <= latest


def _warning(path: str, line: int, date: str, as_of: str) -> Diagnostic:
    far = f"more than {AHEAD} years after {as_of}" if date > EARLIEST else f"before {EARLIEST}"
    message = f"the date {date} is {far}"
    hint = "correct the year; lists are sorted by it"
    return Diagnostic(Severity.WARNING, "date-odd", message, Span(path, line), hint)
