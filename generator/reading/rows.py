"""Rows of pipe tables, as people and robots really write them."""

import re
from collections.abc import Callable

_BAR = re.compile(r"(?<!\\)\|")
_PIPE = re.compile(r"\\\||&(?:#0*124|#x0*7c|vert|verbar);", re.IGNORECASE)
_RULE = frozenset("|:- \t")


def is_separator(line: str) -> bool:
    """Tell whether *line* is the rule under a table's head, such as ``|:---|---:|``."""
    return "-" in line and "|" in line and _RULE.issuperset(line)


def cells(line: str, wanted: int = 0) -> list[str]:
    """Return the cells of a row, with or without outer pipes; an escaped pipe is text.

    With more cells than *wanted*, those are joined again that a bare pipe inside a formula or
    inside bold words has cut. There may still be too many, or too few.
    """
    line = line.strip()
    found = _BAR.split(line) if "\\" in line else line.split("|")
    if len(found) > 1 and not found[0]:
        del found[0]
    if len(found) > 1 and not found[-1]:
        del found[-1]
    if 0 < wanted < len(found):
        found = _rejoin(_rejoin(found, wanted, _open_formula), wanted, _open_bold)
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


def _open_formula(cell: str) -> bool:
    return cell.count("$") % 2 == 1


def _open_bold(cell: str) -> bool:
    return cell.count("**") % 2 == 1
