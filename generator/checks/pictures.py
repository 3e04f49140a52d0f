"""Pictures that a text names must be there, and be what a browser can show."""

import difflib
import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from generator.album import Album
from generator.diagnostics import Diagnostic, Severity
from generator.markup.result import Inner
from generator.pages.scene import Scene


def check(scene: Scene) -> Iterator[Diagnostic]:
    """Warn of every picture that is not there, and say what is wrong with one that is, once."""
    album = scene.album
    told: set[str] = set()
    for issue in scene.site.issues:
        for one in issue.card.pictures:
            path = album.named(issue.card.path, one.href)
            if not path:
                yield _missing(album, one)
            elif path not in told:
                told.add(path)
                for remark in album.shown[path].facts.remarks:
                    message = f"{remark.message}: {path}"
                    yield Diagnostic(remark.severity, remark.code, message, one.span, remark.hint)


def _missing(album: Album, one: Inner) -> Diagnostic:
    """Return the warning of a picture that is not there, with one that may be meant."""
    message = f"a picture is not on the page, only its words are: {one.href}"
    name = posixpath.basename(unquote(one.href)).casefold()
    names = {posixpath.basename(path).casefold(): path for path in album.found}
    near = difflib.get_close_matches(name, names, 1, 0.8)
    hint = "put the file into the content folder, and name it by its path from this file"
    if near:
        here = posixpath.dirname(one.span.path) or "."
        hint = f"did you mean {posixpath.relpath(names[near[0]], here)}?"
    return Diagnostic(Severity.WARNING, "missing-image", message, one.span, hint)
