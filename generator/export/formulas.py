"""A formula as words on one line: in Unicode where that says the same, else as its TeX."""

from collections.abc import Iterable
from typing import Literal
from unicodedata import normalize

from generator.export.tree import Element, each, words_of

_SUPER = str.maketrans(
    "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ′∘",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᶲᵡ′°",
)
_SUB = str.maketrans(
    "0123456789+−-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
)
_ACCENTS = {
    "ˆ": "\u0302", "^": "\u0302", "¯": "\u0304", "‾": "\u0304", "˜": "\u0303", "~": "\u0303",
    "˙": "\u0307", "¨": "\u0308", "→": "\u20d7", "⃗": "\u20d7", "ˇ": "\u030c",
}  # fmt: skip
_SPACED = frozenset("=<>≤≥≈≡∼≠±∓×÷∈∉⊂⊆→←↦⇒⇔∝≪≫∪∩∧∨⊕⊗∘+−≜≔")
_UNSEEN = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\ufe00\ufe01"))
"""Signs that are not drawn, and those that choose a shape."""

_LARGE = frozenset("∑∏∫∮⋃⋂⋁⋀")
_PAIRS = frozenset({"()", "[]", "{}", "||", "⟨⟩", "‖‖", "⌈⌉", "⌊⌋"})

Side = Literal["above", "below"]


class _NotOnOneLineError(Exception):
    """A part of a formula that one line cannot say without loss."""


def readable(math: Element) -> tuple[str, bool]:
    """Return a ``<math>`` in words, and whether they are Unicode (else the TeX of its source)."""
    try:
        said = " ".join("".join(map(_said, _shown(math))).split())
        return said, True
    except _NotOnOneLineError:
        return tex_of(math), False


def tex_of(math: Element) -> str:
    """Return the TeX that a formula was made from."""
    return " ".join("".join(words_of(one) for one in each(math, "annotation")).split())


def _shown(math: Element) -> Iterable[Element]:
    """Return what is drawn of a formula."""
    return math[0][:1] if len(math) and math[0].tag == "semantics" else math


def _said(part: Element) -> str:
    tag, inside = part.tag, list(part)
    if tag == "mo":
        return _sign(words_of(part).strip(), part)
    if tag in ("mi", "mn", "mtext", "ms"):
        words = words_of(part).translate(_UNSEEN)
        return f" {words} " if tag == "mi" and len(words) > 1 and words.isascii() else words
    if tag in ("mrow", "mstyle", "mpadded"):
        return "".join(map(_said, inside))
    if tag == "mspace":
        return " "
    if tag == "msqrt":
        return f"√({''.join(map(_said, inside)).strip()})"
    if tag == "mfrac" and "linethickness" not in part.attrib:
        return f"({_held(_said(inside[0]))}/{_held(_said(inside[1]))})"
    if tag == "msup":
        return _base(inside[0]) + _small(inside[1], "above")
    if tag == "msub" or (tag == "munder" and _is_large(inside[0])):
        return _base(inside[0]) + _small(inside[1], "below")
    if tag == "msubsup" or (tag == "munderover" and _is_large(inside[0])):
        return _base(inside[0]) + _small(inside[1], "below") + _small(inside[2], "above")
    if tag == "mover" and len(inside) == 2:
        return _accented(inside[0], words_of(inside[1]).strip())
    raise _NotOnOneLineError(tag)


def _sign(sign: str, part: Element) -> str:
    sign = sign.translate(_UNSEEN)
    binary = part.get("form") not in ("prefix", "postfix") and part.get("lspace") != "0"
    if sign == ",":
        return ", "
    return f" {sign} " if sign in _SPACED and binary else sign


def _is_large(part: Element) -> bool:
    return words_of(part).strip() in _LARGE


def _base(part: Element) -> str:
    """Return what bears an index: in brackets where that would seem to belong to its end only."""
    words = _said(part)
    return words if part.tag != "mrow" or len(part) == 1 else _held(words)


def _held(words: str) -> str:
    """Return *words* in brackets, unless they are one thing already."""
    words = words.strip()
    whole = words.isdecimal() or len(words) == 1 or _in_brackets(words)
    return words if whole else f"({words})"


def _in_brackets(words: str) -> bool:
    """Say whether a pair of brackets holds all of *words*."""
    if words[:1] + words[-1:] not in _PAIRS:
        return False
    depth = 0
    for sign in words[:-1]:
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return words[0] != "(" and not any(one in words[1:-1] for one in words[0] + words[-1])
    return True


def _small(part: Element, side: Side) -> str:
    """Return an index or a power in the small letters that Unicode has, or not at all."""
    words = "".join(_said(part).split())
    table = _SUPER if side == "above" else _SUB
    if words and all(ord(letter) in table for letter in words):
        return words.translate(table)
    raise _NotOnOneLineError(words)


def _accented(base: Element, accent: str) -> str:
    words = _said(base)
    if len(words) == 1 and accent in _ACCENTS:
        return normalize("NFC", words + _ACCENTS[accent])
    raise _NotOnOneLineError(accent)
