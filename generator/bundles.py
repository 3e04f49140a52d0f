"""Which issues lie together in the search index: those of a quarter, in files of about one size."""

from collections.abc import Iterator, Mapping

import msgspec

from generator.agenda import UNDATED
from generator.assemble import Site
from generator.faces import mixed, sign
from generator.text import LANGS

INDEX = "search/"
"""Where the files of the index are, below the site's root."""

SHARD = 16
"""Items of a bundle for each of its files, roughly: more items, more files of the same size."""

MOST_BITS = 8

HANT = "hant"
"""The file that says which Traditional characters search takes for which Simplified ones."""


class Bundle(msgspec.Struct, frozen=True):
    """The issues of a quarter as search has them: *bits* say into how many files, a power of two.

    *blocks* are pairs of an issue and the digest of all that its page and those of its items show.
    """

    name: str
    bits: int
    digest: str
    blocks: tuple[tuple[int, str], ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files: the shards, and a list of titles for each language."""
        shards = (f"{shard:02x}" for shard in range(1 << self.bits))
        return tuple(f"{self.name}/{part}" for part in (*shards, *LANGS))


def bundles(site: Site, shown: Mapping[str, str], base: bytes) -> Iterator[Bundle]:
    """Give the bundles of the search index, newest first; *shown* are the digests of the
    pages of issues and items."""
    quarters: dict[str, list[int]] = {}
    for at in range(len(site.issues) - 1, -1, -1):
        quarters.setdefault(quarter(site.issues[at].card.date), []).append(at)
    for name in sorted(quarters, key=lambda name: (name != UNDATED, name), reverse=True):
        blocks = []
        for at in quarters[name]:
            issue = site.issues[at]
            own = (shown[e.path] for e in issue.entries if site.pages[e.path][0] is e)
            digests = (shown[issue.path], *own)
            blocks.append((at, mixed(b"block", issue.key.encode(), *(d.encode() for d in digests))))
        faces = (sign(site.issues[at]) + block.encode() for at, block in blocks)
        seal = mixed(base, name.encode(), *faces)
        items = sum(len(site.issues[at].entries) + 1 for at in quarters[name])
        yield Bundle(name, min((items // SHARD).bit_length(), MOST_BITS), seal, tuple(blocks))


def quarter(date: str) -> str:
    """Return the quarter of a date, its year where that is all there is: ``2024-q1``, ``2024``."""
    month = date[5:7]
    return f"{date[:4]}-q{(int(month) + 2) // 3}" if month.isdigit() else date[:4] or UNDATED


def years(site: Site) -> bytes:
    """Return the years, styles and kinds of item that there are, as bytes."""
    found = {
        (issue.card.date[:4], issue.card.style, entry.card.kind)
        for issue in site.issues
        for entry in issue.entries
    }
    return repr(sorted(found)).encode()
