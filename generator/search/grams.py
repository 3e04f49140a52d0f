"""From words to grams: the short pieces by which a page is found, whatever is cut out of it.

Words are folded (width, case, accents and Traditional Chinese characters do not count) and read as
runs of letters and digits; anything else parts two runs. A run gives every pair of neighbours of
which one is wide (a Han character, kana, hangul) and every wide character alone; its narrow words
give every pair and every three letters in a row, and those of one or two letters themselves, behind
a `WHOLE`. Whatever a text contains, the grams of it are among the grams of the text: nothing that
stands on a page can be missed. ``search.js`` does the same to a query, and must.
"""

import tomllib
import unicodedata
import zlib
from functools import cache, lru_cache
from importlib import resources
from operator import add

from generator.regex import regex

WIDE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U000323af"
)
NARROW = "0-9a-z\u00b5\u00c0-\u1fff"
WHOLE = "\0"
"""Stands before a narrow word that is a gram as it is: ``ai``, ``3d``."""

_RUNS = regex(f"[{WIDE}{NARROW}]+")
_NARROWS = regex(f"[{NARROW}]+")
_ASCII_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}


_UNSEEN = regex(
    "[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
"""Accents, and what is not seen: soft hyphens, joiners, marks of direction, variation selectors."""


def fold(words: str) -> str:
    """Return *words* as they are compared.

    Width, case, accents, ligatures and signs that are not seen do not count, nor does whether a
    character is Traditional or Simplified.
    """
    if words.isascii():
        return words.lower()
    bare = _UNSEEN.sub("", unicodedata.normalize("NFKD", words).lower())
    return unicodedata.normalize("NFKC", bare).translate(_same())


def variants() -> str:
    """Return the Traditional characters and, on a second line, what each is taken for."""
    data = resources.files("generator").joinpath("data", "hant.toml").read_text("utf-8")
    pairs = tomllib.loads(data)
    return f"{pairs['traditional']}\n{pairs['simplified']}"


@cache
def _same() -> dict[int, str]:
    traditional, simplified = variants().split("\n")
    return dict(zip(map(ord, traditional), simplified, strict=True)) | {ord("ς"): "σ"}


def grams(words: str) -> tuple[set[str], set[str]]:
    """Return the grams of *words* in which something is wide, and its narrow words.

    A few grams too many, of narrow characters beside wide ones, cost less than leaving them out.
    """
    folded = fold(words)
    if folded.isascii():
        return set(), set(folded.translate(_ASCII_GAPS).split())
    runs = set(_RUNS.findall(folded))
    mixed = [run for run in runs if not run.isascii()]
    found: set[str] = set()
    for run in mixed:
        found.update(run, map(add, run, run[1:]))
    return found, runs.difference(mixed).union(_NARROWS.findall(" ".join(mixed)))


@lru_cache(1 << 15)
def narrow(word: str) -> tuple[str, ...]:
    """Return the grams of a narrow word."""
    pairs = list(map(add, word, word[1:]))
    threes = map(add, pairs, word[2:])
    own = (WHOLE + word,) if len(word) < 3 else ()
    return tuple({*pairs, *threes, *own})


@lru_cache(1 << 17)
def place(gram: str) -> tuple[int, int]:
    """Return where a gram is kept: its drawer, 0 to 255, and 13 bits that name it in there."""
    mixed = zlib.crc32(gram.encode())
    return mixed >> 24, mixed & 0x1FFF
