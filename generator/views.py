"""What templates see: every value ready to be placed, nothing left to compute.

Strings typed ``Markup`` are safe HTML; plain ``str`` are escaped by Jinja where they are placed.
Every ``href`` is relative to the page (or an outside address) and ready for an attribute.
"""

import msgspec
from markupsafe import Markup

from generator.text import Lang


def safe(html: str) -> Markup:
    """Return HTML as such; ``Markup`` itself first asks it for a method, and pages have many."""
    return str.__new__(Markup, html)


class Words(msgspec.Struct, frozen=True):
    """Words with their language: *attr* is `` lang="…"`` where it is not the page's, else empty."""

    html: Markup
    attr: Markup = Markup()


class Anchor(msgspec.Struct, frozen=True):
    """A link; *note* stands beside it (a count, a language), *current* marks the reader's place.

    *deep* is one of a list of contents that belongs to the one above it.
    """

    label: Words
    href: str
    note: str = ""
    current: bool = False
    deep: bool = False


class DateView(msgspec.Struct, frozen=True):
    """A date: machine form, one line, and the parts of the ornament."""

    iso: str
    label: str
    day: str
    month: str
    year: str
    weekday: str


class Meta(msgspec.Struct, frozen=True):
    """What a page says of itself to programs: its ``<meta>`` elements, ready, and JSON-LD.

    *data* can stand in a script element as it is.
    """

    tags: Markup = Markup()
    data: Markup = Markup()


NO_META = Meta()


class Chrome(msgspec.Struct, frozen=True):
    """The frame of a page; templates know it as ``page``.

    *kind* is the template's name. *root* leads to the site's root (``../../``), *here* is the path
    below the language (``issues/2024-02-04/``). *canonical* and *alternates* (pairs of hreflang
    and address) are ready for ``<link>``; *tongues* are the language links; *feeds* are media type,
    title and address. *indexed* is false for a page that search engines should leave out.
    *title_attr* says the language of a title in the other, *seal* is one or two characters for the
    red seal. *search_href* leads to the search page; empty where the site has none. *meta* is what
    the page says of itself to programs, *twin* the address of the same as Markdown.
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
    feeds: tuple[tuple[str, str, str], ...]
    site_name: Words
    site_alt: Words | None
    home_href: str
    csp: Markup
    licence: Anchor | None = None
    has_math: bool = False
    indexed: bool = True
    seal: str = "简报"
    title_attr: Markup = Markup()
    search_href: str = ""
    meta: "Meta" = NO_META
    twin: str = ""


class Tongue(msgspec.Struct, frozen=True):
    """A language link of the bar, in its own language."""

    label: str
    href: str
    html_lang: str
    current: bool


class LinkView(msgspec.Struct, frozen=True):
    """An outside link of an item: *rel* says what it leads to (``pdf``, ``code`` …).

    *attr* says the language of a label that is not in the page's.
    *note* tells links of one label apart: the site they lead to.
    """

    rel: str
    label: str
    href: str
    attr: Markup = Markup()
    note: str = ""


class Report(msgspec.Struct, frozen=True):
    """An event that an item reports: *when* in words, *facts* about it.

    *iso* is the machine form of a single whole date, *number* its place in a series, *href* leads
    to it among all events.
    """

    title: Words
    when: Words
    iso: str = ""
    facts: tuple[Words, ...] = ()
    number: str = ""
    href: str = ""


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """An item, on an issue's page or on its own.

    *title* is in the page's language where it exists, *alt* the other title. A *…_mark* is the
    small honest word for a missing side (empty: nothing is missing). *other_abstract* and
    *other_body* are the second language for the ``<details>``, *other_summary* its summary in that
    language (``English abstract``), *other_attr* the lang attribute. *plain_title* and
    *plain_alt* are the two titles without markup, for labels. *notices* say which of its words a
    machine translated, and which translations are older than what they translate. *editors* are
    lines that name an item's editors, each a label and names; *fields* are all the others. *kind*
    is machine-readable. *level*: both languages of the body go block by block.
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
    level: bool = False
    other_attr: Markup = Markup()
    fields: tuple[tuple[Words, Words], ...] = ()
    links: tuple[LinkView, ...] = ()
    topics: tuple[Anchor, ...] = ()
    has_code: bool = False
    source: LinkView | None = None
    plain_alt: str = ""
    affiliations: tuple[Words, ...] = ()
    pages: str = ""
    subtitle_mark: str = ""
    notices: tuple[str, ...] = ()
    kind: str = ""
    editors: tuple[tuple[Words, Words], ...] = ()
    reports: tuple[Report, ...] = ()


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
    that belongs to no item. *size* is ready words (``40 篇``), *serial* the number of the issue,
    words and figures in turn, *people* its masthead, a group for each column. *listing*: the page
    gives titles only, a table of contents of what has pages of its own. *cover* is drawn beside
    the title of an issue that has a front cover. *coded*: some of its items have code."""

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
    serial: tuple["Serial", ...] = ()
    people: tuple["People", ...] = ()
    listing: bool = False
    cover: "Cover | None" = None
    coded: bool = False


class Serial(msgspec.Struct, frozen=True):
    """A number of an issue within words: ``第`` **4** ``期``."""

    before: str
    number: str
    after: str


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """A front cover: a *picture* (an address), or else number, title and year to set one from.

    *upright*: the title is Chinese and stands in a column. *picture_label* is its alternative text.
    """

    number: str
    title: Words
    upright: bool
    foot: tuple[str, ...] = ()
    picture: str = ""
    picture_label: str = ""


class People(msgspec.Struct, frozen=True):
    """A column of the masthead, role by role.

    *title* is ``None`` for those who stand above all columns, *alt* the title as printed.
    """

    title: Words | None
    roles: tuple["Role", ...]
    alt: Words | None = None


class Role(msgspec.Struct, frozen=True):
    """Those of one role: *persons* are name and affiliation, which may be missing."""

    title: Words
    persons: tuple[tuple[Words, Words | None], ...]


class Mention(msgspec.Struct, frozen=True):
    """Where an item stands: an issue of a *kind*, the section, the number there.

    *said* is what this issue says of it and the newest text does not; everything else is empty.
    """

    issue: Words
    href: str
    section: Words | None
    number: str
    kind: Words | None = None
    said: ItemView | None = None


class CiteView(msgspec.Struct, frozen=True):
    """A citation: *written* are styles and words, *files* formats, file names and texts."""

    written: tuple[tuple[str, Words], ...]
    files: tuple[tuple[str, str, Words], ...]


class Fact(msgspec.Struct, frozen=True):
    """One line of the margin: a label and what it says; *href* empty where it leads nowhere."""

    label: str
    values: tuple[Anchor, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a list: title, what stands at its right, a line of facts, a teaser.

    *iso* is its date where that names a day, for marks made in the browser."""

    title: Words
    href: str
    alt: Words | None = None
    mark: str = ""
    aside: str = ""
    meta: tuple[Words, ...] = ()
    kind: str = ""
    has_code: bool = False
    iso: str = ""


class ItemDate(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an item says takes place or is due; *printed* where no whole date is given."""

    title: Words
    href: str
    kind_label: str
    date: DateView | None
    until: DateView | None
    until_label: str
    printed: Words | None


class ItemPage(msgspec.Struct, frozen=True, kw_only=True):
    """A paper's or an article's own page; *contents* are the body's headings, *dates* what it says
    takes place or is due. *report* leads to where its readers say what is wrong; *cited*: its text
    has references or notes."""

    item: ItemView
    crumbs: tuple[Anchor, ...]
    date: DateView | None
    facts: tuple[Fact, ...]
    contents: tuple[Anchor, ...]
    mentions: tuple[Mention, ...]
    cite: CiteView
    related: tuple[Row, ...]
    newer: Anchor | None
    older: Anchor | None
    dates: tuple[ItemDate, ...] = ()
    report: LinkView | None = None
    cited: bool = False

    @property
    def former(self) -> tuple[Mention, ...]:
        """The mentions that say something of their own."""
        return tuple(mention for mention in self.mentions if mention.said)
