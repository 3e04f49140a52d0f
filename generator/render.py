"""From a page of the plan to the bytes of its file."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from generator.assemble import Entry
from generator.config import Config
from generator.listviews import EventsPage, PersonPage, TopicPage
from generator.outputs import api, citations, feed, ics, sitemap
from generator.pages.frame import ATTR, NOTHING, Frame, Scene
from generator.pages.head import alternates, policy, seal
from generator.pages.issue import issue_view
from generator.pages.item import item_page, leaf_of
from generator.pages.links import Links
from generator.pages.lists import archive_page, front_page, home_page
from generator.pages.occasions import events_page
from generator.pages.persons import people_page, person_page
from generator.pages.search import search_page
from generator.pages.topic import topic_page, topics_page
from generator.plan import File, Page, Plan, around
from generator.search.bundle import Bundles, Cupboard
from generator.text import HAN, HTML_LANG, LANGS, Lang, other
from generator.theme import Theme
from generator.views import Anchor, Chrome, Tongue, Words

if TYPE_CHECKING:
    import jinja2

ABOUT = 200
"""Characters of a text that a page's description gives."""

NAV = (("issues", "issues/"), ("topics", "topics/"))
EVENTS = (("events", "events/"),)
PEOPLE = (("people_nav", "people/"),)
"""What stands in the bar beside them, where there are some."""

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"


class Renderer:
    """Renders any output of one plan; it keeps compiled templates, nothing else."""

    def __init__(self, scene: Scene, plan: Plan, theme: Theme, cupboard: Cupboard) -> None:
        self.scene = scene
        self.plan = plan
        self.theme = theme
        self.bundles = Bundles(scene, plan, cupboard)
        self.csp = policy(theme.inline)
        self.places: dict[str, tuple[Page, Lang] | File] = {
            f"{lang}/{page.path}index.html": (page, lang) for page in plan.pages for lang in LANGS
        }
        self.places.update((file.path, file) for file in plan.files)
        index = scene.index
        events = EVENTS if index.agenda.occasions else ()
        self.nav = (*NAV, *events, *(PEOPLE if index.people else ()))
        self.templates: dict[str, jinja2.Template] = {}

    def output(self, path: str) -> bytes:
        """Return the output file at *path*; KeyError where the plan has none."""
        place = self.places[path]
        return self.file(place) if isinstance(place, File) else self.page(*place)

    def in_order(self, paths: Sequence[str]) -> list[str]:
        """Return *paths* issue by issue, so that each body is read once."""
        return sorted(paths, key=self._issue)

    def _issue(self, path: str) -> tuple[int, str]:
        place = self.places[path]
        return (place.issue if isinstance(place, File) else place[0].issue, path)

    @cached_property
    def env(self) -> "jinja2.Environment":
        """The template engine, made when the first page is rendered."""
        from generator.engine import environment  # not needed while nothing is stale

        return environment(self.theme)

    @cached_property
    def links(self) -> Links:
        """Where the content's own links lead, found out when the first one is rendered."""
        return Links(self.scene, self.plan)

    def page(self, page: Page, lang: Lang) -> bytes:
        """Return a page of a language."""
        html = self._fill(page.kind, **self.values(page, lang))
        if b"data-href=" in html and page.issue >= 0:
            html = self.links.led(html, page, lang, Frame(self.scene, lang, page.path).up)
        return html

    def values(self, page: Page, lang: Lang) -> dict[str, object]:
        """Return what the template of a page sees."""
        frame = Frame(self.scene, lang, page.path)
        view, title, about = self._view(page, frame)
        chrome = self._chrome(page, frame, title, about, self._has_math(page, view))
        return {"page": chrome, "view": view, "t": frame.t}

    def _view(self, page: Page, frame: Frame) -> tuple[object, str, str]:
        """Return what a page shows, its title, and one sentence about it."""
        scene, t = self.scene, frame.t
        match page.kind:
            case "home":
                home = home_page(frame)
                return home, "", _words(home.tagline)
            case "archive":
                return archive_page(frame), t["issues"], t["archive_about"]
            case "topics":
                return topics_page(frame), t["topics"], t["topics_about"]
            case "topic":
                topic = topic_page(frame, page.topic, page.month)
                title = _words(topic.name)
                return topic, f"{title} · {topic.month}" if page.month else title, title
            case "events":
                events, title = events_page(frame, page.month), t["events_title"]
                named = f"{title} · {events.month}" if page.month else title
                return events, named, t["events_about"]
            case "people":
                return people_page(frame), t["people_title"], t["people_about"]
            case "person":
                person = person_page(frame, page.person, page.year)
                title = _words(person.name)
                return person, f"{title} · {person.year}" if page.year else title, person.size
            case "search":
                return search_page(frame, self.plan), t["search"], t["search_about"]
        issue = scene.site.issues[page.issue]
        body = scene.body(issue)
        if page.kind == "issue":
            view = issue_view(frame, issue, body)
            title = _words(view.title)
            return view, title, f"{title} · {view.size}"
        entry = issue.entries[page.number]
        item = item_page(frame, entry, body)
        about = leaf_of(body, entry).text.best(frame.lang)[1]
        return item, item.item.plain_title, " ".join(about[:ABOUT].split())

    def _chrome(self, page: Page, frame: Frame, title: str, about: str, has_math: bool) -> Chrome:
        lang, config, up = frame.lang, self.scene.config, frame.up
        home = config.title.best(lang)[1]
        languages = self._languages(page)
        address = config.base_url or f"{up}../"
        tongues = tuple(
            Tongue(
                self.scene.words[one]["own_name"],
                (f"{up}../{one}/{page.path}"),
                HTML_LANG[one],
                one == lang,
            )
            for one in LANGS
        )
        own = lang if lang in languages else other(lang)
        spare = f"{LANGS[0]}/{page.path}" if page.path else ""
        twins = alternates(address, page.path, spare)
        return Chrome(
            kind=page.kind,
            lang=lang,
            html_lang=HTML_LANG[lang],
            title=f"{title} · {home}" if title else home,
            description=about or home,
            root=f"{up}../",
            here=page.path,
            canonical=f"{address}{own}/{page.path}",
            alternates=twins if len(languages) == len(LANGS) else (),
            tongues=tongues,
            nav=tuple(
                Anchor(frame.own(frame.t[key]), frame.link(path), "", self._within(page, path))
                for key, path in self.nav
            ),
            search_href=frame.link("search/") if config.search else "",
            feeds=tuple(self._feeds(page, frame, home)),
            site_name=frame.plain(config.title),
            site_alt=_second_name(frame, config),
            home_href=frame.link(""),
            csp=self.csp,
            licence=self._licence(page, frame),
            has_math=has_math,
            seal=seal(config.title),
            title_attr=ATTR["zh"] if lang == "en" and HAN.search(title) else NOTHING,
        )

    def _feeds(self, page: Page, frame: Frame, home: str) -> Iterator[tuple[str, str, str]]:
        """Give the feeds that a page leads to: that of its topic, and those of everything."""
        if page.topic and self.scene.index.feed_of(page.topic):
            title = f"{_words(frame.topic(page.topic).label)} · Atom"
            yield ATOM, title, frame.link(f"topics/{page.topic}/feed.atom")
        yield ATOM, f"{home} · Atom", frame.link("feed.atom")
        yield JSON_FEED, f"{home} · JSON Feed", frame.link("feed.json")

    def _languages(self, page: Page) -> tuple[Lang, ...]:
        if page.kind not in ("paper", "article"):
            return LANGS
        return self.scene.site.issues[page.issue].entries[page.number].card.languages

    def _has_math(self, page: Page, view: object) -> bool:
        """Say whether a formula stands on a page, in its own text or in a title that it lists."""
        site, index = self.scene.site, self.scene.index
        if page.kind == "issue":
            return site.issues[page.issue].card.has_math
        if page.number >= 0:
            entries, at = site.issues[page.issue].entries, page.number
            near = (*around(entries, at), *index.related.get(page.path, ()))
            return entries[at].card.has_math or any(map(_math_in_title, near))
        if page.kind == "home":
            return index.lead is not None and any(map(_math_in_title, index.lead.entries))
        if isinstance(view, EventsPage):
            rows = (row for group in view.groups for row in group.rows)
            return any("<math" in item.label.html for row in rows for item, _ in row.sources)
        groups = view.groups if isinstance(view, TopicPage | PersonPage) else ()
        return any("<math" in row.title.html for group in groups for row in group.rows)

    def _licence(self, page: Page, frame: Frame) -> Anchor | None:
        series = self.scene.site.issues[page.issue].series if page.issue >= 0 else None
        if series is None or series.licence is None:
            return None
        return Anchor(frame.plain(series.licence.words), series.licence.href)

    def _within(self, page: Page, path: str) -> bool:
        return page.path.startswith(path) or (path == "issues/" and page.kind == "paper")

    def file(self, file: File) -> bytes:
        """Return a file that is not a page of a language."""
        scene = self.scene
        match file.kind:
            case "front":
                return self._plain_page("front", front_page(scene), "")
            case "404":
                path = urlsplit(scene.config.base_url).path or "/"
                return self._plain_page("404", None, path)
            case "feed":
                return self._feed(file)
            case "feed.json":
                frame = Frame(scene, _lang(file), "feed.json")
                title = scene.config.title.best(frame.lang)[1]
                return feed.json_feed(frame, feed.Feed("feed.json", "", title, scene.index.newest))
            case "calendar":
                return self._calendar(file)
            case "issue.json":
                issue = scene.site.issues[file.issue]
                told = api.issue(issue, scene.body(issue))
                return api.document([told], issue.problems)
            case "issue.bib":
                return citations.bib(scene, scene.site.issues[file.issue])
            case "issue.csl":
                return citations.csl_json(scene, scene.site.issues[file.issue])
            case "site.json":
                return api.overview(scene.site, self.plan)
            case "sitemap":
                return sitemap.sitemap(scene, self.plan, file.name)
            case "robots":
                return sitemap.robots(scene.config)
            case "nojekyll":
                return b""
            case "search":
                return self.bundles.file(file.name)
            case "redirect":
                return self._redirect(file)
            case "asset":
                return {**self.theme.assets, **scene.covers}[file.name]

    def _feed(self, file: File) -> bytes:
        """Return the feed of everything, or of one topic."""
        frame = Frame(self.scene, _lang(file), "")
        title = self.scene.config.title.best(frame.lang)[1]
        if not file.topic:
            return feed.atom(frame, feed.Feed("feed.atom", "", title, self.scene.index.newest))
        title = f"{title} · {_words(frame.topic(file.topic).label)}"
        page = f"topics/{file.topic}/"
        newest = self.scene.index.feed_of(file.topic)
        return feed.atom(frame, feed.Feed(f"{page}feed.atom", page, title, newest))

    def _calendar(self, file: File) -> bytes:
        """Return a calendar of everything, or of one topic."""
        agenda = self.scene.index.agenda
        frame = Frame(self.scene, _lang(file), "")
        if not file.topic:
            return ics.calendar(frame, agenda.dated)
        name = _words(frame.topic(file.topic).label)
        return ics.calendar(frame, agenda.topics[file.topic], name)

    def _redirect(self, file: File) -> bytes:
        """Return the page at an old address, which leads on to the new one."""
        path = file.path.partition("/")[2].removesuffix("index.html")
        frame = Frame(self.scene, _lang(file), path)
        issue = self.scene.site.issues[file.issue]
        page = next(page for page in self.plan.pages if page.path == issue.door)
        title = frame.issue_title(issue)
        chrome = self._chrome(page, frame, _words(title), "", False)
        anchor = Anchor(title, frame.link(issue.door))
        return self._fill("redirect", page=chrome, view=anchor, t=frame.t)

    def _plain_page(self, kind: str, view: object, root: str) -> bytes:
        """Return a page that stands above both languages; *root* leads to the site's root."""
        frame = Frame(self.scene, LANGS[0], "")
        config = self.scene.config
        titles = [config.title[lang] for lang in LANGS if config.title[lang]]
        chrome = Chrome(
            kind=kind,
            lang=LANGS[0],
            html_lang=HTML_LANG[LANGS[0]],
            title=" ".join(dict.fromkeys(titles)),
            description=" ".join(t for t in (config.tagline.zh, config.tagline.en) if t)
            or " ".join(titles),
            root=root,
            here="",
            canonical=config.base_url or "./",
            alternates=alternates(config.base_url or "./", "", "") if kind == "front" else (),
            tongues=tuple(
                Tongue(self.scene.words[one]["own_name"], f"{root}{one}/", HTML_LANG[one], False)
                for one in LANGS
            ),
            nav=(),
            feeds=(),
            site_name=frame.plain(config.title),
            site_alt=_second_name(frame, config),
            home_href=root or "./",
            csp=self.csp,
            indexed=kind == "front",
            seal=seal(config.title),
        )
        return self._fill(kind, page=chrome, view=view, t=frame.t)

    def _fill(self, kind: str, **values: object) -> bytes:
        template = self.templates.get(kind)
        if template is None:
            template = self.templates[kind] = self.env.get_template(f"{kind}.html")
        return template.render(values).encode()


def _lang(file: File) -> Lang:
    return "zh" if file.name == "zh" else "en"


def _words(words: object) -> str:
    """Return the plain words of a view's ``Words``; empty for none."""
    html = getattr(words, "html", None)
    return Markup(html).striptags() if html else ""


def _second_name(frame: Frame, config: Config) -> Words | None:
    """Return the site's name in the other language, unless it is the same."""
    title = config.title.map(escape)
    return frame.alt(title) if title.zh != title.en else None


def _math_in_title(entry: Entry | None) -> bool:
    if entry is None:
        return False
    return "<math" in entry.card.title.zh or "<math" in entry.card.title.en
