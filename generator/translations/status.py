"""Which item lacks which language of which text, and whose translation is older than its source."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from generator.assemble import IssueEntry
from generator.cards import Body
from generator.model import Item
from generator.reading.fixes import PARTS
from generator.reading.staleness import words_hash
from generator.text import LANGS, Lang, Text, other

State = Literal["missing", "stale", "machine"]
STATES: tuple[State, ...] = ("missing", "stale", "machine")


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One text of one item in one language: the *words* there, empty where they are missing.

    *item* names the item in a fix file, *slug* does too. *original* is the other side. *held*
    tells that a fix file says these words.
    """

    item: str
    slug: str
    part: str
    lang: Lang
    lines: tuple[int, int]
    words: str
    original: str
    held: bool
    states: tuple[State, ...]

    @property
    def source_hash(self) -> str:
        """What a translation of *original* has to carry; empty where there is nothing to it."""
        return words_hash(self.original) if self.original else ""


class Status(msgspec.Struct, frozen=True):
    """How an issue stands: *source* is its file, *sides* are all texts of its items."""

    issue: str
    source: str
    items: tuple[str, ...]
    sides: tuple[Side, ...]

    def complete(self, lang: Lang) -> int:
        """Return how many items say in *lang* all that they say at all."""
        lacking = {s.item for s in self.sides if s.lang == lang and "missing" in s.states}
        return len(self.items) - len(lacking)

    def count(self, state: State, lang: Lang | None = None, part: str = "") -> int:
        """Return how many texts are in a state, in one language or in both."""
        return sum(
            state in side.states
            for side in self.sides
            if lang in (None, side.lang) and part in ("", side.part)
        )


def status_of(entry: IssueEntry, body: Body) -> Status:
    """Return how one issue stands; its items are named as a fix file names them."""
    items = [leaf.item for leaves in body.leaves for leaf in leaves]
    names = _names(items)
    sides = [side for item, name in zip(items, names, strict=True) for side in _sides(item, name)]
    return Status(entry.id, entry.card.path, tuple(names), tuple(sides))


def _names(items: Sequence[Item]) -> list[str]:
    """Return what names each item: its paper's id, or its slug where two share one."""
    papers = [item.paper for item in items]
    return [
        item.paper if item.paper and papers.count(item.paper) == 1 else item.slug for item in items
    ]


def _sides(item: Item, name: str) -> Iterator[Side]:
    for part, key in PARTS.items():
        text: Text = getattr(item, key)
        for lang in LANGS if text else ():
            at = f"{part}.{lang}"
            told = {"missing": not text[lang], "stale": at in item.stale}
            told["machine"] = at in item.machine
            yield Side(
                item=name,
                slug=item.slug,
                part=part,
                lang=lang,
                lines=item.lines,
                words=text[lang],
                original=text[other(lang)],
                held=at in item.fixed,
                states=tuple(state for state in STATES if told[state]),
            )


def to_json(status: Status) -> dict[str, Any]:
    """Return a status as data; *texts* are those about which something is to be said."""
    return {
        "issue": status.issue,
        "source": status.source,
        "items": len(status.items),
        "complete": {lang: status.complete(lang) for lang in LANGS},
        "missing": {
            part: {lang: status.count("missing", lang, part) for lang in LANGS} for part in PARTS
        },
        "stale": status.count("stale"),
        "machine": status.count("machine"),
        "texts": [
            {
                "id": side.item,
                "field": side.part,
                "lang": side.lang,
                "states": list(side.states),
                "lines": list(side.lines),
                "source_hash": side.source_hash or None,
            }
            for side in status.sides
            if side.states
        ],
    }


def table(statuses: Sequence[Status]) -> str:
    """Return a table for a person: an issue a line, and a line for all."""
    head = ["issue", "items", "zh", "en", "missing in zh", "missing in en", "stale", "machine"]
    rows = [[one.issue, *_cells([one])] for one in statuses]
    rows.append([f"{len(statuses)} issues" if len(statuses) != 1 else "1 issue", *_cells(statuses)])
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    return "".join(f"{_line(row, widths)}\n" for row in (head, *rows))


def _cells(statuses: Sequence[Status]) -> list[str]:
    numbers = [
        sum(len(one.items) for one in statuses),
        *(sum(one.complete(lang) for one in statuses) for lang in LANGS),
    ]
    missing = []
    for lang in LANGS:
        counts = {p: sum(one.count("missing", lang, p) for one in statuses) for p in PARTS}
        missing.append(", ".join(f"{part} {n}" for part, n in counts.items() if n) or "-")
    states: tuple[State, ...] = ("stale", "machine")
    others = [sum(one.count(state) for one in statuses) for state in states]
    return [*map(str, numbers), *missing, *(str(number) if number else "-" for number in others)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return "  ".join(padded).rstrip()


def _width(words: str) -> int:
    """Return the columns that *words* take on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
