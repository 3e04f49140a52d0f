"""What the views of one page share: its language, its depth, and how things are said there."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.agenda import UNDATED
from generator.assemble import Entry, IssueEntry
from generator.cards import has_code
from generator.index import kind_of
from generator.pages.scene import LAST, Scene
from generator.slugs import slug
from generator.text import HTML_LANG, LANGS, NO_TEXT, Lang, Text, language_of, other
from generator.views import Anchor, DateView, LinkView, Row, Words, safe

ATTR: dict[Lang, Markup] = {lang: Markup(f' lang="{HTML_LANG[lang]}"') for lang in LANGS}
NOTHING = Markup()
"""How an address begins that leads somewhere; any other is in the text, and only there."""


T = TypeVar("T")
Place = TypeVar("Place", Entry, IssueEntry)

MANY = 512
"""How many lines of lists, names and dates are remembered: some issues' worth."""


class Frame:
    """Pages in one language that are as deep as *path*, a place below the language.

    What neighbours say alike is remembered: dates, names, the line of a list.
    """

    def __init__(self, scene: Scene, lang: Lang, path: str) -> None:
        self.scene = scene
        self.lang = lang
        self.up = "../" * path.count("/")
        self.t = scene.words[lang]
        self.date = lru_cache(MANY)(self._date)
        self.topic = lru_cache(MANY)(self._topic)
        self.issue_title = lru_cache(MANY)(self._issue_title)
        self.named = lru_cache(MANY)(self._named)
        self.title_row = lru_cache(MANY)(self._title_row)
        self.entry_title = lru_cache(MANY)(self._entry_title)
        self._author = lru_cache(MANY)(self._told_author)
        self._made = lru_cache(LAST)(lambda make, what: make(self, what))

    def once(self, make: Callable[["Frame", Place], T], what: Place) -> T:
        """Return what *make* makes of an issue or an entry, whichever page asks."""
        made: T = self._made(make, what)
        return made

    def link(self, path: str) -> str:
        """Return the address of a page of this language, seen from here."""
        return self.up + path or "./"

    def words(self, html: str, lang: Lang) -> Words:
        """Return HTML with its language said where it is not the page's."""
        return Words(safe(html), NOTHING if lang == self.lang else ATTR[lang])

    def own(self, words: str) -> Words:
        """Return plain words in the page's language."""
        return Words(escape(words))

    def name(self, words: str) -> Words:
        """Return a plain name in the language of its script."""
        return self.words(escape(words), language_of(words))

    def name_html(self, html: str) -> Words:
        """Return HTML in the language of its script."""
        return self.words(html, language_of(html))

    def best(self, text: Text) -> Words:
        """Return HTML in the page's language, or else in the other."""
        lang, html = text.best(self.lang)
        return self.words(html, lang)

    def plain(self, text: Text) -> Words:
        """Return plain words in the page's language, or else in the other."""
        lang, words = text.best(self.lang)
        return self.words(escape(words), lang)

    def alt(self, text: Text) -> Words | None:
        """Return the HTML of the other language where both are there."""
        far = other(self.lang)
        return self.words(text[far], far) if text[self.lang] and text[far] else None

    def mark(self, part: str, text: Text) -> str:
        """Return the small word for a missing side of *part*, empty where nothing is missing."""
        lang, words = text.best(self.lang)
        return self.t[f"{part}_only_{lang}"] if words and lang != self.lang else ""

    def _named(self, title: Text) -> tuple[Words, Words | None, str]:
        """Return a recurring name, its other side, and the mark for a missing one.

        A name that ``[names]`` gives in the page's language is shown so, the printed one beside it.
        """
        printed = title.zh or title.en
        both = title.fill(self.scene.config.names.get(printed, title))
        alt = self.alt(both.map(escape))
        return self.plain(both), alt, self.mark("title", both)

    def labelled(self, label: str, shown: str = "", spare: Text = NO_TEXT) -> Words:
        """Return the label of a role or field in the page's language, what is printed beside it.

        What is printed is *label*, or *shown* where it stands among more. A label that is known in
        one language only, to the site, the theme and the style's own *spare*, stays as it is.
        """
        printed = self.name(shown or label)
        known = self.scene.labels.get(label.lower(), spare)[self.lang]
        if not known or language_of(label) == self.lang:
            return printed
        beside = Markup(' <span class="soft"{}>({})</span>').format(printed.attr, printed.html)
        return Words(escape(known) + beside)

    def count(self, what: str, number: int) -> str:
        """Return a number with its noun: ``40 篇``, ``1 paper``."""
        return self.t[f"{what}_{'one' if number == 1 else 'many'}"].format(n=number)

    def _date(self, iso: str) -> DateView | None:
        """Return a date in the page's words; ``None`` for one that is not complete."""
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return None
        month, weekday = self.t[f"month_{day.month}"], self.t[f"weekday_{day.isoweekday()}"]
        label = self.t["date_long"].format(
            day=day.day, month=month, number=day.month, year=day.year, weekday=weekday
        )
        return DateView(iso, label, str(day.day), month, str(day.year), weekday)

    def date_label(self, iso: str) -> str:
        """Return a date on one line, as it stands where it is not complete."""
        view = self.date(iso)
        return view.label if view else iso

    def weekday(self, view: DateView) -> str:
        """Return a date with its day of the week."""
        return self.t["date_weekday"].format(
            day=view.day,
            month=view.month,
            number=int(view.iso[5:7]),
            year=view.year,
            weekday=view.weekday,
        )

    def day(self, iso: str) -> str:
        """Return a date for the margin of a list: ``2 月 4 日``, ``4 Feb``."""
        view = self.date(iso)
        if view is None:
            return iso
        short = self.t[f"month_short_{int(iso[5:7])}"]
        return self.t["date_short"].format(day=view.day, month=short, year=view.year)

    def month(self, month: str) -> str:
        """Return ``2024-02`` in words."""
        if len(month) == 4:
            return self.t["date_year"].format(year=month)
        if month == UNDATED or len(month) < 7:
            return self.t["undated"]
        name = self.t[f"month_{int(month[5:])}"]
        return self.t["date_month"].format(month=name, number=int(month[5:]), year=month[:4])

    def kind(self, kind: str) -> Words:
        """Return the name of a kind of issue: its series' title, or that of the style."""
        if kind.startswith("series:"):
            name = kind.partition(":")[2]
            series = next(s for s in self.scene.config.series if s.name == name)
            return self.plain(series.title)
        return self.own(self.t.get(f"style_{kind}", kind))

    def _issue_title(self, issue: IssueEntry) -> Words:
        """Return an issue's title: a date in words where the source says no more than that."""
        if self.is_dated(issue):
            return self.own(self.date_label(issue.card.date))
        return self.plain(issue.card.title) if issue.card.title else self.name(issue.spare_title)

    def is_dated(self, issue: IssueEntry) -> bool:
        """Say whether an issue's title is no more than its date."""
        card = issue.card
        spare = ("", card.date)
        return bool(card.title.zh in spare and card.title.en in spare and self.date(card.date))

    def serial(self, issue: IssueEntry) -> str:
        """Return the number of an issue, in its year and in all; empty where it has none."""
        card = issue.card
        number = self.t["issue_number"].format(year=card.date[:4], n=card.number)
        total = self.t["total_number"].format(n=card.total_number)
        said = [number] if card.number and card.date else []
        return " · ".join([*said, total] if card.total_number else said)

    def issue_anchor(self, issue: IssueEntry | None) -> Anchor | None:
        """Return a link to an issue."""
        return Anchor(self.issue_title(issue), self.link(issue.path)) if issue else None

    def issue_href(self, issue: IssueEntry) -> str:
        """Return where a list leads for an issue: to its only article, or to its own page."""
        if is_lone(issue):
            return self.link(issue.entries[0].path)
        return self.link(issue.path)

    def issue_row(self, issue: IssueEntry, *, kind: bool = True) -> Row:
        """Return an issue as a line of a list; *kind* is said where the list does not say it."""
        size = self.count("items", len(issue.entries))
        dated = self.is_dated(issue)
        meta = [self.kind(kind_of(issue))] if kind else []
        if not dated and len(issue.entries) != 1:
            meta.append(self.own(size))
        return Row(
            title=self.issue_title(issue),
            href=self.issue_href(issue),
            mark="" if dated else self.mark("title", issue.card.title),
            aside=size if dated else self.day(issue.card.date),
            meta=tuple(meta),
            iso=whole(issue.card.date),
        )

    def _entry_title(self, entry: Entry) -> Words:
        """Return an entry's title as HTML; its id where the source gives none."""
        if entry.card.title:
            return self.best(entry.card.title)
        return self.own(entry.card.paper or self.t["untitled"])

    def entry_row(self, entry: Entry) -> Row:
        """Return an entry as a line of a list."""
        card = entry.card
        meta = [self.own(self.t[f"kind_{card.kind}"])]
        authors = self.authors(card.authors, card.et_al, 4)
        if authors:
            meta.append(authors)
        if card.paper:
            meta.append(self.own(id_label(card.paper).replace(" ", "\u00a0")))
        return Row(
            title=self.entry_title(entry),
            href=self.link(entry.path),
            alt=self.alt(card.title),
            mark=self.mark("title", card.title),
            aside=self.day(card.date),
            meta=tuple(meta),
            kind=card.kind,
            has_code=has_code(card.links),
            iso=whole(card.date),
        )

    def _title_row(self, entry: Entry) -> Row:
        """Return an entry as no more than its title and date."""
        card = entry.card
        mark, day = self.mark("title", card.title), self.day(card.date)
        title = self.entry_title(entry)
        return Row(title=title, href=self.link(entry.path), mark=mark, aside=day)

    def authors(
        self, names: tuple[str, ...], et_al: bool, most: int = 0, *, linked: bool = False
    ) -> Words | None:
        """Return a list of names, each kept on one line, in the language of their script.

        Where they are *linked*, a name that has a page leads to it. *most* cuts a long list, and
        says how long it is. A list that ends in ``et al.`` keeps it.
        """
        if not names:
            return None
        shown = names[:most] if most else names
        script: Lang = "zh" if all(language_of(name) == "zh" for name in shown) else "en"
        glued = (self._author(name, script, linked) for name in shown)
        html = ("、" if script == "zh" else ", ").join(glued)
        if et_al:
            html += " " + self.scene.words[script]["et_al"]
        elif len(shown) < len(names):
            attr = NOTHING if script == self.lang else ATTR[self.lang]
            html += f' <span class="soft"{attr}>{self.count("authors", len(names))}</span>'
        return self.words(html, script)

    def _told_author(self, name: str, script: Lang, linked: bool) -> str:
        """Return one name of a list in *script*; a name in the other says so."""
        glued = str(escape(name)).replace(" ", "\u00a0")
        lang = language_of(name)
        attr = NOTHING if lang == script else ATTR[lang]
        place = self.scene.index.signed.get(name) if linked else None
        if place is None:
            return f"<span{attr}>{glued}</span>"
        href = self.link(self.scene.index.people[place].path)
        return f'<a href="{escape(href)}"{attr}>{glued}</a>'

    def _topic(self, name: str) -> Anchor:
        """Return a link to a topic."""
        topic = self.scene.topics.topics.get(name)
        title = self.plain(topic.title) if topic else self.own(name)
        return Anchor(title, self.link(f"topics/{name}/"))

    def out(self, rel: str, href: str, label: str = "") -> LinkView:
        """Return an outside link under the usual word for what it leads to."""
        attr = self.name(label).attr if label else NOTHING
        return LinkView(rel, label or self.t[f"rel_{rel}"], href, attr)


def whole(iso: str) -> str:
    """Return a date that names a day; empty for any other."""
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        return ""


def kind_anchor(kind: str) -> str:
    """Return the anchor of a kind of issue in the archive."""
    return f"k-{slug(kind)}"


def is_lone(issue: IssueEntry) -> bool:
    """Say whether an issue is nothing but one article, whose page then stands for both."""
    return len(issue.entries) == 1 and issue.card.style == "article"


def id_label(paper: str) -> str:
    """Return a paper's id as people write it."""
    return f"DOI {paper[4:]}" if paper.startswith("doi:") else f"arXiv {paper}"


def id_href(paper: str) -> str:
    """Return the address behind a paper's id."""
    if paper.startswith("doi:"):
        return f"https://doi.org/{quote(paper[4:])}"
    return f"https://arxiv.org/abs/{paper}"
