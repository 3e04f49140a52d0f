"""Where a parser puts what is wrong with its source."""

from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic, Severity
from generator.reading.fields import MARGIN
from generator.source import Source


@dataclass(slots=True)
class Problems:
    """What is wrong with *source*, in the order of finding; each at the first word of its line."""

    source: Source
    found: list[Diagnostic] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def note(self, code: str, message: str, line: int, hint: str) -> None:
        """Add a note."""
        self._add(Severity.NOTE, code, message, line, hint)

    def note_once(self, code: str, message: str, line: int, hint: str) -> None:
        """Add a note unless the same has been said further up."""
        if message not in self._told:
            self._told.add(message)
            self._add(Severity.NOTE, code, message, line, hint)

    def warn(self, code: str, message: str, line: int, hint: str) -> None:
        """Add a warning."""
        self._add(Severity.WARNING, code, message, line, hint)

    def _add(self, severity: Severity, code: str, message: str, line: int, hint: str) -> None:
        text = self.source.lines[line - 1]
        column = len(text) - len(text.lstrip(MARGIN)) + 1
        self.found.append(Diagnostic(severity, code, message, self.source.at(line, column), hint))
