r"""LaTeX formulas as MathML, converted once while building; the only module that knows math-core.

The TeX stands, character for character, in the formula's annotation and nowhere else. Nothing is
repaired: a formula that cannot be converted keeps its TeX, in ``<code class="math-error">``.

Content pages forbid ``style`` attributes, so the converter's become classes for the theme to draw:

==========================  ======================================================================
``m-end`` ``m-start``       a cell set flush right or left
``m-pl0`` ``m-pr0``         no padding on the left or right; ``m-pl1``: 1 em on the left;
                            ``m-prt``: 1/6 em on the right
``m-flat``                  no padding above and below
``m-top``                   1/6 em above (continued fractions)
``m-full`` ``m-half``       as wide as the line, half of it; ``m-edge``: 7.5 %
``m-bl`` ``m-br`` ``m-bt``  a line on the left, right, top; dashed: ``m-bld m-brd m-btd``
``m-thin`` ``m-med``        space taken back: 1/6, 2/9 and 5/18 em (a negative left margin)
``m-thick``
``m-sc``                    small capitals
``math-core-serif-font``    text in the text's own face; ``math-core-sans-serif-font`` in the sans
``menclose-…``              a struck-out part: ``updiagonalstrike``, ``downdiagonalstrike`` …
==========================  ======================================================================
"""

import re
from functools import lru_cache
from html import escape

import msgspec
from math_core import LatexError, LatexToMathML

from generator.regex import regex

LONGEST = 4000
"""Characters of TeX in one formula; more is a mistake in the dollars or an attack."""
DEEPEST = 50
"""Groups within groups: the converter recurses, and its stack is not ours."""

STYLES = {
    "text-align: right": "m-end",
    "text-align: left": "m-start",
    "padding-left: 0": "m-pl0",
    "padding-left:0": "m-pl0",
    "padding-left:1em": "m-pl1",
    "padding-right: 0": "m-pr0",
    "padding-right:0": "m-pr0",
    "padding-right:0.1667em": "m-prt",
    "padding-top: 0": "m-flat",
    "padding-top: 0.1667em": "m-top",
    "width: 100%": "m-full",
    "width: 50%": "m-half",
    "width: 7.5%": "m-edge",
    "border-left: 0.05em solid currentcolor": "m-bl",
    "border-right: 0.05em solid currentcolor": "m-br",
    "border-top: 0.05em solid currentcolor": "m-bt",
    "border-left: 0.05em dashed currentcolor": "m-bld",
    "border-right: 0.05em dashed currentcolor": "m-brd",
    "border-top: 0.05em dashed currentcolor": "m-btd",
    "margin-left:-0.16666667em": "m-thin",
    "margin-left:-0.22222222em": "m-med",
    "margin-left:-0.2222222em": "m-med",
    "margin-left:-0.27777778em": "m-thick",
    "margin-left:-0.2777778em": "m-thick",
    "font-variant-caps: small-caps": "m-sc",
}
"""What the converter writes into ``style``, declaration by declaration; others are left out."""

MACROS = {
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
    "mbox": r"\text{#1}",
    "hbox": r"\text{#1}",
    "mathds": r"\mathbb{#1}",
    "mathbbm": r"\mathbb{#1}",
    "ensuremath": "{#1}",
    "textcolor": r"{\color{#1}#2}",
    "smash": "{#1}",
    "textsuperscript": r"^{\text{#1}}",
    "textsubscript": r"_{\text{#1}}",
    "textbraceleft": r"\{",
    "textbraceright": r"\}",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textbackslash": r"\backslash",
    "textasciitilde": r"\sim",
    "textdegree": r"\degree",
    "xspace": "{}",
}
"""Valid LaTeX that the converter does not know."""

_CONVERTER = LatexToMathML(fancy_error=False, macros=MACROS, allow_unreliable_rendering=True)

_OPERATOR = regex(r"(\\mathop\s*\{(?:[^{}]|\{[^{}]*\})*\})\s*\\(?:no)?limits(?![A-Za-z])")
_GROUP = r"\s*(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|[^\\{}\s_^])"
_LIMITS = regex(rf"\\mathop{_GROUP}\s*\\limits(?=\s*[_^])(?:\s*_{_GROUP})?(?:\s*\^{_GROUP})?")
_STARRED = regex(r"(\\(?!operatorname|tag|hspace|begin|end|DeclareMathOperator)[A-Za-z]+)\*")
_RENAMED = regex(r"\\(begin|end)\{(?:(split)|(smallmatrix))\}")
_TAGGED = regex(r"\\tag\*?\s*\{")
_DEFINING = regex(
    r"\\(?:[egx]?def|(?:re)?newcommand|providecommand|let|newenvironment)(?![A-Za-z])"
)
_GROUPS = regex(r"\\[{}]|[{}]|\\(?:left|begin|right|end)(?![A-Za-z])")
_CHAIN = regex(rf"(?:[\^_\s]*\\[A-Za-z]+[\^_\s]*){{{DEEPEST}}}")

_STYLE = regex(r' style="([^"]*)"')
_TAG = regex(r"<(/?)(m[a-z]+)((?: [a-z-]+=\"[^\"]*\")*)(/?)>")
_LEVEL = regex(r' (?:display|script)(?:style|level)="[^"]*"')
_UNKNOWN_ATTRIBUTES = regex(r' (?:math-shift|id)="[^"]*"')
_OFFSET = regex(r"^\d+: ")


class Formula(msgspec.Struct, frozen=True, gc=False):
    """A formula as HTML; *fault* says in words why it could not be converted."""

    html: str
    fault: str = ""


@lru_cache(maxsize=8192)
def convert(tex: str, display: bool = False) -> Formula:
    """Return *tex*, without its dollars, as ``<math>`` for a line of text or for one of its own."""
    fault = _forbidden(tex)
    if not fault:
        try:
            drawn = _CONVERTER.convert_with_local_state(_ours(tex), displaystyle=display)
            return Formula(_annotated(_classed(drawn), tex))
        except LatexError as error:
            fault = _OFFSET.sub("", str(error.args[0])).strip() or "it cannot be read"
        except ValueError as error:
            fault = str(error)
    return undrawn(tex, fault)


def undrawn(tex: str, fault: str = "") -> Formula:
    """Return *tex* as it is written."""
    return Formula(f'<code class="math-error">{escape(tex, quote=False)}</code>', fault)


def _forbidden(tex: str) -> str:
    """Say what keeps *tex* from the converter, before its stack or the page suffers."""
    if not tex.strip():
        return "it is empty"
    if len(tex) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if _DEFINING.search(tex):
        return "a formula may not define commands"
    depth = 0
    for group in _GROUPS.findall(tex):
        depth += (group in ("{", "\\left", "\\begin")) - (group in ("}", "\\right", "\\end"))
        if depth > DEEPEST:
            return f"it is nested deeper than {DEEPEST} groups"
    if _CHAIN.search(tex):
        return f"more than {DEEPEST} commands follow each other"
    return ""


def _ours(tex: str) -> str:
    """Return *tex* in the words of the converter, where it lacks what LaTeX has."""
    tex = _LIMITS.sub(_above_and_below, tex)
    tex = _OPERATOR.sub(r"\1", tex)
    tex = _STARRED.sub(r"\1 *", tex)
    tex = _RENAMED.sub(lambda m: f"\\{m[1]}{{{'aligned' if m[2] else 'matrix'}}}", tex)
    if _TAGGED.search(tex) and "\\begin" not in tex:
        return f"\\begin{{equation}}{tex}\\end{{equation}}"
    return tex


def _above_and_below(operator: re.Match[str]) -> str:
    """Return an operator of the author's own with its limits where ``\\limits`` wants them."""
    words, below, above = operator.groups()
    words = f"\\underset{{{below}}}{{{words}}}" if below else words
    return f"\\overset{{{above}}}{{{words}}}\\," if above else f"{words}\\,"


def _classed(drawn: str) -> str:
    """Return the converter's markup with classes for styles, valid as HTML and as XML."""
    if "<a " in drawn:
        raise ValueError("it refers to another formula")
    drawn = drawn.replace("&ApplyFunction;", "\u2061").replace("&InvisibleTimes;", "\u2062")
    if ' style="' in drawn:
        drawn = _STYLE.sub(_class, drawn)
    if "math-shift" in drawn or ' id="' in drawn:
        drawn = _UNKNOWN_ATTRIBUTES.sub("", drawn)
    return _TAG.sub(_Levels(), drawn) if "displaystyle=" in drawn else drawn


def _class(style: re.Match[str]) -> str:
    if style[1].startswith("color:#"):
        return f' mathcolor="{style[1][6:].rstrip(";")}"'
    names = [STYLES.get(one.strip()) for one in style[1].split(";")]
    return f' class="{" ".join(filter(None, names))}"' if any(names) else ""


class _Levels:
    """Moves ``displaystyle`` onto ``mstyle``, where it is valid; called tag by tag.

    ``mrow`` becomes ``mstyle``; any other element but ``mtable`` and ``math`` is put into one.
    """

    def __init__(self) -> None:
        self.ends: list[str] = []

    def __call__(self, tag: re.Match[str]) -> str:
        closing, name, attributes, empty = tag.groups()
        if closing:
            return self.ends.pop()
        before, end = "", f"</{name}>"
        if "displaystyle=" in attributes and name not in ("mtable", "math", "mstyle"):
            levels = "".join(_LEVEL.findall(attributes))
            rest = _LEVEL.sub("", attributes)
            if name == "mrow":
                name, attributes, end = "mstyle", attributes, "</mstyle>"
            else:
                before, attributes, end = f"<mstyle{levels}>", rest, f"{end}</mstyle>"
        if not empty:
            self.ends.append(end)
        return f"{before}<{name}{attributes}{empty}>"


def _annotated(drawn: str, tex: str) -> str:
    """Return *drawn* with its source, as one expression and its annotation."""
    start = drawn.index(">") + 1
    body = drawn[start : -len("</math>")]
    source = escape(tex, quote=False)
    return (
        f"{drawn[:start]}<semantics><mrow>{body}</mrow>"
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )
