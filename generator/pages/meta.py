"""What a page says of itself to programs: Highwire tags, Open Graph, JSON-LD.

All of it is said on the page as well. Addresses stand only in what has to be absolute, and are left
out while the site has none.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup, escape

from generator.assemble import Entry, IssueEntry
from generator.cards import Leaf
from generator.citing.reference import Reference
from generator.model import Item, Kind
from generator.pages.cite import reference
from generator.pages.frame import Frame, id_href
from generator.pages.scene import Scene
from generator.plan import Page
from generator.regex import regex
from generator.text import HTML_LANG, LANGS, Lang, other
from generator.views import Meta, safe

Tags = tuple[tuple[str, str], ...]

LOCALES: dict[Lang, str] = {"zh": "zh_CN", "en": "en_GB"}

TYPES: dict[Kind, str] = {
    "paper": "ScholarlyArticle",
    "article": "ScholarlyArticle",
    "news": "NewsArticle",
    "report": "Report",
}
"""What schema.org calls an item of a kind; any other is an article."""

CONTEXT = "https://schema.org"

_DATE = regex(r"\d{4}(?:-\d\d){0,2}")
_UNSAFE = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def meta_of(frame: Frame, page: Page, title: str, about: str, url: str) -> Meta:
    """Return what *page* says of itself; *url* is its whole address, empty where there is none."""
    scene = frame.scene
    site = scene.config.title.best(frame.lang)[1]
    social = [
        ("og:type", "article" if page.number >= 0 else "website"),
        ("og:title", title or site),
        ("og:description", about or site),
        ("og:site_name", site),
        ("og:locale", LOCALES[frame.lang]),
    ]
    if url:
        social.append(("og:url", url))
    card = ("twitter:card", "summary")
    if page.issue < 0:
        data = embedded({"@context": CONTEXT, **_site(scene, frame.lang)}) if not page.path else ""
        return Meta(_tags((card,), social), Markup(data))
    issue = scene.site.issues[page.issue]
    if url and scene.config.covers:  # without an address nobody could be led to it
        social += _cover(scene, issue)
        card = ("twitter:card", "summary_large_image")
    if page.number < 0:
        told = {"@context": CONTEXT, **_issue(frame, issue)}
        return Meta(_tags((card,), social), embedded(told))
    entry = issue.entries[page.number]
    alike = scene.once(_alike, entry)
    if alike.day:
        social.append(("article:published_time", alike.day))
    title = alike.title or frame.t["untitled"]
    own = [("citation_abstract_html_url", url)] if url else []
    if url and alike.full:
        own.append(("citation_fulltext_html_url", url))
    lines = (
        _named((("citation_title", title),)),
        *alike.facts,
        _named(own),
        *alike.keywords,
        _tags((card,), social),
    )
    told = {"@context": CONTEXT, "@type": alike.type, "@id": url, "url": url, "name": title}
    told |= alike.data | {alike.part: frame.once(_encoded_issue, issue)}
    return Meta(safe("\n".join(filter(None, lines))), embedded(told))


class _Alike(msgspec.Struct, frozen=True):
    """What the pages of an item say alike in both languages: lines of tags, JSON-LD but for what
    names the page itself. *part* is how the item belongs to its issue; *full*: it has a body."""

    title: str
    day: str
    facts: tuple[str, ...]
    keywords: tuple[str, ...]
    full: bool
    type: str
    data: dict[str, Any]
    part: str


def _alike(scene: Scene, entry: Entry) -> _Alike:
    cited, leaf = scene.once(reference, entry), scene.leaf(entry)
    facts, topics = tuple(_highwire(leaf.item, cited)), _topics(scene, leaf.item, cited.lang)
    named = (("citation_keywords", "; ".join(topics)),) if topics else ()
    own = cited.form not in ("preprint", "journal")
    return _Alike(
        title=cited.plain_title,
        day=_day(cited.date),
        facts=(_named(facts),) if facts else (),
        keywords=(_named(named),) if named else (),
        full=bool(leaf.body),
        type=TYPES.get(leaf.item.kind, "Article"),
        data=_known(_item(scene.site.issues[entry.issue], leaf, cited, topics, own=own)),
        part="isPartOf" if own else "subjectOf",
    )


def _cover(scene: Scene, issue: IssueEntry) -> Tags:
    """Return the picture of an issue; its words are those of the page that it is shown for."""
    return (
        ("og:image", f"{scene.config.base_url}issues/{quote(issue.id)}.png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
    )


def embedded(told: dict[str, Any]) -> Markup:
    """Return JSON that ends no script element and that no parser of HTML takes for markup."""
    known = {key: value for key, value in told.items() if value}
    words = msgspec.json.encode(known).decode()
    for sign, code in _UNSAFE.items():
        words = words.replace(sign, code)
    return safe(words)


def _tags(named: Iterable[tuple[str, str]], social: Iterable[tuple[str, str]]) -> Markup:
    """Return tags by name and tags by property as the lines of a head."""
    lines = [f'<meta property="{name}" content="{escape(value)}">' for name, value in social]
    return safe("\n".join([_named(named), *lines]))


def _named(named: Iterable[tuple[str, str]]) -> str:
    """Return tags by name, a line each."""
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in named)


def _day(date: str) -> str:
    """Return the beginning of a date as far as it is complete: a day, a month or a year."""
    found = _DATE.match(date)
    return found[0] if found else ""


def _highwire(item: Item, reference: Reference) -> Iterator[tuple[str, str]]:
    """Give the tags that scholars' tools read, each fact as a citation of the item has it."""
    for author in item.authors:
        yield "citation_author", author.name
        if author.affiliation:
            yield "citation_author_institution", author.affiliation
    conference = reference.form == "proceedings"
    said = (
        ("citation_publication_date", _day(reference.date).replace("-", "/")),
        (
            "citation_conference_title" if conference else "citation_journal_title",
            reference.container,
        ),
        ("citation_issue", reference.number),
        ("citation_firstpage", str(reference.pages[0]) if reference.pages else ""),
        ("citation_lastpage", str(reference.pages[1]) if reference.pages else ""),
        ("citation_arxiv_id", reference.arxiv),
        ("citation_doi", reference.doi),
        ("citation_language", reference.lang),
        ("citation_pdf_url", _pdf(item)),
    )
    yield from ((name, value) for name, value in said if value)


def _pdf(item: Item) -> str:
    web = (link.href for link in item.links if link.rel == "pdf")
    return next((href for href in web if href.lower().startswith(("http://", "https://"))), "")


def _topics(scene: Scene, item: Item, lang: Lang) -> list[str]:
    known = scene.topics.topics
    return [known[name].title.best(lang)[1] if name in known else name for name in item.topics]


def _item(
    issue: IssueEntry, leaf: Leaf, cited: Reference, topics: list[str], *, own: bool
) -> dict[str, Any]:
    """Return an item as schema.org has it; what is not our *own* is not under our licence."""
    item, lang = leaf.item, cited.lang
    licence = issue.series.licence if issue.series else None
    pages = cited.pages or (None, None)
    return {
        "alternateName": leaf.plain[other(lang)],
        "inLanguage": HTML_LANG[lang],
        "author": [
            _known(
                {
                    "@type": "Person",
                    "name": author.name,
                    "affiliation": author.affiliation,
                }
            )
            for author in item.authors
        ],
        "datePublished": _day(cited.date),
        "identifier": [f"arXiv:{cited.arxiv}"] if cited.arxiv else [],
        "sameAs": id_href(item.paper) if item.paper else "",
        "pageStart": pages[0],
        "pageEnd": pages[1],
        "keywords": topics,
        "license": licence.href if licence and own else "",
    }


def _encoded_issue(frame: Frame, issue: IssueEntry) -> msgspec.Raw:
    """Return an issue as each of its items names it."""
    return msgspec.Raw(msgspec.json.encode(_issue(frame, issue)))


def _issue(frame: Frame, issue: IssueEntry) -> dict[str, Any]:
    card = issue.card
    root = frame.scene.config.base_url
    return _known(
        {
            "@type": "PublicationIssue",
            "url": f"{root}{frame.lang}/{quote(issue.path)}" if root else "",
            "name": Markup(frame.issue_title(issue).html).striptags(),
            "issueNumber": card.number or card.total_number,
            "datePublished": _day(card.date),
            "isPartOf": _periodical(frame, issue),
        }
    )


def _periodical(frame: Frame, issue: IssueEntry) -> dict[str, Any]:
    series = issue.series
    if series is None or not series.title:
        return _site(frame.scene, frame.lang)
    lang, name = series.title.best(frame.lang)
    spare = series.title[other(lang)]
    return _known({"@type": "Periodical", "name": name, "alternateName": spare})


def _site(scene: Scene, lang: Lang) -> dict[str, Any]:
    config = scene.config
    own, name = config.title.best(lang)
    spare = config.title[other(own)]
    return _known(
        {
            "@type": "Periodical",
            "url": config.base_url,
            "name": name,
            "alternateName": spare if spare != name else "",
            "inLanguage": [HTML_LANG[one] for one in LANGS],
        }
    )


def _known(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is said, without what is empty."""
    return {key: value for key, value in told.items() if value}
