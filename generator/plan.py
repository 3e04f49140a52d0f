"""Every page of the site, decided before anything is rendered.

A page's digest stands for all that it shows, so a page whose digest is known need not be rendered
again. No graph of dependencies is kept: the plan is made in full each time.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from generator.agenda import Occasion
from generator.assemble import Entry, IssueEntry, Site
from generator.cards import digest_of
from generator.index import Index, beside
from generator.text import LANGS, Lang

PageKind = Literal["home", "archive", "issue", "paper", "article", "topics", "topic", "events"]
FileKind = Literal[
    "front",
    "404",
    "feed",
    "calendar",
    "site.json",
    "issue.json",
    "issue.bib",
    "issue.csl",
    "sitemap",
    "robots",
    "nojekyll",
    "asset",
]

SITEMAP = 20_000
"""Pages in a sitemap file: in two languages these are 40,000 addresses, and 50,000 are allowed."""

LIST = 20
"""Entries that a topic's first page shows at least, in whole months."""

AGENDA = 40
"""Events and deadlines that their first page shows at least, in whole months."""


class Page(msgspec.Struct, frozen=True, gc=False):
    """One page in both languages: *path* below a language, *kind* names its template.

    *issue* and *number* say which issue or entry it shows, *topic* and *month* which list.
    """

    path: str
    kind: PageKind
    digest: str
    issue: int = -1
    number: int = -1
    topic: str = ""
    month: str = ""


class File(msgspec.Struct, frozen=True, gc=False):
    """One file that is not a page of a language; *name*, *topic* or *issue* says which of its kind.

    The *name* of a feed or a calendar is its language.
    """

    path: str
    kind: FileKind
    digest: str
    name: str = ""
    issue: int = -1
    topic: str = ""


class Plan(msgspec.Struct, frozen=True):
    """All pages and files, by path."""

    pages: tuple[Page, ...]
    files: tuple[File, ...]

    def outputs(self) -> dict[str, str]:
        """Return the digest of every output file by its path."""
        wanted = {
            f"{lang}/{page.path}index.html": page.digest for page in self.pages for lang in LANGS
        }
        wanted.update((file.path, file.digest) for file in self.files)
        if any(path.startswith("/") or "/../" in f"/{path}" for path in wanted):
            raise ValueError("a path of the plan leads out of the output")  # slugs make sure of it
        return wanted


def plan(site: Site, index: Index, base: bytes, assets: Iterable[str]) -> Plan:
    """Return every page; *base* stands for generator, theme, configuration and topics.

    *assets* are the output paths of the theme's files, named after what is in them.
    """
    if index.agenda.occasions:
        base = digest_of(base, "agenda")  # the bar of every page leads to it
    pages = [*_lists(site, index, base), *_agenda(site, index, base), *_items(site, index, base)]
    pages.sort(key=lambda page: page.path)
    return Plan(tuple(pages), tuple(sorted(_files(site, index, base, pages, assets), key=_path)))


def _path(file: File) -> str:
    return file.path


def _mix(base: bytes, *parts: bytes) -> str:
    return hashlib.blake2b(b"\0".join(parts), digest_size=16, key=base[:64]).hexdigest()


def _face(entry: Entry | None) -> bytes:
    """Return what a list shows of an entry, as bytes."""
    return entry.card.digest + entry.path.encode() if entry else b""


def _sign(issue: IssueEntry | None) -> bytes:
    """Return what any page but its own shows of an issue, as bytes."""
    if issue is None:
        return b""
    card = issue.card
    lone = issue.entries[0].path if len(issue.entries) == 1 else ""
    series = issue.series.name if issue.series else ""
    facts = (issue.id, card.style, series, card.title.zh, card.title.en, card.date, card.number)
    return "\n".join((*facts, card.total_number, str(len(issue.entries)), lone)).encode()


def _signs(site: Site) -> bytes:
    return b"\0".join(map(_sign, site.issues))


def _counts(index: Index) -> bytes:
    """Return how many items each topic has, as bytes."""
    return "\n".join(f"{name} {len(filed)}" for name, filed in index.topics.items()).encode()


def _standing(site: Site, entry: Entry) -> bytes:
    """Return where an entry stands, as bytes: its issue, its section there, its number."""
    issue = site.issues[entry.issue]
    section = issue.card.sections[entry.section]
    place = (section.title.zh, section.title.en, section.slug, entry.anchor, str(entry.number))
    return _sign(issue) + "\n".join(place).encode()


def _lists(site: Site, index: Index, base: bytes) -> Iterator[Page]:
    counts, signs = _counts(index), _signs(site)
    lead = index.lead.card.digest if index.lead else b""
    yield Page("", "home", _mix(base, b"home", lead, signs, counts))
    yield Page("issues/", "archive", _mix(base, b"archive", signs))
    yield Page("topics/", "topics", _mix(base, b"topics", counts))
    for topic in index.topics:
        months = index.months(topic)
        tally = "\n".join(f"{month} {len(filed)}" for month, filed in months.items()).encode()
        first = b"\0".join(_face(e) for month in newest_months(months) for e in months[month])
        calendar = b"calendar" if topic in index.agenda.topics else b""
        path = f"topics/{topic}/"
        kin = repr(index.kin[topic]).encode()
        yield Page(path, "topic", _mix(base, b"topic", tally, first, kin, calendar), topic=topic)
        names = tuple(months)
        for at, (month, filed) in enumerate(months.items()):
            shown = b"\0".join(_face(entry) for entry in filed)
            near = [(name or "").encode() for name in beside(names, at)]
            digest = _mix(base, b"month", *near, shown)
            yield Page(f"{path}{month}/", "topic", digest, topic=topic, month=month)


def newest_months(months: Mapping[str, Sequence[object]], least: int = LIST) -> list[str]:
    """Return the months of a list's first page: whole ones, until there are enough entries."""
    chosen: list[str] = []
    shown = 0
    for month, filed in months.items():
        if shown >= least:
            break
        chosen.append(month)
        shown += len(filed)
    return chosen


def _agenda(site: Site, index: Index, base: bytes) -> Iterator[Page]:
    """Give the page of what is newest by its date, and one for every month."""
    agenda = index.agenda
    months = agenda.months
    if not months:
        return
    faces = {month: [_occasion(site, one) for one in months[month]] for month in months}
    first = {month: faces[month] for month in newest_months(months, AGENDA)}
    tally = [(month, len(shown)) for month, shown in faces.items()]
    digest = digest_of(tally, first, list(agenda.topics))
    yield Page("events/", "events", _mix(base, b"events", digest))
    names = tuple(months)
    for at, month in enumerate(names):
        digest = digest_of(beside(names, at), faces[month], bool(agenda.dated))
        yield Page(f"events/{month}/", "events", _mix(base, b"events", digest), month=month)


def _occasion(site: Site, occasion: Occasion) -> bytes:
    """Return what a list or a calendar shows of an occasion and of the items it is from."""
    told = [
        (_sign(site.issues[one.issue]), one.path, one.card.title, one.card.plain, one.card.date)
        for one in occasion.sources
    ]
    return digest_of(occasion.name, type(occasion.what).__name__, occasion.what, told)


def _dates(index: Index, entry: Entry) -> bytes:
    """Return what an item's own page shows of the agenda, beside what the item says itself."""
    occasions = index.agenda.items.get(entry.path)
    return digest_of([(one.name, one.month, one.what) for one in occasions]) if occasions else b""


def _items(site: Site, index: Index, base: bytes) -> Iterator[Page]:
    for place, issue in enumerate(site.issues):
        newer, older = index.near[issue.id]
        own = _sign(issue) + issue.card.path.encode()
        digest = _mix(base, b"issue", own, issue.card.digest, _sign(newer), _sign(older))
        yield Page(issue.path, "issue", digest, issue=place)
        for at, entry in enumerate(issue.entries):
            shared = site.pages[entry.path]
            if shared[0] is not entry:
                continue
            previous, following = around(issue.entries, at)
            digest = _mix(
                base,
                own,
                _face(entry),
                _face(previous),
                _face(following),
                *(_standing(site, other) + _face(other) for other in shared),
                _dates(index, entry),
                b"related",
                *map(_face, index.related.get(entry.path, ())),
            )
            kind: PageKind = "paper" if entry.card.kind == "paper" else "article"
            yield Page(entry.path, kind, digest, issue=place, number=at)


def around(entries: Sequence[Entry], at: int) -> tuple[Entry | None, Entry | None]:
    """Return the entries before and after that have pages of their own, not the same one."""
    path = entries[at].path
    previous = next((e for e in reversed(entries[:at]) if e.path != path), None)
    return previous, next((e for e in entries[at + 1 :] if e.path != path), None)


def sitemap_parts(pages: int) -> int:
    """Return into how many files the sitemap is split; 0 where one holds everything."""
    return 0 if pages <= SITEMAP else -(-pages // SITEMAP)


def page_facts(site: Site, page: Page) -> tuple[tuple[Lang, ...], str]:
    """Return the languages in which a page has something of its own, and its date."""
    if page.issue < 0:
        return LANGS, ""
    issue = site.issues[page.issue]
    if page.number < 0:
        return LANGS, issue.card.date
    card = issue.entries[page.number].card
    return card.languages, card.date


def _files(
    site: Site, index: Index, base: bytes, pages: list[Page], assets: Iterable[str]
) -> Iterator[File]:
    newest = b"\0".join(map(_face, index.newest))
    counts, signs = _counts(index), _signs(site)
    yield File("index.html", "front", _mix(base, b"front", signs, counts))
    yield File("404.html", "404", _mix(base, b"404"))
    for lang in LANGS:
        yield File(f"{lang}/feed.atom", "feed", _mix(base, b"feed", newest), lang)
    yield from _calendars(site, index, base)
    for at, issue in enumerate(site.issues):
        digest = _mix(base, b"api", issue.id.encode(), issue.key.encode())
        yield File(f"api/issues/{issue.id}.json", "issue.json", digest, issue=at)
        cited = _mix(base, b"cited", _sign(issue), issue.card.digest)
        yield File(f"issues/{issue.id}.bib", "issue.bib", cited, issue=at)
        yield File(f"issues/{issue.id}.json", "issue.csl", cited, issue=at)
    paths = "\n".join(page.path for page in pages).encode()
    yield File("api/site.json", "site.json", _mix(base, b"site", paths, signs))
    facts = repr([(page.path, *page_facts(site, page)) for page in pages]).encode()
    yield File("sitemap.xml", "sitemap", _mix(base, b"sitemap", facts))
    for part in range(sitemap_parts(len(pages))):
        digest = _mix(base, b"sitemap", str(part).encode(), facts)
        yield File(f"sitemap-{part + 1}.xml", "sitemap", digest, str(part))
    yield File("robots.txt", "robots", _mix(base, b"robots"))
    yield File(".nojekyll", "nojekyll", _mix(base, b"nojekyll"))
    for path in assets:
        yield File(path, "asset", _mix(b"asset", path.encode()), path)


def _calendars(site: Site, index: Index, base: bytes) -> Iterator[File]:
    """Give a calendar of all dated occasions, and one for every topic that has some."""
    agenda = index.agenda
    faces = {one.name: _occasion(site, one) for one in agenda.dated}
    for topic, shown in {"": agenda.dated, **agenda.topics}.items():
        digest = _mix(base, b"calendar", *(faces[one.name] for one in shown))
        folder = f"topics/{topic}/" if topic else ""
        for lang in LANGS:
            if shown:
                yield File(f"{lang}/{folder}events.ics", "calendar", digest, lang, topic=topic)
