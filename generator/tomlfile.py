"""A TOML file read key by key: types checked, leftovers reported, every problem at its line."""

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any

from generator.diagnostics import Diagnostic, Severity
from generator.regex import regex
from generator.source import Span
from generator.text import LANGS, Lang, Text
from generator.tomlplaces import Places

_UNSHOWN = regex("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

MACHINE = "machine"
"""The only thing that is said of how words were translated: nobody has read them over."""

MOST = 10_000
"""The highest number that makes sense in any setting."""


class Table:
    """A TOML table that is read key by key: types checked, leftovers reported, lines known."""

    def __init__(self, data: dict[str, Any], path: str, text: str) -> None:
        self.data = data
        self.path = path
        self.places = Places(text)
        self.trail: tuple[str, ...] = ()
        self.known: list[str] = []
        self.problems: list[Diagnostic] = []

    @property
    def within(self) -> str:
        """What stands before a key of this table where it is spelt in full."""
        return "".join(f"{key}." for key in self.trail)

    def inner(self, data: dict[str, Any], *trail: str) -> "Table":
        """Return a reader of *data*, which stands at *trail* in this table; problems are shared."""
        inner = Table(data, self.path, "")
        inner.places, inner.trail = self.places, (*self.trail, *trail)
        inner.problems = self.problems
        return inner

    def _take(self, key: str, kind: type, spare: Any, wanted: str) -> Any:
        self.known.append(key)
        value = self.data.get(key, spare)
        if key in self.data and (type(value) is not kind):
            self.wrong(key, f"{self.within}{key} must be {wanted}")
            return spare
        return value

    def string(self, key: str, spare: str) -> str:
        """Return a string value."""
        value: str = self._take(key, str, spare, 'a string, in "quotes"')
        if _UNSHOWN.search(value):
            self.wrong(key, f"{self.within}{key} holds a character that no page may hold")
            return spare
        return value

    def folder(self, key: str, spare: str) -> str:
        """Return a string that can be the path of a file."""
        value = self.string(key, spare)
        if "\0" in value or not value:
            self.wrong(key, f"{self.within}{key} is not the name of a folder")
            return spare
        return value

    def flag(self, key: str, spare: bool) -> bool:
        """Return true or false."""
        value: bool = self._take(key, bool, spare, "true or false")
        return value

    def number(self, key: str, spare: int, least: int = 1) -> int:
        """Return a whole number from *least* to MOST."""
        value: int = self._take(key, int, spare, "a whole number")
        if value < least:
            self.wrong(key, f"{self.within}{key} must be at least {least}")
            return spare
        if value > MOST:
            self.wrong(key, f"{self.within}{key} must be at most {MOST}")
            return spare
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; missing is empty."""
        value: list[Any] = self._take(key, list, [], "a list of strings")
        if not all(isinstance(one, str) for one in value):
            self.wrong(key, f"{self.within}{key} must be a list of strings")
            return ()
        return tuple(value)

    def words(self, key: str, spare: Text) -> Text:
        """Return ``{ zh = "…", en = "…" }``; a plain string says the same in both."""
        if isinstance(self.data.get(key), str):
            plain = self.string(key, "")
            return Text(zh=plain, en=plain) if plain else spare
        if key not in self.data:
            self.known.append(key)
            return spare
        table = self.table(key, 'a table { zh = "…", en = "…" } or a string')
        text = Text(zh=table.string("zh", ""), en=table.string("en", ""))
        table.finish()
        return text

    def machine(self, key: str) -> bool:
        """Whether *key* says that a machine made a translation, the only thing that can be said."""
        word = self.string(key, "")
        if word and word != MACHINE:
            message = f"{self.within}{key} is {word!r}; only {MACHINE!r} is known"
            self.wrong(key, message, "leave it out where a person has read the translation")
        return word == MACHINE

    def translated(self) -> tuple[Lang, ...]:
        """Return the languages in which everything was translated by a machine."""
        inner = self.table("translated", '{ zh = "machine" } or { en = "machine" }')
        langs = tuple(lang for lang in LANGS if inner.machine(lang))
        inner.finish()
        return langs

    def table(self, key: str, wanted: str = "a table") -> "Table":
        """Return the table under *key*; it shares this reader's list of problems."""
        return self.inner(self._take(key, dict, {}, wanted), key)

    def finish(self) -> None:
        """Report every key that nobody asked for."""
        for key in self.data:
            if key not in self.known:
                near = difflib.get_close_matches(key, self.known, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(self.known)}"
                self.wrong(key, f"unknown key {self.within}{key}", hint, "config-unknown-key")

    def wrong(self, key: str, message: str, hint: str = "", code: str = "config-value") -> None:
        """Report a problem at the line where *key* is set."""
        hint = hint or "mend this line; until then the default is used"
        self.problems.append(Diagnostic(Severity.ERROR, code, message, self.at(key), hint))

    def at(self, *keys: str) -> Span:
        """Return the place where a key of this table, or one below it, is set."""
        return Span(self.path, *self.places.of((*self.trail, *keys)))


def load_toml(file: Path, path: str) -> Table:
    """Return the table in *file*; one that cannot be read is one problem and an empty table."""
    try:
        return read_toml(file.read_bytes(), path)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        hint = "check its permissions; until then the defaults are used"
        return _no_table("config-unreadable", message, Span(path), hint)


def read_toml(raw: bytes, path: str) -> Table:
    """Return the table in *raw*; a file that is not TOML is one problem and an empty table."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return Table(tomllib.loads(text), path, text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message, span = "the file is not UTF-8", Span(path, line, 1)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        end = text.count("\n") + 1
        span = Span(path, int(place[1]), int(place[2])) if place else Span(path, end, 1)
        message = re.sub(r" \(at [^)]*\)$", "", str(error))
    except RecursionError:
        message, span = "nested too deep", Span(path)
    except ValueError:  # what Python says of an integer of thousands of digits
        digits = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, digits.start()) + 1 if digits else 1
        message, span = "a number is too long", Span(path, line, 1)
    hint = "mend this line; until then the defaults are used"
    return _no_table("config-syntax", f"not valid TOML: {message}", span, hint)


_LONG_NUMBER = regex(r"[0-9_]{4000}")


def _no_table(code: str, message: str, span: Span, hint: str) -> Table:
    reader = Table({}, span.path, "")
    reader.problems.append(Diagnostic(Severity.ERROR, code, message, span, hint))
    return reader
