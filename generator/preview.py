"""The preview: content, themes and configuration watched, pages rendered when asked for."""

import gc
import mimetypes
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.bundles import INDEX
from generator.diagnostics import Diagnostic, Severity
from generator.discover import FIX
from generator.errors import GeneratorError
from generator.live import Afterwards, News, Outcome, Problem, shown, told
from generator.serve import Reply, serve
from generator.store import STORE, Store
from generator.templates import Templates
from generator.warm import State, look_over, state_of
from generator.watch import changes
from generator.workshop import Choices, Workshop, open_workshop, processes

KINDS = {".atom": "application/atom+xml", "woff2": "font/woff2"}
"""Media types that Python does not know everywhere."""

PAGES = 64
"""Pages that need not be rendered again while the site is the same."""

CALM = 200e-6
"""Seconds of quiet for each page before the whole site is looked over; that takes less itself."""

CALMEST = 3.0


class Preview:
    """The site as it is now: brought up to date after each change, rendered page by page."""

    def __init__(
        self, where: Mapping[str, Any], choices: Choices, *, with_gallery: bool = False
    ) -> None:
        self.choices = choices
        self.with_gallery = with_gallery
        self.extra: dict[str, bytes] | None = None
        self.rendering = threading.Lock()
        self.indexing = threading.Lock()  # one makes the search index while others read pages
        shop = open_workshop(**{**where, "base_url": ""})
        self.where = {**where, "base_url": "", "config": shop.config.file}
        self.unsettled = False
        self.whole: tuple[Diagnostic, ...] = ()
        self.failures: tuple[Problem, ...] = ()
        self.faults: tuple[Problem, ...] = ()
        self.templates = _templates(shop)
        self._show(state_of(shop, choices, self.templates, jobs=processes()))
        self.output("404.html")  # a broken template shows itself at once
        self.news = News(self.problems())

    def rebuild(self, burst: frozenset[Path]) -> Outcome:
        """Read again what has changed; raises GeneratorError, and the site stays as it was."""
        before = self.state
        shop = before.shop
        self.unsettled |= not all(map(self._is_content, burst))
        if self.unsettled:
            shop = self._opened() or shop
        state = state_of(shop, self.choices, self.templates, before)
        self._show(state)
        return Outcome(self.problems(), fresh=state.renderer is not before.renderer)

    def _show(self, state: State) -> None:
        output = lru_cache(PAGES)(state.renderer.output)
        with self.rendering:
            self.state, self.output = state, output
            self.extra = None if self.with_gallery else {}

    def _opened(self) -> Workshop | None:
        """Return configuration, theme and topics as they are now, or ``None`` while they fail."""
        self.failures = ()
        try:
            shop = open_workshop(**self.where)
            wrong = [p for p in shop.problems if p.severity == Severity.ERROR]
            if wrong:
                self.failures = tuple(p.to_json() for p in wrong)
                return None
            if shop.theme.digest != self.templates.theme.digest:
                templates = _templates(shop)
                self.failures = tuple(map(told, templates.faults()))
                self.templates = self.templates if self.failures else templates
        except GeneratorError as error:
            self.failures = (told(error),)
        if self.failures:
            return None
        self.unsettled = False
        return shop

    def _is_content(self, path: Path) -> bool:
        """Say whether a change of *path* leaves settings, topics and themes as they are."""
        shop = self.state.shop
        if path.suffix == ".toml" and not path.name.lower().endswith(FIX):
            return False
        themes = (*shop.theme.folders, shop.config.root / "themes")
        content = shop.config.content.resolve()
        within = path != content and path.is_relative_to(content)
        return within and not any(path.is_relative_to(folder.resolve()) for folder in themes)

    def problems(self) -> list[Problem]:
        """Return what is wrong now, as browsers show it."""
        return [*self.failures, *self.faults, *shown((*self.state.problems, *self.whole))]

    def look_over(self) -> None:
        """Find what only the whole site shows, and tell it if it is news.

        Templates are compiled now, so that they stay good while their files are broken.
        """
        state = self.state
        whole = tuple(look_over(state, self.choices))
        faults = tuple(map(told, state.renderer.templates.faults()))
        if state is self.state:  # else this is done again
            self.whole, self.faults = whole, faults
            if self.problems() != self.news.problems:
                self.news.tell(self.problems(), fresh=False)

    def calm(self) -> float:
        """Return the seconds of quiet after which the whole site may be looked over."""
        return min(CALMEST, CALM * len(self.state.site.pages))

    def reply(self, path: str) -> Reply | None:
        """Return what is at *path*, rendered now; ``None`` where the site has nothing."""
        name = path.removeprefix("/")
        place = f"{name}index.html" if name.endswith("/") or not name else name
        kind = mimetypes.guess_type(place)[0] or "application/octet-stream"
        renderer, output = self.state.renderer, self.output
        if renderer.place(place) is None:
            data = self._more().get(place)
            return Reply(200, kind, data) if data is not None else None
        with self.indexing if place.startswith(INDEX) else self.rendering:
            return Reply(200, KINDS.get(place[-5:], kind), output(place))

    def _more(self) -> dict[str, bytes]:
        """Return the pages that show the theme, where they are asked for; made when first seen."""
        with self.rendering:
            if self.extra is None:
                from generator.gallery import gallery  # not needed before somebody asks

                self.extra = gallery(self.state.shop)
            return self.extra

    def places(self) -> list[Path]:
        """Return what has to be watched: content, themes, and the configuration."""
        config = self.state.shop.config
        own = [config.content, *self.state.shop.theme.folders, config.root / "themes"]
        return [*own, config.file or config.root / "site.toml"]


def _templates(shop: Workshop) -> Templates:
    """Return the templates of a theme; compiled ones are kept from one preview to the next."""
    return Templates(shop.theme, Store(shop.config.root / STORE, shop.version))


def preview(
    where: Mapping[str, Any],
    *,
    as_of: str,
    drafts: bool,
    host: str,
    port: int,
    browse: bool,
    poll: bool,
    say: Callable[[str], None],
    with_gallery: bool = False,
) -> None:
    """Serve the site until Ctrl-C, with the pages that show its theme where they are asked for."""
    say("reading the content")
    site = Preview(where, Choices(as_of=as_of, drafts=drafts), with_gallery=with_gallery)
    gc.freeze()  # what is here stays: to search it for garbage would hold every change up
    bursts = changes(site.places(), poll=poll)
    if bursts.polling:
        say(f"looking for changes every second: {bursts.polling}")
    afterwards = Afterwards(site.look_over, site.calm)

    def rebuild(burst: frozenset[Path]) -> Outcome:
        try:
            return site.rebuild(burst)
        finally:
            bursts.look_at(site.places())
            afterwards.stir()

    afterwards.stir()
    serve(site.reply, bursts, rebuild, site.news, say=say, host=host, port=port, browse=browse)
