"""``sitemap.xml`` with both languages of every page, and ``robots.txt``."""

from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from generator.config import Config
from generator.pages.frame import Scene
from generator.plan import SITEMAP, Page, Plan, sitemap_parts
from generator.text import LANGS, Lang

HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def sitemap(scene: Scene, plan: Plan, part: str = "") -> bytes:
    """Return the sitemap: every page with its languages; dates are the content's own.

    A sitemap too long for one file is an index of its parts; *part* is the number of one, from 0.
    """
    parts = sitemap_parts(len(plan.pages))
    if parts and not part:
        return _index(scene.config, parts)
    first = int(part or 0) * SITEMAP
    lines = [
        HEAD,
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        f"<url><loc>{escape(scene.config.address)}</loc></url>",
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
    languages, date = _facts(scene, page)
    last = f"<lastmod>{date}</lastmod>" if len(date) == 10 else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}{lang}/{path}"/>'
        for code, lang in (*zip(LANGS, LANGS, strict=True), ("x-default", LANGS[0]))
    )
    for lang in languages:
        shown = links if len(languages) == len(LANGS) else ""
        yield f"<url><loc>{address}{lang}/{path}</loc>{last}{shown}</url>"


def _facts(scene: Scene, page: Page) -> tuple[tuple[Lang, ...], str]:
    """Return the languages in which a page has something of its own, and its date."""
    if page.issue < 0:
        return LANGS, ""
    issue = scene.site.issues[page.issue]
    if page.number < 0:
        return LANGS, issue.card.date
    card = issue.entries[page.number].card
    return card.languages, card.date


def robots(config: Config) -> bytes:
    """Return ``robots.txt``: everything may be read, and where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {config.address}sitemap.xml\n".encode()
