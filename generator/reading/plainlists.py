"""Plain text with bullets and indents, as it comes out of an editor, made Markdown line for line.

Two spaces are a level, the text of an item stands two further than its bullet, and nothing is ever
code for being indented. A line keeps its number as far as possible, so that a problem in the
Markdown has its place in the source.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from generator.reading.flattened import as_markdown, pairs_of
from generator.reading.signs import bullet_of, is_display, is_picture, is_subheading
from generator.regex import regex
from generator.text import HAN

Line = tuple[int, str]
"""A line that is not blank, with its number."""

_BLOCK = regex(
    r"[-+*](?=\s)|#{1,6}(?=\s)|\d{1,9}(?=[.)]\s)|[=-]+(?=\s*$)|~{3}|`{3}(?=[^`]*$)"
    r"|\[(?!\^)(?=[^\[\]]{0,99}\]:)|<(?=[!?]|(?:pre|script|style|textarea)\b)",
    re.IGNORECASE,
)
"""What would begin a block of Markdown, though here it is the beginning of words."""
_HEADING = regex(r"(#{1,6})[ \t]+(?=\S)")
_RULE = regex(r"[-=_*]{3,}")
_NOTE = regex(r"\[\^([^\[\]\s]{1,60})\][:：][ \t]*")
_SPEAKER = regex(r"(?:[QA]|问|答)\d{0,2}\s?[:：](?=\s*\S)")
_SAYS = regex(r"([\u4e00-\u9fff]{1,4}|[QA]\d{0,2})(?=\s?[:：])")
_TURN = regex(
    r"\$[^$]*\$|(?<=[?？])[ \t]*(?=[\u4e00-\u9fff]{2,4}[:：])"
    r"|(?<=[?？。.!！;；])[ \t]*(?=(?:A\d{0,2}|答)\s?[:：])"
)
_ENDS = tuple("。！？；：.!?;:")
WIDE = "\u2e7f"
"""The last character before those that are two columns wide."""
NARROW = 60
"""Columns below which a line has been ended by hand."""
LONGEST_ENTRY = 1000
"""Characters of a reference beyond which nothing is joined to it."""
FARTHEST = 60
"""Lines within which a display that has been opened is closed."""


class Row(msgspec.Struct):
    """A line of Markdown for line *number*; *apart* needs a blank line above it."""

    number: int
    words: str
    apart: bool = False


class Remade(msgspec.Struct):
    """Text made Markdown, and what had to be decided: tables, joined lines, lost pictures."""

    rows: list[Row] = []
    tables: list[tuple[int, int]] = []
    joined: int = 0
    picture: int = 0
    references: int = 0


class _Open(msgspec.Struct):
    """An item that is open: its indent in the source, where its words begin, whether it counts."""

    indent: int
    column: int
    ordered: bool


def remake(lines: Sequence[Line], *, references: bool = False) -> Remade:
    """Return *lines* as rows of Markdown; of *references*, entries cut in pieces are joined."""
    maker = _Maker(lines, references)
    at = 0
    while at < len(lines):
        at = maker.read(at)
    return maker.done


def lay_out(rows: Iterable[Row], first: int) -> str:
    """Return *rows* as one text that begins at line *first*, each at its own line if it can be."""
    out: list[str] = []
    for row in rows:
        out += [""] * (row.number - first - len(out))
        if row.apart and out and out[-1]:
            out.append("")
        out.append(row.words)
    return "\n".join(out).rstrip()


class _Maker:
    """Reads one field; *kind* and *number* are those of the line before."""

    def __init__(self, lines: Sequence[Line], references: bool) -> None:
        self.lines = lines
        self.references = references
        self.done = Remade(rows=[], tables=[])
        self.open: list[_Open] = []
        self.kind = ""
        self.number = 0
        self.column = -1
        self.displays = [at for at, (_, line) in enumerate(lines) if line.rstrip().endswith("$$")]
        self.endless: tuple[str, ...] = ()  # fences that nothing closes further down
        self.last_words = max((number for number, line in lines if not is_picture(line)), default=0)

    def read(self, at: int) -> int:
        """Read the line *at*, or several if they are one thing; return the next to read."""
        number, line = self.lines[at]
        words = line.strip()
        indent = len(line) - len(line.lstrip(" \t"))
        if words.startswith(("```", "~~~", "$$")) and (end := self._end_of_block(at)):
            self._block(at, end, indent)
            return end
        if not indent and self.number < number - 1:
            end = self._end_of_run(at)
            if end - at > 4 and self._table(at, end):
                return end
            if end == at + 1 and number < self.last_words and is_subheading(words):
                self._add(number, f"### {words}", "heading", 0)
                return end
        if bullet := bullet_of(words):
            self._item(number, *bullet, indent)
        else:
            self._plain(number, words, indent)
        return at + 1

    # Several lines at once

    def _end_of_run(self, at: int) -> int:
        """Return where the lines that follow each other without a blank end."""
        end = at + 1
        while end < len(self.lines) and self.lines[end][0] == self.lines[end - 1][0] + 1:
            end += 1
        return end

    def _end_of_block(self, at: int) -> int:
        """Return where code or a display of several lines ends; 0 if it is none."""
        words = self.lines[at][1].strip()
        if words.startswith("$$"):
            place = bisect_right(self.displays, at)
            end = self.displays[place] if place < len(self.displays) else at + FARTHEST
            return end + 1 if end < at + FARTHEST and "$$" not in words[2:] else 0
        mark = words[: len(words) - len(words.lstrip(words[0]))]
        if mark.startswith(self.endless) or (mark[0] == "`" and "`" in words[len(mark) :]):
            return 0
        for end in range(at + 1, len(self.lines)):
            line = self.lines[end][1].strip()
            if len(line) >= len(mark) and not line.strip(mark[0]):
                return end + 1
        self.endless = (*self.endless, mark)
        return 0

    def _block(self, at: int, end: int, indent: int) -> None:
        """Keep lines as they are, blank ones too, but for the indent that the first one has."""
        column = self._close(indent)
        before = self.lines[at][0]
        for number, line in self.lines[at:end]:
            self.done.rows += [Row(blank, "") for blank in range(before + 1, number)]
            own = len(line) - len(line.lstrip(" \t"))
            cut = own if number == self.lines[end - 1][0] else min(indent, own)
            first = number == self.lines[at][0]
            self.done.rows.append(Row(number, " " * column + line[cut:].rstrip(), apart=first))
            before = number
        self.kind, self.number, self.column = "block", before, column

    def _table(self, at: int, end: int) -> bool:
        pairs = pairs_of([line.strip() for _, line in self.lines[at:end]])
        if not pairs:
            return False
        first = self.lines[at][0]
        self.open.clear()
        for place, row in enumerate(as_markdown(pairs)):
            self.done.rows.append(Row(first + place, row, apart=not place))
        self.kind, self.number, self.column = "table", self.lines[end - 1][0], 0
        self.done.tables.append((first, self.number))
        return True

    # One line

    def _close(self, indent: int) -> int:
        """Close the items that a line at *indent* is not part of; return where its words begin."""
        while self.open and self.open[-1].indent >= indent:
            self.open.pop()
        return self.open[-1].column if self.open else 0

    def _item(self, number: int, mark: str, words: str, indent: int) -> None:
        ordered = mark != "-"
        sibling = next((one for one in reversed(self.open) if one.indent <= indent), None)
        runs_on = sibling is not None and sibling.indent == indent and sibling.ordered
        column = self._close(indent)
        begins = f"{' ' * column}{mark} "
        self.open.append(_Open(indent, len(begins), ordered))
        apart = ordered and int(mark[:-1]) != 1 and not runs_on
        if is_picture(words):
            self.done.picture = self.done.picture or number
            words = _picture(words)
        else:
            if self.references and _is_latin(words) and words[:1].isupper():
                self.done.references += words.count(" ") > 2
            words = _dialogue(_guarded(words)).replace("\n", "\n" + " " * len(begins))
        self._push(number, begins + words, "item", len(begins), apart)

    def _plain(self, number: int, words: str, indent: int) -> None:
        column = self._close(indent)
        if note := _NOTE.match(words):
            self.open.clear()
            self.done.references += self.references
            self._add(number, f"[^{note[1]}]: {words[note.end() :]}", "note", 0)
        elif is_picture(words):
            self.done.picture = self.done.picture or number
            self._add(number, _picture(words), "picture", column)
        elif heading := _HEADING.match(words):
            level = "#" * max(3, len(heading[1]))
            self._add(number, f"{level} {words[heading.end() :]}", "heading", column)
        elif _RULE.fullmatch(words):
            self._add(number, "* * *", "rule", column)
        elif is_display(words):
            self._add(number, words, "display", column)
        elif self._runs_on(number, column):
            self._continue(number, words, column)
        elif self._is_rest_of_reference(words, column):
            self._join(number, words)
        else:
            shown = _dialogue(_guarded(words)).replace("\n", "\n" + " " * column)
            self._add(number, shown, "plain", column)

    def _runs_on(self, number: int, column: int) -> bool:
        """Say whether a line goes on with the paragraph right above it."""
        near = number == self.number + 1 and column == self.column
        return near and self.kind in ("plain", "item", "note")

    def _continue(self, number: int, words: str, column: int) -> None:
        above = self.done.rows[-1]
        if self.kind != "note" and _was_ended(above.words):
            above.words += "\\"
        self._push(number, " " * column + _guarded(words), self.kind, column, apart=False)

    def _is_rest_of_reference(self, words: str, column: int) -> bool:
        if not (self.references and self.open and self.kind == "item" and column == self.column):
            return False
        above = self.done.rows[-1].words
        return len(above) < LONGEST_ENTRY and _is_latin(words) and _is_latin(above)

    def _join(self, number: int, words: str) -> None:
        above = self.done.rows[-1]
        above.words += words if above.words.endswith(("-", "–")) else f" {words}"
        self.number = number
        self.done.joined = self.done.joined or number

    def _add(self, number: int, words: str, kind: str, column: int) -> None:
        self._push(number, " " * column + words, kind, column, apart=True)

    def _push(self, number: int, words: str, kind: str, column: int, apart: bool) -> None:
        for place, line in enumerate(words.split("\n")):
            self.done.rows.append(Row(number + place, line, apart and not place))
        self.kind, self.number, self.column = kind, number, column


def _guarded(words: str) -> str:
    """Return words that Markdown will not take for the beginning of a block."""
    found = _BLOCK.match(words)
    if not found:
        return words
    at = found.end() if found[0].isdigit() else 0
    return f"{words[:at]}\\{words[at:]}"


def _picture(name: str) -> str:
    return f"![{name.replace('[', '(').replace(']', ')')}]()"


def _is_latin(words: str) -> bool:
    return not HAN.search(words) and "$" not in words


def _was_ended(line: str) -> bool:
    """Say whether a line was ended by hand, and not by the width of a page."""
    if "|" in line:
        return False
    if len(line) < NARROW and sum(2 if char > WIDE else 1 for char in line) < NARROW:
        return True
    return line.endswith(_ENDS)


def _dialogue(words: str) -> str:
    """Return a question or an answer with its speaker in bold; what follows on its own line."""
    if not _SPEAKER.match(words):
        return words
    turns, start = [], 0
    for gap in _TURN.finditer(words):
        if not gap[0].startswith("$") and gap.start() > start:
            turns.append(words[start : gap.start()])
            start = gap.end()
    turns.append(words[start:])
    return "\\\n".join(
        _SAYS.sub(r"**\1**", turn, 1) if _SAYS.match(turn) else turn for turn in turns
    )
