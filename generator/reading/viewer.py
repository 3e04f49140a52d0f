"""Pages of a dataset viewer saved as text: a head that describes the columns, then rows.

Every value stands on a line of its own. The head gives each column's name, its type and, below it,
the statistics of the whole data set: two lines for a smallest and a largest value, one for a count
of classes. Rows follow with one line a column, in the same order.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from generator.regex import regex

_RANGED = regex(
    r"u?int(?:8|16|32|64)|float(?:16|32|64)|stringlengths|stringdate|listlengths|timestamp|date"
)
"""Types with a smallest and a largest value."""
_COUNTED = regex(r"(?:stringclasses|class label|bool|image|audio)\b.*", re.IGNORECASE)
"""Types with a count of classes, or none."""
_WHOLE = regex(r"-?\d[\d,]*")
_REAL = regex(r"-?\d[\d,.]*(?:e[+-]?\d+)?", re.IGNORECASE)
_DATE = regex(r"\d{4}(?:-\d\d.*)?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; *kind* is its type as the viewer names it, empty where unknown."""

    name: str
    kind: str

    @property
    def is_text(self) -> bool:
        """Say whether its values may be any words."""
        return not (self.kind.startswith(("int", "uint", "float")) or self.kind == "stringdate")

    def fits(self, value: str) -> bool:
        """Say whether *value* may stand in this column; nothing fits everywhere."""
        value = value.strip()
        if not value or self.is_text:
            return True
        form = _DATE if self.kind == "stringdate" else _REAL if self.kind[0] == "f" else _WHOLE
        return form.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its values in order of columns, and the lines it stands in, from 1.

    *record* is the line of the value that the row is about.
    """

    lines: tuple[int, int]
    record: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: *record* is the column that its rows are about, *head* the line its head ends in.

    *head* is 0 where there is none; *strays* are the lines that belong to no row.
    """

    columns: tuple[Column, ...]
    record: int
    head: int
    rows: tuple[Row, ...]
    strays: tuple[int, ...]


def read_columns(lines: list[str]) -> tuple[tuple[Column, ...], int]:
    """Return the columns that the head describes and the line it ends in; none for no head."""
    columns: list[Column] = []
    at = _next_said(lines, 0)
    end = 0
    while at + 2 < len(lines):
        name, kind = lines[at].strip(), lines[at + 1].strip()
        low, high = lines[at + 2].strip(), lines[at + 3].strip() if at + 3 < len(lines) else ""
        if not name or len(name) > 100:
            break
        if _RANGED.fullmatch(kind) and low and high and max(len(low), len(high)) < 60:
            end = at + 4
        elif len(kind) < 60 and _COUNTED.fullmatch(kind) and low[:1].isdigit() and len(low) < 60:
            end = at + 3
        else:
            break
        columns.append(Column(name, kind))
        at = end
    return tuple(columns), end


def _next_said(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def read_table(lines: list[str], is_record: Callable[[str], bool]) -> Table:
    """Return the table in *lines*.

    *is_record* knows the long value that a row is about. Where a line is missing or too many, such
    a value is a row of its own, with every other value empty, and the lines around it are strays.
    A table without a head is read by the distance between its records.
    """
    columns, head = read_columns(lines)
    records = [is_record(line) for line in lines]
    if not columns:
        columns, head = _guess(records), 0
    width, at = len(columns), head
    place = _place(columns, lines, head, records)
    rows: list[Row] = []
    strays: list[int] = []
    while at < len(lines):
        values = tuple(value.strip() for value in lines[at : at + width])
        if _is_row(columns, values, records[at : at + width], place):
            rows.append(Row((at + 1, at + width), at + place + 1, values))
            at += width
            continue
        if records[at]:
            alone = [lines[at].strip() if k == place else "" for k in range(width)]
            rows.append(Row((at + 1, at + 1), at + 1, tuple(alone)))
        elif lines[at].strip():
            strays.append(at + 1)
        at += 1
    return Table(columns, place, head, tuple(rows), tuple(strays))


def _is_row(
    columns: tuple[Column, ...], values: tuple[str, ...], records: list[bool], place: int
) -> bool:
    """Say whether *values* are a row: the record in its place, numbers where numbers belong."""
    if len(values) < len(columns) or any(records[:place]) or any(records[place + 1 :]):
        return False
    pairs = list(zip(columns, values, strict=True))
    if not all(column.fits(value) for column, value in pairs):
        return False
    numbers = [value for column, value in pairs if not column.is_text]
    return records[place] or (bool(values[place]) and bool(numbers) and all(numbers))


def _place(columns: tuple[Column, ...], lines: list[str], head: int, records: list[bool]) -> int:
    """Return the column whose values are the records: where they make the most rows."""
    texts = [k for k, column in enumerate(columns) if column.is_text]
    found = dict.fromkeys(texts, 0)
    for at in (at for at in range(head, len(lines)) if records[at]):
        for k in texts:
            start = max(at - k, head)
            window = tuple(lines[start : start + len(columns)])
            found[k] += at - k == start and _is_row(columns, window, [False] * k + [True], k)
    return max(texts, key=lambda k: found[k], default=0)


def _guess(records: list[bool]) -> tuple[Column, ...]:
    """Return nameless columns for a table without a head, by the distance between its records."""
    places = [at for at, record in enumerate(records) if record]
    gaps = [after - before for before, after in pairwise(places)]
    width = max(sorted(set(gaps)), key=gaps.count, default=1)
    first = places[0] % width if places else 0
    return tuple(Column("", "" if k == first else "int64") for k in range(width))
