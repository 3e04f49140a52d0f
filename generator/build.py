"""The whole way from what was found to the output folder, stage by stage."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from generator.album import Album, album
from generator.assemble import IssueEntry, Site, assemble
from generator.bundles import INDEX
from generator.cards import Body, Record
from generator.checks import check_site
from generator.config import FILE, NO_ADDRESS
from generator.covers import dressed
from generator.diagnostics import Diagnostic, Severity, ordered
from generator.discover import Found
from generator.disk import write_file
from generator.errors import OutputError
from generator.files import feeds
from generator.index import Index, index
from generator.library import NO_STAMP, Library, Shelf
from generator.linking import led
from generator.outputs.cover import made_by as drawn_by
from generator.outputs.hant import made_by
from generator.pages.scene import Scene
from generator.pictures.found import Picture
from generator.pictures.looked import Facts
from generator.plan import Plan, plan
from generator.render import Renderer
from generator.source import Span
from generator.standing import Standing, digest_of_file
from generator.store import STORE, Report
from generator.templates import Templates
from generator.text import LANGS
from generator.trees import with_hant
from generator.weight import LIMIT, Scales, heavy_pages
from generator.workers import chunks, spread
from generator.workshop import Choices, Workshop

CHUNK = 400
"""Pages that one task has at the most; fewer than these are not worth another process."""

SHARES = 16
"""Tasks at the least, so that all who work are done at about the same time."""

BATCH = 32
"""Pages whose views are made together."""

NO_PICTURES: Mapping[str, Picture] = {}


class Draft(msgspec.Struct, frozen=True):
    """A site that is decided but not rendered."""

    site: Site
    scene: Scene
    plan: Plan
    records: tuple[Record, ...]
    problems: tuple[Diagnostic, ...]


def draft(
    shop: Workshop,
    found: Sequence[Found],
    known: Mapping[str, Record],
    shelf: Shelf,
    choices: Choices,
    pictures: Mapping[str, Picture] = NO_PICTURES,
) -> Draft:
    """Read what is not *known* and decide every page; nothing is rendered or written."""
    library = Library(shop.styles, shop.topics, shelf, shop.version, shop.config.series_of)
    records = library.records(found, known, choices.jobs, choices.stage)
    site, clashes = assemble(records, shop.config, as_of=choices.as_of, drafts=choices.drafts)
    site, covers, bare = dressed(site, shop.config.content)
    looked_up = index(site, shop.topics, shop.config.feed_entries, shop.config.people)
    seen_pictures = {} if choices.clean else shelf.pictures()
    shown = album(site, pictures, seen_pictures, partial(_look, choices.jobs))
    scene = scene_of(shop, site, looked_up, library.body_of, shown, covers)
    decided = plan_of(shop, scene)
    said = [problem for record in records for problem in record.problems]
    seen = check_site(scene, decided, choices.as_of)
    problems = ordered([*shop.problems, *said, *clashes, *bare, *seen])
    return Draft(site, scene, decided, tuple(records), tuple(problems))


def scene_of(
    shop: Workshop,
    site: Site,
    index: Index,
    body: Callable[[IssueEntry], Body],
    album: Album,
    covers: Mapping[str, bytes],
) -> Scene:
    """Return the site as its pages see it."""
    words = {lang: shop.theme.words[lang] for lang in LANGS}
    labels = {**shop.theme.names, **{key.lower(): n for key, n in shop.config.names.items()}}
    return Scene(site, index, shop.config, shop.topics, words, labels, body, album, covers)


def plan_of(shop: Workshop, scene: Scene) -> Plan:
    """Return every page and file of a site, with the digest of all that each shows."""
    site, found, config = scene.site, scene.index, shop.config
    drawn = drawn_by() if config.covers and config.base_url else ""
    assets, album = [*shop.theme.assets, *scene.covers], scene.album
    decided = plan(site, found, shop.base, assets, album, search=config.search, covers=drawn)
    decided = led(site, decided, feeds(found), album)
    return with_hant(decided, made_by()) if config.hant else decided


def _look(
    jobs: int, look: Callable[[Picture], Facts], pictures: Sequence[Picture]
) -> Iterator[Facts]:
    return spread(look, pictures, jobs)


def rebuild(shop: Workshop, choices: Choices, now: Standing, extra: Mapping[str, bytes]) -> Report:
    """Bring the output folder up to date, whatever has changed.

    *extra* are finished files that belong to no plan, by path.
    Raises OutputError; whatever happens, the output is one complete site.
    """
    out, store = now.out, now.store
    known = {} if choices.clean else store.load()
    made = draft(shop, now.found, known, store, choices, now.pictures)
    wanted = made.plan.outputs() | {path: digest_of_file(data) for path, data in extra.items()}
    stale = out.stale(wanted)
    root = out.prepare(wanted)
    templates = Templates(shop.theme, store)
    renderer = Renderer(made.scene, made.plan, shop.theme, store, templates)
    press = _Press(renderer, root, Scales(shop.theme.assets))
    sizes, heavy = _render(press, [p for p in stale if p not in extra], choices)
    sizes |= _put(root, {path: extra[path] for path in stale if path in extra})
    kept = {p: n for p, n in out.summary.items() if p in wanted and p not in sizes}
    heavy |= kept
    shown = made.scene.album
    memory = shown.memory()
    still = all(NO_STAMP not in record.stamps for record in made.records)
    certain = still and memory.keys() == shown.shown.keys()
    written = out.publish(wanted, sizes, now.inputs if certain else "", heavy)
    blocks = (key for bundle in made.plan.bundles for _, key in bundle.blocks)
    fault = store.remember(made.records, blocks)
    store.keep_pictures(memory, shown.keys())
    said = [*now.noticed, *made.problems, *_remarks(shop, fault), *heavy_pages(heavy)]
    report = Report(
        pages=len(made.plan.pages) * len(LANGS),
        items=len(made.site.pages),
        issues=len(made.site.issues),
        bytes=written.size,
        written=written.written,
        problems=tuple(ordered(said)),
    )
    store.conclude(now.inputs if certain else "", report)
    return report


def _remarks(shop: Workshop, fault: str) -> list[Diagnostic]:
    """Return what is to be said of the build itself: nothing is wrong with the content."""
    remarks = []
    if fault:
        message = f"{shop.config.root / STORE} cannot be written: {fault}"
        hint = "the site is complete; only the next build takes longer"
        span = Span(STORE)
        remarks.append(Diagnostic(Severity.WARNING, "store-unwritable", message, span, hint))
    if not shop.config.base_url:
        message = f"base_url is not set, so feeds and the sitemap use {NO_ADDRESS}"
        hint = "set base_url in site.toml to the address that the site will have"
        remarks.append(Diagnostic(Severity.NOTE, "no-base-url", message, Span(FILE), hint))
    return remarks


def _put(root: Path, files: Mapping[str, bytes]) -> dict[str, int]:
    """Write finished files below *root* and return their sizes."""
    for path, data in files.items():
        write_file(root, path, data)
    return {path: len(data) for path, data in files.items()}


def _render(
    press: "_Press", paths: Sequence[str], choices: Choices
) -> tuple[dict[str, int], dict[str, int]]:
    """Render and write the files at *paths*; return their sizes, and the weights of heavy pages.

    Raises OutputError where those who were hired have written them somewhere else.
    """
    bundles: dict[str, list[str]] = {}
    for path in paths:
        if path.startswith(INDEX):  # what belongs to one bundle is made at once
            bundles.setdefault(path.rpartition("/")[0], []).append(path)
    pages = press.renderer.in_order([path for path in paths if not path.startswith(INDEX)])
    alone = choices.hire is None and len(pages) <= CHUNK
    size = CHUNK if alone else max(BATCH, min(CHUNK, len(pages) // SHARES))
    tasks = [*bundles.values(), *chunks(pages, size)]
    sizes: dict[str, int] = {}
    heavy: dict[str, int] = {}
    with choices.stage("render", len(paths)) as step:
        work = spread(press, tasks, choices.jobs, choices.hire)
        for some, done in zip(tasks, work, strict=True):
            if not (press.root / some[0]).is_file():
                hint = "all machines of a cluster must see the same folders"
                raise OutputError(f"the workers have not written into {press.root}", hint)
            sizes.update((path, size) for path, (size, _) in zip(some, done, strict=True))
            weights = zip(some, done, strict=True)
            heavy.update((path, weight) for path, (_, weight) in weights if weight > LIMIT)
            step(len(some))
    return sizes, heavy


class _Press(msgspec.Struct, frozen=True):
    """What a worker does with its share of the pages."""

    renderer: Renderer
    root: Path
    scales: Scales

    def __call__(self, paths: Sequence[str]) -> list[tuple[int, int]]:
        done = []
        for some in chunks(paths, BATCH):
            for path, data in zip(some, self.renderer.outputs(some), strict=True):
                write_file(self.root, path, data)
                weight = self.scales.weigh(data) if path.endswith(".html") else 0
                done.append((len(data), weight))
        return done
