"""What takes place and what is due as a calendar (RFC 5545), for all topics or for one."""

import string
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit

from generator.agenda import Occasion, day_after, days_of
from generator.model import Deadline
from generator.pages.frame import Frame
from generator.pages.occasions import call_of, outline
from generator.regex import regex

FOLD = 75
"""Octets of a line at the most, its end not counted; the rest goes on after a blank."""

_LINE_END = regex(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = regex(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]")
_SPECIAL = regex(r"[\\;,]")


def calendar(frame: Frame, occasions: Sequence[Occasion], topic: str = "") -> bytes:
    """Return *occasions*, which all have whole dates, as an iCalendar file.

    Days are whole days, the last one included: DTEND is the day after it. DTSTAMP is the newest
    whole date of the items that tell of it, or its own first day: no clock is read.
    """
    title = frame.scene.config.title.best(frame.lang)[1]
    name = " · ".join(part for part in (title, frame.t["events_title"], topic) if part)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jianbao//Jianbao//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        *(line for occasion in occasions for line in _entry(frame, occasion)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _entry(frame: Frame, occasion: Occasion) -> Iterator[str]:
    what = occasion.what
    host = urlsplit(frame.scene.config.address).hostname or ""
    own = [_address(frame, entry.path) for entry in occasion.sources]
    call = call_of(what)
    yield "BEGIN:VEVENT"
    yield f"UID:{text(f'{occasion.name}@{host}')}"
    yield f"DTSTAMP:{_stamp(frame, occasion).replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{occasion.first.replace('-', '')}"
    yield f"DTEND;VALUE=DATE:{day_after(occasion.last).replace('-', '')}"
    yield f"SUMMARY:{text(_summary(frame, occasion))}"
    if what.place:
        yield f"LOCATION:{text(what.place)}"
    said = [] if isinstance(what, Deadline) or not what.host else [_host(frame, what.host)]
    yield f"DESCRIPTION:{text(chr(10).join([*said, *own]))}"
    yield f"URL:{quote(call, safe=string.punctuation) if call else own[0]}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(frame: Frame, occasion: Occasion) -> str:
    title, series, number = outline(frame, occasion.what)
    said = frame.t["ics_joint"].join(part for part in (f"{series} {number}".strip(), title) if part)
    if isinstance(occasion.what, Deadline):
        return frame.t["ics_deadline"].format(title=said)
    return said


def _host(frame: Frame, host: str) -> str:
    return frame.t["ics_joint"].join((frame.t["event_host"], host))


def _address(frame: Frame, path: str) -> str:
    return f"{frame.scene.config.address}{frame.lang}/{quote(path)}"


def _stamp(frame: Frame, occasion: Occasion) -> str:
    issues = frame.scene.site.issues
    told = [date for e in occasion.sources for date in (e.card.date, issues[e.issue].card.date)]
    return max((date for date in told if date and days_of(date)[0] == date), default=occasion.first)


def text(words: str) -> str:
    r"""Return *words* as a TEXT value: ``\ ; ,`` escaped, line ends as ``\n``, no control signs."""
    plain = _CONTROL.sub("", _SPECIAL.sub(r"\\\g<0>", words))
    return _LINE_END.sub(r"\\n", plain)


def folded(line: str) -> str:
    """Return a content line in pieces of 75 octets at the most, no character cut in two."""
    if len(line.encode()) <= FOLD:
        return line
    pieces, room = [""], FOLD
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append("")
            room = FOLD - 1
        pieces[-1] += sign
        room -= size
    return "\r\n ".join(pieces)
