"""Reading notes after a template: groups of papers, each with the same numbered fields.

A group opens with its name and a long rule, ``name----------``; a paper with its title at the left
edge, which a field or the name of a code host follows; a field with ``4、label:``. The labels are
those of the file's own template, which stands at its head without answers, or those that notes
usually have. What stands between is plain text with bullets and formulas.

A file is one issue without a date, a group a section, a paper an item. The fields that say
something are the item's ``fields`` as they stand in the source, for programs; for readers they are
its ``body``, made Markdown, each under its heading.
"""

from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal

from generator.model import Issue, Item, Parsed, Section
from generator.reading.papernotes import Answer, PaperNotes, to_item
from generator.reading.problems import Problems
from generator.reading.rest import Rest
from generator.reading.signs import (
    Numbered,
    Reference,
    bullet_of,
    group_of,
    is_phrase,
    is_title,
    link_of,
    may_be_title,
)
from generator.reading.template import (
    Template,
    find_template,
    is_related_work,
    is_usual,
)
from generator.source import Source
from generator.styles._style import Beginning, Style
from generator.text import HAN, text_of

_GUTTER = 3
"""Line numbers of an editor at the head of a file: fewer are no more than numbers."""


@dataclass(slots=True)
class _Line:
    """A line that is not blank, and what it is by itself."""

    number: int
    text: str
    kind: Literal["group", "field", "link", "text"] = "text"
    name: str = ""
    opens: Numbered | None = None
    link: Reference | None = None


@dataclass(slots=True)
class _Group:
    """A group while the file is read."""

    name: str
    items: list[Item] = field(default_factory=list)


def matches(source: Source) -> int:
    """Return how sure it is that *source* holds notes: by its template, by fields that return."""
    lines = [line for line in source.lines if line and not line.isspace()]
    if not lines or lines[0].startswith(("#", ">", "|")):
        return 0
    template = find_template(lines)
    labels = [found.label.lower() for line in lines if (found := template.field(line))]
    names = set(labels)
    usual = sum(is_usual(name) for name in names)
    if template.lines[0] and (len(names) > 2 or len(labels) > len(names)):
        return 95
    groups = any(group_of(line) for line in lines)
    again = sum(labels.count(name) > 1 for name in sorted(names)[:40])
    if again > 1 and (usual > 1 or groups):
        return 90
    plain = sum(line[:1] == " " and line.lstrip()[:1] == "•" for line in lines)
    return 60 if usual > 3 and (groups or plain > 1) else 0


def parse(source: Source) -> Parsed:
    """Return the notes in *source* as one issue; no issue where it says nothing at all."""
    template = find_template(source.lines)
    reader = _Reader(source, template)
    for at in range(len(reader.lines)):
        reader.read(at)
    return reader.parsed()


def _line(number: int, text: str, template: Template) -> _Line:
    """Return a line and what it is; only at the left edge can it be more than text."""
    if text[0].isspace():
        return _Line(number, text)
    if found := template.field(text):
        return _Line(number, text, "field", opens=found)
    if name := group_of(text):
        return _Line(number, text, "group", name=name)
    if link := link_of(text):
        return _Line(number, text, "link", link=link)
    return _Line(number, text)


class _Reader:
    """Reads line by line; its attributes are what is open and what is finished."""

    def __init__(self, source: Source, template: Template) -> None:
        self.source = source
        self.problems = Problems(source)
        self.template = template
        hint = "it is shown on the issue's page; put it under a field of a paper"
        self.rest = Rest(self.problems, "notes-unknown-line", hint)
        self.groups: list[_Group] = []
        self.paper: PaperNotes | None = None
        self.in_template = False
        self.asked: dict[str, int] = {}  # fields by their first line, and those that are shown
        self.shown: set[str] = set()
        said = [(n, text) for n, text in enumerate(source.lines, 1) if text and not text.isspace()]
        said = said[self._gutter(said) :]
        self.lines = [_line(number, text, template) for number, text in said]

    def _gutter(self, said: list[tuple[int, str]]) -> int:
        """Return how many line numbers of an editor stand at the head; they are left out."""
        numbers = takewhile(lambda one: one[1][1].strip() == str(one[0]), enumerate(said, 1))
        count = sum(1 for _ in numbers)
        if count < _GUTTER:
            return 0
        message = f"lines {said[0][0]}–{said[count - 1][0]} are an editor's line numbers, left out"
        hint = "nothing to do; they may be removed"
        self.problems.note("notes-line-numbers", message, said[0][0], hint)
        return count

    def read(self, at: int) -> None:
        """Read one line, whatever it is."""
        line = self.lines[at]
        if line.number == self.template.lines[0] and not line.opens:
            self._open(line.text.strip(), line.number)
            self.in_template = True
        elif line.kind == "group":
            self._finish()
            self.groups.append(_Group(line.name))
        elif line.opens:
            self._field(line, line.opens)
        elif line.link and self.paper and not self.paper.answers:
            self.paper.links.append((line.number, line.text, line.link))
            self.paper.last = line.number
        elif line.kind == "text" and self._is_title(at):
            self._open(line.text.strip(), line.number)
        else:
            self._text(line)

    # Where a paper begins

    def _is_title(self, at: int) -> bool:
        """Say whether the line *at* is a paper's title: by what follows, and what stands above."""
        line, paper = self.lines[at], self.paper
        apart = not at or self.lines[at - 1].number < line.number - 1
        if not (apart or self.lines[at - 1].kind == "group") or not may_be_title(line.text):
            return False
        after = at + 1
        host = False
        while after < len(self.lines) and (link := self.lines[after].link):
            host = host or (link.on_its_own and not link.href)
            after += 1
        following = self.lines[after] if after < len(self.lines) else None
        linked = after > at + 1
        if following and following.opens:
            return host or self._is_title_above(line.text, following.opens)
        if host or paper is None:
            return host or linked or bool(self.groups and not self.groups[-1].items)
        if not paper.answers:
            return linked or is_title(line.text)
        ends = following is None or following.kind == "group"
        if linked:
            return ends and is_title(line.text)
        return (ends or is_title(self.lines[after].text)) and self._stands_out(line.text)

    def _is_title_above(self, line: str, found: Numbered) -> bool:
        """Say whether *line* is a title although only the field *found* below it tells so."""
        paper = self.paper
        if paper is None:
            return True
        opened = paper.open_field
        if opened is None or not paper.answers:
            return is_title(line) or not is_title(paper.title)
        if found.label in paper.labels:
            return True
        if is_title(line):
            return found.number < opened.number or not is_related_work(opened.label)
        if found.number == 1 and HAN.search(line):
            return True
        return found.number < opened.number and is_phrase(line)

    def _stands_out(self, line: str) -> bool:
        """Say whether *line* is set like a title, in a field that does not list titles yet."""
        opened = self.paper.answers[-1] if self.paper and self.paper.answers else None
        if not (opened and opened.to and is_title(line)):
            return False
        return not is_related_work(opened.to.label) or not (opened.lines or opened.to.text)

    def _open(self, title: str, number: int) -> None:
        self._finish()
        self.paper = PaperNotes(title, number, number)

    def _field(self, line: _Line, found: Numbered) -> None:
        paper, opened = self.paper, self.paper.open_field if self.paper else None
        again = paper is not None and found.label in paper.labels
        if paper is None or (again and opened and found.number < opened.number):
            self._open("", line.number)
            self.in_template = self.template.lines[0] == line.number
        elif again:
            message = f"'{found.label}' stands twice in the notes on one paper"
            hint = "join the two; both are shown"
            self.problems.warn("notes-repeated-field", message, line.number, hint)
        assert self.paper
        self.paper.open(line.number, found)

    def _text(self, line: _Line) -> None:
        paper = self.paper
        if paper is None:
            self.rest.unknown(line.number, line.text.strip())
            return
        if not paper.answers:
            paper.answers.append(Answer(line.number))
        paper.answers[-1].lines.append((line.number, line.text))
        paper.last = line.number

    def _finish(self) -> None:
        """Put the open paper into its group, or the template into the rest."""
        paper, self.paper = self.paper, None
        if paper is None:
            return
        if self.in_template:
            self._keep_template(paper)
            self.in_template = False
            return
        for answer in paper.answers:
            if answer.to and answer.text:
                self.shown.add(answer.to.printed)
            elif answer.to:
                self.asked.setdefault(answer.to.printed, answer.first)
        if not self.groups:
            self.groups.append(_Group(""))
        self.groups[-1].items.append(to_item(paper, self.problems))

    def _keep_template(self, paper: PaperNotes) -> None:
        """Keep the template with the issue: it is no paper, though it looks like one."""
        if paper.title:
            self.rest.keep(paper.first, paper.title)
        for number, text, _ in paper.links:
            self.rest.keep(number, text.strip())
        for answer in paper.answers:
            if answer.to:
                self.rest.keep(answer.first, f"- {self.source.lines[answer.first - 1].strip()}")
                self.shown.add(answer.to.printed)
            for number, text in answer.lines:
                words = text.strip()
                self.rest.keep(number, words if bullet_of(words) else f"  {words}")

    def _keep_unanswered(self) -> None:
        """Keep the names of fields that no paper answers and no template shows."""
        for printed, line in self.asked.items():
            if printed not in self.shown:
                message = f"no paper answers '{printed}', here and further down"
                hint = "nothing to do: the name stands on the issue's page"
                self.problems.note("notes-unanswered", message, line, hint)
                self.rest.keep(line, f"- {printed}")

    def parsed(self) -> Parsed:
        """Return all that was read as one issue."""
        self._finish()
        self._keep_unanswered()
        if not (self.groups or self.rest.line):
            return Parsed(None, tuple(self.problems.found))
        lines = self.source.lines
        sections = (Section(title=text_of(one.name), items=tuple(one.items)) for one in self.groups)
        issue = Issue(
            style="notes",
            title=text_of(""),
            lines=(1, len(lines) - (lines[-1] == "")),
            sections=tuple(sections),
            rest=self.rest.markdown,
            rest_line=self.rest.line,
        )
        return Parsed(issue, tuple(self.problems.found))


STARTER = """\
模版
1、研究目标:

2、难点:

3、背景:

4、方法:

5、相关研究:

6、指标:

7、分析:

8、改进:

图像分类--------------------

Title of the first paper

GitHub: https://github.com/name/repository

1、研究目标:一句话说清楚这篇论文要做什么。

2、难点:

  • 第一个难点。
  • 第二个难点,公式写成 $y = f(x)$。

    说明写在下面,缩进两格。

4、方法:

小标题

损失函数定义为

$$L = \\frac{1}{n}\\sum_{i=1}^n (y_i - f(x_i))^2$$
"""
STYLE = Style(
    name="notes",
    version=1,
    matches=matches,
    parse=parse,
    starter=STARTER,
    beginning=Beginning(
        front="title:\n  zh: 阅读笔记 {date}\n  en: Reading notes {date}\ndate: {date}\n",
    ),
)
