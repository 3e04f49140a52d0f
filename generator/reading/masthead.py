"""The front pages of a society's journal: title, number, who makes it."""

import re
from dataclasses import dataclass, field, replace

from generator.model import Person
from generator.reading.blocks import Block, close_up
from generator.reading.contents import is_title
from generator.reading.days import number
from generator.reading.people import NAME, is_place, read_names, tokens
from generator.regex import regex
from generator.text import HAN, NO_TEXT, Text

_COUNT = r"(?:0*\d{1,4}|[一二三四五六七八九十]{1,3})"
ISSUE = regex(
    rf"(?P<year>[12１２]\d{{3}}) ?年 ?(?:第 ?\d{{1,3}} ?卷)?[，, ]*第 ?(?P<number>{_COUNT}) ?期"
    rf"|第 ?(?P<later>{_COUNT}) ?期[ ·|，,(（]{{1,3}}(?P<year2>[12１２]\d{{3}}) ?年"
    r"|\b(?:(?:vol(?:ume)?\.?|v\.) ?\d{1,3}[,;: ]{1,3})?(?:no\.?|number|issue|#) ?(?P<no>\d{1,4})\b"
    r"[^\w\n]{0,4}(?:[a-z]{3,9}\.? ){0,2}[(]?(?P<year3>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""The number of a year: ``2026 年第 1 期``, ``Vol. 3, No. 2 (June 2026)``."""
TOTAL = regex(r"总 ?(?:第 ?)?0*(?P<number>\d{1,4}) ?期")
_PRINTED = regex(r"0*(?P<number>\d{1,2}) (?P<year>(?:19|20)\d\d)")
_COLUMN = regex(r"[/／]\s*(?P<name>[^/／]{1,40}?)\s*[/／]")
_ROLE = regex(
    r"[-*+•|\s]*(?P<role>(?:(?:荣\s*誉|名\s*誉|执\s*行|常\s*务|学\s*术|责\s*任|特\s*邀|本\s*期|副|总)"
    r"\s*){0,2}(?:主\s*编|编\s*委|编\s*辑|顾\s*问|主\s*任|主\s*席|秘\s*书\s*长)"
    r"|(?:(?:honorary|deputy|executive|associate|managing|guest|section|news|assistant) )?"
    r"(?:editors?(?:[- ]in[- ]chief)?|advis[eo]rs?|chairs?))\**\s*(?:[:：|]\**|(?=\s))",
    re.IGNORECASE,
)
_BOARD = regex(
    r"(?:主\s*办\s*)?(?:编\s*委\s*会|编\s*辑\s*(?:部|委员会))(?:成员|名单)?|本期编辑(?:部|团队)?|版权(?:信息|页)?"
    r"|(?:the )?(?:editorial (?:board|team|office|committee)|editors|masthead|imprint|colophon)",
    re.IGNORECASE,
)
"""A heading above those who make the journal, wherever it stands."""
_LONGEST_COLUMN = 60
_BOLD = regex(r"\*\*[^*\n]{2,60}\*\*")
"""The name of a journal where no heading says it."""
_FIELD_END = regex(r"[|｜\t（）()*]+|<br ?/?>")
_LISTED = regex(r"[、,，;；]|\s(?:and|&|和|与)\s")
_ENGLISH = {
    "主编": "Editor-in-chief",
    "副主编": "Deputy editor-in-chief",
    "执行主编": "Executive editor",
    "荣誉主编": "Honorary editor-in-chief",
    "编委": "Editor",
    "顾问": "Adviser",
    "编辑": "Editor",
    "责任编辑": "Responsible editor",
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
    columns: dict[str, Block] = {}
    for block in blocks:
        if block.kind == "heading":
            named = _column(block.words)
            column, role = named or "", ""
            if named is not None:
                columns.setdefault(named, block)
            else:
                if not (is_title(block.words) or _BOARD.fullmatch(block.words.strip())):
                    headings.append(block)
                _read_number(found, block.words)
                found.other.append(block)
        elif block.kind == "gap":
            role = ""
        elif block.kind in ("text", "list", "pipes", "table"):
            role = _read_text(found, block, column, role)
        else:
            found.other.append(block)
    made = {person.section for person in found.people}
    found.other += (block for name, block in columns.items() if name not in made)
    headings = headings or [
        replace(block, words=block.text.strip(" *"))
        for block in blocks
        if block.kind == "text" and _BOLD.fullmatch(block.text.strip())
    ]
    found.title = _title(headings, [b for b in blocks if ISSUE.search(b.text)])
    return found


def _read_text(found: Masthead, block: Block, column: str, role: str) -> str:
    """Read a paragraph line by line; return the role that the next line goes on with."""
    left: list[str] = []
    for line in block.lines:
        people = _people(line, column, role)
        if people:
            found.people += people
            role = people[0].role.zh or people[0].role.en
        else:
            _read_number(found, line)
            left.append(line)
    if left:
        found.other.append(Block(block.kind, block.line, left, block.last))
    return role


def _people(line: str, column: str, role: str) -> list[Person]:
    """Return those whom a line names: one with a place, or several behind one role."""
    named = _ROLE.match(line)
    bare = _FIELD_END.sub(" ", line[named.end() :] if named else line).strip()
    if named:
        role = ("" if HAN.search(named["role"]) else " ").join(named["role"].split())
    if not role or not bare:
        return []
    if named and ":" not in bare and len(names := read_names(bare)) > 1 and _is_list(bare, names):
        return [_person(role, name, "", column) for name in names]
    parts = tokens(bare)
    if NAME.fullmatch(parts[0]) and (named or len(parts) > 1):
        return [_person(role, parts[0], " ".join(parts[1:]), column)]
    name, _, place = bare.partition(",")
    if not HAN.search(bare) and read_names(name) == [name.strip()] and (named or place):
        return [_person(role, name.strip(), place.strip(), column)]
    return []


def _is_list(words: str, names: list[str]) -> bool:
    """Tell whether names are parted by more than spaces, or are three and no place among them."""
    parts = tokens(words)
    bare = len(parts) > 2 and not any(is_place(part) for part in parts)
    if any(is_place(name) for name in names):
        return False
    return bool(_LISTED.search(words)) or (bare and all(NAME.fullmatch(part) for part in parts))


def _person(role: str, name: str, place: str, column: str) -> Person:
    both = Text(zh=role, en=_ENGLISH.get(role, "")) if HAN.search(role) else Text(en=role)
    return Person(role=both, name=name, affiliation=place, section=column)


def board_of(blocks: list[Block]) -> list[Block]:
    """Return the blocks of a masthead that stands behind the items: its heading, and its people.

    It goes on to the next heading that is none of its columns.
    """
    for at, block in enumerate(blocks):
        if block.kind == "heading" and _BOARD.fullmatch(block.words.strip()):
            end = at + 1
            while end < len(blocks) and (
                blocks[end].kind == "gap"
                or (blocks[end].kind == "heading" and is_column(blocks[end].words))
                or blocks[end].kind != "heading"
            ):
                end += 1
            if any(_names_people(one) for one in blocks[at + 1 : end]):
                return blocks[at:end]
    return []


def _names_people(block: Block) -> bool:
    role = ""
    for line in block.lines:
        if found := _people(line, "", role):
            role = found[0].role.zh or found[0].role.en
    return bool(role)


def _read_number(found: Masthead, line: str) -> None:
    issue, total, printed = ISSUE.search(line), TOTAL.search(line), _PRINTED.fullmatch(line.strip())
    if issue:
        year, count = issue["year"] or issue["year2"] or issue["year3"], issue["number"]
        found.year = str(number(year))
        found.number = str(number(count or issue["later"] or issue["no"]))
    elif printed and not found.number:
        found.year, found.number = printed["year"], printed["number"]
    if total:
        found.total = str(number(total["number"]))


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
