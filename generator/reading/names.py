"""Lists of authors as they are printed: commas, brackets, padded Han names, ``et al.``"""

import re

from generator.model import Author
from generator.regex import regex
from generator.text import HAN

_SEPARATOR = regex(r"[,，、;；]|\s(?:and|&|与|和)(?=\s)")
_SPECIAL = regex(r"[(（\[【{，、;；&与和]| and ")
_TOKEN = regex(
    r"(?P<entity>&#?[A-Za-z0-9]{1,30};)|(?P<open>[(（\[【{])|(?P<close>[)）\]】}])"
    rf"|(?P<separator>{_SEPARATOR.pattern})"
)
_OTHERS = regex(
    r"(?:^|\s|(?<=\.))(?:and\s+others|et\.?\s?al\.?|\.?\s?etc\.?|\.{3}|…{1,2})$|等人?$",
    re.IGNORECASE,
)
_SUFFIX = regex(r"(?:jr|sr)\.?|ii|iii|iv", re.IGNORECASE)
_SPACE = regex(r"\s+")
_HAN_NAME = regex(rf"{HAN.pattern}(?:\s*{HAN.pattern}){{1,3}}")


def read_authors(words: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors that *words* list, and whether others are left unnamed (``et al.``).

    A comma inside brackets does not separate; ``Jr.`` or ``III`` behind a comma stays with the
    name before it; pieces without a letter are dropped.
    """
    names: list[str] = []
    et_al = False
    for piece in _pieces(words):
        name = piece.strip()
        if name and (name[-1] in ".l…等人cCL" and (others := _OTHERS.search(name))):
            et_al, name = True, name[: others.start()].rstrip(" ,，、")
        if len(name) < 3 and not any(map(str.isalnum, name)):
            continue
        if names and len(name) < 4 and _SUFFIX.fullmatch(name):
            names[-1] += f", {name}"
        else:
            names.append(_tidy(name))
    return tuple([Author(name) for name in names]), et_al


def _pieces(words: str) -> list[str]:
    if not _SPECIAL.search(words):
        return words.split(",")
    pieces: list[str] = []
    depth = start = 0
    for token in _TOKEN.finditer(words):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth = max(0, depth - 1)
        elif token["separator"] and not depth:
            pieces.append(words[start : token.start()])
            start = token.end()
    if depth:  # a bracket that never closes says nothing about commas
        return _SEPARATOR.split(words)
    return [*pieces, words[start:]]


def _tidy(name: str) -> str:
    if name.isascii():
        return _SPACE.sub(" ", name) if "  " in name else name
    return _SPACE.sub("" if _HAN_NAME.fullmatch(name) else " ", name)
