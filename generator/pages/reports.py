"""What an item reports of events: where they stood in a series, who held them, and where."""

from collections.abc import Iterator

from generator.model import Item
from generator.pages.frame import Frame
from generator.views import Report, Words


def reports(frame: Frame, item: Item) -> Iterator[Report]:
    """Give the events of an item of which more is known than a name and a date.

    An event that is called no more than its item is told by its date.
    """
    own = (item.title.zh, item.title.en)
    for event in item.events:
        facts = tuple(frame.name(words) for words in (event.place, event.host) if words)
        if not facts and event.number is None:
            continue
        title = event.title if event.title not in own else ""
        number = "" if event.number is None else frame.t["event_number"].format(n=event.number)
        iso = event.date if frame.date(event.date) else ""
        yield Report(frame.name(title), _when(frame, event.date), iso, facts, number)


def _when(frame: Frame, date: str) -> Words:
    """Return a date, or the first and last of a range, in words; as printed if incomplete."""
    first, _, last = date.partition("/")
    if last and frame.date(first) and frame.date(last):
        return frame.own(f"{frame.date_label(first)} – {frame.date_label(last)}")
    return frame.own(frame.date_label(date)) if frame.date(date) else frame.name(date)
