r"""Where formulas begin and end in running text: ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]``.

A dollar is also a currency, so a pair of them is a formula only if what stands between reads like
one: ``costs $5 and $10`` and ``$5和$10`` stay text, ``0.9173$\pm$0.0071`` and ``第$k$1个`` do not.
"""

import re

import msgspec

from generator.regex import regex

_DISPLAY = regex(r"\$\$(?P<tex>(?:[^$\\]|\\.|\$(?!\$))+?)\$\$", re.DOTALL)
_INLINE = regex(r"\$(?P<tex>(?:[^$\\]|\\.)+?)\$(?P<digit>\d?)", re.DOTALL)
_ROUND = regex(r"\\\((?P<tex>(?:[^\\]|\\[^()\[\]])+?)\\\)", re.DOTALL)
_SQUARE = regex(r"\\\[(?P<tex>(?:[^\\]|\\[^()\[\]])+?)\\\]", re.DOTALL)

_BLANK_LINE = regex(r"\n[ \t]*\n")
_GROUPS = regex(r"\\[A-Za-z]+\*?|\{[^{}]*\}")
_TEX = regex(r"[\\^_={}<>+|]")
_WORDS = regex(r"(?<![A-Za-z])[A-Za-z]{3,}(?![A-Za-z])")
_HAN = regex("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e]")
_PRICE = regex(r"\d[\d.,]*(?:\s*[-–—~/,;:(+]\s*)?$")
_DIGITS = regex(r"[\d.,]*\d|")
NEAR = 40
"""Characters between two prices that might have been a formula; more are a sentence."""
_UNIT = regex(r"\s[A-Za-z]{2,}")


class Found(msgspec.Struct, frozen=True, gc=False):
    """A formula in the text: its TeX without the dollars, and where the text goes on."""

    tex: str
    display: bool
    end: int


def formula_at(words: str, start: int, end: int) -> Found | None:
    """Return the formula that begins at *start* with a dollar or a backslash, and ends by *end*."""
    if words[start] == "\\":
        display = words.startswith("\\[", start)
        match = (_SQUARE if display else _ROUND).match(words, start, end)
        if (match and _TEX.search(match["tex"])) or (match and len(match["tex"].strip()) == 1):
            return _found(match, display)
        return None
    if words.startswith("$$", start):
        match = _DISPLAY.match(words, start, end)
        return _found(match, True) if match else None
    match = _INLINE.match(words, start, end)
    if match and _is_formula(match["tex"], match["digit"]):
        return _found(match, False, 1)
    return None


def refused(words: str, start: int, end: int) -> str:
    """Return two prices with Chinese up to the second dollar, which nothing else tells apart.

    They stay text; a formula that holds Chinese looks the same.
    """
    match = _INLINE.match(words, start, end)
    if not match or words.startswith("$$", start) or _BLANK_LINE.search(match["tex"]):
        return ""
    tex = match["tex"]
    prices = tex[0].isdigit() and match["digit"] and len(tex) <= NEAR and _HAN.match(tex[-1])
    return words[start : _DIGITS.match(words, match.end("tex") + 1).end()] if prices else ""  # type: ignore[union-attr]


def _found(match: re.Match[str], display: bool, close: int = 2) -> Found | None:
    """Return the formula of a match, which *close* signs end; ``None`` where a paragraph ends."""
    if _BLANK_LINE.search(match["tex"]):
        return None
    return Found(match["tex"], display, match.end("tex") + close)


def _is_formula(tex: str, digit: str) -> bool:
    """Say whether *tex* between two dollars, the second before *digit*, is a formula."""
    if "](" in tex:
        return False
    padded = tex[0].isspace(), tex[-1].isspace()
    if padded[0] != padded[1] or (padded[0] and not _TEX.search(tex)):
        return False
    bare = _GROUPS.sub("", tex) if "\\" in tex or "{" in tex else tex
    if tex[0].isdigit():
        if digit and _PRICE.match(tex) and not tex[-1].isdigit():
            return False
        return not _HAN.search(bare) and len(_UNIT.findall(bare)) <= (0 if digit else 1)
    if _TEX.search(tex):
        return True
    return not _HAN.search(bare) and len(_WORDS.findall(bare)) < 2
