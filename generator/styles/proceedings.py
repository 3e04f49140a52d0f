"""The papers of a conference as rows of a dataset viewer: one long line of text for each.

One file is one issue without sections, its papers in the order of their pages. The text of a row is
what is left of a printed paper when its lines are joined: title and authors without a mark between
them, footers in the middle of sentences. It is shown as it is, never as Markdown or TeX: what it
calls ``$`` or ``*`` is a dollar or a star.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from generator.model import Counts, Issue, Item, Link, Parsed, Section
from generator.reading.bibliography import split_references
from generator.reading.byline import Head, read_head
from generator.reading.links import find_urls, rel_of, same
from generator.reading.papertext import PaperText, take_apart
from generator.reading.problems import Problems
from generator.reading.rest import Rest
from generator.reading.running import Flow, find_footers, read_flow
from generator.reading.runningtext import captions, paragraphs
from generator.reading.viewer import Row, Table, read_columns, read_table
from generator.reading.vocabulary import common_words
from generator.regex import regex
from generator.source import Source
from generator.styles._style import Beginning, Style
from generator.text import HAN, NO_TEXT, Lang, Text, text_of

_LONG = 2000
"""Characters that make a line a paper whatever it says."""
_PAPER = regex(r"(?:A(?<=\sA)(?:bstract|BSTRACT)|摘(?<=\s摘)\s?要)[\s:：.—–-]")
"""A word between spaces; with its letter first it is found in half the time."""
_END = regex(r"\s(?:References|REFERENCES|Introduction|INTRODUCTION|参考文献|引\s?言)\s")
_DATE = regex(r"(\d{4})(?:-\d\d-\d\d)?")
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_NAME = regex(r"\(([^()]*\d[^()]*)\)$")
_SENTENCE = regex(r"[.!?。！？]\s+")
_HOST = regex(r"https?://[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_DATES = frozenset(("year", "date", "年", "年份", "日期"))
_MARKDOWN = regex(r"[\\`*_\[\]<>|~$&!]|^[#+=-]|(?<=\d)[.)](?=\s)")
"""What Markdown would take for a mark."""
_BYLINE = "Affiliations"
_MOST_LINKS = 10
_SAMPLE = 500
"""Characters that say which language a paper is in."""
_BEFORE_LINK = 120
"""Characters before an address that say what it leads to."""


def matches(source: Source) -> int:
    """Return how sure it is that *source* is such a table: by its head, or by row after row."""
    lines = source.lines
    columns, _ = read_columns(lines)
    papers = [at for at, line in enumerate(lines) if _is_paper(line)]
    if columns:
        return 100 if papers else 50
    numbered = sum(bool(at) and lines[at - 1].replace(",", "").isdigit() for at in papers)
    return 90 if len(papers) > 1 and numbered == len(papers) else 0


def parse(source: Source) -> Parsed:
    """Return the papers in *source* as one issue; no issue where it says nothing at all."""
    problems = Problems(source)
    table = read_table(source.lines, _is_paper)
    papers = _papers(table)
    _tell(papers, table, problems)
    rest = _rest(papers, table, source, problems)
    issue = _issue(source, table, papers, rest) if papers or rest.line else None
    return Parsed(issue, tuple(problems.found))


def _is_paper(line: str) -> bool:
    found = _PAPER.search(line, 0, _LONG) if len(line) > 80 else None
    return bool(found and (len(line) > _LONG or _END.search(line, found.end())))


@dataclass(frozen=True, slots=True)
class _Paper:
    """A row on its way to be an item."""

    row: Row
    flow: Flow
    text: PaperText
    head: Head

    @property
    def order(self) -> tuple[float, int]:
        """What papers are sorted by: their first page; those without one come last, by line."""
        return self.flow.pages[0] if self.flow.pages else math.inf, self.row.record


def _papers(table: Table) -> list[_Paper]:
    texts = [row.values[table.record] for row in table.rows]
    footers = find_footers(texts)
    common = common_words(texts)
    papers = []
    for row, words in zip(table.rows, texts, strict=True):
        flow = read_flow(words, footers)
        text = take_apart(flow.text)
        papers.append(
            _Paper(row, flow, text, read_head(text.head, text.abstract + text.body, common))
        )
    return sorted(papers, key=lambda paper: paper.order)


def _venue(papers: list[_Paper]) -> str:
    """Return the footer that most papers have; it names the proceedings."""
    footers = Counter(paper.flow.footer for paper in papers if paper.flow.footer)
    return min(footers, key=lambda words: (-footers[words], words), default="")


def _issue(source: Source, table: Table, papers: list[_Paper], rest: Rest) -> Issue:
    venue = _venue(papers)
    short = _SHORT_NAME.search(venue)
    items = tuple(_item(paper, table) for paper in papers)
    return Issue(
        style="proceedings",
        title=text_of(venue) if venue else NO_TEXT,
        lines=(1, len(source.lines) - (source.lines[-1] == "")),
        sections=(Section(items=items),),
        id=short[1] if short else "",
        date=max((item.date for item in items), default=""),
        rest=rest.markdown,
        rest_line=rest.line,
    )


def _item(paper: _Paper, table: Table) -> Item:
    head, text, pages = paper.head, paper.text, paper.flow.pages
    references = split_references(text.references)
    figures, tables = captions(text.body)
    at = paper.row.record
    lang = _language(f"{head.title} {text.abstract or text.body}"[:_SAMPLE])
    return Item(
        kind="paper",
        title=Text(**{lang: head.title}),
        lines=paper.row.lines,
        markup="plain",
        authors=head.authors,
        date=_date(paper, table),
        pages=(pages[0], pages[-1]) if pages else None,
        abstract=Text(**{lang: text.abstract}),
        links=_links(text.abstract),
        counts=Counts(figures=figures, tables=tables, references=len(references)),
        fields=_fields(paper, table),
        body=Text(**{lang: _body(text, references)}),
        title_lines=(at, at),
        abstract_lines=(at, at),
        body_lines=(at, at),
    )


def _body(text: PaperText, references: list[str]) -> str:
    """Return the running text in paragraphs, and the references as a list."""
    entries = "\n".join(f"- {entry}" for entry in references)
    blocks = (*paragraphs(text.body), text.references_heading, entries)
    return "\n\n".join(block for block in blocks if block)


def _language(words: str) -> Lang:
    """Return the language of a paper; a Chinese word in an English one makes it no Chinese one."""
    return "zh" if 5 * len(HAN.findall(words)) > len(words) else "en"


def _fields(paper: _Paper, table: Table) -> tuple[tuple[str, str], ...]:
    """Return the byline as printed, with the footnotes that explain its signs, and the columns."""
    byline = " ".join(words for words in (paper.head.byline, paper.flow.footnotes) if words)
    fields = [(_BYLINE, byline)] if byline else []
    for place, (column, value) in enumerate(zip(table.columns, paper.row.values, strict=True)):
        if value and place != table.record:
            fields.append((column.name or f"#{place + 1}", value))
    return tuple(fields)


def _date(paper: _Paper, table: Table) -> str:
    """Return the day or year of a paper: its column's, or that of its copyright line."""
    for column, value in zip(table.columns, paper.row.values, strict=True):
        if column.kind == "stringdate" or column.name.casefold() in _DATES:
            found = _DATE.match(value)
            if found:
                return found[0]
    year = _YEAR.search(paper.flow.copyright)
    return year[0] if year else ""


def _links(abstract: str) -> tuple[Link, ...]:
    """Return the addresses in an abstract that lead to a host, each once."""
    links: dict[str, Link] = {}
    for start, end in find_urls(abstract)[:_MOST_LINKS]:
        href = abstract[start:end]
        before = _SENTENCE.split(abstract[max(0, start - _BEFORE_LINK) : start])[-1]
        if _HOST.match(href):
            links.setdefault(same(href), Link(rel_of(before, href), href))
    return tuple(links.values())


# What is left out, and what is wrong


def _rest(papers: list[_Paper], table: Table, source: Source, problems: Problems) -> Rest:
    """Return what belongs to the issue and to no paper: a copyright line once, and stray lines."""
    hint = "give every row one line for each column, in their order"
    rest = Rest(problems, "proceedings-unknown-line", hint)
    told = {_letters(_venue(papers))}  # the issue's title says it
    for paper in sorted(papers, key=lambda paper: paper.row.record):
        for words in (paper.flow.footer, paper.flow.copyright):
            if words and _letters(words) not in told:
                told.add(_letters(words))
                rest.keep(paper.row.record, _escaped(words))
    for line in table.strays:
        rest.unknown(line, _escaped(source.lines[line - 1].strip()))
    return rest


def _letters(words: str) -> str:
    """Return what two printings of a line share, whatever became of the ``©``."""
    return "".join(filter(str.isalnum, words.replace("c⃝", "").casefold()))


def _escaped(words: str) -> str:
    """Return *words* as Markdown that says just that."""
    return _MARKDOWN.sub(lambda sign: f"\\{sign[0]}", words)


def _tell(papers: list[_Paper], table: Table, problems: Problems) -> None:
    """Report what was left out, once, and what is wrong with each paper."""
    if table.head:
        message = f"the head of the table, up to line {table.head}, is left out"
        hint = "nothing to do: it describes the columns of the whole data set"
        problems.note("proceedings-head", message, 1, hint)
    footed = [paper.row.record for paper in papers if paper.flow.pages]
    if footed:
        message = "page numbers, footers and copyright lines are left out of the text"
        hint = "nothing to do: pages are kept as numbers, the lines once on the issue's page"
        problems.note("proceedings-footers", message, min(footed), hint)
    elif papers:
        message = "no footer repeats from page to page, to name the proceedings"
        hint = "give the issue a 'title:' and a 'date:' in front matter"
        problems.note("proceedings-no-footer", message, papers[0].row.record, hint)
    titles: dict[str, int] = {}
    for paper in sorted(papers, key=lambda paper: paper.row.record):
        _tell_of(paper, bool(footed), problems)
        line = paper.row.record
        before = titles.setdefault(paper.head.title.casefold(), line)
        if paper.head.title and before != line:
            message = f"the paper of line {before} stands here once more"
            problems.note("proceedings-repeated", message, line, "delete one of the two rows")


def _tell_of(paper: _Paper, footed: bool, problems: Problems) -> None:
    line, pages = paper.row.record, paper.flow.pages
    hint = "give title and authors in a fix file beside this one"
    if not paper.head.title:
        message = "this paper has no title"
        problems.warn("proceedings-no-title", message, line, hint)
    elif not paper.head.authors:
        message = "the authors cannot be told from the title"
        problems.warn("proceedings-no-authors", message, line, hint)
    elif not paper.head.certain:
        message = "the list of authors holds something that is no name"
        problems.note("proceedings-doubtful-authors", message, line, hint)
    if not paper.text.abstract:
        message = "there is no abstract above the introduction"
        hint = "nothing to do: the whole text is shown"
        problems.warn("proceedings-no-abstract", message, line, hint)
    if footed and not pages:
        message = "this paper has no footer with page numbers"
        problems.note("proceedings-no-pages", message, line, "it stands behind those that have one")
    if any(after - before != 1 for before, after in pairwise(pages)):
        message = f"the page numbers do not run on: {', '.join(map(str, pages))}"
        hint = "a page is missing, or two papers stand in one row"
        problems.warn("proceedings-page-gap", message, line, hint)


STARTER = """\
index
int64
1
1
text
stringlengths
1
9k
year
stringdate
2031-01-01 00:00:00
2031-01-01 00:00:00
No
stringlengths
1
1
1
A Title of the First Paper Ada Lin1*, Bo Ek2 1School of Arts, Example University 2Example Lab \
ada@example.org Abstract What the paper says. Introduction Why it says so. \
The Second Example Conference (EX-31) 1 What follows. References Lin, A. 2030. A Book. Press. \
The Second Example Conference (EX-31) 2
2031
1
"""

STYLE = Style(
    name="proceedings",
    version=2,
    matches=matches,
    parse=parse,
    starter=STARTER,
    beginning=Beginning(
        file="{date:%Y}.md",
        blanks=(
            ("2031", "{date:%Y}"),
            ("EX-31", "EX-{date:%y}"),
            ("2030", "2025"),
        ),
    ),
)
