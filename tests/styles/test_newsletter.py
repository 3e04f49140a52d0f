"""The newsletter as a whole: a real number against the truth, changed numbers, hostile files."""

import json
import random
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cards import Leaf
from generator.compose import set_issue
from generator.model import Counts, Issue
from generator.reading.pagebreaks import glue
from generator.source import Source
from generator.styles import load_styles
from generator.styles.newsletter import STARTER, matches, parse
from tests.pace import is_linear

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SAMPLE = (ROOT / "content" / "quarterly" / "2026-01.md").read_text(encoding="utf-8")


def issue_of(text: str) -> Issue:
    """Return the issue in *text*, which has to be one."""
    issue = parse(Source("number.md", text)).issue
    assert issue
    return issue


def leaves_of(issue: Issue) -> list[Leaf]:
    """Return all items of an issue, set."""
    body, problems = set_issue(issue, "number.md")
    assert {problem.code for problem in problems} <= {"reference-unused"}
    return [leaf for leaves in body.leaves for leaf in leaves]


def total(leaves: list[Leaf]) -> dict[str, int]:
    """Return the sums of all that was counted in the items."""
    names = Counts.__struct_fields__
    return {name: sum(getattr(leaf.item.counts, name) for leaf in leaves) for name in names}


def seed() -> tuple[str, dict[str, Any]]:
    """Return a real number and the truth about it, or skip."""
    files = sorted((SHARED / "seeds").glob("000*.txt"))
    truth = SHARED / "truth" / "truth.json"
    if not files or not truth.exists():
        pytest.skip("the seed files are not beside the project")
    return files[0].read_text("utf-8"), json.loads(truth.read_text("utf-8"))["000"]


def squeezed(words: str) -> str:
    """Return *words* without white space."""
    return "".join(words.split())


def test_the_real_number_has_its_parts() -> None:
    """Number, people, sections, and what every item says of itself equal what was found by hand."""
    text, truth = seed()
    issue = issue_of(text)
    assert (issue.title.zh, issue.id) == (truth["title_zh"], truth["issue_no"])
    assert (issue.date, issue.total_number) == (str(truth["year"]), str(truth["total_no"]))
    board = {(role, name, place) for role, name, place in truth["masthead"]["editorial_board"]}
    people = {(person.role.zh, person.name, person.affiliation) for person in issue.people}
    assert board <= people
    assert len(issue.people) == truth["masthead_people"]
    for column, roles in truth["masthead"]["columns"].items():
        for role, names in roles.items():
            found = [p.name for p in issue.people if (p.section, p.role.zh) == (column, role)]
            assert found == names
    counts = {section.title.zh: len(section.items) for section in issue.sections}
    assert counts == truth["section_item_counts"]
    for item, entry in zip(issue.items, truth["items"], strict=True):
        assert list(item.lines) == entry["lines"]
        printed = item.kicker if item.kind == "paper" else item.title.zh or item.title.en
        assert printed == entry["title"]
        assert entry.get("paper", "") == (item.title.en if item.kind == "paper" else "")
        assert [author.name for author in item.authors] == entry.get("authors", [])
        assert list(item.editors) == entry["editors"]
        assert squeezed("".join(f"{label}{names}" for label, names in item.fields)) == squeezed(
            entry["editor_lines"][0]
        ).replace(":", "")
        assert item.counts.bios == len(entry.get("bios", []))
        assert item.date == entry.get("interview_date", "")


def test_the_real_number_is_set_whole() -> None:
    """Captions with their figures and tables, formulas, references and citations."""
    text, truth = seed()
    leaves = leaves_of(issue_of(text))
    totals = truth["totals"]
    found = total(leaves)
    assert found["bios"] == totals["bios"]
    assert found["display_math"] == totals["display_math_blocks"]
    assert found["inline_math"] == totals["inline_math_in_text"] + totals["inline_math_in_tables"]
    assert found["references"] == totals["references"]
    assert 0 <= found["citations"] - totals["sup_citation_numbers_expanded"] <= 4
    assert found["figures"] == totals["lost_image_gaps"]
    for leaf, entry in zip(leaves, truth["items"], strict=True):
        captions = [one.caption for one in leaf.item.figures if one.caption]
        wanted = [re.sub(r"<[^>]*>|\$|\s", "", caption) for caption in entry["figure_captions"]]
        assert [squeezed(caption) for caption in captions] == wanted
        tables = [(one.rows, one.columns) for one in leaf.item.tables]
        assert tables == [(t["rows_incl_header"], t["cols"]) for t in entry["tables"]]
        assert all(one.caption for one in leaf.item.tables)
        assert 'class="math-error"' not in leaf.body.zh + leaf.body.en


def test_the_real_paragraphs_are_joined() -> None:
    """What pages had cut is whole again, and nothing else; no page header is left."""
    text, truth = seed()
    lines = text.split("\n")
    bodies = [item.body.zh or item.body.en for item in issue_of(text).items]
    shown = "\n".join(bodies)
    joined = 0
    for split in truth["paragraph_splits"]:
        before, after = lines[split["first_line"] - 1], lines[split["next_line"] - 1]
        whole = glue(before.strip()[-12:], after.strip()[:12])
        joined += whole in shown
    assert joined >= len(truth["paragraph_splits"]) - 1
    title = re.compile(r"^#{1,2} ")
    headers = {squeezed(title.sub("", i["title"])) for i in truth["items"]}
    assert not [line for line in shown.split("\n") if squeezed(title.sub("", line)) in headers]


def test_the_real_slides_stand_in_boxes() -> None:
    """Text read off slides is quoted, slide by slide."""
    text, truth = seed()
    for item, entry in zip(issue_of(text).items, truth["items"], strict=True):
        boxes = re.findall(r"^(?:>.*\n?)+", item.body.zh, re.MULTILINE)
        slides = entry.get("slide_ocr", [])
        assert len(boxes) == len(slides)
        for box, (first, last) in zip(boxes, slides, strict=True):
            said = re.sub(r"\W|!\[\]\(\)", "", box)
            printed = "".join(text.split("\n")[first - 1 : last])
            assert re.sub(r"\W", "", printed) in said


def test_the_real_events() -> None:
    """Dates, places and hosts of events, and the dates to submit by."""
    text, truth = seed()
    for item, entry in zip(issue_of(text).items, truth["items"], strict=True):
        wanted = [(e["date"], e["place"] or "") for e in entry.get("events", [])]
        found = [(event.date, event.place) for event in item.events]
        whole = [one for one in wanted if re.match(r"\d{4}-", one[0])]
        assert [one for one in found if re.match(r"\d{4}-", one[0])] == whole
        assert len(found) == len(wanted)
        calls = [*entry.get("cfp_conferences", []), *entry.get("cfp_journals", [])]
        assert [(d.date, d.href) for d in item.deadlines] == [
            (call["deadline"], call["url"]) for call in calls
        ]


def rename(text: str) -> str:
    """Return a number of another journal: other names, columns, years."""
    _, truth = seed()
    other = {
        name: f"栏目{chr(0x7532 + at)}" for at, name in enumerate(truth["section_item_counts"])
    }
    other |= {
        "CCF": "XYZ",
        "计算机视觉": "声音与光",
        "2024": "2031",
        "2025": "2032",
        "王欢": "欧阳明",
    }
    other |= {"好文推荐": "佳作一览", "专题综述": "长文", "第 04 期": "第 11 期"}
    for old, new in other.items():
        text = text.replace(old, new)
    return text


def without_entry(lines: list[str], which: int) -> list[str]:
    """Return a number whose contents forget one entry."""
    entries = [at for at, line in enumerate(lines) if re.match(r"- \d\d ", line)]
    return lines[: entries[which]] + lines[entries[which] + 1 :]


CHANGES: dict[str, Callable[[list[str]], list[str]]] = {
    "no cover": lambda lines: lines[23:],
    "no back cover": lambda lines: lines[:1425],
    "no masthead": lambda lines: lines[:29] + lines[76:],
    "no contents": lambda lines: lines[:81] + lines[114:],
    "no front": lambda lines: lines[121:],
    "renamed": lambda lines: rename("\n".join(lines)).split("\n"),
    "full-width colons": lambda lines: [re.sub(r":(?!//)", "：", line) for line in lines],
    **{f"without entry {at}": partial(without_entry, which=at) for at in range(14)},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_number_is_read_as_well(change: str) -> None:
    """Parts taken away or renamed cost those parts, and nothing else."""
    text, truth = seed()
    plain = issue_of(text)
    changed = "\n".join(CHANGES[change](text.split("\n")))
    issue = issue_of(changed)
    assert matches(Source("x.md", changed)) >= 90
    assert len(issue.items) == truth["totals"]["items"]
    for item, other in zip(issue.items, plain.items, strict=True):
        assert (item.kind, item.editors, item.counts) == (other.kind, other.editors, other.counts)
        assert len(item.events) == len(other.events)
        assert len(item.deadlines) == len(other.deadlines)
        assert len(item.authors) == len(other.authors)
    if change not in ("no contents", "no front"):
        sizes = [len(section.items) for section in issue.sections]
        assert sizes == [len(section.items) for section in plain.sections]


@pytest.mark.parametrize("order", range(4))
def test_items_in_another_order(order: int) -> None:
    """Items keep their words and their column wherever they stand."""
    text, _ = seed()
    lines = text.split("\n")
    plain = issue_of(text)
    spans = [item.lines for item in plain.items]
    random.Random(order).shuffle(spans)
    moved = lines[: min(spans)[0] - 1]
    for first, last in spans:
        moved += [*lines[first - 1 : last], ""]
    issue = issue_of("\n".join(moved))
    bodies = {squeezed(item.body.zh or item.body.en) for item in plain.items}
    assert {squeezed(item.body.zh or item.body.en) for item in issue.items} == bodies
    sizes = {section.title.zh: len(section.items) for section in plain.sections}
    assert {section.title.zh: len(section.items) for section in issue.sections} == sizes


def test_the_other_real_files_are_no_numbers() -> None:
    """No other kind of file is taken for a newsletter, nor any other sample."""
    seed()
    for file in sorted((SHARED / "seeds").glob("*.txt")):
        found = matches(Source(file.name, file.read_text(encoding="utf-8")))
        assert bool(found) == file.name.startswith("000"), file.name
    for file in sorted((ROOT / "content").rglob("*.md")):
        found = matches(Source(file.name, file.read_text(encoding="utf-8")))
        assert bool(found) == (file.parent.name == "quarterly"), file


@pytest.mark.parametrize(
    "text",
    [
        "# 一篇文章\n\n责任编辑 张三\n",
        "# 关于通讯\n\n2026 年第 1 期\n\n很好看。\n",
        "## 目录\n\n### | 综述\n\n- 03 一种方法\n",
        "编辑 工具\n\n2026 年第 1 期的封面很好看。\n",
        "",
    ],
)
def test_one_sign_is_not_enough(text: str) -> None:
    """An article may name its editor or a number; a newsletter has more than one such sign."""
    assert matches(Source("a.md", text)) == 0


def test_the_sample_is_whole() -> None:
    """The sample number shows every part, and every formula can be drawn."""
    issue = issue_of(SAMPLE)
    kinds = [item.kind for item in issue.items]
    assert kinds == ["news", "article", "interview", "news", "article", "paper", "cfp"]
    assert (issue.id, len(issue.people)) == ("2026-01", 8)
    found = total(leaves_of(issue))
    assert (found["display_math"], found["references"], found["citations"]) == (2, 3, 5)
    assert (found["tables"], found["bios"]) == (2, 1)
    assert sum(len(item.events) + len(item.deadlines) for item in issue.items) == 4


def test_the_body_keeps_its_lines() -> None:
    """A paragraph stands as far below the beginning of its body as it does in the source."""
    lines = SAMPLE.split("\n")
    item = issue_of(SAMPLE).items[1]
    body = item.body.zh.split("\n")
    for at, line in enumerate(body):
        if line.startswith("$$"):
            assert lines[item.body_lines[0] + at - 1] == line


NOISE = """** | # > : ： <b> </b> - $$ [1] <sup>[1]</sup> 责任编辑 第&3&期 ### 图&1& 表&2&
论文地址： 问题&1： ✪& ◆ 主&编& /栏目/ |&综述 @ @@@ @@@@ 2026年3月5日 在礼堂举行。 1.& 一、
参考文献 ``` \t 。 ，"""
PIECES = [piece.replace("&", " ").replace("@", "\n") for piece in NOISE.split()]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.integers(0, 10_000))
def test_no_word_is_lost(noise: list[str], place: int) -> None:
    """Whatever stands between them, words of the source stand somewhere in the issue."""
    pieces = [f"wort{n}ende{piece}" if n % 3 == 0 else piece for n, piece in enumerate(noise)]
    lines = STARTER.split("\n")
    lines.insert(place % len(lines), "".join(pieces))
    text = "\n".join(lines)
    issue = issue_of(text)
    said = squeezed(json.dumps([issue.rest, repr(issue)], ensure_ascii=False))
    for number in range(0, len(noise), 3):
        assert f"wort{number}ende" in said, text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab|*#>:：<b/>[]()$\\ -\n\n1一、。第期图表责编/\t✪", max_size=400))
def test_nothing_is_too_strange_to_be_read(text: str) -> None:
    """Any text gives an answer, with every problem inside the file."""
    for whole in (text, STARTER + text, text + STARTER):
        source = Source("x.md", whole)
        parsed = parse(source)
        matches(source)
        for problem in parsed.problems:
            assert 1 <= problem.span.line <= len(source.lines)
            assert problem.hint


UNITS = r"""a & # |& \t - [1] $$ ** < 第&1&期& 责任编辑&张三 ， 。 ◆ 1. /& 论文地址： 2026年3月5日
在 @ @@@@ @@甲@@ @@##&甲@@ @@责任编辑&张三@@ @@-&[1]&甲@@ @@图&1&甲@@ @@甲\t乙@@
@@没有说完的一句话很长很长很长很长很长@@"""


@pytest.mark.parametrize(
    "unit",
    [one.replace("&", " ").replace("@", "\n").replace("\\t", "\t") for one in UNITS.split()],
)
@pytest.mark.parametrize("before", ["", "## ", "- 03 "])
def test_a_long_file_takes_no_longer_than_its_length(unit: str, before: str) -> None:
    """A large file, in one line or in many, is read in about the time its characters need."""

    def read(size: int) -> None:
        source = Source("x.md", STARTER + before + unit * (size // len(unit)) + "\n")
        parse(source)
        matches(source)

    assert is_linear(read, 100_000)


def test_halves_are_glued_as_they_are_written() -> None:
    """No space between Han characters; one between words; none where a bracket or hyphen asks."""
    cases = {
        ("计算", "机"): "计算机",
        ("Computer", "Vision"): "Computer Vision",
        ("state-", "of-the-art"): "state-of-the-art",
        ("经典工作 ABC", "<sup>[9]</sup>"): "经典工作 ABC<sup>[9]</sup>",
        ("写成 $a$ ,", "$b$"): "写成 $a$ , $b$",
        ("甲、", "ABC"): "甲、ABC",
    }
    assert {halves: glue(*halves) for halves in cases} == cases


def test_the_style_is_found_by_its_name() -> None:
    """The package offers the style under its name."""
    assert load_styles()["newsletter"].parse is parse
