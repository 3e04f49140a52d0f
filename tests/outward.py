"""Reading a built site as programs do: feeds, sitemap, what pages say of themselves, pictures.

Each function gives what is wrong as sentences. What is right is taken from ``api/``, never from
the pages themselves.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import feedparser
import msgspec
from lxml import etree

from tests.pages import HAN, Page

Files = Mapping[str, bytes]

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
SITEMAP = etree.RelaxNG(etree.parse(SCHEMAS / "sitemap.rng"))
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ARXIV = re.compile(r"(?P<year>\d\d)(?P<month>\d\d)\.\d{4,5}|[a-z.-]+-\d{7}")
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


class Author(msgspec.Struct, forbid_unknown_fields=True):
    """An author as JSON Feed 1.1 has it; one key at least."""

    name: str


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """An item: an id, and words in one form at least."""

    id: str
    url: str
    title: str
    date_published: str
    language: str
    content_html: str | None = None
    content_text: str | None = None
    authors: list[Author] = []
    tags: list[str] = []


class Whole(msgspec.Struct, forbid_unknown_fields=True):
    """A JSON Feed with the keys that ours may have, every one of its type."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    language: str
    items: list[Entry]
    description: str | None = None


def feed_faults(files: Files, address: str) -> Iterator[str]:
    """Give what is wrong with feeds: each is valid, and its two forms tell the same."""
    for name in (name for name in files if name.endswith("/feed.atom")):
        tree = etree.fromstring(files[name])
        if not ATOM.validate(tree):
            yield f"{name}: {ATOM.error_log.last_error}"
        told = feedparser.parse(files[name])
        if told.bozo:
            yield f"{name}: {told.get('bozo_exception')}"
        if len({entry.id for entry in told.entries}) != len(told.entries):
            yield f"{name}: one id twice"
        if told.feed.get("id") in (None, "") or told.feed.links[0].href != f"{address}{name}":
            yield f"{name}: it does not say where it is"
        twin = files.get(name.replace(".atom", ".json"), b"{}")
        try:
            whole = msgspec.json.decode(twin, type=Whole, strict=True)
        except msgspec.DecodeError as error:
            yield f"{name}, as JSON Feed: {error}"
            continue
        if whole.version != "https://jsonfeed.org/version/1.1":
            yield f"{name}, as JSON Feed: version {whole.version}"
        if not all(item.content_html or item.content_text for item in whole.items):
            yield f"{name}, as JSON Feed: an item without words"
        if [(i.id, i.url) for i in whole.items] != [(e.id, e.link) for e in told.entries]:
            yield f"{name}, as JSON Feed: not the entries of the Atom feed"


def sitemap_faults(files: Files, address: str) -> Iterator[str]:
    """Give what is wrong with the sitemap: each page of the site once, with its languages."""
    told: dict[str, dict[str, str]] = {}
    for name in (name for name in files if re.fullmatch(r"sitemap(-\d+)?\.xml", name)):
        tree = etree.fromstring(files[name])
        if not SITEMAP.validate(tree):
            yield f"{name}: {SITEMAP.error_log.last_error}"
        for url in tree.iterfind("s:url", NAMES):
            links = {a.get("hreflang"): a.get("href") for a in url.iterfind("x:link", NAMES)}
            place = url.findtext("s:loc", namespaces=NAMES)
            if place in told:
                yield f"{name}: {place} twice"
            told[place] = links
    for place, links in told.items():
        if not place.startswith(address) or _file(place, address) not in files:
            yield f"sitemap: {place} is no page"
        for far in links.values():
            if place not in told.get(far, {}).values():
                yield f"sitemap: {far} does not name {place}"
    for name, data in files.items():
        if name.endswith(".html") and name != "404.html":
            page = Page(data.decode())
            heads = {h["hreflang"]: h["href"] for h in page.heads if "hreflang" in h}
            (own,) = [h["href"] for h in page.heads if h.get("rel") == "canonical"] or [""]
            if own not in told and not _turned_away(page):
                yield f"{name}: its canonical address {own} is not in the sitemap"
            elif _file(own, address) == name and heads != told[own]:
                yield f"{name}: hreflang is not that of the sitemap"


def _turned_away(page: Page) -> bool:
    """Say if a page wants to be in no index, or leads on at once."""
    return any(
        "noindex" in tag.get("content", "") or tag.get("http-equiv") == "refresh"
        for tag in page.metas
    )


def record_faults(files: Files, address: str) -> Iterator[str]:
    """Give what pages of items and issues say otherwise than ``api/issues/``."""
    entries: dict[str, list[tuple[dict, dict]]] = {}
    for told in json.loads(files["api/site.json"])["issues"]:
        (issue,) = json.loads(files[told["api"].removeprefix("/")])["issues"]
        for lang in ("zh", "en"):
            name = told["url"].removeprefix("/zh/")
            for fault in _issue(files, f"{lang}/{name}index.html", issue, address):
                yield f"{lang}/{name}: {fault}"
        for item in (item for section in issue["sections"] for item in section["items"]):
            entries.setdefault(item["url"], []).append((issue, item))
    for url, mentions in entries.items():
        issue, item = max(mentions, key=lambda pair: pair[0]["date"] or "")
        for lang in ("zh", "en"):
            name = f"{lang}/{url.removeprefix('/zh/')}index.html"
            for fault in _item(files, name, issue, item, address):
                yield f"{name}: {fault}"


def _file(url: str, address: str) -> str:
    """Return the file of a whole address."""
    path = unquote(urlsplit(url.removeprefix(address)).path)
    return f"{path}index.html" if path.endswith("/") or not path else path


class _Said:
    """What a page says in its tags."""

    def __init__(self, html: str) -> None:
        page = Page(html)
        self.tags: list[tuple[str, str]] = [
            (tag.get("name") or tag.get("property", ""), tag["content"])
            for tag in page.metas
            if "content" in tag
        ]
        (self.canonical,) = [h["href"] for h in page.heads if h.get("rel") == "canonical"]
        (found,) = JSON_LD.findall(html)
        self.data: dict[str, Any] = json.loads(found)

    def all(self, name: str) -> list[str]:
        """Return every value of a tag."""
        return [value for key, value in self.tags if key == name]

    def one(self, name: str) -> str:
        """Return the value of a tag that stands once or not at all."""
        values = self.all(name)
        assert len(values) < 2, f"{name} twice"
        return values[0] if values else ""


def _picture(files: Files, said: _Said, issue: str, address: str) -> Iterator[str]:
    """Give what is wrong with the picture that a page of an issue is shared with."""
    where = said.one("og:image")
    name = unquote(where.removeprefix(address))
    if not where.startswith(address) or name != f"issues/{issue}.png":
        yield f"og:image is {where!r}"
        return
    head = files.get(name, b"")[:24]
    size = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    if head[:8] != b"\x89PNG\r\n\x1a\n" or size != (1200, 630):
        yield f"{name}: no picture of 1200 × 630, but {size}"


def _issue(files: Files, name: str, issue: dict, address: str) -> Iterator[str]:
    said = _Said(files[name].decode())
    yield from _picture(files, said, issue["id"], address)
    data = said.data
    right = {
        "@context": "https://schema.org",
        "@type": "PublicationIssue",
        "issueNumber": issue["number"] or issue["total_number"],
        "datePublished": issue["date"],
        "url": f"{said.canonical[: len(address)]}{name.removesuffix('index.html')}",
    }
    yield from _differ({key: data.get(key) for key in right} | {"url": unquote(data["url"])}, right)
    if data["isPartOf"]["@type"] != "Periodical" or not data["isPartOf"]["name"]:
        yield f"it belongs to {data['isPartOf']}"


def _item(files: Files, name: str, issue: dict, item: dict, address: str) -> Iterator[str]:
    said = _Said(files[name].decode())
    yield from _picture(files, said, issue["id"], address)
    lang = said.one("citation_language")
    title = item["title"].get(lang) or item["title"]["zh"] or item["title"]["en"]
    paper = item["id"] if "/papers/" in item["url"] else ""
    doi = next((a["href"] for a in item["links"] if a["rel"] == "doi"), "") if paper else ""
    month = ARXIV.fullmatch(paper)
    preprint = bool(month and issue["style"] not in ("proceedings", "newsletter"))
    date = item["date"] or issue["date"] or ""
    if preprint and month and month["year"]:
        date = f"20{month['year']}-{month['month']}"
    pdfs = [a["href"] for a in item["links"] if a["rel"] == "pdf"]
    right: dict[str, Any] = {
        "citation_author": [author["name"] for author in item["authors"]],
        "citation_author_institution": [
            author["affiliation"] for author in item["authors"] if author["affiliation"]
        ],
        "citation_publication_date": _some(date.replace("-", "/")),
        "citation_arxiv_id": _some(paper if month else ""),
        "citation_pdf_url": pdfs[:1],
        "citation_firstpage": [str(page) for page in (item["pages"] or [])[:1]],
        "citation_lastpage": [str(page) for page in (item["pages"] or [])[1:]],
    }
    found = {key: said.all(key) for key in right}
    yield from _differ(found, right)
    if doi and said.one("citation_doi") not in doi:
        yield f"citation_doi is {said.one('citation_doi')!r}, not of {doi}"
    for where, words in (
        ("citation_title", said.one("citation_title")),
        ("JSON-LD", said.data["name"]),
    ):
        if title and _letters(words) != _letters(title):
            yield f"{where} says {words!r}, not {title!r}"
    words = title if item["kind"] == "paper" else item["text"][lang] or title or ""
    if words and lang != ("zh" if HAN.search(words) else "en"):
        yield f"citation_language is {lang}"
    for place in said.all("citation_pdf_url"):
        if urlsplit(place).scheme not in ("http", "https") or not urlsplit(place).netloc:
            yield f"{place} is no whole address"
    if said.one("citation_abstract_html_url") != said.one("og:url"):
        yield f"citation_abstract_html_url is {said.one('citation_abstract_html_url')}"
    yield from _linked(said, item, lang, date, f"arxiv.org/abs/{paper}" if month else "")


def _linked(said: _Said, item: dict, lang: str, date: str, same: str) -> Iterator[str]:
    """Give what JSON-LD says otherwise than the item."""
    data = said.data
    yield from _differ(
        {
            "author": [author["name"] for author in data.get("author", [])],
            "datePublished": data.get("datePublished") or "",
            "inLanguage": data["inLanguage"][:2],
            "sameAs": same in data.get("sameAs", ""),
            "pageStart": data.get("pageStart"),
        },
        {
            "author": [author["name"] for author in item["authors"]],
            "datePublished": date,
            "inLanguage": lang,
            "sameAs": True,
            "pageStart": (item["pages"] or [None])[0],
        },
    )
    if item["kind"] == "paper" and data["@type"] != "ScholarlyArticle":
        yield f"a paper is called {data['@type']}"
    if data["url"] != data["@id"]:
        yield "two addresses in JSON-LD"
    issue = data.get("isPartOf") or data["subjectOf"]
    if issue["@type"] != "PublicationIssue" or issue["isPartOf"]["@type"] != "Periodical":
        yield f"it belongs to {issue}"


def _some(value: str) -> list[str]:
    return [value] if value else []


def _letters(words: str) -> str:
    """Return the letters of a title, which the writing of formulas and emphasis leaves alone."""
    return "".join(sign for sign in words if sign.isalnum())


def _differ(found: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[str]:
    for key, value in right.items():
        if found[key] != value:
            yield f"{key} is {found[key]!r}, not {value!r}"
