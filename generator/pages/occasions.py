"""What takes place and what is due: the pages that list it, and how an item's page says it."""

from collections.abc import Sequence

from generator.agenda import UNDATED, Occasion
from generator.assemble import Entry
from generator.index import beside
from generator.listviews import EventGroup, EventRow, EventsPage
from generator.model import Deadline, Event
from generator.pages.frame import Frame
from generator.pages.reports import place_of
from generator.plan import AGENDA, newest_months
from generator.text import text_of
from generator.urls import href
from generator.views import Anchor, ItemDate, LinkView, Words

OUTSIDE = ("http://", "https://")


def events_page(frame: Frame, month: str) -> EventsPage:
    """Return the first page of the agenda, or one month of it; both in the order of time.

    The first page has the months with the latest dates, a month's page nothing that would change
    with another month.
    """
    agenda = frame.scene.index.agenda
    names = tuple(agenda.months)
    shown = [month] if month else newest_months(agenda.months, AGENDA)
    dated = sorted(name for name in shown if name != UNDATED)
    ordered = [*dated, *(name for name in shown if name == UNDATED)]
    groups = tuple(_group(frame, name, agenda.months[name]) for name in ordered)
    newer, older = beside(names, names.index(month)) if month else (None, None)
    if not month and len(shown) < len(names):
        older = names[len(shown)]
    return EventsPage(
        month=_month(frame, month) if month else "",
        groups=groups,
        kinds=_kinds(frame, groups),
        years=() if month else tuple(_years(frame, names)),
        calendar=frame.link("events.ics") if agenda.dated else "",
        topics=() if month else tuple(_calendar(frame, name) for name in agenda.topics),
        newer=_step(frame, newer),
        older=_step(frame, older),
    )


def _month(frame: Frame, month: str) -> str:
    return frame.t["events_undated"] if month == UNDATED else frame.month(month)


def _group(frame: Frame, month: str, occasions: Sequence[Occasion]) -> EventGroup:
    rows = tuple(event_row(frame, one) for one in occasions)
    count = frame.count("occasions", len(rows))
    return EventGroup(f"m-{month}", _month(frame, month), count, rows, month != UNDATED)


def _kinds(frame: Frame, groups: Sequence[EventGroup]) -> tuple[tuple[str, str, str], ...]:
    """Return the kinds that are shown, with counts, where there are both."""
    tally = {"event": 0, "deadline": 0}
    for row in (row for group in groups for row in group.rows):
        tally[row.kind] += 1
    named = ((kind, frame.t[f"occasion_{kind}"], str(n)) for kind, n in tally.items())
    return tuple(named) if all(tally.values()) else ()


def _years(frame: Frame, names: Sequence[str]) -> list[tuple[str, tuple[tuple[str, Anchor], ...]]]:
    """Return the months by year, as they are filed: newest first, incomplete dates last."""
    counted = frame.scene.index.agenda.months
    years: dict[str, list[tuple[str, Anchor]]] = {}
    for name in names:
        loose = name == UNDATED
        year = "" if loose else frame.t["date_year"].format(year=name[:4])
        label = _month(frame, name) if loose else frame.t[f"month_{int(name[5:])}"]
        href = frame.link(f"events/{name}/")
        anchor = Anchor(frame.own(label), href, str(len(counted[name])))
        years.setdefault(year, []).append(("" if loose else name, anchor))
    return [(year, tuple(months)) for year, months in years.items()]


def _calendar(frame: Frame, topic: str) -> Anchor:
    name = frame.topic(topic).label
    return Anchor(name, frame.link(f"topics/{topic}/events.ics"))


def _step(frame: Frame, month: str | None) -> Anchor | None:
    if month is None:
        return None
    return Anchor(frame.own(_month(frame, month)), frame.link(f"events/{month}/"))


def event_row(frame: Frame, occasion: Occasion) -> EventRow:
    """Return an occasion as a line of the list."""
    what = occasion.what
    call = call_of(what)
    title, series, number = outline(frame, what)
    facts = [(frame.t["event_place"], what.place)] if what.place else []
    if isinstance(what, Event) and what.host:
        facts.append((frame.t["event_host"], what.host))
    several = occasion.last != occasion.first
    return EventRow(
        anchor=f"e-{occasion.name}",
        kind="deadline" if isinstance(what, Deadline) else "event",
        kind_label=_kind(frame, what),
        title=frame.name(title or series or frame.t["untitled"]),
        href=call or frame.link(occasion.sources[0].path),
        series=frame.named(text_of(series))[0] if title and series else None,
        number=number,
        date=frame.date(occasion.first),
        until=frame.date(occasion.last) if several else None,
        until_label=_until(frame, occasion) if several else "",
        printed=None if occasion.first else _printed(frame, what.date),
        facts=tuple((label, frame.name(words)) for label, words in facts),
        call=LinkView("call", _host_of(call), call) if call else None,
        sources=tuple(_source(frame, entry) for entry in occasion.sources),
    )


def _source(frame: Frame, entry: Entry) -> tuple[Anchor, Words]:
    issue = frame.scene.site.issues[entry.issue]
    serial = frame.serial(issue)
    item = Anchor(frame.entry_title(entry), frame.link(entry.path))
    return item, frame.own(serial) if serial else frame.issue_title(issue)


def _kind(frame: Frame, what: Event | Deadline) -> str:
    return frame.t["occasion_deadline" if isinstance(what, Deadline) else "occasion_event"]


def _printed(frame: Frame, date: str) -> Words:
    return frame.name(date) if date else frame.own(frame.t["undated"])


def _until(frame: Frame, occasion: Occasion) -> str:
    """Return the end of a range, no longer than it has to be."""
    same = occasion.first[:4] == occasion.last[:4]
    label = frame.day(occasion.last) if same else frame.date_label(occasion.last)
    return frame.t["event_until"].format(date=label)


def _host_of(call: str) -> str:
    return call.partition("://")[2].partition("/")[0].removeprefix("www.")


def outline(frame: Frame, what: Event | Deadline) -> tuple[str, str, str]:
    """Return title, series and number in words; a title that is the series is said once."""
    if isinstance(what, Deadline):
        return what.title, "", ""
    number = "" if what.number is None else frame.t["event_number"].format(n=what.number)
    return "" if what.title == what.series else what.title, what.series, number


def call_of(what: Event | Deadline) -> str:
    """Return the address of a call, if it has one that can be followed."""
    found = href(what.href) if isinstance(what, Deadline) else ""
    return found if found.lower().startswith(OUTSIDE) else ""


def item_dates(frame: Frame, occasions: Sequence[Occasion]) -> tuple[ItemDate, ...]:
    """Return what an item says takes place or is due, each with its place in the agenda."""
    return tuple(
        ItemDate(
            title=frame.name(_name(frame, one.what)),
            href=place_of(frame, one),
            kind_label=_kind(frame, one.what),
            date=frame.date(one.first),
            until=frame.date(one.last) if one.first != one.last else None,
            until_label=_until(frame, one) if one.first != one.last else "",
            printed=None if one.first else _printed(frame, one.what.date),
        )
        for one in occasions
    )


def _name(frame: Frame, what: Event | Deadline) -> str:
    title, series, number = outline(frame, what)
    return title or f"{series} {number}".strip() or frame.t["untitled"]
