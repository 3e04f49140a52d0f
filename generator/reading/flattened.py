"""A table of two columns that has lost its cells: per group all names, then all their formulas."""

from collections.abc import Sequence
from itertools import groupby

from generator.reading.signs import is_formula

Pair = tuple[str, str]
FEWEST = 4
"""Pairs below which nothing is certain."""


def pairs_of(lines: Sequence[str]) -> list[Pair]:
    """Return the head and the rows that *lines* were, or nothing where that is not certain.

    The first line has to name two columns. What follows alternates between names and an equal
    number of formulas; names in surplus are a group by themselves, half of them names and the other
    half, each with a formula of its own, what they stand for.
    """
    head = lines[0].split() if lines else []
    if len(head) != 2 or "$" in lines[0] or len(lines) < 1 + 2 * FEWEST:
        return []
    pairs = [(head[0], head[1])]
    runs = [(pure, list(run)) for pure, run in groupby(lines[1:], is_formula)]
    if len(runs) % 2 or runs[0][0]:
        return []
    for (_, names), (_, formulas) in zip(runs[::2], runs[1::2], strict=True):
        surplus = len(names) - len(formulas)
        if surplus < 0 or surplus % 2:
            return []
        first, second = names[: surplus // 2], names[surplus // 2 : surplus]
        if any("$" in name for name in first) or not all("$" in words for words in second):
            return []
        pairs += zip(first, second, strict=True)
        pairs += zip(names[surplus:], formulas, strict=True)
    return pairs


def as_markdown(pairs: Sequence[Pair]) -> list[str]:
    """Return the table in Markdown, a line per row."""
    rows = [f"| {_cell(left)} | {_cell(right)} |" for left, right in pairs]
    return [rows[0], "|---|---|", *rows[1:]]


def _cell(words: str) -> str:
    """Return a cell with its bars escaped, but for those in formulas."""
    parts = words.split("$")
    return "$".join(part if n % 2 else part.replace("|", "\\|") for n, part in enumerate(parts))
