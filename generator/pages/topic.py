"""Topics: the list of them, and one topic with all that belongs to it."""

from collections.abc import Mapping

from generator.agenda import UNDATED
from generator.assemble import Entry
from generator.index import beside
from generator.listviews import Bar, Group, TopicPage, TopicRow, TopicsPage, Trend
from generator.pages.frame import Frame
from generator.plan import newest_months
from generator.text import NO_TEXT, Text, other
from generator.views import Anchor

SPAN = 24
"""Months that the trend chart shows."""

WIDTH, BASE, HEIGHT = 480, 96, 80


def topic_rows(frame: Frame) -> list[TopicRow]:
    """Return every topic that has items, in the order of the rules."""
    return [
        topic_row(frame, name, len(entries)) for name, entries in frame.scene.index.topics.items()
    ]


def topic_row(frame: Frame, name: str, count: int) -> TopicRow:
    """Return a topic as a line of a list."""
    topic = frame.scene.topics.topics.get(name)
    title = topic.title if topic else Text(zh=name, en=name)
    about = topic.description if topic else NO_TEXT
    return TopicRow(
        name=frame.plain(title),
        alt=frame.plain(Text(**{other(frame.lang): title[other(frame.lang)]})),
        href=frame.link(f"topics/{name}/"),
        count=str(count),
        description=frame.plain(about) if about else None,
    )


def topics_page(frame: Frame) -> TopicsPage:
    """Return the list of topics."""
    return TopicsPage(tuple(topic_rows(frame)))


def topic_page(frame: Frame, name: str, month: str) -> TopicPage:
    """Return a topic's first page, or one month of it.

    Counts, the chart and related topics stand on the first page only, so that a new day leaves the
    pages of old months as they are.
    """
    months = frame.scene.index.months(name)
    topic = frame.scene.topics.topics.get(name)
    row = topic_row(frame, name, 0)
    shown = [month] if month else newest_months(months)
    groups = tuple(_month(frame, key, months[key]) for key in shown)
    listed = [entry for key in shown for entry in months[key]]
    names = tuple(months)
    newer, older = beside(names, names.index(month)) if month else (None, None)
    if not month and len(shown) < len(names):
        older = names[len(shown)]
    return TopicPage(
        name=row.name,
        alt=row.alt,
        description=row.description,
        month=frame.month(month) if month else "",
        months=() if month else tuple(_contents(frame, name, key, months[key]) for key in months),
        trend=None if month else trend(frame, months),
        size=frame.count("items", len(listed)),
        kinds=_kinds(frame, listed),
        coded=len({row.has_code for group in groups for row in group.rows}) > 1,
        groups=groups,
        aliases=tuple(frame.name(alias) for alias in topic.aliases) if topic else (),
        related=()
        if month
        else tuple(topic_row(frame, *kin) for kin in frame.scene.index.kin[name]),
        newer=_step(frame, name, newer),
        older=_step(frame, name, older),
        calendar=_calendar(frame, name) if not month else "",
    )


def _calendar(frame: Frame, name: str) -> str:
    dated = name in frame.scene.index.agenda.topics
    return frame.link(f"topics/{name}/events.ics") if dated else ""


def _month(frame: Frame, month: str, entries: tuple[Entry, ...]) -> Group:
    rows = tuple(frame.entry_row(entry) for entry in entries)
    count = frame.count("items", len(rows))
    return Group(frame.own(frame.month(month)), rows, f"m-{month}", count)


def _contents(frame: Frame, name: str, key: str, entries: tuple[Entry, ...]) -> Anchor:
    label = frame.own(frame.month(key))
    return Anchor(label, frame.link(f"topics/{name}/{key}/"), str(len(entries)))


def _step(frame: Frame, name: str, month: str | None) -> Anchor | None:
    if month is None:
        return None
    return Anchor(frame.own(frame.month(month)), frame.link(f"topics/{name}/{month}/"))


def _kinds(frame: Frame, entries: list[Entry]) -> tuple[tuple[str, str, str], ...]:
    """Return the kinds of item that are shown, with counts, where there is more than one."""
    tally: dict[str, int] = {}
    for entry in entries:
        tally[entry.card.kind] = tally.get(entry.card.kind, 0) + 1
    named = ((kind, frame.t[f"kind_{kind}"], str(tally[kind])) for kind in sorted(tally))
    return tuple(named) if len(tally) > 1 else ()


def trend(frame: Frame, months: Mapping[str, tuple[Entry, ...]]) -> Trend | None:
    """Return items a month as a chart of the last two years; nothing for fewer than two months.

    What is dated by its year alone belongs to no month and to no bar.
    """
    dated = [month for month in months if month != UNDATED and len(month) == 7]
    if len(dated) < 2:
        return None
    keys = _run(dated[0])
    counts = [len(months.get(key, ())) for key in keys]
    top = max(counts)
    step = WIDTH / SPAN
    bars = tuple(
        Bar(
            round(at * step + 3, 1),
            round(BASE - HEIGHT * count / top, 1),
            round(step - 8, 1),
            round(HEIGHT * count / top, 1),
            at == SPAN - 1,
        )
        for at, count in enumerate(counts)
        if count
    )
    first, last = frame.month(keys[0]), frame.month(keys[-1])
    said = frame.t["trend_words"].format(first=first, last=last, from_n=counts[0], to_n=counts[-1])
    middle = frame.month(keys[SPAN // 2])
    ticks = ((0.0, "start", first), (WIDTH / 2, "middle", middle), (float(WIDTH), "end", last))
    lines = ((float(BASE - HEIGHT), str(top)), (float(BASE), "0"))
    return Trend(frame.t["trend"], said, bars, ticks, lines)


def _run(newest: str) -> list[str]:
    """Return the months up to *newest*, oldest first."""
    at = int(newest[:4]) * 12 + int(newest[5:7]) - 1
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(at - SPAN + 1, at + 1)]
