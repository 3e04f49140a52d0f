"""Pages that list issues: a language's front, the archive, and the site's own front page."""

import calendar
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from generator.assemble import IssueEntry
from generator.listviews import (
    ArchiveKind,
    ArchivePage,
    Calendar,
    Day,
    Door,
    FrontPage,
    Group,
    HomePage,
)
from generator.pages.frame import Frame, is_lone, kind_anchor
from generator.pages.scene import Scene
from generator.pages.topic import topic_rows
from generator.text import HTML_LANG, LANGS, Lang
from generator.views import Row, Words

LEAD, LEAST, MOST = 16, 1, 4
"""Titles shown of the newest issue, in all and of each section."""

QUIET = 10
"""Titles of the newest issue beside which there is room for the topics."""

LATEST = 5
"""Issues shown of each other kind."""

TOPICS = 12
"""Topics shown on the front of a language, those with the most items."""


def home_page(frame: Frame) -> HomePage:
    """Return the front of a language: the newest issue, the newest of the other kinds, topics."""
    index, config, t = frame.scene.index, frame.scene.config, frame.t
    lead = index.lead
    kinds = [
        Group(
            frame.kind(name),
            tuple(frame.issue_row(issue, kind=False) for issue in issues[:LATEST]),
        )
        for name, issues in _without(index.kinds, lead)
        if issues
    ]
    lone = lead.entries[0] if lead and is_lone(lead) else None
    rows = topic_rows(frame)
    sections = tuple(_sections(frame, lead)) if lead and not lone else ()
    shown = sum(len(section.rows) for section in sections)
    most = sorted(rows, key=lambda row: -int(row.count))[:TOPICS]
    return HomePage(
        name=frame.plain(config.title),
        tagline=frame.plain(config.tagline) if config.tagline else None,
        dateline=_dateline(frame, lead),
        lead_date=frame.date(lead.card.date) if lead else None,
        lead_title=frame.issue_title(lead) if lead else None,
        lead_href=frame.issue_href(lead) if lead else "",
        lead=sections,
        lead_more=(t["read_article"] if lone else t["read_issue"]) if lead else "",
        latest=tuple(kinds),
        calendar=_newest_month(frame, lead) if lead else None,
        topics=tuple(most),
        topics_href=frame.link("topics/"),
        topics_more=t["all_topics"],
        lead_dated=bool(lead and frame.is_dated(lead)),
        lead_mark=frame.mark("title", lone.card.title) if lone else "",
        lead_alt=frame.alt(lone.card.title) if lone else None,
        lead_authors=frame.authors(lone.card.authors, lone.card.et_al) if lone else None,
        quiet=0 < shown <= QUIET and len(kinds) > 2,
    )


def _without(
    kinds: dict[str, tuple[IssueEntry, ...]], lead: IssueEntry | None
) -> Iterable[tuple[str, list[IssueEntry]]]:
    for name, issues in kinds.items():
        yield name, [issue for issue in issues[: LATEST + 1] if issue is not lead]


def _dateline(frame: Frame, lead: IssueEntry | None) -> tuple[Words, ...]:
    if lead is None:
        return ()
    view = frame.date(lead.card.date)
    named = [frame.kind(name) for name in frame.scene.index.kinds]
    kinds = Markup(" · ").join(Markup(f"<span{kind.attr}>{kind.html}</span>") for kind in named)
    size = frame.own(frame.count("items", len(lead.entries)))
    return frame.own(frame.weekday(view) if view else ""), Words(kinds), size


def _sections(frame: Frame, issue: IssueEntry) -> Iterable[Group]:
    filled = [place for place, section in enumerate(issue.card.sections) if section.cards]
    share = min(max(LEAD // max(len(filled), 1), LEAST), MOST)
    for place in filled:
        section = issue.card.sections[place]
        entries = [entry for entry in issue.entries if entry.section == place][:share]
        title, _, mark = frame.named(section.title) if section.title else (frame.own(""), None, "")
        rows = tuple(frame.entry_row(entry) for entry in entries)
        yield Group(title, rows, count=str(len(section.cards)), mark=mark)


def _newest_month(frame: Frame, lead: IssueEntry) -> Calendar | None:
    """Return the newest month of daily issues."""
    daily = [i for i in frame.scene.site.issues if i.card.style == "digest" and _dated(i)]
    if not daily:
        return None
    month = daily[-1].card.date[:7]
    return month_of(frame, [i for i in daily if i.card.date.startswith(month)], month, lead.id)


def _dated(issue: IssueEntry) -> bool:
    return len(issue.card.date) == 10


def month_of(frame: Frame, issues: Sequence[IssueEntry], month: str, now: str = "") -> Calendar:
    """Return a month's calendar; a day leads to its issue, *now* is the id of the current one."""
    by_day = {int(issue.card.date[8:]): issue for issue in issues}
    weeks = tuple(
        tuple(_day(frame, number, by_day.get(number), now) for number in week)
        for week in calendar.Calendar().monthdayscalendar(int(month[:4]), int(month[5:]))
    )
    names = tuple(
        (frame.t[f"weekday_short_{day}"], frame.t[f"weekday_{day}"]) for day in range(1, 8)
    )
    return Calendar(frame.month(month), names, weeks)


def _day(frame: Frame, number: int, issue: IssueEntry | None, now: str) -> Day:
    if issue is None:
        return Day(str(number) if number else "")
    view = frame.date(issue.card.date)
    label = view.label if view else issue.id
    return Day(str(number), frame.link(issue.path), label, issue.id == now)


def archive_page(frame: Frame) -> ArchivePage:
    """Return all issues by kind and year; daily ones as calendars."""
    kinds = tuple(
        ArchiveKind(
            kind_anchor(name),
            frame.kind(name),
            frame.count("issues", len(issues)),
            tuple(_year(frame, name, year, one) for year, one in _by_year(issues).items()),
        )
        for name, issues in frame.scene.index.kinds.items()
    )
    return ArchivePage(kinds, not kinds)


def _by_year(issues: Sequence[IssueEntry]) -> dict[str, list[IssueEntry]]:
    years: dict[str, list[IssueEntry]] = {}
    for issue in issues:
        years.setdefault(issue.card.date[:4], []).append(issue)
    return years


def _year(frame: Frame, kind: str, year: str, issues: Sequence[IssueEntry]) -> Group:
    title = frame.own(frame.t["date_year"].format(year=year) if year else frame.t["undated"])
    anchor = f"{kind_anchor(kind)}-{year or 'undated'}"
    count = frame.count("issues", len(issues))
    months: dict[str, list[IssueEntry]] = {}
    rows: list[Row] = []
    days: set[str] = set()
    for issue in issues:
        date = issue.card.date
        if issue.card.style == "digest" and frame.date(date) and date not in days:
            days.add(date)
            months.setdefault(date[:7], []).append(issue)
        else:
            rows.append(frame.issue_row(issue, kind=False))
    calendars = tuple(month_of(frame, one, month) for month, one in months.items())
    return Group(title, tuple(rows), anchor, count, calendars=calendars)


def front_page(scene: Scene) -> FrontPage:
    """Return the site's ``/``, both languages side by side."""
    return FrontPage(tuple(_door(scene, lang) for lang in LANGS))


def _door(scene: Scene, lang: Lang) -> Door:
    frame = Frame(scene, lang, "")
    frame.up = f"{lang}/"
    newest = list(reversed(scene.site.issues))[:LATEST]
    filed = scene.index.topics
    most = sorted(filed, key=lambda name: -len(filed[name]))
    return Door(
        html_lang=HTML_LANG[lang],
        name=scene.config.title[lang] or scene.config.title.best(lang)[1],
        tagline=scene.config.tagline[lang],
        enter=frame.t["enter"],
        href=frame.link(""),
        latest_label=frame.t["latest"],
        latest=tuple(frame.issue_row(issue) for issue in newest),
        topics=tuple(frame.topic(name) for name in most[:TOPICS]),
    )
