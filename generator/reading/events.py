"""What takes place, and until when to submit: read from reports and from tables of calls."""

import re
from collections.abc import Iterable

from generator.model import Deadline, Event
from generator.reading.blocks import SIGN, Block, close_up
from generator.reading.days import Days, find_days, number
from generator.reading.figures import rows_of
from generator.reading.links import take_links
from generator.reading.stories import NUMBERED
from generator.regex import regex

_HELD = regex(
    r"(?:成功|顺利|隆重|圆满|正式|如期)*(?:举行|举办|召开|开幕|拉开帷幕|落下帷幕|落幕|启幕|开讲)"
)
_AT = regex(r"[在于]")
_LONGEST_PLACE = 40
_NO_PLACE = regex(r"[，。；：！？,;:!?“”《》]|^(?:此|该|本|当天|上午|下午|今年|去年)")
_HOST = regex(
    r"(?:由|，|,|、|。|；|主办(?:的)?[，、,]?\s*|^)(?P<host>[^，。；,;]{2,60}?)\s*(?:联合|共同)?承办"
)
_ORGANISER = regex(r"(?:^|[由，,。；])(?P<host>[^由，。；,;、]{2,60}?)\s*(?:联合|共同)?主办")
_BOUND = regex(r"(?<=[。！？；])|(?<=\n)|(?<=[a-z\d)][.!?]) (?=[A-Z])")
_POINT = regex(rf"\s*(?:[-*+!]|{SIGN})")
_SLIDE_NUMBER = regex(r"^\d{1,2}(?:\.\d{1,2})* ")
_EDGE = ' ，,、。：:-—“”"的'
_NAMED = regex(r"(?P<name>[^，。,；;：:]{2,40}?)(?:定于|拟于|将于|将在|于|在)\s*$")

_TAKES_PLACE = regex(
    r"(?:(?:was|were|is|are|will be|to be) (?:successfully )?(?:held|hosted|organi[sz]ed)"
    r"|(?:took|takes|will take) place)\b"
)
_CAPITAL = r"[A-Z][\w&'’-]*"
_AT_PLACE = regex(
    rf"\b(?:at|in) (?P<place>(?:the )?{_CAPITAL}(?:,? (?:(?:of|and|for|the|de|on) )*{_CAPITAL})*)"
)
_DUE = regex(r"截稿|截止|截至|投稿日期|deadline|due", re.IGNORECASE)
_WHERE = regex(r"地点|城市|place|location|venue", re.IGNORECASE)
_ABOUT = regex(r"题目|主题|专题|专刊|topic|special issue", re.IGNORECASE)


def events_of(title: str, blocks: Iterable[Block]) -> tuple[Event, ...]:
    """Return the events that an item's *blocks* report; *title* is the item's.

    With the numbers of a series, one event each; otherwise each sentence in which something with a
    date is held somewhere.
    """
    series: list[tuple[int | None, str, list[str]]] = [(None, "", [])]
    loose: list[Event] = []
    for block in blocks:
        if block.kind == "issue":
            found = NUMBERED.match(block.words)
            assert found
            series.append((number(found["number"]), (found["topic"] or "").strip(), []))
        elif block.kind in ("text", "list"):
            series[-1][2].append(block.text)
        elif block.kind == "box":
            loose += _in_box(block, title)
    if len(series) > 1:
        return tuple(_of_series(title, *one) for one in series[1:])
    told = [event for text in series[0][2] for event in _held(text, title)]
    return tuple(_each_once([*told, *loose]))


def _each_once(events: list[Event]) -> list[Event]:
    seen: dict[tuple[str, str], Event] = {}
    for event in events:
        seen.setdefault((event.date, event.place), event)
    return list(seen.values())


def _in_box(block: Block, title: str) -> list[Event]:
    """Return the events on a slide; one without a name has that of the slide."""
    out: list[Event] = []
    for line in block.lines:
        found = _held(line, title)
        out += found
        if not found and line and not _POINT.match(line):
            title = _SLIDE_NUMBER.sub("", line.strip("* "))
    return out


def _of_series(title: str, number: int | None, topic: str, texts: list[str]) -> Event:
    """Return the event of one number: the first that its report dates, even without a place."""
    text = "\n".join(texts)
    held = _held(text, topic) if text else []
    event = held[0] if held else None
    spot = next(find_days(text), None)
    return Event(
        title=topic or title,
        series=title,
        number=number,
        date=event.date if event else spot.words if spot else "",
        place=event.place if event else "",
        host=_host(text),
    )


def _held(text: str, title: str) -> list[Event]:
    """Return an event for each sentence with a date, a place and that something is held there."""
    out: list[Event] = []
    sentences = _BOUND.split(text)
    for at, sentence in enumerate(sentences):
        if len(sentence) > 2000:
            continue
        out += _held_in_english(sentence, title)
        for found in find_days(sentence):
            held = _HELD.search(sentence, found.end)
            if not held:
                break
            place, start = _place(sentence, found.end, held.start())
            if not place:
                continue
            near = sentence + (sentences[at + 1] if at + 1 < len(sentences) else "")
            out.append(
                Event(
                    title=_name(sentence, found, start) or title,
                    date=found.words,
                    place=place,
                    host=_host(near),
                )
            )
            break
    return out


def _held_in_english(sentence: str, title: str) -> list[Event]:
    """Return the event of a sentence like *The fair was held in Hill City on 3 May 2031.*"""
    takes_place = _TAKES_PLACE.search(sentence)
    days = list(find_days(sentence)) if takes_place else []
    if not takes_place or not days:
        return []
    places = (spot for spot in _AT_PLACE.finditer(sentence))
    taken = [(day.start, day.end) for day in days]
    place = next(
        (
            spot["place"]
            for spot in places
            if not any(start < spot.end() and spot.start("place") < end for start, end in taken)
        ),
        "",
    )
    if not place:
        return []
    name = sentence[: takes_place.start()].strip().removeprefix("The ").strip()
    named = 2 < len(name) <= _LONGEST_PLACE * 2 and "," not in name and not any(find_days(name))
    return [Event(title=name if named else title, date=days[0].words, place=place)]


def _place(sentence: str, start: int, end: int) -> tuple[str, int]:
    """Return the place that stands between a date and what is held, and where its words begin."""
    spots = [spot.start() for spot in _AT.finditer(sentence, max(start, end - _LONGEST_PLACE), end)]
    for spot in spots:
        words = sentence[spot + 1 : end].strip()
        if words and not _NO_PLACE.search(words):
            return words, spot
    return "", end


def _name(sentence: str, found: Days, start: int) -> str:
    """Return the event's name: what stands before ``将于`` and the date, or before the place."""
    before = _NAMED.search(sentence, 0, found.start)
    if before:
        return before["name"].strip(_EDGE)
    words = sentence[found.end : start].strip(_EDGE)
    return close_up(words) if 2 <= len(words) <= 60 and "，" not in words else ""


def _host(text: str) -> str:
    found = _HOST.search(text[:2000]) or _ORGANISER.search(text[:2000])
    if not found:
        return ""
    return found["host"].rpartition("主办")[2].strip(_EDGE).removeprefix("由").strip()


def first_day(text: str) -> str:
    """Return the first whole date in a text as ISO, or an empty string."""
    return next((day.first for day in find_days(text) if day.first), "")


def deadlines_of(blocks: Iterable[Block]) -> tuple[Deadline, ...]:
    """Return a deadline for each row of the tables that have a column for it."""
    return tuple(
        deadline
        for block in blocks
        if block.kind in ("table", "pipes")
        for deadline in _in_table(rows_of(block))
    )


def _in_table(rows: list[list[str]]) -> list[Deadline]:
    names = rows[0] if rows else []  # lines of bars that are all rule have no row
    due = _column(_DUE, names)
    if due is None:
        return []
    where, about = _column(_WHERE, names), _column(_ABOUT, names[1:])
    out = []
    for row in rows[1:]:
        cells = [*row, *[""] * (len(names) - len(row))]
        links = [href for cell in cells if "://" in cell for _, href in take_links(cell)[0]]
        topic = cells[about + 1] if about is not None else ""
        title = f"{cells[0]}: {topic}" if topic and cells[0] else cells[0] or topic
        if not title and not cells[due]:
            continue
        out.append(
            Deadline(
                title=title,
                date=_due(cells[due]),
                place=cells[where] if where is not None else "",
                href=links[0].partition('"')[0] if links else "",
            )
        )
    return out


def _column(pattern: re.Pattern[str], names: list[str]) -> int | None:
    return next((at for at, name in enumerate(names) if pattern.search(name)), None)


def _due(words: str) -> str:
    """Return the day to submit by; as printed where it is none."""
    return next((day.words for day in find_days(words) if day.first), "") or words
