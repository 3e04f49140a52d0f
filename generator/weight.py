"""What a first visit to a page transfers: the page, its style sheets, its scripts, its icon."""

import re
import zlib
from collections.abc import Mapping

from generator.diagnostics import Diagnostic, Severity
from generator.source import Span

LIMIT = 30 * 1024
"""Bytes, compressed and without fonts, above which a note calls a page heavy."""

CLEARLY_LIGHT = 16 * 1024
"""Bytes of a page before compression below which it cannot be heavy, whatever it asks for.

Thousands of pages of a large site need not be compressed to know.
"""

USUAL, HASTE = 6, 1
"""Levels of compression: that of most servers, and the least."""

SURELY = 1.5
"""How far above the limit a page is heavy beyond doubt.

Then it is weighed as a server in a hurry sends it, a quarter larger, in a third of the time.
"""

NAMED = 10
"""Heavy pages that the note names, the heaviest first."""

ASKED = re.compile(
    rb'<(?:link rel="(?:stylesheet|icon)"|script defer)[^>]*? (?:href|src)="(?:\.\./|/)*([^"]+)"'
)


class Scales:
    """Weighs pages that ask for some of *assets*, files of the output by their paths."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        self.assets = assets
        self.known: dict[str, int] = {}

    def weigh(self, page: bytes) -> int:
        """Return the bytes of a first visit to *page*, compressed; 0 if it is clearly light.

        They are weighed with care only near the limit.
        """
        if len(page) < CLEARLY_LIGHT:
            return 0
        head, _, _ = page.partition(b"</head>")
        asked = {path.decode() for path in ASKED.findall(head)}
        beside = sum(self._asset(path) for path in sorted(asked))
        most = compressed(page, HASTE) + beside
        return compressed(page) + beside if LIMIT < most <= SURELY * LIMIT else most

    def _asset(self, path: str) -> int:
        if path not in self.known:
            self.known[path] = compressed(self.assets.get(path, b""))
        return self.known[path]


def compressed(data: bytes, level: int = USUAL) -> int:
    """Return how many bytes a web server sends for *data*."""
    return len(zlib.compress(data, level, wbits=31))


def heavy_pages(weights: Mapping[str, int]) -> list[Diagnostic]:
    """Return a note on pages that are slow to load on a phone, given the weights of pages."""
    ranked = sorted(weights, key=lambda path: (-weights[path], path))
    if not ranked:
        return []
    named = ", ".join(
        f"{path.removesuffix('index.html')} ({weights[path] / 1024:.1f} KB)"
        for path in ranked[:NAMED]
    )
    more = f" and {len(ranked) - NAMED} more" if len(ranked) > NAMED else ""
    count = f"{len(ranked)} pages take" if len(ranked) > 1 else "1 page takes"
    message = f"{count} more than {LIMIT // 1024} KB of a first visit: {named}{more}"
    hint = "nothing is lost; for lighter pages split an article, or list fewer papers in a digest"
    return [Diagnostic(Severity.NOTE, "heavy-page", message, Span(ranked[0]), hint)]
