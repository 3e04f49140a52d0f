"""Pictures that issues have for a cover: found beside their files, published under their contents.

A picture is read anew for every build: there are few, and what is published under its own hash can
be kept by a browser for ever.
"""

import hashlib
import os
import re
from pathlib import Path

import msgspec

from generator.assemble import Site
from generator.diagnostics import Diagnostic, Severity
from generator.source import Span

LARGEST = 2_000_000
"""Bytes of a picture; one that takes longer than a page to load is no cover."""

KINDS = (
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("jpg", re.compile(rb"\xff\xd8\xff")),
    ("gif", re.compile(rb"GIF8[79]a")),
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("avif", re.compile(rb"....ftypavi[fs]", re.DOTALL)),
)
"""Pictures by what they begin with, whatever they are called. SVG may hold a script: none."""


def dressed(site: Site, content: Path) -> tuple[Site, dict[str, bytes], list[Diagnostic]]:
    """Return *site* with the covers of its issues, the pictures by output path, and problems.

    ``cover: pictures/3.png`` is seen from the folder of the file that says it, ``/pictures/3.png``
    from the content folder.
    """
    pictures: dict[str, bytes] = {}
    problems: list[Diagnostic] = []
    issues = list(site.issues)
    for place, issue in enumerate(issues):
        if not issue.card.cover:
            continue
        data, wrong = _picture(content, issue.card.path, issue.card.cover)
        kind = next((kind for kind, begins in KINDS if begins.match(data)), "")
        if not wrong and not kind:
            wrong = "is no PNG, JPEG, WebP, AVIF or GIF picture"
        if wrong:
            message = f"the cover {issue.card.cover!r} {wrong}"
            hint = "name a picture in the content folder, or leave 'cover' out"
            span = Span(issue.card.path, issue.card.cover_line)
            problems.append(Diagnostic(Severity.WARNING, "cover-lost", message, span, hint))
            continue
        path = f"assets/cover.{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
        pictures[path] = data
        issues[place] = msgspec.structs.replace(issue, cover=path)
    return msgspec.structs.replace(site, issues=tuple(issues)), pictures, problems


def _picture(content: Path, source: str, named: str) -> tuple[bytes, str]:
    """Return the bytes of a picture, or what is wrong with it."""
    if "://" in named or named.startswith("//"):
        return b"", "is on another site, and nothing is fetched"
    folder = "" if named.startswith("/") else os.path.dirname(source)
    root = os.path.realpath(content)
    try:
        file = Path(os.path.realpath(content / folder / named.lstrip("/")))
        if not file.is_relative_to(root):
            return b"", "lies outside the content folder"
        if not file.is_file():
            return b"", "is not there"
        if file.stat().st_size > LARGEST:
            return b"", f"is larger than {LARGEST // 1_000_000} MB"
        return file.read_bytes(), ""
    except (OSError, ValueError) as error:
        return b"", f"cannot be read: {getattr(error, 'strerror', error)}"
