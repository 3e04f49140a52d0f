"""Reading notes as a whole: the real file, what may be missing from one, hostile files, speed."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.encoding import decode
from generator.markup.typeset import Typeset, block
from generator.model import Issue, Item
from generator.source import Source, Span
from generator.styles import load_styles
from generator.styles.notes import STARTER, matches, parse
from tests.pace import is_linear

SHARED = Path(__file__).parents[3] / "shared"
FIELD = re.compile(r"([1-8])、(\w{2,4})[:：]")


def issue_of(text: str) -> Issue:
    """Return the issue in *text*, which has to be one."""
    issue = parse(Source("笔记.md", text)).issue
    assert issue
    return issue


def title(item: Item) -> str:
    """Return an item's only title."""
    return item.title.zh or item.title.en


def shown(item: Item) -> Typeset:
    """Return an item's body as a page shows it."""
    return block(item.body.zh or item.body.en, item.markup, Span("笔记.md"))[0]


Truth = dict[str, object]


def seed_file() -> tuple[str, Truth]:
    """Return a real file and the truth about it, or skip."""
    files = sorted((SHARED / "seeds").glob("003*.txt"))
    truth = SHARED / "truth" / "truth.json"
    if not files or not truth.exists():
        pytest.skip("the seed files are not beside the project")
    text = files[0].read_text(encoding="utf-8")
    return text, json.loads(truth.read_text(encoding="utf-8"))["003"]


def labels_of(paper: Truth) -> list[str]:
    """Return the fields of a paper that say something, as they are printed."""
    printed = {"研究目标": paper.get("goal_label_variant", "研究目标")}
    return [printed.get(label, label) for label in paper["fields_nonempty"]]  # type: ignore[attr-defined]


def test_the_real_notes_are_read_as_they_are() -> None:
    """Groups, papers, fields, formulas and pictures equal what was found by hand."""
    text, truth = seed_file()
    issue = issue_of(text)
    counts = {s.title.zh or s.title.en: len(s.items) for s in issue.sections}
    assert counts == truth["topic_counts"]
    assert issue.rest.startswith(text.split("\n")[truth["template"]["line"] - 1])  # type: ignore[index]
    for item, paper in zip(issue.items, truth["papers"], strict=True):  # type: ignore[call-overload]
        assert (title(item), item.lines[0]) == (paper["title"], paper["line"])
        assert [label for label, _ in item.fields] == labels_of(paper)
        for (_, words), label in zip(item.fields, paper["fields_nonempty"], strict=True):
            said = [line for line in words.split("\n") if line.strip()]
            assert words.startswith(paper["fields"][label]["start"])
            assert len(said) == paper["fields"][label]["lines"]
        body = shown(item)
        assert body.display_math == paper["display_math"]
        assert body.inline_math == paper["inline_math"]
        assert len(body.figures) == len(paper["images"])
        assert len(body.tables) == ("flattened_table" in paper)
        assert item.counts.references == paper.get("related_work_refs", 0)
        assert item.links == ()


def test_the_real_headings_inside_fields_are_headings() -> None:
    """The short lines that are named as headings are set as headings, and nothing else is."""
    text, truth = seed_file()
    named = str(truth["pseudo_headings_note"]).partition(": ")[2].split()
    found = [h.html for item in issue_of(text).items for h in shown(item).headings]
    numbered = re.compile(r"<span[^>]*>\d、")
    inside = list(dict.fromkeys(words for words in found if not numbered.match(words)))
    assert len(inside) == len(named)
    for words, name in zip(inside, named, strict=True):
        assert words.startswith(name.rstrip("…"))


def test_the_other_real_files_are_no_notes() -> None:
    """No other kind of file is taken for notes, and notes for nothing else."""
    seed_file()
    for file in sorted((SHARED / "seeds").glob("*.txt")):
        source = Source(file.name, file.read_text(encoding="utf-8"))
        assert bool(matches(source)) == file.name.startswith("003"), file.name
        if matches(source):
            scores = {s.name: s.matches(source) for s in load_styles().values()}
            assert max(scores, key=lambda name: scores[name]) == "notes"


def fields_apart(lines: list[str]) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Return what stands above the fields of a paper, and every field with its lines."""
    head: list[str] = []
    fields: list[tuple[str, list[str]]] = []
    for line in lines:
        if found := FIELD.match(line):
            fields.append((found[2], []))
        (fields[-1][1] if fields else head).append(line)
    return head, fields


@pytest.mark.parametrize("seed", range(40))
def test_the_real_notes_with_parts_missing(seed: int) -> None:
    """Papers, groups and fields left out or moved, no template, wide colons, other line ends."""
    text, truth = seed_file()
    randomly = random.Random(seed)
    lines = text.split("\n")
    groups = list(zip(truth["topics"], truth["topic_lines"], strict=True))  # type: ignore[call-overload]
    groups = [one for one in groups if randomly.random() > 0.2] or groups
    randomly.shuffle(groups)
    out = lines[: truth["topic_lines"][0] - 1] if randomly.random() > 0.4 else []  # type: ignore[index]
    want: list[tuple[str, list[str]]] = []
    for name, line in groups:
        out += ["", lines[line - 1], ""]
        for paper in truth["papers"]:  # type: ignore[attr-defined]
            if paper["topic"] != name or randomly.random() < 0.2:
                continue
            head, fields = fields_apart(lines[paper["line"] - 1 : paper["end_line"]])
            cut = randomly.randrange(4)  # the last fields, or those in the middle
            kept = fields[: -cut - 1] if cut else fields[:2] + fields[5:]
            kept = kept or fields[:1]
            out += [*head, *(line for _, said in kept for line in said), ""]
            full = labels_of(paper)
            want.append((paper["title"], [label for label, _ in kept if label in full]))
    made = "\n".join(out)
    if randomly.random() > 0.5:
        made = re.sub(r"(?m)^(\d、\w+):", r"\1：", made)
    raw = made.replace("\n", "\r\n").encode("utf-8-sig") if seed % 3 == 0 else made.encode()
    made = decode(raw, "笔记.md")[0]
    assert matches(Source("笔记.md", made)) >= 60
    found = [(title(item), [label for label, _ in item.fields]) for item in issue_of(made).items]
    assert found == want


NOTES = """模版
1、问题:

2、做法:

量子--------------------

Quantum Machine Learning in Feature Hilbert Spaces

1、问题:

核函数。

2、做法:

  • 把数据编码成量子态。
"""


@pytest.mark.parametrize(
    "text",
    [
        NOTES,
        NOTES.replace("模版", "我的模板:"),
        NOTES.replace(":", "："),
        NOTES.partition("\n\n量子")[0] + "\n\nA Title Without Any Group\n\n1、问题:\n\n有。\n",
        STARTER,
        "题目一\n\n1、背景:有\n\n2、方法:有\n\n题目二\n\n1、背景:\n\n2、方法:\n",
    ],
)
def test_notes_are_known_by_their_text(text: str) -> None:
    """A template is enough, whatever its fields are called; so are fields that return."""
    assert matches(Source("a.md", text)) >= 90


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# 一篇文章\n\n1、背景:很多。\n\n2、方法:一种。\n\n3、实验:几组。\n\n4、总结:不错。\n",
        "今天的安排\n\n1、上午:开会\n\n2、下午:开会\n\n明天的安排\n\n1、上午:休息\n\n2、下午:休息\n",
        "通知\n\n1、背景:\n\n2、方法:\n\n3、结果:\n\n4、总结:\n",
        "第一段。\n\n------------------------------\n\n第二段。\n",
        "1. 背景:\n\n- 一\n\n2. 方法:\n\n- 二\n",
    ],
)
def test_other_texts_are_no_notes(text: str) -> None:
    """Numbered paragraphs, rules and lists alone do not make notes of an article."""
    assert matches(Source("a.md", text)) == 0


def test_any_template_will_do() -> None:
    """The fields are those of the file's own template, in its words."""
    (item,) = issue_of(NOTES).items
    assert item.fields == (("问题", "核函数。"), ("做法", "• 把数据编码成量子态。"))
    told = [re.sub(r"<[^>]*>", "", heading.html) for heading in shown(item).headings]
    assert told == ["1、问题", "2、做法"]


def test_a_line_of_the_body_stands_where_the_source_has_it() -> None:
    """Problems in the Markdown have the line of the source, lists and blocks notwithstanding."""
    text = NOTES + "\n    • 坏的公式 $a^^b$\n\n后记\n\n$$\n\\frac{1\n$$\n"
    (item,) = issue_of(text).items
    at = Span("笔记.md", item.body_lines[0])
    _, problems = block(item.body.zh, item.markup, at)
    broken = [n for n, line in enumerate(text.split("\n"), 1) if "a^^b" in line or "frac" in line]
    assert [problem.span.line for problem in problems] == broken


PIECES = """\
模版
1、问题:
2、做法:
3、相关研究:有
9、总结:
组----------
GitHub
[github](甲)
A Title of Some Paper
  • 一条
    • 两层
      说明
  1. 一
  7. 七
image-20260101010101
$$
$x_1$
$$y$$
```
~~~~
[^甲]: 注
[^甲]
Q:问?途径:甲。A:答.
Name Symbol
> 引
| 表 |
|---|
===
# 题
</b>
<!--
[a]: b""".splitlines()


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.booleans()), max_size=30))
def test_no_word_is_lost(pieces: list[tuple[str, bool]]) -> None:
    """Whatever the lines are and however they stand, each word of them is on some page."""
    lines: list[str] = []
    words = []
    for number, (piece, apart) in enumerate(pieces):
        word = f"wort{number}ende"
        words.append(word)
        lines += [f"{piece}{word}", ""] if number % 2 else [piece, f"  {word}"]
        lines += [""] if apart else []
    issue = parse(Source("笔记.md", NOTES + "\n".join(lines))).issue
    assert issue
    said = block(issue.rest, "markdown", Span("笔记.md"))[0].html
    for section in issue.sections:
        said += section.title.zh + section.title.en
        for item in section.items:
            said += shown(item).html + title(item) + str(item.links)
    assert [word for word in words if word not in said] == []


@settings(max_examples=250, deadline=None)
@given(st.text(alphabet="模版12、方法:：•-$`~[]^ \n\tAb|#", max_size=300))
def test_nothing_is_too_strange_to_be_read(text: str) -> None:
    """Any text gives an answer, with every problem inside the file."""
    for whole in (text, NOTES + text):
        source = Source("x.md", whole)
        parsed = parse(source)
        assert 0 <= matches(source) <= 100
        for problem in parsed.problems:
            assert 1 <= problem.span.line <= len(source.lines)
            assert problem.hint
        for item in parsed.issue.items if parsed.issue else ():
            shown(item)


UNITS = [
    "a",
    " ",
    "•",
    "$",
    "$$",
    "1、",
    "1、问题:",
    "-",
    "`",
    "~",
    "[",
    "[^a]:",
    "Q:?A:",
    "甲-",
    "(",
]
UNITS += [
    "|",
    "GitHub\n\n",
    "~~~ a\n",
    "\n\n1、问题:\n",
    "  • A b c d\n\n",
    "$$ a\n",
    "$a$\n",
    "甲\n\n",
]


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_file_takes_no_longer_than_its_length(unit: str) -> None:
    """A line, or very many lines, are read in about the time that their characters need."""

    def read(size: int) -> None:
        source = Source("x.md", NOTES + "\n" + unit * (size // len(unit)) + "\n")
        parse(source)
        matches(source)

    assert is_linear(read, 200_000)
