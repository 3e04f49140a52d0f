"""``sitemap.xml`` with both languages of every page, and ``robots.txt``."""

from collections.abc import Iterator
from urllib.parse import quote

from generator.config import Config
from generator.outputs.xml import escape
from generator.pages.scene import Scene
from generator.plan import SITEMAP, Page, Plan, page_facts, sitemap_parts
from generator.text import HANT_LANG, LANGS
from generator.trees import HANT

HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def sitemap(scene: Scene, plan: Plan, part: str = "") -> bytes:
    """Return the sitemap: every page with its languages; dates are the content's own.

    A sitemap too long for one file is an index of its parts; *part* is the number of one, from 0.
    """
    parts = sitemap_parts(len(plan.pages))
    if parts and not part:
        return _index(scene.config, parts)
    first = int(part or 0) * SITEMAP
    address = escape(scene.config.address)
    hant = bool(scene.config.hant)
    lines = [
        HEAD,
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        f"<url><loc>{address}</loc>{_links(address, '', hant)}</url>",
        *(line for page in plan.pages[first : first + SITEMAP] for line in _page(scene, page)),
        "</urlset>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _index(config: Config, parts: int) -> bytes:
    names = [f"{escape(config.address)}sitemap-{part + 1}.xml" for part in range(parts)]
    lines = [
        HEAD,
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(f"<sitemap><loc>{name}</loc></sitemap>" for name in names),
        "</sitemapindex>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _page(scene: Scene, page: Page) -> Iterator[str]:
    address = escape(scene.config.address)
    path = escape(quote(page.path))
    languages, date = page_facts(scene.site, page)
    last = f"<lastmod>{date}</lastmod>" if len(date) == 10 else ""
    hant = bool(scene.config.hant)
    links = _links(address, path, hant)
    trees = [*languages, *([HANT] if hant and "zh" in languages else [])]
    for tree in trees:
        shown = links if len(languages) == len(LANGS) else ""
        yield f"<url><loc>{address}{tree}/{path}</loc>{last}{shown}</url>"


def _links(address: str, path: str, hant: bool) -> str:
    """Return the languages of a page as links; the front page is for readers of neither."""
    spare = f"{LANGS[0]}/{path}" if path else ""
    places = [(str(lang), f"{lang}/{path}") for lang in LANGS]
    if hant:
        places.append((HANT_LANG, f"{HANT}/{path}"))
    places.append(("x-default", spare))
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}{place}"/>'
        for code, place in places
    )


def robots(config: Config) -> bytes:
    """Return ``robots.txt``: everything may be read, and where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {config.address}sitemap.xml\n".encode()
