"""Tables of tab-separated values, in a fence: ```` ```tsv 2 ```` has two rows of headings.

Cells are Markdown. A row that is too short is filled up; an empty heading is no heading. Where
next to all would have to be filled up, the fence stays what it is.
"""

from collections.abc import Callable, Sequence

from markdown_it.token import Token

from generator.regex import regex

SPARSE = 20
"""How many cells may be filled up for each that is there: one endless row would fill a page."""
FEW = 10_000
"""Cells that any table may have."""

_INFO = regex(r"tsv(?:\s+(?P<heads>\d{1,2}))?\s*$")


def spread_tables(tokens: Sequence[Token], set_cell: Callable[[str], Token]) -> list[Token]:
    """Return *tokens* with every fence of tab-separated values as a table; *set_cell* parses."""
    out: list[Token] = []
    for token in tokens:
        info = _INFO.match(token.info.strip()) if token.type == "fence" else None
        rows = [line.split("\t") for line in token.content.split("\n") if line.strip()]
        if info and _is_sparse(rows):
            token.meta["sparse"] = True
            out.append(token)
        elif info and rows:
            out += _table(token, rows, int(info["heads"] or 1), set_cell)
        else:
            out.append(token)
    return out


def is_sparse(token: Token) -> bool:
    """Say whether *token* is a fence that would be a table with next to nothing in it."""
    return "sparse" in token.meta


def _is_sparse(rows: Sequence[Sequence[str]]) -> bool:
    size = len(rows) * max(map(len, rows), default=0)
    return size > FEW and size > SPARSE * sum(map(len, rows))


def _table(
    fence: Token, rows: list[list[str]], heads: int, set_cell: Callable[[str], Token]
) -> list[Token]:
    width = max(map(len, rows))
    first = fence.map[0] + 1 if fence.map else 0
    out = [Token("table_open", "table", 1, block=True, map=fence.map, level=fence.level)]
    for name, start, end in (("thead", 0, heads), ("tbody", heads, len(rows))):
        if rows[start:end]:
            out.append(Token(f"{name}_open", name, 1, block=True))
            for at, row in enumerate(rows[start:end], start):
                place = [first + at, first + at + 1]
                out += _row(row + [""] * (width - len(row)), place, name == "thead", set_cell)
            out.append(Token(f"{name}_close", name, -1, block=True))
    out.append(Token("table_close", "table", -1, block=True, level=fence.level))
    return out


def _row(
    cells: Sequence[str], place: list[int], is_head: bool, set_cell: Callable[[str], Token]
) -> list[Token]:
    out = [Token("tr_open", "tr", 1, block=True, map=place)]
    for words in cells:
        tag = "th" if is_head and words.strip() else "td"
        cell = set_cell(words.strip())
        cell.map = place
        out += [Token(f"{tag}_open", tag, 1), cell, Token(f"{tag}_close", tag, -1)]
    return [*out, Token("tr_close", "tr", -1, block=True)]
