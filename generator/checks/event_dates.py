"""An event or a deadline without a whole date is in no calendar; its editor should know."""

import re
from collections.abc import Iterator

from generator.agenda import days_of
from generator.assemble import Site
from generator.diagnostics import Diagnostic, Severity
from generator.regex import regex
from generator.source import Span

_WHOLE = regex(r"\d{4}\D+\d{1,2}\D+\d{1,2}", re.ASCII)
"""A date with all its parts: if it is no date even so, there is no such day."""


def check(site: Site) -> Iterator[Diagnostic]:
    """Give a warning for every day that there is none of, a note for a date with a part missing."""
    for issue in site.issues:
        for told in issue.card.dates:
            span = Span(issue.card.path, issue.entries[told.number - 1].card.lines[0])
            for what in told.all:
                if not days_of(what.date)[0]:
                    yield _problem(what.title, what.date, span)


def _problem(title: str, date: str, span: Span) -> Diagnostic:
    if _WHOLE.search(date):
        message = f"{date!r}, the date of {title!r}, is no day of the calendar"
        hint = "compare it with the announcement; until then it is listed apart, as printed"
        return Diagnostic(Severity.WARNING, "event-date", message, span, hint)
    printed = f"no whole date but {date!r}" if date else "no date"
    message = f"{title!r} has {printed}: it is listed apart, and in no calendar"
    hint = "write year, month and day if they are known"
    return Diagnostic(Severity.NOTE, "event-date", message, span, hint)
