"""The site of a preview, kept in memory: a change costs what it touches, and no more.

What did not change is taken over from the state before. The plan of all pages is made when
something needs it; a page that an editor looks at does not.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

from generator.album import album
from generator.assemble import Site, assemble, moved
from generator.build import plan_of, scene_of
from generator.cards import Body, Record
from generator.checks import check_site
from generator.covers import dressed
from generator.diagnostics import Diagnostic, Severity
from generator.discover import discover
from generator.filing import Filing, file, file_after
from generator.index import index
from generator.library import Library
from generator.markup.typeset import Memory
from generator.pictures.found import pictures_in
from generator.pictures.looked import Seen
from generator.render import Renderer
from generator.store import STORE, Store
from generator.templates import Templates
from generator.workshop import Choices, Workshop

T = TypeVar("T")

RECENT = 8
"""Bodies that stay in memory."""


class State(msgspec.Struct, frozen=True):
    """A site as it is shown, and all that the next one is made from; *site* has no covers yet.

    *noticed* are problems of the folder and the settings, *serious* those of each source that are
    more than a note, by its path; what only the whole site shows takes a look at all of it.
    """

    shop: Workshop
    store: Store
    library: Library
    records: tuple[Record, ...]
    site: Site
    filing: Filing
    renderer: Renderer
    noticed: tuple[Diagnostic, ...]
    serious: dict[str, tuple[Diagnostic, ...]]

    @property
    def problems(self) -> list[Diagnostic]:
        """The problems that are more than a note."""
        rest = (one for one in self.noticed if one.severity > Severity.NOTE)
        return [*rest, *(one for found in self.serious.values() for one in found)]


def state_of(
    shop: Workshop,
    choices: Choices,
    templates: Templates,
    before: State | None = None,
    jobs: int = 1,
) -> State:
    """Read what has changed and return the site of now, or *before* itself if that is the same.

    *templates* are those of the workshop's theme.
    Raises ConfigError where there is no content to read.
    """
    found, noticed = discover(shop.config.content, shop.config.output)
    pictures = pictures_in(shop.config.content, shop.config.output)
    store, library, known = _stock(shop, before)
    records = tuple(library.records(found, {one.path: one for one in known}, jobs))
    alike = before is not None and _alike(before.shop, shop)
    was = before if alike else None
    site, clashes = assemble(
        records,
        shop.config,
        as_of=choices.as_of,
        drafts=choices.drafts,
        before=was.site if was else None,
    )
    clothed, covers, bare = dressed(site, shop.config.content)
    problems = (*noticed, *shop.problems, *clashes, *bare)
    serious = _serious(records, before)
    if was and not moved(site.issues, was.site.issues):
        site, filing = was.site, was.filing
        scene = was.renderer.scene
        told = problems == was.noticed and serious == was.serious
        same = told and pictures == scene.album.found and covers == scene.covers
        if same and was.renderer.templates is templates:
            return msgspec.structs.replace(was, shop=shop, records=records)
    elif was:
        filing = file_after(was.filing, was.site, site, shop.topics, shop.config.people)
    else:
        filing = file(site, shop.topics, shop.config.people)
    known_pictures = was.renderer.scene.album.memory() if was else store.pictures()
    shown = album(site, pictures, known_pictures, map)
    config = shop.config
    looked_up = index(clothed, shop.topics, config.feed_entries, config.people, filing)
    scene = scene_of(shop, clothed, looked_up, library.body_of, shown, covers)
    decide = Once(lambda: plan_of(shop, scene))
    renderer = Renderer(scene, decide, shop.theme, store, templates)
    return State(shop, store, library, records, site, filing, renderer, problems, serious)


def look_over(state: State, choices: Choices) -> list[Diagnostic]:
    """Remember what has been read, and return the problems that only the whole site shows."""
    state.store.remember(state.records)
    album = state.renderer.scene.album
    state.store.keep_pictures(album.memory(), album.keys())
    return list(check_site(state.renderer.scene, state.renderer.plan, choices.as_of))


def _stock(shop: Workshop, before: State | None) -> tuple[Store, Library, Sequence[Record]]:
    """Return the store, the library, and what they know of the sources."""
    if before and (before.shop.version, before.shop.config.root) == (
        shop.version,
        shop.config.root,
    ):
        return before.store, before.library, before.records
    store = Store(shop.config.root / STORE, shop.version)
    library = Library(
        shop.styles, shop.topics, Recent(store), shop.version, shop.config.series_of, Memory()
    )
    return store, library, tuple(store.load().values())


def _serious(records: Sequence[Record], before: State | None) -> dict[str, tuple[Diagnostic, ...]]:
    """Return what is more than a note, by source; most sources are as they were *before*."""
    known = {record.path: record for record in before.records} if before else {}
    found: dict[str, tuple[Diagnostic, ...]] = {}
    for record in records:
        old = known.get(record.path)
        if before and old and old.problems is record.problems:
            said = before.serious.get(record.path, ())
        else:
            said = tuple(one for one in record.problems if one.severity > Severity.NOTE)
        if said:
            found[record.path] = said
    return found


def _alike(before: Workshop, now: Workshop) -> bool:
    """Say whether two workshops make the same site of the same sources."""
    return before is now or (before.version, before.config) == (now.version, now.config)


class Once(Generic[T]):
    """Gives what *make* makes, made when it is first asked for; the others wait."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._making = threading.Lock()

    def __call__(self) -> T:
        with self._making:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


class Recent:
    """A shelf before the store: the bodies that were used last need not be read again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._bodies: dict[str, Body] = {}

    def body(self, key: str) -> Body | None:
        """Return a body, if it is there."""
        body = self._bodies.get(key) or self._store.body(key)
        if body:
            self._put(key, body)
        return body

    def keep(self, key: str, body: Body) -> None:
        """Keep a body."""
        self._put(key, body)
        self._store.keep(key, body)

    def pictures(self) -> dict[str, Seen]:
        """Return what is remembered of the pictures."""
        return self._store.pictures()

    def _put(self, key: str, body: Body) -> None:
        self._bodies.pop(key, None)
        self._bodies[key] = body
        while len(self._bodies) > RECENT:
            self._bodies.pop(next(iter(self._bodies)), None)
