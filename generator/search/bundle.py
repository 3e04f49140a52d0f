"""The files of a bundle: what a browser fetches to search the issues of a quarter.

``search/2024-q1/3f.bin`` holds the drawers of one shard, block by block, each behind its length.
``search/2024-q1/zh.bin`` lists the pages that the blocks count, for readers of Chinese: a line for
an issue, then one for each of its items and one for its own page (empty where another page stands
for it), deflated. ``search/hant.txt`` holds Traditional characters and, on a second line, their
twins.
"""

import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from markupsafe import Markup

from generator.assemble import Entry, IssueEntry
from generator.bundles import HANT, Bundle
from generator.pages.frame import Frame
from generator.pages.scene import Scene
from generator.plan import Plan
from generator.search.blocks import DRAWERS, LEVELS, Parts, block, varint
from generator.search.grams import variants
from generator.search.words import said, said_by_issue
from generator.text import LANGS, Lang, other

NOTHING: Parts = ((),) * len(LEVELS)


class Cupboard(Protocol):
    """Where the blocks of issues are kept between builds."""

    def drawers(self, key: str) -> list[bytes] | None:
        """Return the drawers of a block, if they are there."""

    def keep_drawers(self, key: str, drawers: list[bytes]) -> None:
        """Keep the drawers of a block."""


class Bundles:
    """Makes the files of any bundle of a plan; the one made last stays at hand."""

    def __init__(self, scene: Scene, plan: Plan, cupboard: Cupboard) -> None:
        self.scene = scene
        self.cupboard = cupboard
        self.bundles = {bundle.name: bundle for bundle in plan.bundles}
        self._shards = lru_cache(1)(self._all_shards)

    def file(self, name: str) -> bytes:
        """Return a file by its name in the plan: ``2024-q1/3f``, ``2024-q1/zh``, ``hant``."""
        if name == HANT:
            return variants().encode()
        period, _, part = name.partition("/")
        for lang in LANGS:
            if part == lang:
                return self._table(self.bundles[period], lang)
        return self._shards(period)[int(part, 16)]

    def _all_shards(self, period: str) -> list[bytes]:
        bundle = self.bundles[period]
        blocks = [self._drawers(issue, key) for issue, key in bundle.blocks]
        width = DRAWERS >> bundle.bits
        shards = []
        for first in range(0, DRAWERS, width):
            wanted = range(first, first + width)
            shards.append(b"".join([_framed(b[drawer]) for b in blocks for drawer in wanted]))
        return shards

    def _drawers(self, place: int, key: str) -> list[bytes]:
        drawers = self.cupboard.drawers(key)
        if drawers is None or len(drawers) != DRAWERS:
            issue = self.scene.site.issues[place]
            items = [self._parts(issue, entry) for entry in issue.entries]
            drawers = block([*items, self._own(issue)])
            self.cupboard.keep_drawers(key, drawers)
        return drawers

    def _parts(self, issue: IssueEntry, entry: Entry) -> Parts:
        """Return what an entry's page says; nothing where the page is that of another entry."""
        if self.scene.site.pages[entry.path][0] is not entry:
            return NOTHING
        return said(self._frames(entry.path), entry, self.scene.body(issue))

    def _own(self, issue: IssueEntry) -> Parts:
        """Return what an issue's page says beside its items; nothing where its item is its door."""
        if issue.door != issue.path:
            return NOTHING
        return said_by_issue(self._frames(issue.path), issue, self.scene.body(issue))

    def _frames(self, path: str) -> list[Frame]:
        return [Frame(self.scene, lang, path) for lang in LANGS]

    def _table(self, bundle: Bundle, lang: Lang) -> bytes:
        frame = Frame(self.scene, lang, "search/")
        issues = [self.scene.site.issues[place] for place, _ in bundle.blocks]
        lines = [line for issue in issues for line in _lines(frame, issue)]
        return zlib.compress("\n".join(lines).encode(), 6)


def _framed(drawer: bytes) -> bytes:
    return varint(len(drawer)) + drawer


def _lines(frame: Frame, issue: IssueEntry) -> Iterator[str]:
    """Give an issue's line, then that of each item, which leaves out a date that is the issue's,
    and last that of the issue's own page."""
    card = issue.card
    shown = frame.date_label(card.date)
    yield _line(str(len(issue.entries) + 1), card.style, card.date, shown)
    for entry in issue.entries:
        if frame.scene.site.pages[entry.path][0] is not entry:
            yield ""
            continue
        one = entry.card
        lang, title = one.plain.best(frame.lang)
        if not title:
            lang, title = frame.lang, one.paper or frame.t["untitled"]
        own = () if one.date in ("", card.date) else (one.date, frame.date_label(one.date))
        far = "" if lang == frame.lang else lang
        yield _line(entry.path, title, far, one.kind, " ".join(one.topics), *own)
    if issue.door != issue.path:
        yield ""
        return
    called = frame.issue_title(issue)
    name = Markup(called.html).striptags()
    far = other(frame.lang) if called.attr else ""
    yield _line(issue.path, name, far, "issue", "")


def _line(*values: str) -> str:
    return "\t".join(" ".join(value.split()) for value in values)
