"""The contract of a content style."""

from collections.abc import Callable

import msgspec

from generator.model import Parsed
from generator.source import Source


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of content file.

    *matches* says how sure it is that a source is of this style: 0 not at all, 100 certain. It
    looks at the text, never at the file's name. *parse* is pure: no disk, clock, configuration or
    network, and it never raises for anything a file may hold. *version* goes up whenever *parse*
    would answer differently. *starter* is a file to begin with, as ``new issue`` writes it.
    """

    name: str
    version: int
    matches: Callable[[Source], int]
    parse: Callable[[Source], Parsed]
    starter: str
