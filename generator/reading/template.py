"""The fields that notes are written after: as their template says, as they repeat, or by custom."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import dropwhile

import msgspec

from generator.reading.signs import Numbered, field_of, group_of
from generator.regex import regex

_TITLE = regex(r"\S{0,6}模[版板]|(?:\S{1,12} )?template", re.IGNORECASE)
_USUAL = frozenset(
    """
    研究目标、目标、目的、研究问题、问题、科学问题、动机、研究动机、难点、挑战、背景、研究背景、方法、研究方法、
    模型、相关研究、相关工作、参考文献、数据、数据集、指标、评价指标、实验、实验设置、实验结果、结果、分析、讨论、
    结论、总结、贡献、创新点、优点、缺点、局限、不足、改进、展望、启发、思考、
    goal、goals、motivation、problem、challenges、background、method、methods、related work、data、
    experiments、metrics、results、analysis、discussion、conclusion、contributions、limitations、
    improvements、future work
    """.strip()
    .replace("\n    ", "")
    .split("、")
)
"""Names that fields of notes usually have, lower case."""

_RELATED = regex(r"相关|参考|文献|related|reference|bibliograph", re.IGNORECASE)


class Template(msgspec.Struct, frozen=True):
    """The names of the fields by their number, one for each where the file has a template.

    *lines* are the first and the last of the template itself, (0, 0) where there is none.
    """

    labels: dict[int, frozenset[str]]
    lines: tuple[int, int] = (0, 0)

    def field(self, line: str) -> Numbered | None:
        """Return the field that *line* opens, if it is one of these or usual beyond them."""
        found = field_of(line)
        if not found:
            return None
        label = found.label.lower()
        known = self.labels.get(found.number, frozenset())
        if label in known or (self.lines[0] and any(_alike(label, one) for one in known)):
            return found
        beyond = found.number > max(self.labels, default=0)
        return found if beyond and label in _USUAL else None


def _alike(one: str, two: str) -> bool:
    """Say whether one name is the other with a word more, as 目标 and 研究目标 are."""
    return min(len(one), len(two)) > 1 and (one in two or two in one)


def is_template_title(line: str) -> bool:
    """Say whether *line* announces a template."""
    return len(line) <= 40 and _TITLE.fullmatch(line.strip().rstrip(":：")) is not None


def is_usual(label: str) -> bool:
    """Say whether notes usually have a field of this name."""
    return label.lower() in _USUAL


def is_related_work(label: str) -> bool:
    """Say whether a field of this name lists papers of others."""
    return _RELATED.search(label) is not None


def find_template(lines: Sequence[str]) -> Template:
    """Return what the fields are in *lines*: those of the template, or else those in use."""
    said = [(number, line) for number, line in enumerate(lines, 1) if line and not line.isspace()]
    for at, (number, line) in enumerate(said):
        if is_template_title(line):
            found = _rising(said[at + 1 :], bare=False)
            if len(found) > 1:
                return _template([field for _, field in found], (number, found[-1][0]))
    found = _rising(dropwhile(lambda one: one[1].strip().isdigit(), said), bare=True)
    if len(found) > 2:
        return _template([field for _, field in found], (found[0][0], found[-1][0]))
    return Template(_in_use(field for _, line in said if (field := field_of(line))))


def _rising(said: Iterable[tuple[int, str]], bare: bool) -> list[tuple[int, Numbered]]:
    """Return the fields from the first line on, as long as their numbers rise.

    Where they are *bare* nothing may stand between them or behind them.
    """
    found: list[tuple[int, Numbered]] = []
    for number, line in said:
        field = field_of(line)
        if not field:
            if bare or group_of(line):
                break
        elif (found and field.number <= found[-1][1].number) or (bare and field.text):
            break
        else:
            found.append((number, field))
    return found


def _template(fields: Iterable[Numbered], lines: tuple[int, int]) -> Template:
    return Template({one.number: frozenset([one.label.lower()]) for one in fields}, lines)


def _in_use(fields: Iterable[Numbered]) -> dict[int, frozenset[str]]:
    """Return the names that are usual or stand twice, at the number where they stand most often."""
    counts = Counter((one.label.lower(), one.number) for one in fields)
    most: Counter[str] = Counter()
    for (label, _), count in counts.items():
        most[label] = max(most[label], count)
    names: dict[int, set[str]] = {}
    for (label, number), count in counts.items():
        if count * 2 >= most[label] and (count > 1 or label in _USUAL):
            names.setdefault(number, set()).add(label)
    return {number: frozenset(labels) for number, labels in names.items()}
