"""Links of the content that name no host: to other files, pages and files of the site.

``[see](../daily/2026-03-02.md#2603.00001)``, ``[see](/zh/topics/)`` and ``[feed](/zh/feed.atom)``
lead where they say, in the language of the page that they stand on. A file's own ``#heading`` is
settled with its text.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote, urlsplit

import msgspec

from generator.album import NO_ALBUM, Album
from generator.assemble import IssueEntry, Site
from generator.cards import Card, IssueCard, digest_of
from generator.files import Feed, File
from generator.pairs import siblings
from generator.plan import Page, Plan
from generator.text import LANGS


class Target(msgspec.Struct, frozen=True, gc=False):
    """Where a link leads: a *page*, or else the file at *path*; *fragment* is as written."""

    path: str
    page: Page | None = None
    fragment: str = ""


class Places:
    """Everything that a link of the content can lead to."""

    def __init__(self, site: Site, plan: Plan, album: Album = NO_ALBUM) -> None:
        self.site = site
        self.album = album
        self.pages = {page.path: page for page in plan.pages}
        self.files = {file.path for file in plan.files}
        self.sources: dict[str, IssueEntry] = {}
        for issue in site.issues:
            path = issue.card.path
            self.sources[path] = issue
            for beside in siblings(path):
                self.sources.setdefault(beside, issue)

    def target(self, source: str, href: str) -> Target | None:
        """Return where *href* in the file *source* leads, or ``None`` if that is nowhere."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        fragment = unquote(parts.fragment)
        if path.startswith("/"):
            found = self._of_site(path[1:])
            near = path[1:]
        else:
            found = None
            near = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        issue = self.sources.get(near)
        if found is None and issue is not None:
            door = self.pages.get(issue.door)
            found = Target(issue.door, door) if door else None
        return msgspec.structs.replace(found, fragment=fragment) if found else None

    def _of_site(self, path: str) -> Target | None:
        """Return the page or file at *path* below the root; a page in either language will do."""
        if path in self.files:
            return Target(path)
        lang, _, below = path.removesuffix("index.html").partition("/")
        if lang not in LANGS:
            return Target("index.html") if not path else None
        if below and not below.endswith("/"):
            below += "/"
        page = self.pages.get(below)
        return Target(below, page) if page else None

    def anchor(self, target: Target, headings: Iterable[tuple[str, str]]) -> str:
        """Return the id on *target*'s page that its fragment means; empty for none.

        *headings* are the words and ids of the page's own text, both languages.
        """
        page, wish = target.page, target.fragment
        if page is None or page.issue < 0 or not wish:
            return ""
        issue = self.site.issues[page.issue]
        if page.number < 0:
            known = {entry.anchor for entry in issue.entries}
            known |= {f"s-{section.slug}" for section in issue.card.sections}
            return next((one for one in (wish, f"i-{wish}", f"s-{wish}") if one in known), "")
        return next((anchor for words, anchor in headings if wish in (words, anchor)), "")


def led(site: Site, plan: Plan, feeds: Mapping[str, Feed], album: Album) -> Plan:
    """Return *plan* with where their links lead in the digests of pages and of *feeds*.

    The pictures that they show are in these digests as well.
    """
    if not any(issue.card.inner or issue.card.pictures for issue in site.issues):
        return plan
    places = Places(site, plan, album)
    pages = (_led(places, page) if page.issue >= 0 else page for page in plan.pages)
    facts = {
        folder: [_facts(places, one.issue, one.card) for one in feed.entries]
        for folder, feed in feeds.items()
        if any(one.card.inner or one.card.pictures for one in feed.entries)
    }
    files = (_file(file, facts) if file.kind == "feed" else file for file in plan.files)
    return msgspec.structs.replace(plan, pages=tuple(pages), files=tuple(files))


def _file(file: File, facts: Mapping[str, object]) -> File:
    folder = file.path.removeprefix(f"{file.name}/").rpartition("feed.")[0]
    if folder not in facts:
        return file
    return msgspec.structs.replace(file, digest=digest_of(file.digest, facts[folder]).hex())


def _led(places: Places, page: Page) -> Page:
    site = places.site
    texts: list[tuple[int, Card | IssueCard]] = [(page.issue, site.issues[page.issue].card)]
    if page.number >= 0:
        shared = site.pages[site.issues[page.issue].entries[page.number].path]
        texts = [(entry.issue, entry.card) for entry in shared]
    facts = [_facts(places, issue, card) for issue, card in texts if card.inner or card.pictures]
    if not facts:
        return page
    return msgspec.structs.replace(page, digest=digest_of(page.digest, facts).hex())


def _facts(places: Places, issue: int, card: Card | IssueCard) -> list[object]:
    """Return all that says where links of an issue lead, and what its pictures are."""
    facts: list[object] = []
    source = places.site.issues[issue].card.path
    for one in card.pictures:
        shown = places.album.of(source, one.href)
        facts.append((one.href, shown.facts if shown else ""))
    for link in card.inner:
        target = places.target(source, link.href)
        facts.append((link.href, target.path if target else ""))
        if target and target.page and target.fragment and target.page.issue >= 0:
            facts += _shown(places.site, target.page)
    return facts


def _shown(site: Site, page: Page) -> Iterator[bytes]:
    """Give the digests of the issues whose texts a page shows."""
    issue = site.issues[page.issue]
    shared = site.pages[issue.entries[page.number].path] if page.number >= 0 else ()
    yield issue.card.digest
    yield from (site.issues[entry.issue].card.digest for entry in shared[1:])


def address(target: Target, lang: str, anchor: str) -> str:
    """Return the address of *target* below the site's root for a page in *lang*."""
    path = f"{lang}/{target.path}" if target.page else target.path
    return quote(path) + (f"#{quote(anchor)}" if anchor else "")
