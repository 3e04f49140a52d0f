"""What templates see: every value ready to be placed, nothing left to compute.

Strings typed ``Markup`` are safe HTML; plain ``str`` are escaped by Jinja where they are placed.
Every ``href`` is relative to the page (or an outside address) and ready for an attribute.
"""

import msgspec
from markupsafe import Markup

from generator.text import Lang


class Words(msgspec.Struct, frozen=True):
    """Words with their language: *attr* is `` lang="…"`` where it is not the page's, else empty."""

    html: Markup
    attr: Markup = Markup()


class Anchor(msgspec.Struct, frozen=True):
    """A link; *note* stands beside it (a count, a language), *current* marks the reader's place."""

    label: Words
    href: str
    note: str = ""
    current: bool = False


class DateView(msgspec.Struct, frozen=True):
    """A date: machine form, one line, and the parts of the ornament."""

    iso: str
    label: str
    day: str
    month: str
    year: str
    weekday: str


class Chrome(msgspec.Struct, frozen=True):
    """The frame of a page; templates know it as ``page``.

    *kind* is the template's name. *root* leads to the site's root (``../../``), *here* is the path
    below the language (``issues/2024-02-04/``). *canonical* and *alternates* (pairs of hreflang
    and address) are ready for ``<link>``; *tongues* are the language links; *feeds* pairs of title
    and address. *indexed* is false for a page that search engines should leave out. *title_attr*
    says the language of a title in the other, *seal* is one or two characters for the red seal.
    """

    kind: str
    lang: Lang
    html_lang: str
    title: str
    description: str
    root: str
    here: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    tongues: tuple["Tongue", ...]
    nav: tuple[Anchor, ...]
    feeds: tuple[tuple[str, str], ...]
    site_name: Words
    site_alt: Words | None
    home_href: str
    csp: Markup
    licence: Anchor | None = None
    has_math: bool = False
    indexed: bool = True
    seal: str = "简报"
    title_attr: Markup = Markup()


class Tongue(msgspec.Struct, frozen=True):
    """A language link of the bar, in its own language."""

    label: str
    href: str
    html_lang: str
    current: bool


class LinkView(msgspec.Struct, frozen=True):
    """An outside link of an item: *rel* says what it leads to (``pdf``, ``code`` …)."""

    rel: str
    label: str
    href: str


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """An item, on an issue's page or on its own.

    *title* is in the page's language where it exists, *alt* the other title. A *…_mark* is the
    small honest word for a missing side (empty: nothing is missing). *other_abstract* and
    *other_body* are the second language for the ``<details>``, *other_summary* its summary in that
    language (``English abstract``), *other_attr* the lang attribute. *plain_title* and
    *plain_alt* are the two titles without markup, for labels.
    """

    anchor: str
    number: str
    href: str
    title: Words
    plain_title: str
    kind_label: str
    alt: Words | None = None
    title_mark: str = ""
    subtitle: Words | None = None
    kicker: Words | None = None
    authors: Words | None = None
    id_label: str = ""
    id_href: str = ""
    date: DateView | None = None
    abstract: Words | None = None
    abstract_mark: str = ""
    other_abstract: Words | None = None
    abstract_summary: str = ""
    body: Words | None = None
    body_mark: str = ""
    other_body: Words | None = None
    body_summary: str = ""
    other_attr: Markup = Markup()
    fields: tuple[tuple[Words, Words], ...] = ()
    links: tuple[LinkView, ...] = ()
    topics: tuple[Anchor, ...] = ()
    has_code: bool = False
    source: LinkView | None = None
    plain_alt: str = ""
    subtitle_mark: str = ""


class SectionView(msgspec.Struct, frozen=True):
    """A section of an issue; *title* is ``None`` for an issue without parts."""

    anchor: str
    title: Words | None
    alt: Words | None
    mark: str
    count: str
    items: tuple[ItemView, ...]


class IssueView(msgspec.Struct, frozen=True, kw_only=True):
    """An issue: *contents* leads to its sections, *filter* has them with counts, *rest* is text
    that belongs to no item. *size* is ready words (``40 篇``)."""

    kicker: Words
    title: Words
    alt: Words | None
    date: DateView | None
    size: str
    contents: tuple[Anchor, ...]
    sections: tuple[SectionView, ...]
    filtered: bool
    rest: Words | None
    links: tuple[LinkView, ...]
    newer: Anchor | None
    older: Anchor | None


class Mention(msgspec.Struct, frozen=True):
    """Where an item stands: an issue of a *kind*, the section, the number there."""

    issue: Words
    href: str
    section: Words | None
    number: str
    kind: Words | None = None


class Fact(msgspec.Struct, frozen=True):
    """One line of the margin: a label and what it says; *href* empty where it leads nowhere."""

    label: str
    values: tuple[Anchor, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a list: title, what stands at its right, a line of facts, a teaser."""

    title: Words
    href: str
    alt: Words | None = None
    mark: str = ""
    aside: str = ""
    meta: tuple[Words, ...] = ()
    kind: str = ""
    has_code: bool = False


class ItemPage(msgspec.Struct, frozen=True, kw_only=True):
    """A paper's or an article's own page; *contents* are the body's headings."""

    item: ItemView
    crumbs: tuple[Anchor, ...]
    date: DateView | None
    facts: tuple[Fact, ...]
    contents: tuple[Anchor, ...]
    mentions: tuple[Mention, ...]
    related: tuple[Row, ...]
    newer: Anchor | None
    older: Anchor | None


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
    a lead that is one article."""

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
    """One topic: the newest months, or one month of it; *months* lead to every month's page."""

    name: Words
    alt: Words
    description: Words | None
    month: str
    months: tuple[Anchor, ...]
    trend: Trend | None
    kinds: tuple[tuple[str, str, str], ...]
    groups: tuple[Group, ...]
    aliases: tuple[Words, ...]
    related: tuple[TopicRow, ...]
    newer: Anchor | None
    older: Anchor | None


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
