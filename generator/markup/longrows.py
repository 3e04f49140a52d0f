"""Rows of a table with more cells than it has columns: the surplus stays, in the last cell."""

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from generator.regex import regex

_QUOTED = regex(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?")


def long_rows_plugin(md: MarkdownIt) -> None:
    """Look at the rows of all tables before their cells are parsed."""
    md.core.ruler.before("inline", "long_rows", _long_rows)


def is_long(token: Token) -> bool:
    """Say whether *token* opens a row that had too many cells."""
    return "long_row" in token.meta


def _long_rows(state: StateCore) -> None:
    lines = state.src.split("\n")
    row: Token | None = None
    cells: list[Token] = []
    for token in state.tokens:
        if token.type == "tr_open":
            row, cells = token, []
        elif token.type == "inline" and row:
            cells.append(token)
        elif token.type == "tr_close" and row and row.map and cells:
            _join(row, cells, lines[row.map[0]])
            row = None


def _join(row: Token, cells: list[Token], line: str) -> None:
    """Put what a row has beyond its columns into its last cell, as it is printed."""
    printed = escapedSplit(_QUOTED.sub("", line, count=1).strip())
    if printed and not printed[0]:
        printed.pop(0)
    if printed and not printed[-1]:
        printed.pop()
    if len(printed) > len(cells):
        words = [cell.strip() for cell in printed[len(cells) - 1 :]]
        cells[-1].content = " | ".join(words)
        row.meta["long_row"] = True
