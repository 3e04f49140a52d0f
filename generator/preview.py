"""The preview: content, themes and configuration watched, pages rendered when asked for."""

import mimetypes
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.build import draft
from generator.bundles import INDEX
from generator.diagnostics import Diagnostic, ordered
from generator.discover import discover
from generator.pictures.found import pictures_in
from generator.render import Renderer
from generator.serve import Reply, serve
from generator.store import STORE, Store
from generator.watch import changes
from generator.workshop import Choices, Workshop, open_workshop

KINDS = {".atom": "application/atom+xml", "woff2": "font/woff2"}
"""Media types that Python does not know everywhere."""


class Preview:
    """The site as it is now; rebuilt as a whole, rendered page by page, never written."""

    def __init__(
        self, where: Mapping[str, Any], choices: Choices, *, with_gallery: bool = False
    ) -> None:
        self.where = where
        self.choices = choices
        self.with_gallery = with_gallery
        self.extra: dict[str, bytes] | None = None
        self.rendering = threading.Lock()
        self.indexing = threading.Lock()  # one makes the search index while others read pages
        self.shop: Workshop
        self.renderer: Renderer
        self.problems: tuple[Diagnostic, ...] = ()
        self.rebuild(frozenset())

    def rebuild(self, _: frozenset[Path]) -> Sequence[Diagnostic]:
        """Read again what has changed; raises GeneratorError, and the site stays as it was."""
        shop = open_workshop(**{**self.where, "base_url": ""})
        store = Store(shop.config.root / STORE, shop.version)
        found, noticed = discover(shop.config.content, shop.config.output)
        pictures = pictures_in(shop.config.content, shop.config.output)
        made = draft(shop, found, store.load(), store, self.choices, pictures)
        store.remember(made.records)
        store.keep_pictures(made.scene.album.memory(), made.scene.album.keys())
        renderer = Renderer(made.scene, made.plan, shop.theme, store)
        renderer.output("404.html")  # a broken template shows itself before anything is replaced
        with self.rendering:
            self.shop, self.renderer = shop, renderer
            self.extra = None if self.with_gallery else {}
        self.problems = tuple(ordered([*noticed, *made.problems]))
        return self.problems

    def reply(self, path: str) -> Reply | None:
        """Return what is at *path*, rendered now; ``None`` where the plan has nothing."""
        name = path.removeprefix("/")
        place = f"{name}index.html" if name.endswith("/") or not name else name
        kind = mimetypes.guess_type(place)[0] or "application/octet-stream"
        renderer = self.renderer
        if place not in renderer.places:
            data = self._more().get(place)
            return Reply(200, kind, data) if data is not None else None
        with self.indexing if place.startswith(INDEX) else self.rendering:
            return Reply(200, KINDS.get(place[-5:], kind), renderer.output(place))

    def _more(self) -> dict[str, bytes]:
        """Return the pages that show the theme, where they are asked for; made when first seen."""
        with self.rendering:
            if self.extra is None:
                from generator.gallery import gallery  # not needed before somebody asks

                self.extra = gallery(self.shop)
            return self.extra

    def places(self) -> list[Path]:
        """Return what has to be watched: content, themes, and the configuration."""
        config = self.shop.config
        own = [config.content, *self.shop.theme.folders, config.root / "themes"]
        return [*own, config.file or config.root / "site.toml"]


def preview(
    where: Mapping[str, Any],
    *,
    as_of: str,
    drafts: bool,
    host: str,
    port: int,
    browse: bool,
    say: Callable[[str], None],
    with_gallery: bool = False,
) -> None:
    """Serve the site until Ctrl-C, with the pages that show its theme where they are asked for."""
    site = Preview(where, Choices(as_of=as_of, drafts=drafts), with_gallery=with_gallery)
    bursts = changes(site.places())
    if bursts.polling:
        say("this disk does not tell of changes: looking for them every second")
    serve(
        site.reply,
        bursts,
        site.rebuild,
        say=say,
        host=host,
        port=port,
        browse=browse,
        problems=site.problems,
    )
