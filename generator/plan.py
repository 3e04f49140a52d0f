"""Every page of the site, decided before anything is rendered.

A page's digest stands for all that it shows, so a page whose digest is known need not be rendered
again. No graph of dependencies is kept: the plan is made in full each time.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec

from generator import faces
from generator.album import NO_ALBUM, Album
from generator.aliases import Alias, claim
from generator.assemble import Entry, Site
from generator.bundles import HANT, INDEX, Bundle, bundles, years
from generator.cards import digest_of
from generator.faces import Faces
from generator.files import (
    File,
    calendar_files,
    cover_files,
    feed_files,
    picture_files,
    redirect_files,
)
from generator.index import Index, beside
from generator.persons import Person
from generator.text import LANGS, Lang

ListKind = Literal["home", "archive", "topics", "topic", "events", "people", "person", "search"]
PageKind = ListKind | Literal["issue", "paper", "article"]
SITEMAP = 20_000
"""Pages in a sitemap file: in two languages these are 40,000 addresses, and 50,000 are allowed."""

LIST = 20
"""Entries that a topic's first page shows at least, in whole months."""

PEOPLE = 500
"""People that their list shows."""

SIGNED = 100
"""Entries up to which a person's page shows all."""

AGENDA = 40
"""Events and deadlines that their first page shows at least, in whole months."""


class Page(msgspec.Struct, frozen=True, gc=False):
    """One page in both languages: *path* below a language, *kind* names its template.

    *issue* and *number* say which issue or entry it shows, *topic*, *month*, *person* and *year*
    which list.
    """

    path: str
    kind: PageKind
    digest: str
    issue: int = -1
    number: int = -1
    topic: str = ""
    month: str = ""
    person: int = -1
    year: str = ""


class Plan(msgspec.Struct, frozen=True):
    """All pages and files, by path, and what became of every old address.

    *bundles* are those of the search index, newest first.
    """

    pages: tuple[Page, ...]
    files: tuple[File, ...]
    aliases: tuple[Alias, ...] = ()
    bundles: tuple[Bundle, ...] = ()

    def outputs(self) -> dict[str, str]:
        """Return the digest of every output file by its path."""
        wanted = {
            f"{lang}/{page.path}index.html": page.digest for page in self.pages for lang in LANGS
        }
        wanted.update((file.path, file.digest) for file in self.files)
        everything = "\n/".join(["", *wanted])
        if "\n//" in everything or "/../" in everything:
            raise ValueError("a path of the plan leads out of the output")  # slugs make sure of it
        return wanted

    def at(self, path: str) -> "tuple[Page, Lang] | File | None":
        """Return what is at an output path: a page with its language, a file, or nothing."""
        for lang in LANGS:
            if path.startswith(f"{lang}/") and path.endswith("/index.html"):
                page = _found(self.pages, path[len(lang) + 1 : -len("index.html")])
                if page:
                    return page, lang
        return _found(self.files, path)


At = TypeVar("At", Page, File)


def _found(sorted_: Sequence[At], path: str) -> At | None:
    at = bisect_left(sorted_, path, key=_path)
    return sorted_[at] if at < len(sorted_) and sorted_[at].path == path else None


def plan(
    site: Site,
    index: Index,
    base: bytes,
    assets: Iterable[str],
    album: Album = NO_ALBUM,
    *,
    search: bool = True,
    covers: str = "",
) -> Plan:
    """Return every page; *base* stands for generator, theme, configuration and topics.

    *assets* are the output paths of the theme's files, named after what is in them, *album* has
    the pictures; *covers* is what draws those of issues, if anything does.
    """
    if index.agenda.occasions:
        base = digest_of(base, "agenda")  # the bar of every page leads to it
    if index.people:
        base = digest_of(base, "people")
    shown = faces.Faces(site)
    lists = (*_lists(shown, index, base), *_agenda(site, index, base))
    pages = [*lists, *_people(shown, index, base), *_items(shown, index, base)]
    found: tuple[Bundle, ...] = ()
    if search:
        known = {page.path: page.digest for page in pages if page.issue >= 0}
        found = tuple(bundles(site, known, base))
        seals = "\n".join(bundle.digest for bundle in found).encode()
        seal = faces.mixed(base, b"search", seals, faces.counts(index), years(site))
        pages.append(Page("search/", "search", seal))
    pages.sort(key=_path)
    files = list(_files(shown, index, base, pages, assets))
    files += picture_files(album)
    files += cover_files(site, base, covers) if covers else ()
    aliases = claim(site, ((page.path, page.issue) for page in pages), (one.path for one in files))
    files += redirect_files(site, base, aliases)
    files += (
        File(f"{INDEX}{name}.bin", "search", bundle.digest, name)
        for bundle in found
        for name in bundle.files
    )
    if search:
        files.append(File(f"{INDEX}{HANT}.txt", "search", faces.mixed(base, b"hant"), HANT))
    return Plan(tuple(pages), tuple(sorted(files, key=_path)), aliases, found)


def _path(one: Page | File) -> str:
    return one.path


def _lists(shown: Faces, index: Index, base: bytes) -> Iterator[Page]:
    tally, issues = faces.counts(index), shown.all_signs
    lead = index.lead.card.digest if index.lead else b""
    yield Page("", "home", faces.mixed(base, b"home", lead, issues, tally))
    yield Page("issues/", "archive", faces.mixed(base, b"archive", issues))
    yield Page("topics/", "topics", faces.mixed(base, b"topics", tally))
    for topic in index.topics:
        months = index.months(topic)
        tally = "\n".join(f"{month} {len(filed)}" for month, filed in months.items()).encode()
        first = b"\0".join(shown.together(months[month]) for month in newest_months(months))
        calendar = b"calendar" if topic in index.agenda.topics else b""
        feed = b"feed" if index.feed_of(topic) else b""
        path = f"topics/{topic}/"
        kin = repr(index.kin[topic]).encode()
        digest = faces.mixed(base, b"topic", tally, first, kin, calendar, feed)
        yield Page(path, "topic", digest, topic=topic)
        names = tuple(months)
        for at, (month, filed) in enumerate(months.items()):
            near = [(name or "").encode() for name in beside(names, at)]
            digest = faces.mixed(base, b"month", *near, feed, shown.together(filed))
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
    shown = {month: [faces.occasion(site, one) for one in months[month]] for month in months}
    first = {month: shown[month] for month in newest_months(months, AGENDA)}
    tally = [(month, len(told)) for month, told in shown.items()]
    digest = digest_of(tally, first, list(agenda.topics))
    yield Page("events/", "events", faces.mixed(base, b"events", digest))
    names = tuple(months)
    for at, month in enumerate(names):
        digest = digest_of(beside(names, at), shown[month], bool(agenda.dated))
        yield Page(f"events/{month}/", "events", faces.mixed(base, b"events", digest), month=month)


def _people(shown: Faces, index: Index, base: bytes) -> Iterator[Page]:
    """Give the list of people, and the pages of each."""
    people = index.people
    if not people:
        return
    told = [(one.name, one.slug, len(one.entries)) for one in people_listed(people)]
    yield Page("people/", "people", faces.mixed(base, b"people", digest_of(told, len(people))))
    for place, person in enumerate(people):
        name = person.name.encode()
        digest = faces.mixed(base, b"person", name, shown.together(person.entries))
        yield Page(person.path, "person", digest, person=place)
        if few(person):
            continue
        years = person.years()
        names = tuple(years)
        for at, year in enumerate(names):
            near = digest_of(person.name, beside(names, at))
            digest = faces.mixed(base, b"year", near, shown.together(years[year]))
            yield Page(f"{person.path}{year}/", "person", digest, person=place, year=year)


def people_listed(people: Sequence[Person]) -> list[Person]:
    """Return those that the list of people shows: the ones with the most items."""
    return sorted(people, key=lambda one: (-len(one.entries), one.slug))[:PEOPLE]


def newest_years(person: Person) -> list[str]:
    """Return the years of a person's first page: all, or the newest of a very long list."""
    return list(person.years()) if few(person) else newest_months(person.years())


def few(person: Person) -> bool:
    """Say whether a person's page shows everything, so that no year has a page of its own."""
    return len(person.entries) <= SIGNED


def _items(shown: Faces, index: Index, base: bytes) -> Iterator[Page]:
    site, face = shown.site, shown.of
    for place, issue in enumerate(site.issues):
        newer, older = index.near[issue.id]
        own = shown.signs[place] + issue.card.path.encode()
        digest = faces.mixed(
            base, b"issue", own, faces.all_of(issue), faces.sign(newer), faces.sign(older)
        )
        yield Page(issue.path, "issue", digest, issue=place)
        sections = shown.sections(issue)
        for at, entry in enumerate(issue.entries):
            shared = site.pages[entry.path]
            if shared[0] is not entry:
                continue
            previous, following = around(issue.entries, at)
            digest = faces.mixed(
                base,
                own,
                faces.whole(entry),
                face[previous],
                face[following],
                faces.standing(entry, sections),
                *(_mention(shown, other) for other in shared[1:]),
                faces.dates(index, entry),
                faces.signers(index, entry),
                b"related",
                shown.together(index.related.get(entry.path, ())),
            )
            kind: PageKind = "paper" if entry.card.kind == "paper" else "article"
            yield Page(entry.path, kind, digest, place, at)


def _mention(shown: Faces, entry: Entry) -> bytes:
    """Return what an older entry adds to the page that it shares."""
    sections = shown.sections(shown.site.issues[entry.issue])
    return faces.standing(entry, sections) + faces.whole(entry)


def around(entries: Sequence[Entry], at: int) -> tuple[Entry | None, Entry | None]:
    """Return the entries before and after that have pages of their own, not the same one."""
    path = entries[at].path
    before, after = at - 1, at + 1
    while before >= 0 and entries[before].path == path:
        before -= 1
    while after < len(entries) and entries[after].path == path:
        after += 1
    following = entries[after] if after < len(entries) else None
    return entries[before] if before >= 0 else None, following


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


def _listed(site: Site, page: Page) -> str:
    """Return what the sitemap says of a page, on one line."""
    languages, date = page_facts(site, page)
    return f"{page.path} {date} {' '.join(languages)}"


def _files(
    shown: Faces, index: Index, base: bytes, pages: list[Page], assets: Iterable[str]
) -> Iterator[File]:
    site, tally, issues = shown.site, faces.counts(index), shown.all_signs
    yield File("index.html", "front", faces.mixed(base, b"front", issues, tally))
    yield File("404.html", "404", faces.mixed(base, b"404"))
    yield from feed_files(site, index, base)
    yield from calendar_files(site, index, base)
    for at, issue in enumerate(site.issues):
        digest = faces.mixed(base, b"api", issue.id.encode(), issue.key.encode())
        yield File(f"api/issues/{issue.id}.json", "issue.json", digest, issue=at)
        cited = faces.mixed(base, b"cited", shown.signs[at], issue.card.digest)
        yield File(f"issues/{issue.id}.bib", "issue.bib", cited, issue=at)
        yield File(f"issues/{issue.id}.json", "issue.csl", cited, issue=at)
        paths = "\n".join(entry.path for entry in issue.entries).encode()
        written = faces.mixed(base, b"twin", shown.signs[at], issue.key.encode(), paths)
        for lang in LANGS:
            yield File(f"{lang}/{issue.path}index.md", "issue.md", written, lang, at)
    paths = "\n".join(page.path for page in pages).encode()
    yield File("api/site.json", "site.json", faces.mixed(base, b"site", paths, issues))
    facts = "\n".join(_listed(site, page) for page in pages).encode()
    yield File("sitemap.xml", "sitemap", faces.mixed(base, b"sitemap", facts))
    for part in range(sitemap_parts(len(pages))):
        digest = faces.mixed(base, b"sitemap", str(part).encode(), facts)
        yield File(f"sitemap-{part + 1}.xml", "sitemap", digest, str(part))
    yield File("llms.txt", "llms", faces.mixed(base, b"llms", issues))
    yield File("robots.txt", "robots", faces.mixed(base, b"robots"))
    yield File(".nojekyll", "nojekyll", faces.mixed(base, b"nojekyll"))
    for path in assets:
        yield File(path, "asset", faces.mixed(b"asset", path.encode()), path)
