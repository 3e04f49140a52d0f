"""A day of new papers as a robot lists it: topics of entries, in fields or in pipe tables.

The *field* layout prints ``**Key:** value`` lines, quoted or not, in any order; an entry begins
with its index or, where there is none, with its title. The *table* layout prints a row per paper
under a head that names the columns. One file may hold both.

One file is one issue and its topics are the sections, also a topic without an entry. A sub-topic
is a section titled ``topic / sub-topic``; a topic whose entries all stand under sub-topics is named
by theirs. Several days in one file are one issue of the newest, each paper with its own day. Lines
that are not understood, and tables of something else, are the rest of the issue.
"""

import re

from generator.model import Issue, Parsed, Section
from generator.reading.dates import find_date, other_words
from generator.reading.entries import Entry, from_row, tidy, to_item
from generator.reading.fields import MARGIN, Field, bold_field, plain_field
from generator.reading.headings import read_heading
from generator.reading.outline import Outline
from generator.reading.problems import Problems
from generator.reading.rest import Rest, is_navigation
from generator.reading.roles import Role, are_papers, is_usual, role_of
from generator.reading.rows import OpenRow, cells, is_separator
from generator.regex import regex
from generator.source import Source
from generator.styles._style import Style
from generator.text import Text

_RULE = regex(r"[-*_=]{3,}|(?:[-*_] ){2,}[-*_]")
_NO_PAPERS = regex(
    r"(?i)(?:今[天日]|当[天日]|本日)?(?:没有|暂无|无)\w{0,8}论文\W*|no (?:new )?papers.{0,40}"
)
_ENTRY = regex(
    r"^[> \t]*\*\*(?:index ?[:：]? ?\*\*[^\n]*\n(?:[^\n]*\n){0,2}?[> \t]*\*\*title\b|"
    r"title ?[:：]? ?\*\*[^\n]*\n(?:[^\n]*\n){0,6}?[> \t]*\*\*pdf\b[^\n]{0,40}arxiv\.org/)",
    re.IGNORECASE | re.MULTILINE,
)
"""An entry in fields: its index and title, or its title and the paper's address."""


def matches(source: Source) -> int:
    """Return how sure it is that *source* is a day of the robot: by its head, an entry, a table."""
    text = source.text.lstrip()
    first = text[: text.find("\n")] if "\n" in text else text
    if "UPDATED" in first and first.lstrip("> ")[:1] in ("#", "[", "!") and find_date(first):
        return 100
    if _ENTRY.search(text):
        return 95
    lines = source.lines
    for at in range(1, len(lines) - 1):
        if lines[at][:1] in "|:->" and is_separator(lines[at].lstrip("> ")):
            names = cells(lines[at - 1].lstrip("> "))
            if are_papers(names) and any("arxiv.org/" in row for row in lines[at + 1 : at + 4]):
                return 90
    return 0


def parse(source: Source) -> Parsed:
    """Return the day that *source* lists as one issue; no issue where it says nothing at all."""
    reader = _Reader(source)
    for number, line in enumerate(source.lines, 1):
        reader.read(number, line)
    return reader.parsed()


class _Reader:
    """Reads line by line; its attributes are what is open and what is finished."""

    def __init__(self, source: Source) -> None:
        self.lines = source.lines
        self.problems = Problems(source)
        self.days: list[str] = []
        self.outline = Outline(self.problems)
        self.entry: Entry | None = None
        self.growing: Role | None = None  # the field that plain lines belong to; None: an extra
        self.grown: list[str] = []  # its lines so far; empty where nothing grows
        self.in_details = False
        self.end_of_details = 0  # the line in which the last one closes
        self.numbered = False
        self.columns: list[str] = []
        self.row: OpenRow | None = None
        self.foreign_table = False
        hint = "it is shown on the issue's page; write fields as '**Key:** …' below an index"
        self.rest = Rest(self.problems, "digest-unknown-line", hint)

    def read(self, number: int, line: str) -> None:
        """Read one line, whatever it is."""
        if number <= self.end_of_details:
            self._grow(number, line)
            return
        found = bold_field(line)
        if self.in_details and not ((found and role_of(found[0])) or read_heading(line)):
            self._grow(number, line)
            return
        self.in_details = False
        if not (found and self._field(number, found)):
            self._other(number, line.strip(MARGIN), line)

    def _other(self, number: int, bare: str, line: str) -> None:
        if not bare:
            self._settle()
            self.foreign_table = False
            self.rest.blank(number)
        elif bare[0] == "#" and (heading := read_heading(line)):
            self._heading(number, *heading)
        elif (
            _RULE.fullmatch(bare)
            or (("|" in bare or self.row) and self._row(number, line.lstrip(MARGIN).rstrip()))
            or ((found := plain_field(line)) and self._plain_field(number, found))
        ):
            return
        elif self.grown:
            self._grow(number, line)
        else:
            self._text(number, line.lstrip(MARGIN).rstrip())

    # Entries in fields

    def _plain_field(self, number: int, found: Field) -> bool:
        """Read a field without bold; inside a longer one it has to be a field still missing."""
        role = role_of(found[0])
        taken = self.grown and self.entry and role in self.entry.values
        return bool(role) and not taken and self._field(number, found)

    def _field(self, number: int, found: Field) -> bool:
        label, value, ended = found
        role = role_of(label)
        entry = self.entry
        if role is None and not (entry and (entry.last == number - 1 or is_usual(label))):
            return False
        if self.grown or self.row:
            self._settle()
        if entry is None or role == "index" or role in entry.values:
            entry = self._entry_for(role, number)
        entry.last = number
        if role is None or role in entry.values:
            self._extra(entry, role, label, value, number)
            return True
        entry.values[role], entry.lines[role], entry.labels[role] = value, number, label
        if role in ("abstract", "abstract_cn"):
            if "<details" in value and "</details>" not in value:
                self.end_of_details = self._closing(number)
                self.in_details = not self.end_of_details
        elif role != "code" and (ended or role not in ("title", "title_cn", "authors")):
            return True
        self.growing, self.grown = role, [value]
        return True

    def _closing(self, number: int) -> int:
        """Return the line that closes the <details> of line *number*; 0 if the next entry does."""
        for at in range(number, len(self.lines)):
            line = self.lines[at]
            found = bold_field(line)
            if "<details" in line or (found and role_of(found[0]) == "index"):
                break
            if "</details>" in line:
                return at + 1
        return 0

    def _entry_for(self, role: Role | None, number: int) -> Entry:
        """Return the entry of a field whose *role* begins one, or is taken in the open one."""
        entry = self.entry
        if (
            entry is None
            or role in ("index", "title")
            or ("index" not in entry.values and entry.last < number - 1)
        ):
            self._finish()
            entry = self.entry = Entry(number, number)
            self.numbered = self.numbered or role == "index"
        return entry

    def _extra(self, entry: Entry, role: Role | None, label: str, value: str, number: int) -> None:
        """Keep a field that has no role, or whose role is taken already."""
        if role:
            hint = "leave one of the two; the second is kept as printed"
            message = f"'{label}' stands twice in one entry"
            self.problems.warn("digest-repeated-field", message, number, hint)
        elif not is_usual(label):
            hint = "nothing to do if it is meant: it is shown with its label"
            message = f"'{label}' is no usual field of a listing"
            self.problems.note_once("digest-unknown-field", message, number, hint)
        entry.extras.append((label, value))
        self.growing, self.grown = None, [value]

    def _grow(self, number: int, line: str) -> None:
        self.grown.append(line.lstrip(MARGIN).rstrip())
        if self.entry:
            self.entry.last = number

    def _settle(self) -> None:
        """Give the field or row that has grown over several lines all of its text."""
        if self.row:
            self._close_row(self.row)
        elif len(self.grown) > 1 and self.entry:
            text = "\n".join(self.grown)
            if self.growing:
                self.entry.values[self.growing] = text
            else:
                self.entry.extras[-1] = (self.entry.extras[-1][0], text)
        self.grown = []

    def _finish(self) -> None:
        """End the open entry or row."""
        self._settle()
        if self.entry:
            self._add(self.entry)
            self.entry = None

    def _add(self, entry: Entry) -> None:
        """Put an entry into its topic."""
        item = to_item(entry, self.days[-1] if self.days else "", self.problems)
        self.outline.add(item, tidy(entry.values.get("index", "")))
        if self.numbered and not self.columns and "index" not in entry.values:
            hint = "add '**index:** …' above it"
            self.problems.note("digest-index", "this entry has no index", entry.first, hint)

    # Entries in tables

    def _row(self, number: int, line: str) -> bool:
        """Read a line with bars, if it belongs to a table."""
        if self.row and self.row.takes(number, line):
            return True
        if "|" not in line:
            return False
        if is_separator(line):
            return bool(self.columns) or self.foreign_table
        following = self.lines[number].lstrip(MARGIN) if number < len(self.lines) else ""
        if is_separator(following):
            return self._head(number, line, cells(line))
        if self.foreign_table:
            self.rest.keep(number, line)
            return True
        if not self.columns:
            names = cells(line)
            known = are_papers(names) and all(role_of(name) or is_usual(name) for name in names)
            return known and self._head(number, line, names)
        self._finish()
        self.row = OpenRow(number, line, len(self.columns))
        return True

    def _close_row(self, row: OpenRow) -> None:
        self.row = None
        found = row.cells()
        if found is None:
            for number, line in row.lines:
                self._text(number, line)
        elif any(found):
            lines = row.first, row.last
            self._add(from_row(found, self.columns, lines, self.problems))

    def _head(self, number: int, line: str, names: list[str]) -> bool:
        self._finish()
        self.columns = names if are_papers(names) else []
        self.foreign_table = not self.columns
        if self.foreign_table:
            hint = "name the columns as in '|Publish Date|Title|Title_CN|Authors|PDF|Code|'"
            message = "a table that does not list papers is shown as it is"
            self.problems.warn("digest-unknown-table", message, number, hint)
            self.rest.keep(number, line)
            self.rest.keep(number + 1, self.lines[number].lstrip(MARGIN))
        return True

    # All that is no entry

    def _heading(self, number: int, level: int, name: str) -> None:
        self._finish()
        self.columns, self.foreign_table = [], False
        if name and not self._day(number, name):
            self.outline.begin(level, name, number)

    def _day(self, number: int, name: str) -> bool:
        """Read the head of a day: the robot's own, or any heading that holds little but a date."""
        day, updated, strange = find_date(name), "UPDATED" in name, other_words(name)
        first = not self.days and self.outline.is_empty
        if not (updated or (day and (first or not strange))):
            return False
        if not day:
            hint = "write it as '## [UPDATED!] **2026-03-02** (Publish Time)'"
            self.problems.warn("digest-bad-date", "the head of a day holds no date", number, hint)
        if strange or not day:
            self.rest.keep(number, name)
        if first:  # what stands above the first day is a title of the file, not a topic
            for topic in self.outline.topics:
                self.rest.keep(topic.line, topic.title.zh or topic.title.en)
            self.outline.topics.clear()
        if day:
            if self.days and day not in self.days:
                message = f"a second day, {day}, in one file: one issue, that of the newest"
                hint = "give each day its own file to make an issue of each"
                self.problems.note("digest-several-days", message, number, hint)
            self.days.append(day)
        self.outline.close()
        return True

    def _text(self, number: int, text: str) -> None:
        if "UPDATED" in text and not self.days and self._day(number, tidy(text)):
            return
        if is_navigation(text):
            hint = "nothing to do: each page has its own contents and way back"
            message = "links inside the source page are left out, here and further down"
            self.problems.note_once("digest-navigation", message, number, hint)
        elif _NO_PAPERS.fullmatch(text):
            self.rest.keep(number, text)
        else:
            self.rest.unknown(number, text)

    def parsed(self) -> Parsed:
        """Return all that was read as one issue."""
        self._finish()
        topics = self.outline.topics
        sections = [Section(title=topic.title, items=tuple(topic.items)) for topic in topics]
        papers = (item.date for topic in topics for item in topic.items)
        day = max(self.days or papers, default="")
        if not self.days:
            tell = self.problems.note if day else self.problems.warn
            message = "the file names no day" + ("; its newest paper gives one" if day else "")
            hint = "begin the file with '## [UPDATED!] **2026-03-02** (Publish Time)'"
            tell("digest-no-date", message, 1, hint)
        if not (day or sections or self.rest.line):
            return Parsed(None, tuple(self.problems.found))
        issue = Issue(
            style="digest",
            title=Text(zh=day, en=day),
            lines=(1, len(self.lines) - (self.lines[-1] == "")),
            sections=tuple(sections),
            id=day,
            date=day,
            rest=self.rest.markdown,
            rest_line=self.rest.line,
        )
        return Parsed(issue, tuple(self.problems.found))


STARTER = """\
## [UPDATED!] **2026-01-31** (Publish Time)

>## **图像生成**
>---
>>**index:** 1<br />
**Title:** **Title of the first paper**<br />
**Title_cn:** 第一篇论文的标题<br />
**Authors:** First Author, Second Author<br />
**Abstract:** <details><summary>原文: </summary>What the paper says.</details>
**Abstract_cn:** <details><summary>译文: </summary>论文说了什么。</details>
**PDF:** <http://arxiv.org/pdf/2601.00001v1><br />
**Code:** null<br />
"""
STYLE = Style(name="digest", version=2, matches=matches, parse=parse, starter=STARTER)
