"""Files that are no page of a language: feeds, calendars, and the pages at old addresses."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from generator import faces
from generator.album import Album
from generator.aliases import Alias
from generator.assemble import Entry, IssueEntry, Site
from generator.index import Index
from generator.pictures.looked import made_by
from generator.slugs import Names, slug
from generator.text import LANGS

FileKind = Literal[
    "front",
    "404",
    "feed",
    "calendar",
    "site.json",
    "issue.json",
    "issue.bib",
    "issue.csl",
    "issue.md",
    "image",
    "cover",
    "hant",
    "llms",
    "sitemap",
    "robots",
    "nojekyll",
    "asset",
    "redirect",
    "search",
]

FORMATS = ("atom", "json")
"""What a feed is written in: its file is ``feed.atom`` or ``feed.json``."""


class File(msgspec.Struct, frozen=True, gc=False):
    """One file that is not a page of a language; *name*, *topic* or *issue* says which of its kind.

    The *name* of a feed, a calendar or a Markdown twin is its language, that of a page in
    traditional characters the path of its page.
    """

    path: str
    kind: FileKind
    digest: str
    name: str = ""
    issue: int = -1
    topic: str = ""


class Feed(msgspec.Struct, frozen=True):
    """What a feed is of: everything, one *topic* or one *series*, newest first.

    *folder* is where its files are, below the language.
    """

    folder: str
    entries: tuple[Entry, ...]
    topic: str = ""
    series: str = ""


def feeds(index: Index) -> dict[str, Feed]:
    """Return every feed by its folder: of everything, of topics with dated items, of series."""
    found = [Feed("", index.newest)]
    for topic in index.topics:
        newest = index.feed_of(topic)
        if newest:
            found.append(Feed(f"topics/{topic}/", newest, topic=topic))
    folders = series_folders(index.series)
    found += [Feed(folders[name], some, series=name) for name, some in index.series.items()]
    return {feed.folder: feed for feed in found}


def series_folders(names: Iterable[str]) -> dict[str, str]:
    """Return the folder of each series' feeds below a language."""
    taken = Names()
    return {name: f"series/{taken.take(slug(name, spare='series'))}/" for name in names}


def feed_files(site: Site, index: Index, base: bytes) -> Iterator[File]:
    """Give the files of every feed."""
    for folder, feed in feeds(index).items():
        shown = (faces.whole(one) + _place(site.issues[one.issue]) for one in feed.entries)
        digest = faces.mixed(base, b"feed", folder.encode(), *shown)
        for lang in LANGS:
            for suffix in FORMATS:
                yield File(f"{lang}/{folder}feed.{suffix}", "feed", digest, lang)


def _place(issue: IssueEntry) -> bytes:
    """Return what the id of an entry is made of, where it has none of its own, and its licence."""
    series = issue.series.name if issue.series else ""
    return f"{issue.card.path}\n{series}\n{len(issue.entries) == 1}".encode()


def calendar_files(site: Site, index: Index, base: bytes) -> Iterator[File]:
    """Give a calendar of all dated occasions, and one for every topic that has some."""
    agenda = index.agenda
    told = {one.name: faces.occasion(site, one) for one in agenda.dated}
    for topic, shown in {"": agenda.dated, **agenda.topics}.items():
        digest = faces.mixed(base, b"calendar", *(told[one.name] for one in shown))
        folder = f"topics/{topic}/" if topic else ""
        for lang in LANGS:
            if shown:
                yield File(f"{lang}/{folder}events.ics", "calendar", digest, lang, topic=topic)


def picture_files(album: Album) -> Iterator[File]:
    """Give the published pictures and their copies: of one name, the same bytes."""
    how = made_by().encode() if album.files else b""
    for path, (shown, width) in album.files.items():
        digest = faces.mixed(b"image", shown.facts.digest.encode(), how if width else b"")
        yield File(path, "image", digest, shown.picture.path)


def cover_files(site: Site, base: bytes, made_by: str) -> Iterator[File]:
    """Give the picture of every issue that is shown where its address is shared."""
    for at, issue in enumerate(site.issues):
        sizes = repr([len(section.cards) for section in issue.card.sections]).encode()
        digest = faces.mixed(base, b"cover", made_by.encode(), faces.sign(issue), sizes)
        yield File(f"issues/{issue.id}.png", "cover", digest, issue=at)


def redirect_files(site: Site, base: bytes, aliases: Iterable[Alias]) -> Iterator[File]:
    """Give the pages at old addresses, which lead to the new one in their language."""
    for alias in aliases:
        if alias.owner is None:
            issue = site.issues[alias.issue]
            digest = faces.mixed(base, b"redirect", issue.door.encode(), faces.sign(issue))
            for lang in LANGS:
                path = f"{lang}/{alias.path}{'' if alias.path.endswith('.html') else 'index.html'}"
                yield File(path, "redirect", digest, lang, alias.issue)
