"""What is at an address, found without planning the whole site.

A preview shows one page at a time. The pages that editors look at are told from their address
alone; for all others there is the plan. What is found here is what the plan has, without a digest.
"""

from collections.abc import Container
from functools import cached_property

from generator.album import FOLDER, Album
from generator.assemble import Site
from generator.files import File
from generator.index import Index
from generator.plan import Page, PageKind
from generator.text import LANGS, Lang

INDEX = "index.html"


class Doors:
    """The addresses of a site; *assets* are the paths of its theme's files."""

    def __init__(self, site: Site, index: Index, album: Album, assets: Container[str]) -> None:
        self.site = site
        self.index = index
        self.album = album
        self.assets = assets

    @cached_property
    def ids(self) -> dict[str, int]:
        """The place of every issue by its id."""
        return {issue.id: at for at, issue in enumerate(self.site.issues)}

    def at(self, path: str) -> tuple[Page, Lang] | File | None:
        """Return what is at the output *path*; ``None`` where only the plan can tell."""
        if path in self.assets:
            return File(path, "asset", "", path)
        if path.startswith(FOLDER) and path in self.album.files:
            return File(path, "image", "", self.album.files[path][0].picture.path)
        if path == "index.html":
            return File(path, "front", "")
        if path == "404.html":
            return File(path, "404", "")
        for lang in LANGS:
            if path.startswith(f"{lang}/") and path.endswith(f"/{INDEX}"):
                page = self._page(path[len(lang) + 1 : -len(INDEX)])
                return (page, lang) if page else None
        return None

    def _page(self, path: str) -> Page | None:
        shared = self.site.pages.get(path)
        if shared:
            entry = shared[0]
            kind: PageKind = "paper" if entry.card.kind == "paper" else "article"
            return Page(path, kind, "", entry.issue, entry.number - 1)
        match path.split("/"):
            case [""]:
                return Page(path, "home", "")
            case ["issues", ""]:
                return Page(path, "archive", "")
            case ["topics", ""]:
                return Page(path, "topics", "")
            case ["issues", name, ""] if name in self.ids:
                return Page(path, "issue", "", self.ids[name])
            case ["topics", name, ""] if name in self.index.topics:
                return Page(path, "topic", "", topic=name)
            case ["topics", name, month, ""] if name in self.index.topics:
                found = month in self.index.months(name)
                return Page(path, "topic", "", topic=name, month=month) if found else None
        return None
