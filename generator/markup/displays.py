"""Formulas that are displays by their layout: one alone in its paragraph stands on its own line."""

from collections.abc import Sequence

from markdown_it.token import Token


def set_displays(tokens: Sequence[Token]) -> list[Token]:
    """Return *tokens* with every paragraph that is one formula made a display.

    It still counts as what it is written as: a formula between single dollars.
    """
    out: list[Token] = []
    for token in tokens:
        if token.type == "paragraph_close" and len(out) > 1 and _is_formula(out[-1]):
            formula, opening = (out.pop().children or [])[0], out.pop()
            display = Token("formula_block", "", 0, content=formula.content, map=opening.map)
            display.meta = {"inline": not formula.meta["display"]}
            out.append(display)
        else:
            out.append(token)
    return out


def _is_formula(token: Token) -> bool:
    children = token.children or ()
    return token.type == "inline" and len(children) == 1 and children[0].type == "formula"
