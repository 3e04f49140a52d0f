"""Names for URLs and anchors, stable for ever; the only place where slugs are made."""

import unicodedata
from urllib.parse import unquote

from generator.regex import regex

LONGEST = 60
DEEPEST = 8
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "index", "404", "api", "assets", "feed", "sitemap", "robots"}
    | {"papers", "issues", "topics", "people", "search", "events"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
"""Names that Windows or our own URLs keep for themselves."""

_GAP = regex(r"[\W_]+")


def slug(words: str, spare: str = "item") -> str:
    """Return a name of letters, digits and hyphens for *words*; Chinese stays Chinese.

    NFKC and case folding make look-alikes one. At most 60 characters, cut at a hyphen where one is
    near. Words without a letter or digit give *spare*; a reserved name gets a ``-x`` behind it.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    name = _GAP.sub("-", folded).strip("-")
    if len(name) > LONGEST:
        cut = name[: LONGEST + 1].rfind("-")
        name = name[: cut if cut > LONGEST // 2 else LONGEST].strip("-")
    name = name or spare
    return f"{name}-x" if name in RESERVED else name


_PART = regex(r"[\w~-](?:[\w.~-]*[\w~-])?")
_DEVICE = regex(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def old_path(address: str) -> str:
    """Return the path of an old address below its language, or nothing where it is not safe.

    ``/zh/2020/spring`` gives ``2020/spring/``; one that ends in ``.html`` is a file. What a path
    on any system may not hold, a host, a query, ``..`` and names of devices are refused.
    """
    path = unicodedata.normalize("NFC", unquote(address.strip())).removesuffix("index.html")
    parts = path.strip("/").split("/")
    if parts[0] in ("zh", "en"):
        parts = parts[1:]
    safe = all(
        _PART.fullmatch(part) and not _DEVICE.fullmatch(part.casefold()) and len(part) <= LONGEST
        for part in parts
    )
    if not parts or not safe or "//" in path or len(parts) > DEEPEST:
        return ""
    joined = "/".join(parts)
    return joined if joined.endswith(".html") else f"{joined}/"


class Names:
    """Names that are given out once each; the next number of a name is remembered, so that many
    equal ones take no longer than many different ones."""

    def __init__(self) -> None:
        self.next: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.next

    def take(self, name: str) -> str:
        """Take *name*, or the first of ``name-2``, ``name-3`` … that is free, and return it."""
        taken, number = name, self.next.get(name, 1)
        while taken in self.next:
            number += 1
            taken = f"{name}-{number}"
        self.next[name] = number
        self.next.setdefault(taken, 1)
        return taken
