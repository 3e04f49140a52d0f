"""From a page of the plan to the bytes of its file."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from generator.album import Drawer
from generator.config import Hant
from generator.doors import Doors
from generator.files import Feed, File, feeds
from generator.outputs import api, citations, cover, feed, ics, sitemap, twin
from generator.pages.chrome import Chromes, series_name, words_of
from generator.pages.formulas import has_math
from generator.pages.frame import Frame
from generator.pages.issue import issue_view
from generator.pages.item import item_page
from generator.pages.links import Links
from generator.pages.lists import archive_page, front_page, home_page
from generator.pages.occasions import events_page
from generator.pages.persons import people_page, person_page
from generator.pages.pictures import with_pictures
from generator.pages.scene import Scene, leaf_of
from generator.pages.search import search_page
from generator.pages.topic import topic_page, topics_page
from generator.plan import Page, Plan
from generator.search.bundle import Bundles, Cupboard
from generator.templates import Templates
from generator.text import LANGS, Lang
from generator.theme import Theme
from generator.trees import HANT
from generator.views import Anchor

if TYPE_CHECKING:
    from generator.outputs.hant import Turner

ABOUT = 200
"""Characters of a text that a page's description gives."""


class Keep(Cupboard, Drawer, Protocol):
    """Where what is dear to make is kept between builds: blocks of search, copies of pictures."""


class Renderer:
    """Renders any output of one plan, which may be made no sooner than something needs it.

    *templates* are those of the theme, where they are at hand already.
    """

    def __init__(
        self,
        scene: Scene,
        plan: Plan | Callable[[], Plan],
        theme: Theme,
        cupboard: Keep,
        templates: Templates | None = None,
    ) -> None:
        self.scene = scene
        self.theme = theme
        self.cupboard = cupboard
        self.templates = templates or Templates(theme)
        self.chromes = Chromes(scene, theme.inline)
        self.feeds = feeds(scene.index)
        self.told: tuple[str, list[feed.Story]] = ("", [])
        self.frames: dict[tuple[Lang, int], Frame] = {}
        self._plan = plan
        shown = {*theme.assets, *scene.covers}
        doors = Doors(scene.site, scene.index, scene.album, shown) if callable(plan) else None
        self._doors = doors

    @cached_property
    def plan(self) -> Plan:
        """Every page and file."""
        return self._plan() if callable(self._plan) else self._plan

    @cached_property
    def bundles(self) -> Bundles:
        """The search index."""
        return Bundles(self.scene, self.plan, self.cupboard)

    def place(self, path: str) -> tuple[Page, Lang] | File | None:
        """Return what is at the output *path*, without the plan where it can be told so."""
        found = self._doors.at(path) if self._doors else None
        return found or self.plan.at(path)

    def __reduce__(self) -> tuple[object, ...]:
        return Renderer, (self.scene, self.plan, self.theme, self.cupboard, self.templates)

    def _known(self, path: str) -> tuple[Page, Lang] | File:
        place = self.place(path)
        if place is None:
            raise KeyError(path)
        return place

    def output(self, path: str) -> bytes:
        """Return the output file at *path*; KeyError where the plan has none."""
        place = self._known(path)
        return self.file(place) if isinstance(place, File) else self.page(*place)

    def outputs(self, paths: Sequence[str]) -> Iterator[bytes]:
        """Give the files at *paths*, one after the other.

        First all that they show is gathered, then it is set: a fifth faster than page by page.
        """
        places = [self._known(path) for path in paths]
        seen = [None if isinstance(place, File) else self.values(*place) for place in places]
        for place, values in zip(places, seen, strict=True):
            yield self.file(place) if isinstance(place, File) else self._set(*place, values or {})

    def in_order(self, paths: Sequence[str]) -> list[str]:
        """Return *paths* issue by issue, so that each body is read once; a page beside its twin."""
        return sorted(paths, key=self._issue)

    def _issue(self, path: str) -> tuple[int, str, str]:
        place = self._known(path)
        if isinstance(place, File):
            return place.issue, path, path
        return place[0].issue, place[0].path, path

    @cached_property
    def by_path(self) -> dict[str, Page]:
        """Every page by its path, laid out when one in traditional characters asks."""
        return {page.path: page for page in self.plan.pages}

    @cached_property
    def turner(self) -> "Turner":
        """What turns words into traditional characters."""
        from generator.outputs.hant import Turner  # an extra package, for sites that want it

        return Turner(self.scene.config.hant or Hant())

    @cached_property
    def links(self) -> Links:
        """Where the content's own links lead, found out when the first one is rendered."""
        return Links(self.scene, self.plan)

    def page(self, page: Page, lang: Lang, *, hant: bool = False) -> bytes:
        """Return a page of a language; with *hant* with the frame of traditional characters."""
        return self._set(page, lang, self.values(page, lang, hant=hant), hant=hant)

    def _set(
        self, page: Page, lang: Lang, values: dict[str, object], *, hant: bool = False
    ) -> bytes:
        html = self.templates.fill(page.kind, **values)
        if b"data-href=" in html and page.issue >= 0:
            up = self.frame(lang, page.path).up
            html = self.links.led(html, page.issue, lang, f"{up}../", HANT if hant else "")
        if b"data-src=" in html and page.issue >= 0:
            up = self.frame(lang, page.path).up
            html = with_pictures(html, self.scene, page.issue, f"{up}../")
        return html

    def frame(self, lang: Lang, path: str) -> Frame:
        """Return what all pages of a language that are as deep as *path* share."""
        key = (lang, path.count("/"))
        if key not in self.frames:
            self.frames[key] = Frame(self.scene, lang, path)
        return self.frames[key]

    def values(self, page: Page, lang: Lang, *, hant: bool = False) -> dict[str, object]:
        """Return what the template of a page sees."""
        frame = self.frame(lang, page.path)
        view, title, about = self._view(page, frame)
        math = has_math(self.scene, page, view)
        chrome = self.chromes.of(page, frame, title, about, has_math=math, hant=hant)
        return {"page": chrome, "view": view, "t": frame.t}

    def _view(self, page: Page, frame: Frame) -> tuple[object, str, str]:
        """Return what a page shows, its title, and one sentence about it."""
        scene, t = self.scene, frame.t
        match page.kind:
            case "home":
                home = home_page(frame)
                return home, "", words_of(home.tagline)
            case "archive":
                return archive_page(frame), t["issues"], t["archive_about"]
            case "topics":
                return topics_page(frame), t["topics"], t["topics_about"]
            case "topic":
                topic = topic_page(frame, page.topic, page.month)
                title = words_of(topic.name)
                return topic, f"{title} · {topic.month}" if page.month else title, title
            case "events":
                events, title = events_page(frame, page.month), t["events_title"]
                named = f"{title} · {events.month}" if page.month else title
                return events, named, t["events_about"]
            case "people":
                return people_page(frame), t["people_title"], t["people_about"]
            case "person":
                person = person_page(frame, page.person, page.year)
                title = words_of(person.name)
                return person, f"{title} · {person.year}" if page.year else title, person.size
            case "search":
                return search_page(frame, self.plan), t["search"], t["search_about"]
        issue = scene.site.issues[page.issue]
        body = scene.body(issue)
        if page.kind == "issue":
            view = issue_view(frame, issue, body)
            title = words_of(view.title)
            return view, title, f"{title} · {view.size}"
        entry = issue.entries[page.number]
        item = item_page(frame, entry, body)
        about = leaf_of(body, entry).text.best(frame.lang)[1]
        return item, item.item.plain_title, " ".join(about[:ABOUT].split())

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
            case "issue.md":
                issue = scene.site.issues[file.issue]
                return twin.twin(self.frame(_lang(file), issue.path), issue, scene.body(issue))
            case "hant":
                return self._turned(self.by_path[file.name])
            case "cover":
                return cover.draw(cover.cover_of(scene, scene.site.issues[file.issue]))
            case "image":
                return scene.album.output(file.path, self.cupboard)
            case "llms":
                return twin.llms(scene, scene.site)
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
        """Return a feed in one of its formats; what it tells is kept for the other."""
        frame = self.frame(_lang(file), "")
        path, _, suffix = file.path.rpartition(".")
        one = self.feeds[path.removeprefix(f"{frame.lang}/").removesuffix("feed")]
        if self.told[0] != path:
            self.told = (path, feed.stories(frame, one, self.links))
        told = feed.Told(one.folder, feed.page_of(frame, one), self._name(frame, one))
        return (feed.json_feed if suffix == "json" else feed.atom)(frame, told, self.told[1])

    def _name(self, frame: Frame, one: Feed) -> str:
        """Return the title of a feed."""
        title = self.scene.config.title.best(frame.lang)[1]
        if one.topic:
            return f"{title} · {words_of(frame.topic(one.topic).label)}"
        return f"{title} · {series_name(frame, one.series)}" if one.series else title

    def _turned(self, page: Page) -> bytes:
        """Return a page in traditional characters."""
        from generator.outputs.hant import with_files

        html = self.page(page, LANGS[0], hant=True).decode()
        return with_files(self.turner.page(html), page.path).encode()

    def _calendar(self, file: File) -> bytes:
        """Return a calendar of everything, or of one topic."""
        agenda = self.scene.index.agenda
        frame = self.frame(_lang(file), "")
        if not file.topic:
            return ics.calendar(frame, agenda.dated)
        name = words_of(frame.topic(file.topic).label)
        return ics.calendar(frame, agenda.topics[file.topic], name)

    def _redirect(self, file: File) -> bytes:
        """Return the page at an old address, which leads on to the new one."""
        path = file.path.partition("/")[2].removesuffix("index.html")
        frame = self.frame(_lang(file), path)
        issue = self.scene.site.issues[file.issue]
        page = next(page for page in self.plan.pages if page.path == issue.door)
        title = frame.issue_title(issue)
        chrome = self.chromes.of(page, frame, words_of(title), "", has_math=False)
        anchor = Anchor(title, frame.link(issue.door))
        return self.templates.fill("redirect", page=chrome, view=anchor, t=frame.t)

    def _plain_page(self, kind: str, view: object, root: str) -> bytes:
        """Return a page that stands above both languages; *root* leads to the site's root."""
        words = self.scene.words[LANGS[0]]
        return self.templates.fill(kind, page=self.chromes.above(kind, root), view=view, t=words)


def _lang(file: File) -> Lang:
    return "zh" if file.name == "zh" else "en"
