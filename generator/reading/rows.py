"""Rows of pipe tables, as people and robots really write them."""

import re
from collections.abc import Callable

from generator.regex import regex

_BAR = regex(r"(?<!\\)\|")
_PIPE = regex(r"\\\||&(?:#0*124|#x0*7c|vert|verbar);", re.IGNORECASE)
_RULE = frozenset("|:- \t")


def is_separator(line: str) -> bool:
    """Tell whether *line* is the rule under a table's head, such as ``|:---|---:|``."""
    return "-" in line and "|" in line and _RULE.issuperset(line)


def cells(line: str, wanted: int = 0) -> list[str]:
    """Return the cells of a row, with or without outer pipes; an escaped pipe is text.

    With more cells than *wanted*, those are joined again that a bare pipe inside a formula, bold
    words or a ``<details>`` has cut. There may still be too many, or too few.
    """
    line = line.strip()
    found = _BAR.split(line) if "\\" in line else line.split("|")
    if len(found) > 1 and not found[0]:
        del found[0]
    if len(found) > 1 and not found[-1]:
        del found[-1]
    if 0 < wanted < len(found):
        for is_open in (_open_details, _open_formula, _open_bold):
            found = _rejoin(found, wanted, is_open)
    if "\\|" in line or "&" in line:
        return [_PIPE.sub("|", cell.strip()) for cell in found]
    return [cell.strip() for cell in found]


def _rejoin(found: list[str], wanted: int, is_open: Callable[[str], bool]) -> list[str]:
    """Return *found* with each cell that opens something joined to the one that closes it."""
    surplus = len(found) - wanted
    closing = [at for at, cell in enumerate(found) if is_open(cell)]
    joined: list[str] = []
    at = 0
    for start, end in zip(closing[::2], closing[1::2], strict=False):
        if end - start > surplus:
            continue
        joined += [*found[at:start], "|".join(found[start : end + 1])]
        surplus -= end - start
        at = end + 1
    return joined + found[at:]


def _open_details(cell: str) -> bool:
    return cell.count("<details") != cell.count("</details")


def _open_formula(cell: str) -> bool:
    return cell.count("$") % 2 == 1


def _open_bold(cell: str) -> bool:
    return cell.count("**") % 2 == 1


class OpenRow:
    """A row while it is read: a line break inside a cell has spread it over several lines."""

    def __init__(self, number: int, line: str, wanted: int) -> None:
        """Begin in line *number*, in a table of so many columns."""
        self.first = self.last = number
        self._lines = [line]
        self._cells = cells(line, wanted)
        self._count = len(self._cells)
        self._wanted = wanted

    def takes(self, number: int, line: str) -> bool:
        """Take the next line if it goes on with this row, or say that it does not.

        An unfinished row takes what its columns have room for; a finished one without a bar at
        its end takes a line that is no row itself.
        """
        closed, full = self._lines[-1].endswith("|"), self._count >= self._wanted
        if number != self.last + 1 or (closed and line.startswith("|")):
            return False
        if full and (closed or line.startswith("|") or "://" in line):
            return False
        more = len(cells(line))
        count = self._count + more - (not closed)
        if full:
            goes_on = 2 * more <= self._wanted
        else:
            goes_on = more < self._wanted >= count and not (closed and more == 1)
        if goes_on:
            self._count, self.last = count, number
            self._lines.append(line)
        return goes_on

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The lines as printed, with their numbers."""
        return list(enumerate(self._lines, self.first))

    def cells(self) -> list[str] | None:
        """Return the cells; nothing where they are too few to be a row of this table."""
        row = self._cells
        if len(self._lines) > 1:
            row = cells("\n".join(self._lines), self._wanted)
        short = 2 * len(row) <= self._wanted and not any("://" in cell for cell in row)
        return None if short else row
