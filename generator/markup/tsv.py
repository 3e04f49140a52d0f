"""Tables of tab-separated values, in a fence: ```` ```tsv 2 ```` has two rows of headings.

Cells are Markdown. A row that is too short is filled up; an empty heading is no heading.
"""

import re
from collections.abc import Callable, Sequence

from markdown_it.token import Token

_INFO = re.compile(r"tsv(?:\s+(?P<heads>\d{1,2}))?\s*$")


def spread_tables(tokens: Sequence[Token], set_cell: Callable[[str], Token]) -> list[Token]:
    """Return *tokens* with every fence of tab-separated values as a table; *set_cell* parses."""
    out: list[Token] = []
    for token in tokens:
        info = _INFO.match(token.info.strip()) if token.type == "fence" else None
        rows = [line.split("\t") for line in token.content.split("\n") if line.strip()]
        if info and rows:
            out += _table(token, rows, int(info["heads"] or 1), set_cell)
        else:
            out.append(token)
    return out


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
