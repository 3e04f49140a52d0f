"""All that a theme can show, on one page for each language: its own templates, sample content.

The samples go the whole way of a site, so what stands here is what readers would see. Of each
rendered page only the main part is taken; it is put below the others in one page of the theme.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import jinja2
import msgspec
from markupsafe import Markup, escape

import generator
from generator.build import draft
from generator.config import Series
from generator.discover import discover
from generator.engine import Engine, environment
from generator.library import Memory
from generator.pages.lists import front_page
from generator.plan import Page
from generator.regex import regex
from generator.render import Renderer
from generator.text import LANGS, Lang, Text
from generator.topics import load_topics
from generator.views import NO_META, Chrome
from generator.workshop import Choices, Workshop

DATA = Path(generator.__file__).parent / "data"
SAMPLES = DATA / "gallery"
PLACES: dict[str, Lang] = {f"{lang}/theme-gallery/index.html": lang for lang in LANGS}
"""Where the page of each language stands. No other page leads to it, nor does the sitemap."""

ROOT = "../../"
TITLE = Text(zh="主题样张", en="Theme gallery")
ABOUT = Text(
    zh="样例内容，用这个主题自己的模板排出。不随站点发布。",
    en="Sample content, set with this theme's own templates. Not a part of the published site.",
)

CUT = "<!--main-->"
PART = f"{{% block head %}}{{% endblock %}}{CUT}{{% block main %}}{{% endblock %}}"
"""What stands for ``base.html``: a page then gives no more than its style sheets and main part."""

ASKED = regex(r"<link rel=\"stylesheet\"[^>]*>")
"""What a part asks for. Scripts of one page would take the other parts for theirs."""
NAMED = regex(r'(?<=\s)(?P<key>id|for|name|aria-(?:labelledby|describedby))="(?P<value>[^"]*)"')
LANDMARK = regex(r'(?P<open><(?:nav|aside|section)\b[^>]*\saria-label="[^"]*)"')
LED = regex(r'(?<=\s)(?P<key>href|src|action)="(?P<value>[^"]*)"')
FRAME_IDS = frozenset({"main", "both", "colours", "keys", "search"})

LISTS = 2
"""How many pages of a kind of list are shown: the newest, and one month or year."""


class NoIndex:
    """Keeps nothing of a search index: the page of the search is shown, its index is not made."""

    def drawers(self, key: str) -> list[bytes] | None:
        """Return nothing."""
        return None

    def copied(self, _: str) -> bytes | None:
        """Return that there is nothing."""
        return None

    def keep_copy(self, _: str, data: bytes) -> None:
        """Keep nothing."""

    def keep_drawers(self, key: str, drawers: list[bytes]) -> None:
        """Keep nothing."""


class Sight(msgspec.Struct, frozen=True):
    """A page of the samples before it is rendered: what its template sees, and its *place*."""

    place: str
    page: Chrome
    view: object


class Part(msgspec.Struct, frozen=True):
    """One page of the samples: its *template*, its *place*, and its main part."""

    anchor: str
    template: str
    place: str
    html: Markup


class GalleryPage(msgspec.Struct, frozen=True):
    """What ``gallery.html`` shows; *head* asks for the files that the parts need."""

    title: str
    about: str
    head: Markup
    parts: tuple[Part, ...]


def gallery(shop: Workshop) -> dict[str, bytes]:
    """Return the gallery of a theme: a page for each language by its place in the output."""
    renderer = _renderer(shop)
    parts, frame = environment(shop.theme), environment(shop.theme)
    names = ("base.html", *(f"{folder.name}!base.html" for folder in shop.theme.folders))
    _put(parts, dict.fromkeys(names, PART))
    _put(frame, {"gallery.html": (DATA / "gallery.html").read_text("utf-8")})
    return {place: _page(renderer, parts, frame, lang) for place, lang in PLACES.items()}


def _put(engine: Engine, templates: Mapping[str, str]) -> None:
    """Let *templates* go before those of the theme."""
    assert engine.loader is not None
    engine.loader = jinja2.ChoiceLoader([jinja2.DictLoader(templates), engine.loader])


def _renderer(shop: Workshop) -> Renderer:
    """Return what renders the samples; of the site's own settings its name is kept."""
    daily = Series(name="daily", folder="daily", title=Text(zh="每日论文", en="Daily papers"))
    names = {"图像生成": Text(zh="图像生成", en="Generative models")}
    config = msgspec.structs.replace(
        shop.config, content=SAMPLES, series=(daily,), names=names, repository="", base_url=""
    )
    topics, _ = load_topics(None)
    sample = msgspec.structs.replace(shop, config=config, topics=topics, problems=())
    found, _ = discover(SAMPLES, shop.config.output)
    made = draft(sample, found, {}, Memory(), Choices(as_of="9999-12-31"))
    return Renderer(made.scene, made.plan, shop.theme, NoIndex())


def _page(renderer: Renderer, parts: Engine, frame: Engine, lang: Lang) -> bytes:
    """Return the gallery in one language."""
    sights = list(_sights(renderer, lang))
    anchors = {sight.place: f"part-{at}" for at, sight in enumerate(sights)}
    taken = set(FRAME_IDS) | set(anchors.values())
    shown: list[Part] = []
    asked: dict[str, None] = {}
    for sight in sights:
        values = {"page": msgspec.structs.replace(sight.page, root=ROOT), "view": sight.view}
        name = f"{sight.page.kind}.html"
        whole = parts.get_template(name).render(values, t=renderer.theme.words[lang])
        head, _, main = whole.partition(CUT)
        asked.update(dict.fromkeys(ASKED.findall(head)))
        html = _fitted(main, sight.place, anchors, taken)
        shown.append(Part(anchors[sight.place], name, unquote(sight.place), Markup(html)))
    title = TITLE[lang]
    page = _chrome(sights[0].page, title, anchors)
    view = GalleryPage(title, ABOUT[lang], Markup("\n".join(asked)), tuple(shown))
    template = frame.get_template("gallery.html")
    return template.render(page=page, view=view, t=renderer.theme.words[lang]).encode()


def _sights(renderer: Renderer, lang: Lang) -> Iterator[Sight]:
    """Give what is shown, the home page first; what stands above both languages comes last."""
    home: Chrome | None = None
    for page in _chosen(renderer.plan.pages):
        values = renderer.values(page, lang)
        own = values["page"]
        assert isinstance(own, Chrome)
        home = home or own
        yield Sight(f"/{lang}/{page.path}", own, values["view"])
    assert home is not None  # every plan has one, and its path is the shortest
    yield Sight("/", msgspec.structs.replace(home, kind="front"), front_page(renderer.scene))
    yield Sight(f"/{lang}/404/", msgspec.structs.replace(home, kind="404"), None)


def _chosen(pages: Sequence[Page]) -> Iterator[Page]:
    """Give the pages to show: all issues and items, and of every kind of list the first ones."""
    lists: dict[str, int] = {}
    for page in pages:
        lists[page.kind] = lists.get(page.kind, 0) + (page.issue < 0)
        if lists[page.kind] <= LISTS:
            yield page


def _chrome(chrome: Chrome, title: str, anchors: Mapping[str, str]) -> Chrome:
    """Return the frame of the gallery, made from that of the home page of the samples."""
    here = f"/{chrome.lang}/"
    return msgspec.structs.replace(
        chrome,
        kind="issue",  # the bar of an issue has the switch for both languages
        title=f"{title} · {chrome.title}",
        root=ROOT,
        here="theme-gallery/",
        canonical="",
        alternates=(),
        tongues=tuple(
            msgspec.structs.replace(one, href=f"{ROOT}{lang}/theme-gallery/")
            for one, lang in zip(chrome.tongues, LANGS, strict=True)
        ),
        nav=tuple(
            msgspec.structs.replace(one, href=_leads(one.href, here, anchors), current=False)
            for one in chrome.nav
        ),
        feeds=(),
        home_href="../",
        search_href=chrome.search_href and _leads(chrome.search_href, here, anchors),
        has_math=True,
        indexed=False,
        meta=NO_META,
        twin="",
    )


def _fitted(html: str, place: str, anchors: Mapping[str, str], taken: set[str]) -> str:
    """Return the main part of a page as it can stand beside others.

    Ids and names of fields that an earlier part has get a mark of their own, landmarks say which
    page they are of; links between the samples lead to the parts that show them.
    """
    mark = anchors[place]
    values = {match["value"] for match in NAMED.finditer(html) if match["key"] in ("id", "name")}
    new = {value: f"{mark}-{value}" if value in taken else value for value in values}
    taken.update(new.values())

    def named(match: re.Match[str]) -> str:
        words = " ".join(new.get(word, word) for word in match["value"].split(" "))
        return f'{match["key"]}="{words}"'

    def led(match: re.Match[str]) -> str:
        value = match["value"]
        if value.startswith("#"):
            anchor = unquote(value[1:])
            return f'{match["key"]}="#{new.get(anchor, anchor)}"'
        return f'{match["key"]}="{_leads(value, place, anchors)}"'

    of = escape(unquote(place))
    html = LANDMARK.sub(lambda match: f'{match["open"]} · {of}"', html)
    return LED.sub(led, NAMED.sub(named, html))


def _leads(href: str, place: str, anchors: Mapping[str, str]) -> str:
    """Return where a link of the page at *place* leads to from within the gallery."""
    if urlsplit(href).scheme or href.startswith(("//", f"{ROOT}assets/")):
        return href
    return f"#{anchors.get(unquote(urlsplit(urljoin(place, href)).path), 'main')}"
