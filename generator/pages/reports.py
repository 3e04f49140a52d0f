"""What an item reports of events: where they stood in a series, who held them, and where."""

from collections.abc import Iterator, Sequence

from generator.agenda import Occasion
from generator.model import Deadline, Event, Item
from generator.pages.frame import Frame
from generator.views import Report, Words


def is_report(what: Event | Deadline) -> bool:
    """Say whether more is known of an event than a name and a date."""
    told = (what.place, what.host, what.number) if isinstance(what, Event) else ()
    return any(one not in ("", None) for one in told)


def reports(frame: Frame, item: Item, agenda: Sequence[Occasion] = ()) -> Iterator[Report]:
    """Give the events of an item of which more is known than a name and a date.

    An event that is called no more than its item is told by its date. *agenda* has the place of
    each among all events.
    """
    own = (item.title.zh, item.title.en)
    places = {one.what: place_of(frame, one) for one in agenda}
    for event in filter(is_report, item.events):
        facts = tuple(frame.name(words) for words in (event.place, event.host) if words)
        title = event.title if event.title not in own else ""
        number = "" if event.number is None else frame.t["event_number"].format(n=event.number)
        iso = event.date if frame.date(event.date) else ""
        when, href = _when(frame, event.date), places.get(event, "")
        yield Report(frame.name(title), when, iso, facts, number, href)


def place_of(frame: Frame, occasion: Occasion) -> str:
    """Return the address of an occasion among all events."""
    return f"{frame.link(f'events/{occasion.month}/')}#e-{occasion.name}"


def _when(frame: Frame, date: str) -> Words:
    """Return a date, or the first and last of a range, in words; as printed if incomplete."""
    first, _, last = date.partition("/")
    if last and frame.date(first) and frame.date(last):
        return frame.own(f"{frame.date_label(first)} – {frame.date_label(last)}")
    return frame.own(frame.date_label(date)) if frame.date(date) else frame.name(date)
