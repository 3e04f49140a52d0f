"""The digest as a whole: real and made-up days, both layouts, hostile files, speed."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Issue, Item, Section
from generator.source import Source
from generator.styles import load_styles
from generator.styles.digest import matches, parse
from tests import robot
from tests.pace import is_linear

SHARED = Path(__file__).parents[3] / "shared"
DAYS = [f"2025-{month:02}-{dom:02}" for month in range(1, 13) for dom in (1, 17, 28)]
HEAD = "## [UPDATED!] **2026-03-02** (Publish Time)\n"


def issue_of(text: str) -> Issue:
    """Return the issue in *text*, which has to be one."""
    issue = parse(Source("day.md", text)).issue
    assert issue
    return issue


def hrefs(item: Item, rel: str) -> list[str]:
    """Return the addresses of an item's links of one kind."""
    return [link.href for link in item.links if link.rel == rel]


def seed_file() -> tuple[Source, dict[str, object]]:
    """Return a real day and the truth about it, or skip."""
    files = sorted((SHARED / "seeds").glob("001*.txt"))
    truth = SHARED / "truth" / "truth.json"
    if not files or not truth.exists():
        pytest.skip("the seed files are not beside the project")
    text = files[0].read_text(encoding="utf-8")
    return Source(files[0].name, text), json.loads(truth.read_text(encoding="utf-8"))["001"]


def test_the_real_day_is_read_as_it_is() -> None:
    """Topics, titles, authors, links and abstracts of a real day equal what was found by hand."""
    source, truth = seed_file()
    parsed = parse(source)
    issue = parsed.issue
    assert issue
    assert parsed.problems == ()
    assert (issue.id, issue.date, issue.rest) == (truth["date"], truth["date"], "")
    counts = {s.title.zh or s.title.en: len(s.items) for s in issue.sections}
    assert counts == truth["topic_counts"]
    for item, entry in zip(issue.items, truth["entries"], strict=True):  # type: ignore[call-overload]
        assert (item.title.en, item.title.zh) == (entry["title"], entry["title_cn"])
        assert [author.name for author in item.authors] == entry["authors"]
        assert (item.paper, item.et_al) == (entry["arxiv_id"], entry["et_al"])
        assert (item.lines[0], item.date) == (entry["line"], truth["date"])
        assert hrefs(item, "pdf") == [entry["pdf"]]
        others = [link.href for link in item.links if link.rel != "pdf"]
        assert others == ([entry["code"]] if entry["code"] else []) + entry["abstract_urls"]
        assert len(item.abstract.en) == entry["abstract_len"]
        assert len(item.abstract.zh) == entry["abstract_cn_len"]


def test_the_other_real_files_are_not_days() -> None:
    """No other kind of file is taken for a day of the robot."""
    seed_file()
    for file in sorted((SHARED / "seeds").glob("*.txt")):
        found = matches(Source(file.name, file.read_text(encoding="utf-8")))
        assert bool(found) == file.name.startswith("001"), file.name


@pytest.mark.parametrize("layout", ["fields", "table"])
@pytest.mark.parametrize("date", DAYS)
def test_made_up_days_are_read_as_they_were_made(date: str, layout: robot.Layout) -> None:
    """Every record of many days, in every dialect, comes back whole and without a warning."""
    day = robot.day(date, 25, layout, seed=7)
    source = Source("day.md", day.text)
    parsed = parse(source)
    assert matches(source) == 100
    assert parsed.issue
    assert parsed.problems == ()
    assert (parsed.issue.date, parsed.issue.rest) == (date, "")
    for item, record in zip(parsed.issue.items, day.records, strict=True):
        assert (item.title.en, item.title.zh) == (record.title, record.title_cn)
        assert tuple(author.name for author in item.authors) == record.authors
        assert (item.paper, item.et_al) == (record.paper, record.et_al)
        assert hrefs(item, "pdf") == [record.pdf]
        assert record.code in ("", *hrefs(item, "code"))
        if layout == "fields":
            assert (item.abstract.en, item.abstract.zh) == (record.abstract, record.abstract_cn)
            places = {link.href for link in item.links if link.rel != "pdf"}
            assert places == {url for url in (record.code, record.url) if url}


@pytest.mark.parametrize("date", DAYS)
def test_both_layouts_give_the_same_items(date: str) -> None:
    """A day in fields and the same day in a table are the same papers under the same topics."""

    def topic(section: Section) -> str:
        return (section.title.zh or section.title.en).split(" / ")[0]

    def facts(layout: robot.Layout) -> list[tuple[object, ...]]:
        issue = issue_of(robot.day(date, 25, layout, seed=3).text)
        return [
            (topic(section), item.paper, item.title, item.authors, item.et_al, item.date)
            for section in issue.sections
            for item in section.items
        ]

    assert facts("fields") == facts("table")


@pytest.mark.parametrize(
    "text",
    [
        "# 阅读笔记\n\n**论文链接:** <https://arxiv.org/abs/2603.00001>\n\n很好的文章。\n",
        "# 一篇文章\n\n| 方法 | 精度 |\n|---|---|\n| 我们 | 91 |\n",
        "# Reading list\n\n| Title | Link |\n|---|---|\n| A | https://example.org/ |\n",
        "# Post\n\nUPDATED 2026-03-02: a new paragraph.\n",
        "# 2026-03-02\n\n今天下雨。\n",
        "",
    ],
)
def test_other_texts_are_not_days(text: str) -> None:
    """An article does not become a day for a date, a link to arXiv or a table of its own."""
    assert matches(Source("a.md", text)) == 0


@pytest.mark.parametrize(
    "text",
    [
        "## [UPDATED!] **2026-03-02** (Publish Time)\n",
        "\n\n# !UPDATED  -- 2026-03-02\n\n",
        ">>**index:** 1<br />\n**Title:** **A**<br />\n",
        "**Title:** A\n**Authors:** B\n**PDF:** <http://arxiv.org/pdf/2603.00001v1>\n",
        "## 甲\n\n标题|作者|PDF链接\n:--|---|--:\nA|B|http://arxiv.org/abs/2603.00001\n",
    ],
)
def test_days_are_known_by_their_text(text: str) -> None:
    """A head alone, an entry alone and a table alone are enough."""
    assert matches(Source("a.md", text)) >= 90


def words_of(value: object) -> str:
    """Return all that an issue says, in one string."""
    return json.dumps(
        value, ensure_ascii=False, default=lambda one: list(map(words_of, _parts(one)))
    )


def _parts(struct: object) -> list[object]:
    return [getattr(struct, name) for name in struct.__struct_fields__]  # type: ignore[attr-defined]


NOISE = r"""** | # > : ： <br&/> <details> </details> --- $ [ ]( ) http://arxiv.org/pdf/ **Title:**
**PDF:** **Code:** index \| 摘要 null **Abstract:**&<details> ##& |&Title&|&PDF&| UPDATED & @"""
PIECES = [piece.replace("&", " ").replace("@", "\n") for piece in NOISE.split()]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.integers(0, 10_000))
def test_no_word_is_lost(noise: list[str], seed: int) -> None:
    """Whatever stands between them, words of the source stand somewhere in the issue."""
    randomly = random.Random(seed)
    lines = robot.day("2026-03-02", 4, randomly.choice(("fields", "table")), seed).text.split("\n")
    pieces = [f"wort{n}ende{piece}" if n % 3 == 0 else piece for n, piece in enumerate(noise)]
    at = randomly.choice([n for n in range(len(lines)) if not lines[n].startswith(("|-", "|:"))])
    lines.insert(at, "".join(pieces))  # anywhere, but not between a table's head and its rule
    text = "\n".join(lines)
    issue = issue_of(text)
    said = words_of(issue)
    for number in range(0, len(noise), 3):
        assert f"wort{number}ende" in said, text


VOCABULARY = frozenset(
    re.findall(
        r"[A-Za-z]{4,}|[\u4e00-\u9fff]{3,}",
        " ".join((*robot.SENTENCES, *robot.SENTENCES_CN, *robot.METHODS, *robot.TASKS_CN)),
    )
)


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 1_000_000))
def test_a_damaged_day_loses_no_word(seed: int) -> None:
    """Lines lost, doubled, swapped, joined or cut: what is left of the papers is still said."""
    randomly = random.Random(seed)
    layout = randomly.choice(("fields", "table"))
    text = robot.damaged(robot.day("2026-03-02", 4, layout, seed).text, randomly)
    said = words_of(issue_of(text)).replace("\\n", " ")
    lost = [word for word in VOCABULARY if word in text and word not in said]
    assert not lost, text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab|*#>:：<br/>[]()$\\ -\n1标题作者PDF", max_size=300))
def test_nothing_is_too_strange_to_be_read(text: str) -> None:
    """Any text gives an answer, with every problem inside the file."""
    source = Source("x.md", HEAD + text)
    parsed = parse(source)
    matches(source)
    for problem in parsed.problems:
        assert 1 <= problem.span.line <= len(source.lines)
        assert problem.hint


UNITS = r"""a & | $| **| < <br&/> [ [x]( ]( https://a.b/) > # … .) ， ** <details> \| -& 等
http://arxiv.org/pdf/2603.00001& 。https://a.b& ,& (( ` _"""


@pytest.mark.parametrize("unit", [unit.replace("&", " ") for unit in UNITS.split()])
@pytest.mark.parametrize(
    "before", ["", "**Abstract:** ", "**Authors:** ", "**Code:** ", "|", "## "]
)
def test_a_long_line_takes_no_longer_than_its_length(unit: str, before: str) -> None:
    """A line of a megabyte is read in about the time that its characters need."""
    head = (
        HEAD + "|Title|Authors|PDF|\n|---|---|---|\n" + "**index:** 1<br />\n**Title:** A<br />\n"
    )

    def read(size: int) -> None:
        source = Source("x.md", head + before + unit * (size // len(unit)) + "\n")
        parse(source)
        matches(source)

    assert is_linear(read, 400_000)


LINES = ("a|b", "|a|", "文字", "**Title:** A", "**Abstract:** <details>", "</details>", "## 甲")


@pytest.mark.parametrize("line", LINES)
def test_many_lines_take_no_longer_than_their_number(line: str) -> None:
    """A file of many equal lines is read in about the time that each of them needs."""
    table = "|Title|Authors|PDF|\n|---|---|---|\na|b\n"
    assert is_linear(
        lambda count: parse(Source("x.md", HEAD + table + f"{line}\n" * count)), 20_000
    )


def test_the_corpus_is_written_as_promised(tmp_path: Path) -> None:
    """The stand-in robot writes one file a day, and never the same paper twice."""
    days = robot.corpus(tmp_path, 3, 20, layout="mixed")
    assert [day.layout for day in days] == ["fields", "fields", "table"]
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"{day.date}.md" for day in days]
    ids = [record.paper for day in days for record in day.records]
    assert len(ids) == len(set(ids)) == 60
    assert robot.day("2024-01-02", 20, "fields", 0).text == days[1].text


def test_the_style_is_found_by_its_name() -> None:
    """The package offers the style under its name."""
    assert load_styles()["digest"].parse is parse
