"""Problems in content, as values: place, code, message, and a way out."""

from collections.abc import Callable, Iterable
from enum import IntEnum

import msgspec

from generator.source import Span

EXCERPT = 100
"""Characters of a source line that are shown around a problem."""


class Severity(IntEnum):
    """How bad a problem is: notes never fail a build, warnings only with ``--strict``."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Diagnostic(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One problem; *code* is stable and explained in ``docs/problems.md``."""

    severity: Severity
    code: str
    message: str
    span: Span
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.span}: {self.severity}[{self.code}]: {self.message}"

    @property
    def order(self) -> tuple[Span, str, str]:
        """What problems are sorted by: path, line, column, then code."""
        return self.span, self.code, self.message

    def to_json(self) -> dict[str, str | int]:
        """Return the problem as the JSON of ``inspect`` and ``check`` has it."""
        return {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "path": self.span.path,
            "line": self.span.line,
            "column": self.span.column,
            "hint": self.hint,
        }


def ordered(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return *problems* by path, line, column and code, each only once."""
    return sorted(set(problems), key=lambda problem: problem.order)


def worst(problems: Iterable[Diagnostic]) -> Severity | None:
    """Return the highest severity found, or ``None`` where there is no problem."""
    return max((problem.severity for problem in problems), default=None)


def explain(problems: Iterable[Diagnostic], line_at: Callable[[Span], str | None]) -> str:
    """Return *problems* as text for a terminal: place, message, the line with a mark, the hint.

    *line_at* gives the source line at a place, or ``None`` where it cannot be read.
    """
    out = []
    for problem in problems:
        out.append(str(problem))
        line = line_at(problem.span)
        if line is not None:
            out += _excerpt(problem.span, line)
        if problem.hint:
            out.append(f"  hint: {problem.hint}")
    return "\n".join(out)


_COMMANDS = {Severity.NOTE: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


def annotation(problem: Diagnostic, place: str) -> str:
    """Return *problem* as a workflow command of GitHub; *place* is its file as a checkout has it.

    What the command is written with is escaped, or a title could end it and begin another.
    """
    span = problem.span
    words = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
    said = ",".join(
        f"{key}={_escaped(str(value), ':,')}"
        for key, value in (
            ("file", place),
            ("line", span.line),
            ("col", span.column),
            ("title", problem.code),
        )
    )
    return f"::{_COMMANDS[problem.severity]} {said}::{_escaped(words)}"


def _escaped(words: str, more: str = "") -> str:
    for char in f"%\r\n{more}":
        words = words.replace(char, f"%{ord(char):02X}")
    return words


def _excerpt(span: Span, line: str) -> list[str]:
    start = max(0, span.column - 1 - EXCERPT // 2) if len(line) > EXCERPT else 0
    shown = line[start : start + EXCERPT].replace("\t", " ").rstrip()
    before, after = "…" if start else "", "…" if start + EXCERPT < len(line) else ""
    gutter = f"  {span.line} | "
    mark = " " * (len(gutter) - 2) + "| "
    width = sum(2 if ord(char) > 0x2E7F else 1 for char in shown[: span.column - 1 - start])
    return [f"{gutter}{before}{shown}{after}", f"{mark}{' ' * (width + len(before))}^"]
