"""A content file as text, and places in it."""

import hashlib
from functools import cached_property

import msgspec


class Span(msgspec.Struct, frozen=True, gc=False, array_like=True, order=True):
    """A place in a file: *line* and *column* count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Source(msgspec.Struct, frozen=True, dict=True):
    """A content file after reading: line ends ``\\n``, no byte-order mark, no control characters.

    *path* is relative to the content folder (or as the user gave it), with ``/``.
    Front matter has been cut out of *text*, its lines left empty, so that line numbers hold.
    """

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; line *n* of the file is ``lines[n - 1]``."""
        return self.text.split("\n")

    @cached_property
    def digest(self) -> str:
        """A hash of the text, in hexadecimal."""
        return hashlib.blake2b(self.text.encode(), digest_size=16).hexdigest()

    def at(self, line: int, column: int = 1) -> Span:
        """Return the place at *line* and *column*."""
        return Span(self.path, line, column)
