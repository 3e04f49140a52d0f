"""What setting a text gives: its HTML, its plain words, and what was counted on the way."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from html import escape

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.markup import math
from generator.model import Figure, Table
from generator.source import Span

MOST = 10_000
"""Formulas of one text that are drawn: no paper has as many, and a page with more helps nobody."""


NAMED = 10
"""Lines that a note on many places names."""


class Heading(msgspec.Struct, frozen=True, array_like=True):
    """A heading: *html* holds no links, *anchor* is its id in the page."""

    level: int
    html: str
    anchor: str


class Inner(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A link that does not name a host: to another file, or to a page of the site."""

    href: str
    span: Span


class Typeset(msgspec.Struct, frozen=True, kw_only=True):
    """A text that has been set.

    *html* is safe to put into a page. *plain* is what a reader sees, without tags and with formulas
    as TeX. *citations* counts the numbers that lead to the text's own *references*;
    *inner* are the links that only the whole site can lead somewhere, *pictures* the addresses of
    pictures likewise.
    """

    html: str
    plain: str
    inline_math: int = 0
    display_math: int = 0
    headings: tuple[Heading, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    references: int = 0
    citations: int = 0
    inner: tuple[Inner, ...] = ()
    pictures: tuple[Inner, ...] = ()


Result = tuple[Typeset, tuple[Diagnostic, ...]]


def problem(code: str, message: str, span: Span, hint: str) -> Diagnostic:
    """Return a warning; nothing that happens while setting a text is worse."""
    return Diagnostic(Severity.WARNING, code, message, span, hint)


def note(code: str, message: str, span: Span, hint: str) -> Diagnostic:
    """Return a note."""
    return Diagnostic(Severity.NOTE, code, message, span, hint)


def money(words: str, span: Span) -> Diagnostic:
    """Return the note on two dollars that might have been meant as a formula."""
    excerpt = " ".join(words.split())
    excerpt = f"{excerpt[:40]}…" if len(excerpt) > 40 else excerpt
    hint = "write \\$ for a plain dollar to be sure; a formula needs a sign of TeX in it"
    return note("dollar-doubtful", f"read as money, not as a formula: {excerpt}", span, hint)


class Formulas:
    """The formulas of one text: how many there are, and what is wrong with them."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        self.problems = problems
        self.inline = self.display = 0

    def draw(self, tex: str, display: bool, where: Callable[[], Span], *, alone: bool) -> str:
        """Return a formula as phrasing content; *alone* in its paragraph it counts as display.

        Of a text with more than MOST of them the rest is shown as TeX, and that is said once.
        """
        before = self.inline + self.display
        self.display += alone
        self.inline += not alone
        formula = math.convert(tex, display) if before < MOST else math.undrawn(tex)
        if formula.fault:
            self.problems.append(math_error(tex, formula.fault, where()))
        if before == MOST:
            message = f"more than {MOST} formulas in one text: from here on their TeX is shown"
            hint = "split the text into several items"
            self.problems.append(problem("math-many", message, where(), hint))
        return f'<span class="eq">{formula.html}</span>' if display else formula.html


def told_once(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return *problems* with one note on money for each file: the first, with the lines of all."""
    notes: dict[str, list[Diagnostic]] = {}
    for one in problems:
        if one.code == "dollar-doubtful":
            notes.setdefault(one.span.path, []).append(one)
    rest = [one for one in problems if one.code != "dollar-doubtful"]
    for first, *others in notes.values():
        if others:
            lines = [str(line) for line in sorted({one.span.line for one in others})]
            named = ", ".join(lines[:NAMED]) + (" …" if len(lines) > NAMED else "")
            message = f"{first.message}; and {len(others)} more in lines {named}"
            first = msgspec.structs.replace(first, message=message)
        rest.append(first)
    return rest


def math_error(tex: str, fault: str, span: Span) -> Diagnostic:
    """Return the problem of a formula that is shown as TeX."""
    excerpt = " ".join(tex.split())
    excerpt = f"{excerpt[:60]}…" if len(excerpt) > 60 else excerpt
    message = f"a formula cannot be drawn, its TeX is shown: {excerpt}: {fault}"
    return problem("math-error", message, span, "mend the TeX, or write \\$ for a plain dollar")


class Places:
    """Turns offsets in *words*, which begin *at* a place in a file, into places."""

    def __init__(self, words: str, at: Span) -> None:
        self.words = words
        self.at = at

    @cached_property
    def starts(self) -> list[int]:
        """Where each line of the words begins."""
        return [0, *(end.end() for end in re.finditer("\n", self.words))]

    def find(self, words: str, begin: int, end: int, *, whole: bool = False) -> int:
        """Return the offset of *words* from *begin* on, -1 where they are not.

        An address may be the end of another one: as a *whole* it has none of its signs around it.
        """
        found = self.words.find(words, begin, end) if words else -1
        if found < 0 or not whole:
            return found
        alone = re.compile(rf"(?<![^\s(<\"'=:]){re.escape(words)}(?![^\s)>\"'])")
        at = alone.search(self.words, found, end)
        return at.start() if at else found

    def of(self, offset: int) -> Span:
        """Return the place of the character at *offset*."""
        line = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[line] + (self.at.column if line == 0 else 1)
        return Span(self.at.path, self.at.line + line, column)


def text(words: str) -> str:
    """Return *words* escaped for the text of an element."""
    return escape(words, quote=False)
