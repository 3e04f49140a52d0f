"""Proceedings as a whole: a real volume and its variations, made-up papers, hostile lines."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.markup.typeset import block
from generator.model import Issue
from generator.reading.bibliography import split_references
from generator.reading.byline import read_head
from generator.reading.running import find_footer
from generator.reading.runningtext import paragraphs
from generator.source import Source, Span
from generator.styles import load_styles
from generator.styles.proceedings import STARTER, matches, parse
from tests.pace import is_linear

SHARED = Path(__file__).parents[3] / "shared"
HEAD = "index\nint64\n0\n9.1k\ntext\nstringlengths\n0\n61k\nNo\nstringlengths\n1\n4\n"
FOOTER = "第二届安静机器学术会议论文集 (AM-31)"
PAPER = (
    "On Quiet Lids Mei Fu1*, Bo Ek2 1Tea University 2Steam Lab mei@tea.example Abstract Lids are "
    "quiet, on the whole. They cost $5 or $6. Introduction A lid is heard when it *falls*. "
    f"{FOOTER} 31 Related Work Cups are louder (Lin 2030). References Lin, A.; and Oe, B. 2029. "
    f"Lids. Journal of Lids, 3: 1–9. Lin, A. 2030. Cups. Press. {FOOTER} 32"
)


def issue_of(text: str) -> Issue:
    """Return the issue in *text*, which has to be one."""
    issue = parse(Source("volume.txt", text)).issue
    assert issue
    return issue


def rows_of(*texts: str) -> str:
    """Return a table of papers."""
    return HEAD + "".join(f"{n}\n{text}\n{n + 7}\n" for n, text in enumerate(texts, 1))


def seed() -> tuple[list[str], list[list[str]], dict[str, dict[str, object]]]:
    """Return head and rows of a real volume and the truth by title, or skip."""
    files = sorted((SHARED / "seeds").glob("002*.txt"))
    truth = SHARED / "truth" / "truth.json"
    if not files or not truth.exists():
        pytest.skip("the seed files are not beside the project")
    lines = files[0].read_text(encoding="utf-8").rstrip("\n").split("\n")
    papers = json.loads(truth.read_text(encoding="utf-8"))["002"]["papers"]
    rows = [lines[at : at + 4] for at in range(16, len(lines), 4)]
    return lines[:16], rows, {paper["title"]: paper for paper in papers}


def shuffled(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows in another order."""
    return random.Random(5).sample(rows, len(rows))


def of_next_year(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows with another year, and another name and number of the conference."""
    return [
        [index, re.sub(r"Thirty-Eighth|(?<=AAAI-)24|(?<=© )2024", "77", text), "2077", number]
        for index, text, _, number in rows
    ]


VARIATIONS: dict[str, Callable[[list[list[str]]], list[list[str]]]] = {
    "as they are": lambda rows: rows,
    "shuffled": shuffled,
    "halved": lambda rows: shuffled(rows)[: len(rows) // 2],
    "two": lambda rows: shuffled(rows)[:2],
    "of another year": of_next_year,
}


@pytest.mark.parametrize("variation", VARIATIONS)
def test_a_real_volume_is_read_as_it_is(variation: str) -> None:
    """Titles, pages, authors, abstracts, figures and tables equal what was found by hand."""
    head, rows, truth = seed()
    chosen = VARIATIONS[variation](rows)
    source = Source("volume.txt", "\n".join([*head, *(line for row in chosen for line in row)]))
    parsed = parse(source)
    assert parsed.issue
    assert matches(source) == 100
    assert {problem.code for problem in parsed.problems} == {
        "proceedings-head",
        "proceedings-footers",
    }
    items = parsed.issue.items
    assert len(items) == len(chosen)
    assert [item.pages for item in items] == sorted(item.pages or (0, 0) for item in items)
    right = 0
    for item in items:
        paper = truth[item.title.en]
        assert item.markup == "plain"
        assert item.pages == (paper["first_page"], paper["last_page"])
        assert len(item.abstract.en) == paper["abstract_chars"]
        assert item.abstract.en.endswith(str(paper["abstract_end"]))
        assert (item.counts.figures, item.counts.tables) == (paper["figures"], paper["tables"])
        assert abs(item.counts.references - int(str(paper["references_estimate"]))) <= 3
        right += [author.name for author in item.authors] == paper["authors"]
    assert right >= 0.95 * len(items)


def test_a_real_volume_takes_no_time() -> None:
    """A volume of four times the rows takes about four times as long."""
    head, rows, _ = seed()

    def read(count: int) -> None:
        lines = [*head, *(line for row in rows[:count] for line in row)]
        parse(Source("volume.txt", "\n".join(lines)))

    assert is_linear(read, len(rows))


def test_no_word_of_a_real_paper_is_lost() -> None:
    """Every letter of a paper stands in its item, but for footers and the copyright line."""
    head, rows, _ = seed()
    row = rows[len(rows) // 2]
    issue = issue_of("\n".join([*head, *row]))
    (item,) = issue.items
    venue = re.escape(issue.title.en)
    text = re.sub(rf"{venue} \d+|Copyright .{{0,200}}? All rights reserved\.", "", row[1])
    said = "".join((item.title.en, *dict(item.fields).values(), item.abstract.en, item.body.en))
    for word in set(re.findall(r"\w{4,}", text)) - {"Abstract"}:
        assert word in said or any(part in said for part in (word[:4], word[-4:])), word


def test_the_other_real_files_are_not_proceedings() -> None:
    """No other kind of file is taken for a table of papers."""
    seed()
    for file in sorted((SHARED / "seeds").glob("*.txt")):
        found = matches(Source(file.name, file.read_text(encoding="utf-8")))
        assert bool(found) == file.name.startswith("002"), file.name


@pytest.mark.parametrize(
    "text",
    [
        "# 摘要怎么写\n\n摘要 写清楚做了什么。引言 写清楚为什么做。参考文献 列清楚看过什么。\n",
        "# A paper of mine\n\n" + PAPER + "\n",
        "# Types\n\nindex\nint64\nis a column of whole numbers\n",
        "text\nstringlengths\n",
        "",
    ],
)
def test_other_texts_are_not_proceedings(text: str) -> None:
    """An article stays one, even with a whole paper in a line of its own."""
    assert matches(Source("a.md", text)) == 0


@pytest.mark.parametrize(
    "text", [STARTER, rows_of(PAPER), f"1\n{PAPER}\n8\n2\n{PAPER}\n9\n", "\n" + rows_of(PAPER)]
)
def test_tables_are_known_by_their_text(text: str) -> None:
    """A head and one paper are enough, or two papers with numbers above them."""
    assert matches(Source("a.md", text)) >= 90


def test_nothing_is_markdown_or_tex() -> None:
    """Dollars, stars, brackets and tags of a paper are set as they stand; references are a list."""
    odd = PAPER.replace("Related Work", "It costs $x$ and **y** <b>z</b> [a](b) `c` &amp; _d_.")
    (item,) = issue_of(rows_of(odd)).items
    shown = block(item.body.en, item.markup, Span("a", 1))[0]
    assert "It costs $x$ and **y** &lt;b&gt;z&lt;/b&gt; [a](b) `c` &amp;amp; _d_." in shown.html
    assert "<li>Lin, A. 2030. Cups. Press.</li></ul>" in shown.html
    assert shown.inline_math == shown.display_math == 0


NAMES = [
    "Mei Fu",
    "Bo Ek",
    "Ann B. Lee",
    "R. Quill",
    "Jan van der Berg",
    "Xiao-Yan Oe",
    "´Alma Ruc´ıo",
]
BYLINES = {
    "raised": lambda names: ", ".join(f"{name}1*" for name in names) + " 1Tea University",
    "spaced": lambda names: " , ".join(f"{name} 1" for name in names) + " 1 Tea University",
    "marks first": lambda names: " ".join(f"{name},*1" for name in names) + " 1Tea University",
    "no comma": lambda names: " ".join(f"{name}1" for name in names) + " 1Tea University",
    "unmarked": lambda names: ", ".join(names) + " School of Tea, Hill University",
    "and": lambda names: " and ".join(names) + " University of Tea",
}


@pytest.mark.parametrize("byline", BYLINES)
@pytest.mark.parametrize("first", range(len(NAMES)))
@pytest.mark.parametrize(
    "title",
    ["Lids: Cups, Plates, and Spoons", "A 3D Study of 2 Lids", "Lids for $5 - and More Cups"],
)
def test_authors_are_told_from_the_title(title: str, first: int, byline: str) -> None:
    """Whoever comes first, however the names are marked, the title ends where they begin."""
    names = [*NAMES[first:], *NAMES[:first]]
    body = "A study of lids, cups, plates and spoons. Lids are good, and more of them better."
    head = read_head(f"{title} {BYLINES[byline](names)} tea@hill.example", body)
    assert head.title == title
    assert [author.name for author in head.authors] == names
    assert head.certain
    assert all("University" in author.affiliation for author in head.authors)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 0),
        ("Lin, A. 2030. Cups. Press.", 1),
        ("Lin, A.; and Oe, B. 2029. Lids. 3: 1–9. van Ek, B.; et al. 2030a. Pans. In Lids. ", 2),
        ("Tea Society. 2031. Prices. Lin, A. 2030. Cups. Press.", 2),
        ("[1] A. Lin. Cups, 2030. [2] B. Oe. Lids [3], 2031. [3] C. Ek. Pans, 2032.", 3),
        ("没有年份也没有编号的一段话。", 1),
    ],
)
def test_references_are_taken_apart(words: str, count: int) -> None:
    """Entries begin with authors and a year, or with a number; whatever else is one entry."""
    entries = split_references(words)
    assert len(entries) == count
    assert " ".join(entries) == words.strip()


@pytest.mark.parametrize(
    "text",
    [
        "As shown in Table 1, it is. As shown in Table 2, it is. As shown in Table 3, it is not.",
        "Tea University, Hill City 1 Steam Lab of the Tea University, Hill City 2 and others",
        "In Volume 3 of the Journal of Lids 4 and in Volume 9 of the Journal of Lids 3",
        "没有页码的一段话。",
    ],
)
def test_what_is_no_footer_stays(text: str) -> None:
    """Words that stand before rising numbers are not a footer for that."""
    assert find_footer(text) == ""


NOISE = """Introduction|Abstract|References|Related|Work|1|2|*|†|Lin, A. 2030.|Copyright © 2031
All rights reserved.|Figure 1:|•|Table 2:|\u00a0|摘要|引言|李青1,|$|(|).|- |@a.b|[1]|@"""
PIECES = [*NOISE.replace("\n", "|").split("|"), FOOTER, f"{FOOTER} 33"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.integers(0, len(PAPER)))
def test_no_word_is_lost(noise: list[str], at: int) -> None:
    """Whatever stands between them, words of the source stand somewhere in the issue."""
    pieces = [f"wort{n}ende {piece}" for n, piece in enumerate(noise)]
    issue = issue_of(rows_of(f"{PAPER[:at]} {' '.join(pieces)} {PAPER[at:]}", PAPER))
    said = issue.rest
    for item in issue.items:
        for text in (item.title, item.abstract, item.body):
            said += text.zh + text.en
        said += "".join(words for _, words in item.fields)
    for number in range(len(noise)):
        assert f"wort{number}ende" in said


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab 1,.*\nAbstract Introduction©@{}()•摘要引言参考文献int64", max_size=400))
def test_nothing_is_too_strange_to_be_read(text: str) -> None:
    """Any text gives an answer, with every problem inside the file."""
    for whole in (text, HEAD + text, rows_of(text.replace("\n", " "))):
        source = Source("x.md", whole)
        matches(source)
        for problem in parse(source).problems:
            assert 1 <= problem.span.line <= len(source.lines)
            assert problem.hint


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab .:1•-AB图表\nFigure 1: Conclusion We", max_size=300))
def test_paragraphs_change_nothing(words: str) -> None:
    """Laying text out in paragraphs moves no character but space."""
    words = words.replace("\n", " ")
    assert "".join("".join(paragraphs(words)).split()) == "".join(words.split())


UNITS = [
    "a ",
    "A. ",
    "Mei Fu1, ",
    "1 ",
    "Copyright 2031 ",
    "©2031 ",
    "* ",
    "; ",
    "Lin, A. 2030. ",
    "[1] ",
]
UNITS += [
    "Figure 1: a. ",
    "• a ",
    "Introduction A ",
    "References 2030 ",
    "{",
    "a@",
    "   ",
    "。",
    "Mei, ",
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "before", ["", "Lids Mei Fu1 1Tea University Abstract Lids. Introduction "]
)
def test_a_long_line_takes_no_longer_than_its_length(unit: str, before: str) -> None:
    """A line of a megabyte is read in about the time that its characters need."""

    def read(size: int) -> None:
        source = Source("x.md", rows_of(f"{before}{unit * (size // len(unit))}"))
        parse(source)
        matches(source)

    assert is_linear(read, 400_000)


def test_the_style_is_found_by_its_name() -> None:
    """The package offers the style under its name."""
    assert load_styles()["proceedings"].parse is parse
