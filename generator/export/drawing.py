"""Formulas as drawings, for places that know neither MathML nor fonts."""

import warnings
from copy import deepcopy
from functools import cache
from typing import Any

import msgspec

from generator.errors import ConfigError
from generator.export.tree import Element, words_of
from generator.regex import regex

SIZE = 200
"""Units of the letters that a drawing is calculated for; it is shown in the size of its text."""

PLACES = 1
"""Digits after the point that the drawer is asked for; in a shape they are rounded away."""

_FRACTION = regex(r"-?\d+\.\d+")
_GAPS = regex(r"(?<=[A-Za-z]) | (?=[-A-Za-z])")
"""Blanks of a path that say nothing."""

_ALIGNED = {"m-end": "right", "m-start": "left"}
_UNSEEN = frozenset("\u2061\u2062\u2063\u2064\u200b\ufe00\ufe01\ufe0e\ufe0f")
"""Signs that are not drawn."""


class Drawing(msgspec.Struct, frozen=True):
    """A formula as an *svg*, or *why* it could not be drawn."""

    svg: Element | None = None
    why: str = ""


def drawn(math: Element) -> Drawing:
    """Return ``<math>`` as an ``<svg>`` of nothing but shapes, on the line of its text.

    Raises ConfigError where the package that draws is missing.
    """
    ziamath = _drawer()
    source = _source(math)
    try:
        picture = ziamath.Math(source, size=SIZE)
        strange = sorted({sign for sign in words_of(source) if _is_strange(picture.font, sign)})
        if strange:
            return Drawing(why=f"there is no drawing of {' '.join(strange)}")
        svg: Element = picture.svgxml()
        below = picture.margin - picture.getyofst()
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Drawing(why=f"{type(error).__name__}: {error}")  # it may lack what others can draw
    return Drawing(_shape(svg, below, wide=math.get("display") == "block"))


@cache
def _drawer() -> Any:
    """Return the package that draws formulas, told to use shapes alone."""
    try:
        with warnings.catch_warnings():  # what its own imports say is nothing to an editor
            warnings.simplefilter("ignore", DeprecationWarning)
            import ziamath
            from ziamath.config import config
    except ModuleNotFoundError as error:
        hint = "install it: pip install 'jianbao[wechat]'"
        raise ConfigError(f"formulas as drawings need the package {error.name}", hint) from None
    config.svg2 = False  # else one shape is used again by its id, which 公众号 takes away
    config.precision = PLACES
    return ziamath


def _source(math: Element) -> Element:
    """Return what is drawn of a formula, with its alignment in MathML's own words."""
    source = Element("math", {k: v for k, v in math.attrib.items() if k == "display"})
    shown = math[0][0] if len(math) and math[0].tag == "semantics" else math
    source.extend([deepcopy(shown)] if shown is not math else [deepcopy(one) for one in math])
    if source.get("display") == "block":
        source.set("displaystyle", "true")
    for one in source.iter():
        for name in one.attrib.pop("class", "").split():
            if name in _ALIGNED:
                one.set("columnalign", _ALIGNED[name])
        one.tail = None
    return source


def _is_strange(font: Any, sign: str) -> bool:
    return not sign.isspace() and sign not in _UNSEEN and font.glyphindex(sign) == 0


def _shape(svg: Element, below: float, *, wide: bool) -> Element:
    """Return a drawing measured in the letters of its text; it takes their colour.

    A *wide* one scrolls in a box of its own, another shrinks to the line.
    """
    for name in ("width", "height"):
        svg.set(name, f"{float(svg.attrib[name]) / SIZE:.3f}em")
    for name in ("xmlns", "xmlns:xlink"):  # HTML knows an <svg> without being told
        svg.attrib.pop(name, None)
    most = "none" if wide else "100%"
    svg.set("style", f"vertical-align:{-below / SIZE:.3f}em;max-width:{most}")
    svg.set("fill", "currentColor")
    svg.tail = None
    for one in svg.iter():
        if "d" in one.attrib:
            rounded = _FRACTION.sub(lambda found: f"{round(float(found[0]))}", one.attrib["d"])
            one.set("d", _GAPS.sub("", rounded))
    return svg
