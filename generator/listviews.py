"""What the templates of lists see: home, archive, topics and the front page.

The conventions are those of ``views``.
"""

import msgspec

from generator.views import Anchor, DateView, LinkView, Row, Words


class Day(msgspec.Struct, frozen=True):
    """A day of a calendar; *number* empty outside the month, *href* empty without an issue."""

    number: str
    href: str = ""
    label: str = ""
    current: bool = False


class Calendar(msgspec.Struct, frozen=True):
    """A month of daily issues; weeks begin on Monday. *weekdays* are pairs of short and long."""

    caption: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day, ...], ...]


class Group(msgspec.Struct, frozen=True):
    """A titled list."""

    title: Words
    rows: tuple[Row, ...]
    anchor: str = ""
    count: str = ""
    alt: Words | None = None
    calendars: tuple[Calendar, ...] = ()
    mark: str = ""


class TopicRow(msgspec.Struct, frozen=True):
    """A topic in a list: both names, how many items."""

    name: Words
    alt: Words
    href: str
    count: str
    description: Words | None = None


class HomePage(msgspec.Struct, frozen=True, kw_only=True):
    """The front of a language: *lead* is the newest issue with its sections, *latest* the newest
    issues of the other kinds and series, *dateline* three short texts between two rules.
    *lead_dated*: the lead's title is no more than its date. *lead_alt* and *lead_authors* belong to
    a lead that is one article. *quiet*: the lead has few lines beside what stands at its right."""

    name: Words
    tagline: Words | None
    dateline: tuple[Words, ...]
    lead_date: DateView | None
    lead_title: Words | None
    lead_href: str
    lead: tuple[Group, ...]
    lead_more: str
    latest: tuple[Group, ...]
    calendar: Calendar | None
    topics: tuple[TopicRow, ...]
    topics_href: str
    topics_more: str
    lead_dated: bool = False
    lead_mark: str = ""
    lead_alt: Words | None = None
    lead_authors: Words | None = None
    quiet: bool = False


class ArchivePage(msgspec.Struct, frozen=True):
    """All issues, by kind and year."""

    kinds: tuple["ArchiveKind", ...]
    empty: bool


class ArchiveKind(msgspec.Struct, frozen=True):
    """One kind of issue (a series or a style), newest year first."""

    anchor: str
    title: Words
    count: str
    years: tuple[Group, ...]


class TopicsPage(msgspec.Struct, frozen=True):
    """All topics that have items."""

    topics: tuple[TopicRow, ...]


class Bar(msgspec.Struct, frozen=True):
    """A bar of the trend chart, in its own units; *now* marks the newest."""

    x: float
    y: float
    width: float
    height: float
    now: bool


class Trend(msgspec.Struct, frozen=True):
    """Items a month as a chart: viewBox 480 × 118, *ticks* are (x, anchor, label) below the bars,
    *lines* (y, label) the horizontal rules; *title* and *description* say it in words."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str, str], ...]
    lines: tuple[tuple[float, str], ...]


class TopicPage(msgspec.Struct, frozen=True, kw_only=True):
    """One topic: the newest months, or one month of it; *months* lead to every month's page,
    *calendar* to its events where there are some. *size* counts what is shown (``40 篇``), *coded*:
    some of it has code and some has not."""

    name: Words
    alt: Words
    description: Words | None
    month: str
    months: tuple[Anchor, ...]
    trend: Trend | None
    size: str
    kinds: tuple[tuple[str, str, str], ...]
    coded: bool
    groups: tuple[Group, ...]
    aliases: tuple[Words, ...]
    related: tuple[TopicRow, ...]
    newer: Anchor | None
    older: Anchor | None
    calendar: str = ""


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that takes place (*kind* ``event``) or is due (``deadline``).

    *date* is its first day, *until* the last of several with *until_label* in words; *printed* is
    what the source says where that is no whole date. *href* leads to the call or to the item,
    *facts* are labels with words, *call* is the address of a call, *sources* are the items it is
    from, each with the name of its issue.
    """

    anchor: str
    kind: str
    kind_label: str
    title: Words
    href: str
    series: Words | None
    number: str
    date: DateView | None
    until: DateView | None
    until_label: str
    printed: Words | None
    facts: tuple[tuple[str, Words], ...]
    call: LinkView | None
    sources: tuple[tuple[Anchor, Words], ...]


class EventGroup(msgspec.Struct, frozen=True):
    """A month of events and deadlines, or those that are not *dated*."""

    anchor: str
    title: str
    count: str
    rows: tuple[EventRow, ...]
    dated: bool


class EventsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Events and deadlines in the order of time: the latest months, or one month.

    *years* are pairs of a year and its months, each month with its machine form and a link (both
    empty for incomplete dates). *calendar* and *topics* lead to calendars.
    """

    month: str
    groups: tuple[EventGroup, ...]
    kinds: tuple[tuple[str, str, str], ...]
    years: tuple[tuple[str, tuple[tuple[str, Anchor], ...]], ...]
    calendar: str
    topics: tuple[Anchor, ...]
    newer: Anchor | None
    older: Anchor | None


class PersonRow(msgspec.Struct, frozen=True):
    """A person in a list, with how many items."""

    name: Words
    href: str
    count: str


class PeoplePage(msgspec.Struct, frozen=True):
    """Those with the most items; *more* says how many others have pages, empty for none."""

    people: tuple[PersonRow, ...]
    more: str


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """One person: the newest years, or one *year*; *years* lead to every year's page."""

    name: Words
    year: str
    size: str
    groups: tuple[Group, ...]
    years: tuple[Anchor, ...]
    newer: Anchor | None
    older: Anchor | None


class SearchTopic(msgspec.Struct, frozen=True):
    """A topic as search knows it: *names* are all that it is called in either language, a line
    each."""

    id: str
    name: Words
    alt: Words
    href: str
    names: str


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """The search page: *bundles* says what of the index to fetch, *facts* (JSON) the words with
    which results are told; *styles*, *topics* and *years* are what results can be narrowed to.
    *preloads* are files of the index that any question needs."""

    action: str
    bundles: str
    preloads: tuple[str, ...]
    facts: str
    styles: tuple[tuple[str, str], ...]
    years: tuple[str, ...]
    topics: tuple[SearchTopic, ...]
    topics_href: str
    archive_href: str


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """One half of the bilingual front page, all in its own language."""

    html_lang: str
    name: str
    tagline: str
    enter: str
    href: str
    latest_label: str
    latest: tuple[Row, ...]
    topics: tuple[Anchor, ...]


class FrontPage(msgspec.Struct, frozen=True):
    """The site's ``/``: a door for each language."""

    doors: tuple[Door, ...]
