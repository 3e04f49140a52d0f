"""A look at content without building it: what ``check`` and ``inspect`` are made of."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from generator.assemble import IssueEntry
from generator.build import Draft, draft
from generator.cards import Body
from generator.checks.doubts import doubts
from generator.diagnostics import Diagnostic, ordered
from generator.discover import Found, discover, readable, single
from generator.errors import ConfigError
from generator.library import Memory
from generator.pictures.found import pictures_in
from generator.pictures.looked import Seen as SeenPicture
from generator.regex import regex
from generator.source import Span
from generator.store import STORE, Store
from generator.translations.desk import take
from generator.translations.status import Status, status_of
from generator.workshop import Choices, Workshop, shown

SITEMAP = "sitemap.xml"
ALONE = frozenset({"link-relative", "link-anchor", "missing-image"})
"""What cannot be known of a file that is looked at without the others of its folder."""

_LOC = regex(r"<loc>\s*([^<\s]+)\s*</loc>")
_ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


class Seen(msgspec.Struct, frozen=True):
    """What was read: issues by path of their source, and every problem; *found* are the files."""

    draft: Draft
    issues: tuple[IssueEntry, ...]
    problems: tuple[Diagnostic, ...]
    found: tuple[Found, ...] = ()


class Borrowed(Memory):
    """A shelf that reads what a build has remembered, and keeps the rest to itself."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def body(self, key: str) -> Body | None:
        """Return a body, if it is there."""
        return super().body(key) or self.store.body(key)

    def pictures(self) -> dict[str, SeenPicture]:
        """Return what pictures were when they were last looked at."""
        return self.store.pictures()


def look(
    shop: Workshop,
    paths: Sequence[Path],
    *,
    as_of: str,
    drafts: bool,
    noticed: Sequence[Diagnostic] = (),
) -> Seen:
    """Read *paths*, or all content where none is named, and keep everything in memory.

    *noticed* is told with the problems that are found.
    Raises ConfigError for a path that leads nowhere.
    """
    found: dict[str, Found] = {}
    problems: list[Diagnostic] = list(noticed)
    lost = next((path for path in paths if not os.path.lexists(path)), None)
    if lost:
        hint = "paths are taken from the current folder"
        raise ConfigError(f"there is no such file: {readable(str(lost))}", hint)
    for path in paths or [shop.config.content]:
        more, unread = _find(path, shop.config.content, shop.config.output)
        found.update((one.path, one) for one in more)
        problems += unread
    files = [found[path] for path in sorted(found)]
    store = Store(shop.config.root / STORE, shop.version)
    choices = Choices(as_of=as_of, drafts=drafts)
    pictures = pictures_in(shop.config.content, shop.config.output)
    made = draft(shop, files, store.load(), Borrowed(store), choices, pictures)
    issues = sorted(made.site.issues, key=lambda issue: issue.card.path)
    told = ordered([*problems, *noticed, *made.problems])
    return Seen(made, tuple(issues), tuple(told), tuple(files))


def statuses(seen: Seen) -> list[Status]:
    """Return how every issue stands in its two languages."""
    return [status_of(entry, seen.draft.scene.body(entry)) for entry in seen.issues]


def take_translations(seen: Seen, file: Path) -> tuple[list[str], list[Diagnostic]]:
    """Write the translations in a PO file into the fix files of what was read."""
    places = {one.path: Path(one.file) for one in seen.found}
    return take(statuses(seen), file, places)


def review(
    shop: Workshop,
    paths: Sequence[Path],
    published: Path | None,
    *,
    as_of: str,
    drafts: bool,
    noticed: Sequence[Diagnostic] = (),
) -> Seen:
    """Return every problem of all content, or those of *paths*, which are judged among the rest.

    *published* is the sitemap to compare with; without one that of the last build. Raises
    ConfigError for a path that leads nowhere.
    """
    content = shop.config.content.absolute()
    alone = None
    if paths:
        alone = look(shop, paths, as_of=as_of, drafts=drafts, noticed=noticed)
    if alone and not all(path.absolute().is_relative_to(content) for path in paths):
        known = tuple(one for one in alone.problems if one.code not in ALONE)
        return msgspec.structs.replace(alone, problems=known)
    seen = look(shop, (), as_of=as_of, drafts=drafts, noticed=noticed)
    if published and not published.is_file():
        hint = "name the sitemap.xml of the published site"
        raise ConfigError(f"there is no such file: {readable(str(published))}", hint)
    old = addresses(published or shop.config.output / SITEMAP)
    more = doubts(seen.draft.scene, seen.draft.plan, old)
    seen = msgspec.structs.replace(seen, problems=tuple(ordered([*seen.problems, *more])))
    if alone is None:
        return seen
    own = {one.path for file in alone.found for one in (file, file.twin) if one}
    said = {problem.span.path for problem in alone.problems}
    wanted = tuple(one for one in seen.problems if one.span.path in own | said)
    return msgspec.structs.replace(alone, problems=wanted)


def addresses(sitemap: Path) -> list[tuple[str, Span]]:
    """Return the addresses in a sitemap and its parts beside it, with their places; none if none.

    Raises ConfigError for one that cannot be read.
    """
    try:
        text = sitemap.read_bytes().decode("utf-8", "replace") if sitemap.is_file() else ""
    except OSError as error:
        raise ConfigError(f"{sitemap} cannot be read: {error.strerror}") from None
    name = shown(sitemap.absolute())
    said = []
    for number, line in enumerate(text.split("\n"), 1):
        for found in _LOC.finditer(line):
            url = re.sub("&[a-z]+;", lambda one: _ENTITY.get(one[0], one[0]), found[1])
            said.append((url, Span(name, number, found.start(1) + 1)))
    if "<sitemapindex" in text:
        parts = [sitemap.with_name(url.rpartition("/")[2]) for url, _ in said]
        return [one for part in parts if part != sitemap for one in addresses(part)]
    return said


def _find(path: Path, content: Path, output: Path) -> tuple[list[Found], list[Diagnostic]]:
    """Return the content files at *path*, named as in the content folder if they are in it."""
    if path != content and not os.path.isdir(path):
        one, problems = single(path, _name(path, content))
        return ([one] if one else []), problems
    found, problems = discover(path, output)
    if path.absolute() == content.absolute():
        return found, problems
    return [_renamed(one, path, content) for one in found], problems


def _renamed(found: Found, folder: Path, content: Path) -> Found:
    twin = _renamed(found.twin, folder, content) if found.twin else None
    fix = _renamed(found.fix, folder, content) if found.fix else None
    path = _name(folder / found.path, content)
    return msgspec.structs.replace(found, path=path, twin=twin, fix=fix)


def _name(path: Path, content: Path) -> str:
    try:
        return path.absolute().relative_to(content.absolute()).as_posix()
    except ValueError:
        return path.as_posix()
