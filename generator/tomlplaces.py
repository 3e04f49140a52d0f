"""Where each key of a TOML document stands; ``tomllib`` gives the values and keeps no places."""

import re
import tomllib
from bisect import bisect_right
from functools import cached_property

from generator.regex import regex

Trail = tuple[str, ...]
"""The keys that lead to a value, from the top; a place in a list is its number, from 0."""

_GAP = regex(r"(?:\s|#[^\n]*)*")
_BLANK = regex(r"[ \t]*")
_PART = regex(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = regex(
    r'"""(?:[^\\]|\\.)*?"""(?:"{1,2})?|' + r"'''.*?'''(?:'{1,2})?|"
    r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'""",
    re.DOTALL,
)
_SCALAR = regex(r"[^,\]}#\n]*")


class Places:
    """The places of the keys in *text*, which must be TOML: found when the first is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    def of(self, trail: Trail) -> tuple[int, int]:
        """Return line and column, from 1, where *trail* is first set, or what it would be in."""
        while trail and trail not in self._offsets:
            trail = trail[:-1]
        offset = self._offsets.get(trail, 0)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return a line of the document, counted from 1."""
        return self.text.split("\n")[number - 1]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    @cached_property
    def _offsets(self) -> dict[Trail, int]:
        walk = _Walk(self.text)
        walk.document()
        return walk.found


class _Walk:
    """One walk over a document that is known to be TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Trail, int] = {}
        self.lists: dict[Trail, int] = {}

    def document(self) -> None:
        """Note the place of every key."""
        table: Trail = ()
        self._skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._setting(table)
            self._skip(_GAP)

    def _header(self) -> Trail:
        """Read ``[a.b]`` or ``[[a.b]]``; a list is entered at its last element."""
        start = self.at
        many = self.text.startswith("[[", start)
        self.at += 2 if many else 1
        keys = [key for key, _ in self._keys()]
        self.at = self.text.index("]", self.at) + (2 if many else 1)
        table: Trail = ()
        for index, key in enumerate(keys):
            table = (*table, key)
            self.found.setdefault(table, start)
            if many and index == len(keys) - 1:
                self.lists[table] = self.lists.get(table, -1) + 1
            if table in self.lists:
                table = (*table, str(self.lists[table]))
                self.found.setdefault(table, start)
        return table

    def _setting(self, table: Trail) -> None:
        """Read ``a.b = value``."""
        for key, start in self._keys():
            table = (*table, key)
            self.found.setdefault(table, start)
        self.at = self.text.index("=", self.at) + 1
        self._skip(_BLANK)
        self._value(table)

    def _keys(self) -> list[tuple[str, int]]:
        keys = []
        while True:
            self._skip(_BLANK)
            start, word = self.at, self._skip(_PART)
            key = tomllib.loads(f"key = {word}")["key"] if word[:1] in ('"', "'") else word
            keys.append((key, start))
            self._skip(_BLANK)
            if self.text[self.at : self.at + 1] != ".":
                return keys
            self.at += 1

    def _value(self, trail: Trail) -> None:
        opening = self.text[self.at : self.at + 1]
        if opening in ('"', "'"):
            self._skip(_STRING)
        elif opening == "[":
            self._between("]", trail)
        elif opening == "{":
            self._between("}", trail)
        else:
            self._skip(_SCALAR)

    def _between(self, closing: str, trail: Trail) -> None:
        """Read the elements of a list, or the settings of an inline table."""
        self.at += 1
        number = 0
        self._skip(_GAP)
        while self.text[self.at] != closing:
            if closing == "]":
                self.found.setdefault((*trail, str(number)), self.at)
                self._value((*trail, str(number)))
            else:
                self._setting(trail)
            number += 1
            self._skip(_GAP)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_GAP)
        self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found[0] if found else ""
