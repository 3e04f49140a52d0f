"""Old addresses: which of those that front matter claims are free, and who has the others."""

from collections.abc import Iterable

import msgspec

from generator.assemble import Site
from generator.text import LANGS

NOBODY = -1
"""The owner of an address that is a page or a file of the site as a whole."""


class Alias(msgspec.Struct, frozen=True, gc=False):
    """An old address below a language, for an *issue*; *owner* has it where it is not free."""

    path: str
    issue: int
    owner: int | None = None


def claim(site: Site, pages: Iterable[tuple[str, int]], files: Iterable[str]) -> tuple[Alias, ...]:
    """Return every old address, by source; pages and files keep what is theirs, letter case aside.

    *pages* are paths below a language, each with its issue or `NOBODY`; of two claims to one
    address the first in path order holds.
    """
    claims = [(issue.card.path, at) for at, issue in enumerate(site.issues) if issue.card.aliases]
    if not claims:
        return ()
    taken = {path.rstrip("/").casefold(): issue for path, issue in pages}
    for path in files:
        lang, _, below = path.partition("/")
        if lang in LANGS:
            taken[below.casefold()] = NOBODY
    folders = {above: issue for path, issue in taken.items() for above in _above(path)}
    found = []
    for _, at in sorted(claims):
        for path in site.issues[at].card.aliases:
            key = path.rstrip("/").casefold()
            owner = taken.get(key, folders.get(key) if key.endswith(".html") else None)
            owner = next((taken[one] for one in _above(key) if one in taken), owner)
            found.append(Alias(path, at, owner))
            if owner is None:
                taken[key] = at
                folders.update(dict.fromkeys(_above(key), at))
    return tuple(found)


def _above(path: str) -> list[str]:
    """Return the folders above *path* that have the name of a file."""
    if ".html/" not in path:
        return []
    parts = path.split("/")
    names = ("/".join(parts[:end]) for end in range(1, len(parts)))
    return [name for name in names if name.endswith(".html")]
