r"""Letters and signs that TeX writes with a command: ``\"o``, ``\c{c}``, ``\%``, ``\ss``."""

import re
import unicodedata

from generator.regex import regex

SIGNS = {
    "\\%": "%",
    "\\&": "&",
    "\\$": "$",
    "\\_": "_",
    "\\#": "#",
    "\\{": "{",
    "\\}": "}",
    "\\ ": " ",
    "\\,": "\u202f",
}
"""A backslash and the sign it stands for."""

LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "ldots": "…", "dots": "…", "textendash": "–", "textemdash": "—",
    "textquoteright": "’", "textquoteleft": "‘", "textregistered": "®", "texttrademark": "™",
    "textcopyright": "©", "textdegree": "°", "textasciitilde": "~", "textbackslash": "\\",
    "S": "§",
}  # fmt: skip
"""Commands without an argument, and the letter or sign each stands for."""

_MARKS = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip

_LETTER = r"(?:\\[ij](?![A-Za-z])|[A-Za-z])"
ACCENT = regex(
    rf"\\(?P<mark>[\"'`^~=.])(?:(?P<letter>{_LETTER})|\{{\s*(?P<inner>{_LETTER})\s*\}})"
    rf"|(?P<before>\\(?P<command>[cvuHkrdb])\{{)(?P<of>{_LETTER})\}}"
)
"""An accent and its letter; a command that is a letter itself stands in *before*."""

QUOTED = regex(r"\\\"(?![A-Za-z{\\])")
r"""A ``\"`` that accents nothing: the text escapes its quotation marks, so none is an accent."""


def composed(accent: re.Match[str]) -> str:
    """Return the letter of an ``ACCENT`` with its mark."""
    letter: str = accent["letter"] or accent["inner"] or accent["of"]
    mark = _MARKS[accent["mark"] or accent["command"]]
    return unicodedata.normalize("NFC", letter.removeprefix("\\") + mark)
