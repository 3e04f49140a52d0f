"""The block of an issue: which grams stand in which of its items, and how prominently.

A block has 256 drawers, so that a bundle can be cut by any power of two. A drawer is a list of
entries, sorted: two bytes of key (13 bits of the gram's hash, 3 bits of level), then the items that
have it: ``128 + item`` for a single one below 128; ``count`` and that many differences; or ``0``
and a bitmap. Items count from 0 within the issue. Two grams may share a key: a block may say too
much, never too little.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from generator.search.grams import grams, narrow, place

DRAWERS = 256
LEVELS = ("title", "authors", "abstract", "body", "beside")
"""Where words stand, the most prominent first; a gram counts once an item, where it stands best."""

Parts = tuple[tuple[str, ...], ...]
"""The words of an item, one tuple of texts a level."""


def block(items: Sequence[Parts]) -> list[bytes]:
    """Return the drawers of an issue's *items*."""
    drawers: list[list[bytes]] = [[] for _ in range(DRAWERS)]
    entries = sorted(_entries(_levels(items)))
    for drawer, key, bits in entries:
        drawers[drawer].append(key.to_bytes(2, "big") + _members(bits, len(items)))
    return [b"".join(drawer) for drawer in drawers]


def _levels(items: Sequence[Parts]) -> list[dict[str, int]]:
    """Return for each level its grams, with the items that have them as bits."""
    found: list[dict[str, int]] = []
    for level in range(len(LEVELS)):
        wide: dict[str, int] = {}
        words: dict[str, int] = {}
        for number, parts in enumerate(items):
            bit = 1 << number
            for text in parts[level]:
                pieces, latin = grams(text)
                for piece in pieces:
                    wide[piece] = wide.get(piece, 0) | bit
                for word in latin:
                    words[word] = words.get(word, 0) | bit
        for word, bits in words.items():
            for piece in narrow(word):
                wide[piece] = wide.get(piece, 0) | bits
        found.append(wide)
    return found


def _entries(levels: Sequence[dict[str, int]]) -> Iterable[tuple[int, int, int]]:
    """Give (drawer, key, items as bits); what shares a key is one entry."""
    seen: dict[str, int] = {}
    merged: dict[tuple[int, int], int] = {}
    for level, found in enumerate(levels):
        for gram, bits in found.items():
            before = seen.get(gram, 0)
            fresh = bits & ~before
            if fresh:
                seen[gram] = before | bits
                drawer, name = place(gram)
                at = (drawer, name << 3 | level)
                merged[at] = merged.get(at, 0) | fresh
    return ((drawer, key, bits) for (drawer, key), bits in merged.items())


@lru_cache(1 << 14)
def _members(bits: int, size: int) -> bytes:
    """Return a set of items, of *size* in all, in as few bytes as it takes."""
    width, count = -(-size // 8), bits.bit_count()
    if count == 1 and bits.bit_length() <= 128:
        return bytes((127 + bits.bit_length(),))
    if count < min(width, 128):
        counted, since = bytearray((count,)), -1
        while bits:
            lowest = (bits & -bits).bit_length() - 1
            counted += varint(lowest - since - 1)
            since = lowest
            bits &= bits - 1
        return bytes(counted)
    return b"\0" + bits.to_bytes(width, "little")


def varint(number: int) -> bytes:
    """Return a number, seven bits a byte, the lowest first."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)
