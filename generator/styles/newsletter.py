"""A society's quarterly, turned from PDF into Markdown: masthead, contents, articles, reports.

The front pages give the number and the people, the contents the sections. Every item ends with a
line that names its editors. What the conversion has torn apart is joined again: paragraphs at page
ends, lists, captions and their pictures; the lines at the heads of pages are left out.
"""

import re

from generator.model import Counts, Issue, Item, Kind, Parsed, Section
from generator.reading.blocks import Block, cut, folded
from generator.reading.boxes import box_slides
from generator.reading.contents import Contents, is_column, is_title, read_contents
from generator.reading.editors import editor_names, read_editors
from generator.reading.events import deadlines_of, events_of, first_day
from generator.reading.figures import place_figures, tables
from generator.reading.masthead import ISSUE, TOTAL, Masthead, board_of, read_masthead
from generator.reading.masthead import is_column as is_masthead_column
from generator.reading.pagebreaks import page_numbers, rejoin
from generator.reading.problems import Problems
from generator.reading.prose import NEWS, compose_body, is_dialogue, lives, settle, take_label_links
from generator.reading.recommended import Recommended, read_recommended
from generator.reading.stories import Story, cut_stories
from generator.regex import regex
from generator.source import Source
from generator.styles._style import Beginning, Style
from generator.text import Text, language_of, text_of

_CALL = regex(r"征文|征稿|投稿通知|call for papers", re.IGNORECASE)
_LONGEST_NUMBER = 60
"""Characters of a line that says which number this is."""
_OF_A_NUMBER = ("期", "19", "20")
"""One of these stands in any number of a year; most lines have none of them."""
_INTERVIEW = regex(r"访谈|专访|对话|interview", re.IGNORECASE)


def matches(source: Source) -> int:
    """Return how sure it is that *source* is a number of such a journal: by three signs of five."""
    signs = {name for line in source.lines if (name := _sign(line))}
    return 0 if len(signs) < 2 else 85 + 3 * len(signs)


def _sign(line: str) -> str:
    """Return what a line tells of the kind of file: a number, a column, an editors' line."""
    if not line.strip() or len(line) > 300:
        return ""
    if line[0] == "#":
        words = line.lstrip("# ").rstrip()
        if is_masthead_column(words):
            return "masthead"
        if is_column(words) or is_title(words):
            return "contents"
    if len(line) < _LONGEST_NUMBER and any(sign in line for sign in _OF_A_NUMBER):
        rest = TOTAL.sub("", ISSUE.sub("", line))
        if rest != line and not folded(rest) and folded(line):
            return "number"
    return "editor" if ("编" in line or "dit" in line) and read_editors(line) else ""


def parse(source: Source) -> Parsed:
    """Return the number that *source* holds as one issue; no issue where it says nothing at all."""
    problems = Problems(source)
    blocks = cut(source.lines)
    numbers = page_numbers(blocks)
    blocks = [block for block in blocks if block.line not in numbers]
    contents = read_contents(blocks)
    end = _end_of_front(blocks, contents)
    front = [block for block in blocks if block.line <= end and block.line not in contents.lines]
    body = [block for block in blocks if block.line > end]
    board = board_of(body)
    taken = {block.line for block in board}
    masthead = read_masthead([*front, *board])
    journal = {folded(block.words) for block in front if block.kind == "heading"}
    journal -= {folded(entry.title) for entry in contents.entries}
    loose, stories = cut_stories([one for one in body if one.line not in taken], contents, journal)
    sections = _sections(stories, contents, masthead, problems)
    rest, line = _rest(masthead, contents, loose)
    if not (rest or stories or masthead.people):
        return Parsed(None, tuple(problems.found))
    _tell(contents, masthead, stories, problems)
    _tell_headers(stories, numbers, problems)
    issue = Issue(
        style="newsletter",
        title=masthead.title,
        lines=(blocks[0].line, blocks[-1].last),
        sections=tuple(sections),
        id=masthead.id,
        date=masthead.year,
        number=masthead.number,
        total_number=masthead.total,
        people=tuple(masthead.people),
        rest=rest,
        rest_line=line,
    )
    return Parsed(issue, tuple(problems.found))


# Regions


def _end_of_front(blocks: list[Block], contents: Contents) -> int:
    """Return the last line of cover, masthead and contents, in whatever order they stand."""
    end = contents.last
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        if block.kind == "heading" and is_masthead_column(block.words):
            end = max(end, below.last if below and below.kind == "text" else block.last)
        elif not end and block.line < 60 and _says_number(block):
            end = block.last
    return end


def _says_number(block: Block) -> bool:
    if block.kind not in ("text", "heading") or len(block.lines[0]) > _LONGEST_NUMBER:
        return False
    return any(ISSUE.search(line) for line in block.lines)


def _rest(masthead: Masthead, contents: Contents, loose: list[Block]) -> tuple[str, int]:
    """Return what belongs to no item as Markdown, each line once: publisher, contents, contacts."""
    said = {folded(side) for side in (masthead.title.zh, masthead.title.en)} | {""}
    lines: dict[int, str] = {}
    for block in [*masthead.other, *loose]:
        words = block.words if block.kind == "heading" else block.text
        if folded(words) in said:
            continue
        for at, line in enumerate(words.split("\n")):
            if folded(line) not in said:
                said.add(folded(line))
                lines[block.line + at] = line.lstrip()
    for column, number in contents.columns.items():
        lines[number] = f"**{column}**"
    for entry in contents.entries:
        lines[entry.line] = f"- {entry.page} {entry.title} {entry.beside}".rstrip()
    lines |= contents.heads
    out: list[str] = []
    before = 0
    for number in sorted(lines):
        out += ["", lines[number]] if out and number != before + 1 else [lines[number]]
        before = number
    return "\n".join(out), min(lines, default=0)


# Sections


def _sections(
    stories: list[Story], contents: Contents, masthead: Masthead, problems: Problems
) -> list[Section]:
    """Return the sections that have items, in the order of their first ones."""
    columns = _columns(stories, contents, masthead)
    items: dict[str, list[Item]] = {}
    for story, column in zip(stories, columns, strict=True):
        items.setdefault(column, []).append(_item(story, problems))
        if contents.entries and story.entry is None:
            place = f": it is put under '{column}'" if column else ""
            message = f"the contents do not list this item{place}"
            hint = "add it to the contents, or mend its title there"
            problems.note("newsletter-unlisted", message, story.heading.line, hint)
    return [Section(items=tuple(its), title=text_of(name)) for name, its in items.items()]


def _columns(stories: list[Story], contents: Contents, masthead: Masthead) -> list[str]:
    """Return the column of each item; one that is not listed goes where its editors belong.

    It may belong to the column of the item before it, of the one after it, or to one between those.
    """
    order = list(contents.columns) or [""]
    place = {name: at for at, name in enumerate(order)}
    listed = [place.get(story.entry.column) if story.entry else None for story in stories]
    members = masthead.members()
    following: list[int | None] = []
    for at in reversed(listed):
        following.append(at if at is not None else following[-1] if following else None)
    following.reverse()
    out: list[str] = []
    before = 0
    for story, own, after in zip(stories, listed, following, strict=True):
        if own is None:
            low, high = sorted((before, before if after is None else after))
            near = order[low : high + 1 if after is not None else len(order)]
            names = {name for _, names, _ in story.editors for name in editor_names(names)}
            theirs = [name for name in near if names & members.get(name, set())]
            empty = [name for name in near if place[name] not in listed]
            own = place[next(iter(theirs or empty or near))]
        out.append(order[own])
        before = own
    return out


# Items


def _item(story: Story, problems: Problems) -> Item:
    """Return an item with its text in order."""
    blocks = place_figures(box_slides(settle(story)))
    blocks, links = take_label_links(rejoin(blocks))
    paper = read_recommended(blocks)
    events = events_of(story.title, blocks)
    deadlines = deadlines_of(blocks)
    kind = _kind(story, blocks, paper, bool(events), bool(deadlines))
    told = "\n".join(block.text for block in blocks[:3] if block.kind == "text")
    blocks, uneven = tables(blocks)
    for line in uneven:
        hint = "compare the table with the printed one, and fill in the missing tabs"
        problems.warn(
            "newsletter-ragged-table", "the rows of this table have different lengths", line, hint
        )
    body, first = compose_body(blocks)
    lang = language_of(body)
    title = text_of(paper.title if paper else story.title)
    at = story.heading.line
    return Item(
        kind=kind,
        title=title,
        lines=(story.first, story.last),
        markup="markdown",
        kicker=story.title if paper else story.kicker,
        authors=paper.authors if paper else story.authors,
        editors=tuple(name for _, names, _ in story.editors for name in editor_names(names)),
        date=first_day(told) if kind == "interview" else "",
        links=tuple(links),
        events=events,
        deadlines=deadlines,
        counts=Counts(bios=lives(blocks)),
        fields=tuple((label, names) for label, names, _ in story.editors),
        body=Text(**{lang: body}),
        title_lines=(at, 0) if title.zh else (0, at),
        body_lines=(first, 0) if lang == "zh" else (0, first),
    )


def _kind(
    story: Story, blocks: list[Block], paper: Recommended | None, events: bool, deadlines: bool
) -> Kind:
    """Return what an item is, by what it holds."""
    asked = sum(block.kind == "question" for block in blocks)
    news = sum(block.kind in ("text", "list") and bool(NEWS.match(block.text)) for block in blocks)
    if paper:
        return "paper"
    if asked > 1 or is_dialogue(blocks) or (asked and _INTERVIEW.search(story.title)):
        return "interview"
    if deadlines or _CALL.search(story.title):
        return "cfp"
    if any(block.kind == "issue" for block in blocks):
        return "report"
    if news > 1 or (events and not story.authors):
        return "news"
    return "article"


# Problems


def _tell(contents: Contents, masthead: Masthead, stories: list[Story], problems: Problems) -> None:
    """Tell what is missing: the number, the contents, items, editors, pictures."""
    if not masthead.id:
        hint = "print the number on the front pages, as '2026 年第 1 期'"
        problems.warn("newsletter-no-number", "the issue has no year and number", 1, hint)
    if not contents.entries:
        hint = "begin each column with '### | name' and each entry with '- 04 title'"
        problems.warn("newsletter-no-contents", "there is no table of contents", 1, hint)
    found = {id(story.entry) for story in stories}
    for entry in contents.entries:
        if id(entry) not in found:
            message = f"no item is called '{entry.title}'"
            hint = "mend the title in the contents or above the item"
            problems.warn("newsletter-no-item", message, entry.line, hint)
    for story in stories:
        if not story.editors:
            hint = "end the item with '责任编辑 name', or the next one may not be found"
            message = "this item has no line that names its editors"
            problems.note("newsletter-no-editor", message, story.heading.line, hint)
    gaps = [
        block.last
        for story in stories
        for block in story.blocks
        if block.kind == "gap" and not block.lines
    ]
    if gaps:
        one = len(gaps) == 1
        many = "a gap shows a lost picture" if one else f"{len(gaps)} gaps show lost pictures"
        message = f"{many}, which did not come with the file"
        hint = "nothing to do: each has a quiet place on the page, with its caption"
        problems.note("newsletter-lost-pictures", message, gaps[0] + 1, hint)


def _tell_headers(stories: list[Story], numbers: set[int], problems: Problems) -> None:
    """Tell which lines are left out because pages begin or end with them."""
    headers = sorted(numbers | {line for story in stories for line in story.headers})
    if headers:
        lines = ", ".join(map(str, headers[:20]))
        message = f"headers and numbers of pages are left out, in lines {lines}"
        hint = "nothing to do: they repeat a title or number the pages"
        problems.note("newsletter-page-header", message, headers[0], hint)


STARTER = """\
# 通讯的名称

2026 年第 1 期

总第 1 期

#### /第一个栏目/

主 编 张 三 某某大学
编 委 李 四 某某研究所

## 目录

### | 第一个栏目

- 03 第一篇的题目
- 05 第二篇的题目

## 第一篇的题目

某某大学 张三

## 一、引言

正文里可以有公式 $E = mc^2$ 和引文<sup>[1]</sup>。

责任编辑 李四

## 参考文献

- [1] C. E. Shannon. A Mathematical Theory of Communication. 1948.

## 第二篇的题目

2026年3月5日，讲座在某某礼堂举行。

责任编辑 李四
"""
STYLE = Style(
    name="newsletter",
    version=3,
    matches=matches,
    parse=parse,
    starter=STARTER,
    beginning=Beginning(
        file="{date:%Y}-{number:02}.md",
        blanks=(
            ("2026 年第 1 期", "{date:%Y} 年第 {number} 期"),
            ("总第 1 期", "总第 {total} 期"),
            ("2026年3月5日", "{date.year}年{date.month}月{date.day}日"),
        ),
    ),
)
