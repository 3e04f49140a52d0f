"""The front pages of a society's journal: title, number, who makes it."""

import re
from dataclasses import dataclass, field

from generator.model import Person
from generator.reading.blocks import Block, close_up
from generator.reading.contents import is_title
from generator.reading.people import NAME, tokens
from generator.text import HAN, NO_TEXT, Text

ISSUE = re.compile(r"(?P<year>(?:19|20)\d\d) ?年 ?第 ?0*(?P<number>\d{1,3}) ?期")
TOTAL = re.compile(r"总 ?第 ?0*(?P<number>\d{1,4}) ?期")
_PRINTED = re.compile(r"0*(?P<number>\d{1,2}) (?P<year>(?:19|20)\d\d)")
_COLUMN = re.compile(r"[/／]\s*(?P<name>[^/／]{1,40}?)\s*[/／]")
_ROLE = re.compile(
    r"(?:(?:荣\s*誉|名\s*誉|执\s*行|常\s*务|学\s*术|责\s*任|特\s*邀|本\s*期|副|总)\s*){0,2}"
    r"(?:主\s*编|编\s*委|编\s*辑|顾\s*问|主\s*任|主\s*席|秘\s*书\s*长)(?=\s)"
)
_LONGEST_COLUMN = 60
_ENGLISH = {
    "主编": "Editor-in-chief",
    "副主编": "Deputy editor-in-chief",
    "执行主编": "Executive editor",
    "荣誉主编": "Honorary editor-in-chief",
    "编委": "Editor",
    "顾问": "Adviser",
}
"""The usual roles; any other keeps its one name."""


@dataclass(slots=True)
class Masthead:
    """What the front pages say; *other* are the blocks in which nothing was recognised."""

    title: Text = NO_TEXT
    year: str = ""
    number: str = ""
    total: str = ""
    people: list[Person] = field(default_factory=list)
    other: list[Block] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The year and the number of two digits; empty where either is missing."""
        return f"{self.year}-{self.number.zfill(2)}" if self.year and self.number else ""

    def members(self) -> dict[str, set[str]]:
        """Return the names of those who make each column."""
        names: dict[str, set[str]] = {}
        for person in self.people:
            names.setdefault(person.section, set()).add(person.name)
        return names


def _column(words: str) -> str | None:
    found = _COLUMN.fullmatch(words.strip()) if len(words) < _LONGEST_COLUMN else None
    return found["name"] if found else None


def is_column(words: str) -> bool:
    """Tell whether a heading names a column of the masthead, between slashes."""
    return _column(words) is not None


def read_masthead(blocks: list[Block]) -> Masthead:
    """Return what the front *blocks* say, in whatever order they say it."""
    found = Masthead()
    column = ""
    role = ""
    headings: list[Block] = []
    for block in blocks:
        if block.kind == "heading":
            named = _column(block.words)
            column, role = named or "", ""
            if named is None:
                if not is_title(block.words):
                    headings.append(block)
                found.other.append(block)
        elif block.kind == "gap":
            role = ""
        elif block.kind == "text":
            role = _read_text(found, block, column, role)
        else:
            found.other.append(block)
    found.title = _title(headings, [b for b in blocks if ISSUE.search(b.text)])
    return found


def _read_text(found: Masthead, block: Block, column: str, role: str) -> str:
    """Read a paragraph line by line; return the role that the next line goes on with."""
    left: list[str] = []
    for line in block.lines:
        who = _person(line, column, role)
        if who:
            found.people.append(who)
            role = who.role.zh
        else:
            _read_number(found, line)
            left.append(line)
    if left:
        found.other.append(Block("text", block.line, left, block.last))
    return role


def _person(line: str, column: str, role: str) -> Person | None:
    named = _ROLE.match(line.strip())
    parts = tokens(line.strip()[named.end() :] if named else line)
    role = "".join(named[0].split()) if named else role
    if not role or not parts or not NAME.fullmatch(parts[0]) or (not named and len(parts) < 2):
        return None
    return Person(
        role=Text(zh=role, en=_ENGLISH.get(role, "")),
        name=parts[0],
        affiliation=" ".join(parts[1:]),
        section=column,
    )


def _read_number(found: Masthead, line: str) -> None:
    issue, total, printed = ISSUE.search(line), TOTAL.search(line), _PRINTED.fullmatch(line.strip())
    if issue:
        found.year, found.number = issue["year"], issue["number"]
    elif printed and not found.number:
        found.year, found.number = printed["year"], printed["number"]
    if total:
        found.total = total["number"]


def _title(headings: list[Block], numbered: list[Block]) -> Text:
    """Return the journal's names: the Chinese heading last before the number, the Latin one."""
    number = numbered[0].line if numbered else 0
    above = [block for block in headings if HAN.search(block.words)]
    above = [block for block in above if block.line < number] or above[:1]
    latin = [block for block in headings if block.words and not HAN.search(block.words)]
    return Text(
        zh=close_up(above[-1].words) if above else "",
        en=latin[0].words if latin else "",
    )
