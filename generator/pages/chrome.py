"""The frame of a page: what stands in its head, its bar and its foot."""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.files import series_folders
from generator.pages.frame import ATTR, NOTHING, Frame
from generator.pages.head import alternates, policy, seal
from generator.pages.meta import meta_of
from generator.pages.scene import Scene
from generator.plan import Page
from generator.text import HAN, HANT_LANG, HTML_LANG, LANGS, Lang, other
from generator.trees import HANT
from generator.views import Anchor, Chrome, Tongue, Words

NAV = (("issues", "issues/"), ("topics", "topics/"))
EVENTS = (("events", "events/"),)
PEOPLE = (("people_nav", "people/"),)
"""What stands in the bar beside them, where there are some."""

FRAMES = 64
"""How many combinations of language, depth and topic are remembered."""

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"


class Chromes:
    """Makes the frame of any page; *inline* is the script of every page's head."""

    def __init__(self, scene: Scene, inline: str) -> None:
        self.scene = scene
        self.csp = policy(inline)
        index = scene.index
        events = EVENTS if index.agenda.occasions else ()
        self.nav = (*NAV, *events, *(PEOPLE if index.people else ()))
        self.folders = series_folders(index.series)
        self.seal = seal(scene.config.title)
        self._named = lru_cache(FRAMES)(_named)
        self._nav = lru_cache(FRAMES)(self._nav_at)
        self._feeds = lru_cache(FRAMES)(self._feeds_of)

    def of(
        self,
        page: Page,
        frame: Frame,
        title: str,
        about: str,
        *,
        has_math: bool,
        hant: bool = False,
    ) -> Chrome:
        """Return the frame of a page of a language; *about* is one sentence about it.

        With *hant* it is that of the page in traditional characters.
        """
        lang, config, up = frame.lang, self.scene.config, frame.up
        home = config.title.best(lang)[1]
        site_name, site_alt = self._named(frame)
        languages = self._languages(page)
        address = config.base_url or f"{up}../"
        own = lang if lang in languages else other(lang)
        place = quote(page.path)
        spare = f"{LANGS[0]}/{place}" if place else ""
        twins = alternates(address, place, spare, hant=bool(config.hant))
        tree = HANT if hant and own == lang else own
        canonical = f"{address}{tree}/{place}"
        meta = meta_of(frame, page, title, about, canonical if config.base_url else "")
        return Chrome(
            kind=page.kind,
            lang=lang,
            html_lang=HTML_LANG[lang],
            title=f"{title} · {home}" if title else home,
            description=about or home,
            root=f"{up}../",
            here=page.path,
            canonical=canonical,
            alternates=twins if len(languages) == len(LANGS) else (),
            tongues=self._tongues(f"{up}../", page.path, "" if hant else lang, hant=hant),
            nav=self._nav(frame, "issues/" if page.kind == "paper" else _folder(page.path)),
            search_href=frame.link("search/") if config.search else "",
            feeds=self._feeds(frame, page.topic, self._series(page)),
            site_name=site_name,
            site_alt=site_alt,
            home_href=frame.link(""),
            csp=self.csp,
            licence=self._licence(page, frame),
            has_math=has_math,
            seal=self.seal,
            title_attr=ATTR["zh"] if lang == "en" and HAN.search(title) else NOTHING,
            meta=meta,
            twin="index.md" if page.kind == "issue" else "",
        )

    def above(self, kind: str, root: str) -> Chrome:
        """Return the frame of a page above both languages; *root* leads to the site's root."""
        frame = Frame(self.scene, LANGS[0], "")
        config = self.scene.config
        site_name, site_alt = self._named(frame)
        titles = [config.title[lang] for lang in LANGS if config.title[lang]]
        return Chrome(
            kind=kind,
            lang=LANGS[0],
            html_lang=HTML_LANG[LANGS[0]],
            title=" ".join(dict.fromkeys(titles)),
            description=" ".join(t for t in (config.tagline.zh, config.tagline.en) if t)
            or " ".join(titles),
            root=root,
            here="",
            canonical=config.base_url or "./",
            alternates=alternates(config.base_url or "./", "", "", hant=bool(config.hant))
            if kind == "front"
            else (),
            tongues=self._tongues(root, "", ""),
            nav=(),
            feeds=(),
            site_name=site_name,
            site_alt=site_alt,
            home_href=root or "./",
            csp=self.csp,
            indexed=kind == "front",
            seal=self.seal,
        )

    def _tongues(
        self, root: str, path: str, current: str, *, hant: bool = False
    ) -> tuple[Tongue, ...]:
        """Return the links to a page in every language; *current* is the one that it is in."""
        words = self.scene.words
        tongues = [
            Tongue(words[one]["own_name"], f"{root}{one}/{path}", HTML_LANG[one], one == current)
            for one in LANGS
        ]
        if self.scene.config.hant:
            name = words[LANGS[0]]["hant_name"]
            tongues.insert(1, Tongue(name, f"{root}{HANT}/{path}", HANT_LANG, hant))
        return tuple(tongues)

    def _nav_at(self, frame: Frame, place: str) -> tuple[Anchor, ...]:
        """Return the links of the bar; that of *place* is the reader's own."""
        return tuple(
            Anchor(frame.own(frame.t[key]), frame.link(path), "", path == place)
            for key, path in self.nav
        )

    def _feeds_of(
        self, frame: Frame, topic: str, series: tuple[str, ...]
    ) -> tuple[tuple[str, str, str], ...]:
        """Return the feeds that a page leads to: of its topic, of series, and of everything."""
        feeds: list[tuple[str, str, str]] = []
        if topic and self.scene.index.feed_of(topic):
            name = words_of(frame.topic(topic).label)
            feeds += _both(frame, f"topics/{topic}/", name)
        for one in series:
            feeds += _both(frame, self.folders[one], series_name(frame, one))
        home = self.scene.config.title.best(frame.lang)[1]
        return (*feeds, *_both(frame, "", home))

    def _series(self, page: Page) -> tuple[str, ...]:
        """Return the series whose feeds a page leads to: its own, or all from the archive."""
        if page.kind == "archive":
            return tuple(self.folders)
        series = self.scene.site.issues[page.issue].series if page.issue >= 0 else None
        return (series.name,) if series else ()

    def _languages(self, page: Page) -> tuple[Lang, ...]:
        if page.kind not in ("paper", "article"):
            return LANGS
        return self.scene.site.issues[page.issue].entries[page.number].card.languages

    def _licence(self, page: Page, frame: Frame) -> Anchor | None:
        series = self.scene.site.issues[page.issue].series if page.issue >= 0 else None
        if series is None or series.licence is None:
            return None
        return Anchor(frame.plain(series.licence.words), series.licence.href)


def words_of(words: object) -> str:
    """Return the plain words of a view's ``Words``; empty for none."""
    html = getattr(words, "html", None)
    return Markup(html).striptags() if html else ""


def series_name(frame: Frame, name: str) -> str:
    """Return the plain title of a series, or its name where it has none."""
    title = next(one.title for one in frame.scene.config.series if one.name == name)
    return title.best(frame.lang)[1] or name


def _both(frame: Frame, folder: str, name: str) -> Iterator[tuple[str, str, str]]:
    yield ATOM, f"{name} · Atom", frame.link(f"{folder}feed.atom")
    yield JSON_FEED, f"{name} · JSON Feed", frame.link(f"{folder}feed.json")


def _folder(path: str) -> str:
    return path.partition("/")[0] + "/"


def _named(frame: Frame) -> tuple[Words, Words | None]:
    """Return the site's name, and that in the other language unless it is the same."""
    title = frame.scene.config.title
    return frame.plain(title), frame.alt(title.map(escape)) if title.zh != title.en else None
