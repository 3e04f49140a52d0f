"""The round-up as a whole: a real page and its variations, hostile pages, what is set of them."""

import html
import json
import random
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Severity, worst
from generator.encoding import decode
from generator.markup.typeset import block, inline
from generator.model import Item, Parsed
from generator.reading.literal import literal, literal_line
from generator.source import Source, Span
from generator.styles import load_styles
from generator.styles.roundup import matches, parse
from tests.pace import is_linear

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
HEAD = "读图周记 第 1 期\n\n#题目\n\n副题\n\n"


def seed_file() -> tuple[Source, dict[str, object]]:
    """Return a real page and the truth about it, or skip."""
    files = sorted((SHARED / "seeds").glob("004*.txt"))
    truth = SHARED / "truth" / "truth.json"
    if not files or not truth.exists():
        pytest.skip("the seed files are not beside the project")
    text = files[0].read_text(encoding="utf-8")
    return Source(files[0].name, text), json.loads(truth.read_text(encoding="utf-8"))["004"]


def items_of(text: str) -> list[Item]:
    """Return the articles in *text*."""
    issue = parse(Source("page.txt", text)).issue
    assert issue
    return issue.items


def body_of(item: Item) -> str:
    """Return the body in the one language it is written in."""
    return item.body.zh or item.body.en


def headings_of(item: Item) -> list[str]:
    """Return the headings of an article, as printed."""
    return re.findall(r"^#+ (.*)", body_of(item), re.MULTILINE)


def facts(item: Item) -> tuple[object, ...]:
    """Return what an article says, wherever it stands."""
    return item.title, item.subtitle, item.links, item.body


def test_the_real_page_is_read_as_it_is() -> None:
    """Articles, subtitles, links and their kinds equal what was found by hand."""
    source, truth = seed_file()
    parsed = parse(source)
    issue = parsed.issue
    assert issue
    assert (issue.title.zh, issue.number) == (truth["title"], str(truth["issue_no"]))
    assert (issue.rest_line, str(truth["source_url"]) in issue.rest) == (truth["source_line"], True)
    articles: Sequence[dict[str, object]] = truth["articles"]  # type: ignore[assignment]
    for item, article in zip(issue.items, articles, strict=True):
        assert (item.title.zh or item.title.en) == article["title"]
        assert (item.subtitle.zh or item.subtitle.en or None) == article["subtitle"]
        assert list(item.lines) == article["lines"]
        wanted: Sequence[dict[str, str]] = article["links"]  # type: ignore[assignment]
        assert [(link.rel, link.href, link.label) for link in item.links] == [
            (link["kind"], link["url"], link["label"]) for link in wanted
        ]


def test_the_real_page_is_set_as_it_is() -> None:
    """Lost pictures, captions and headings are where they were found by hand."""
    source, truth = seed_file()
    found = wrong = wanted = 0
    for item, article in zip(items_of(source.text), truth["articles"], strict=True):  # type: ignore[call-overload]
        done, problems = block(body_of(item), item.markup, Span(source.path))
        assert problems == ()
        assert [f.caption for f in done.figures if f.number] == article["figure_captions"]
        assert [table.caption for table in done.tables] == article["table_captions"]
        pictures = article["image_placeholders"] - len(article["table_captions"])
        assert len(done.figures) >= pictures
        headings = {printed.split(" (two headings")[0] for printed in article["pseudo_headings"]}
        said = {literal(heading) for heading in headings}
        found += len(said.intersection(headings_of(item)))
        wrong += len(set(headings_of(item)) - said)
        wanted += len(said)
        assert "<del>" not in done.html
        assert "<em>" not in done.html
        assert (done.inline_math, done.display_math) == (0, 0)
    assert found >= 0.95 * wanted
    assert wrong <= 0.05 * wanted


def test_what_the_site_has_added_is_told() -> None:
    """The way to the page and the list of others are left out, and their lines are named."""
    source, truth = seed_file()
    told = [p.message for p in parse(source).problems if p.code == "roundup-boilerplate"]
    chrome: Sequence[int] = truth["chrome_lines"]  # type: ignore[assignment]
    first, last = truth["junk_first_line"], truth["junk_last_line"]
    assert [re.findall(r"\d+", message) for message in told] == [
        [str(line) for line in chrome],
        [str(first), str(last)],
    ]


def parts_of(source: Source, truth: dict[str, object]) -> tuple[list[str], list[str], list[str]]:
    """Return the lines above the articles of a real page, the articles, and the lines below."""
    lines = source.lines
    places = [article["lines"] for article in truth["articles"]]  # type: ignore[attr-defined]
    articles = ["\n".join(lines[first - 1 : last]) for first, last in places]
    return lines[: places[0][0] - 1], articles, lines[int(str(truth["junk_first_line"])) - 1 :]


@pytest.mark.parametrize("seed", range(12))
def test_articles_do_not_depend_on_their_place(seed: int) -> None:
    """In any order, with fewer others, with and without what stands around, each reads the same."""
    source, truth = seed_file()
    head, articles, tail = parts_of(source, truth)
    known = dict(zip(articles, map(facts, items_of(source.text)), strict=True))
    randomly = random.Random(seed)
    chosen = randomly.sample(articles, randomly.randint(2, len(articles)))
    above = randomly.choice([head, head[2:], head[2:4], []])
    below = randomly.choice([tail, tail[2:], tail[:21], tail[2:23], []])
    text = "\n\n".join(["\n".join(above), *chosen, "\n".join(below)])
    assert matches(Source("page.txt", text)) >= 60
    assert [facts(item) for item in items_of(text)] == [known[article] for article in chosen]


@pytest.mark.parametrize("change", ["crlf", "bom", "colons"])
def test_the_real_page_survives_its_editors(change: str) -> None:
    """Other line ends, a byte-order mark and full-width colons change nothing that counts."""
    source, _ = seed_file()
    text = source.text
    if change == "colons":
        text = re.sub(r":(?!//)", "：", text)
    raw = text.replace("\n", "\r\n").encode() if change == "crlf" else text.encode()
    decoded, _ = decode(b"\xef\xbb\xbf" + raw if change == "bom" else raw, "page.txt")
    assert matches(Source("page.txt", decoded)) == 95
    for item, before in zip(items_of(decoded), items_of(source.text), strict=True):
        assert [(link.rel, link.href) for link in item.links] == [
            (link.rel, link.href) for link in before.links
        ]
        assert len(headings_of(item)) == len(headings_of(before))


def test_the_other_real_files_are_no_round_ups() -> None:
    """No other kind of file is taken for a round-up, and a round-up for no other kind."""
    seed_file()
    for file in sorted((SHARED / "seeds").glob("*.txt")):
        source = Source(file.name, file.read_text(encoding="utf-8"))
        scores = {style.name: style.matches(source) for style in load_styles().values()}
        ours = file.name.startswith("004")
        assert bool(scores["roundup"]) == ours, file.name
        assert not ours or max(scores, key=lambda name: scores[name]) == "roundup"


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("当前位置: 首页 > 正文\n\n#甲\n\n乙。", 95),
        ("#甲\n\n乙。\n\n相关文章:\n\n丙\n\n丁…...\n", 95),
        ("周记\n\n#甲\n\n图片\n\n乙。\n\n#丙\n\n  • 丁\n", 90),
        ("周记\n\n#甲\n\n图片\n\n乙。", 60),
        ("#甲\n\n乙。\n\n#丙\n\n丁。", 40),
        ("#甲\n\n乙。", 0),
        ("#没有空格", 0),
        ("#没有空格\n\n正文。\n\n© 2026 某人", 0),
        ("# 题\n\n#甲\n\n图片\n\n#丙\n\n图片", 0),
        ("::: zh\n#甲\n\n图片\n\n#丙\n\n图片\n:::\n", 0),
        ("#include <a.h>\n\n#define B\n\nint c;", 0),
        ("#甲 #乙\n\n今天天气好。\n\n#丙 #丁\n\n图片", 0),
        ("当前位置: 首页 > 正文\n\n正文。", 0),
        ("", 0),
    ],
)
def test_how_sure_it_is(text: str, score: int) -> None:
    """Titles make a round-up; what stands around them makes it sure; Markdown speaks against it."""
    assert matches(Source("页.txt", text)) == score


def test_the_sample_issue_is_read_without_a_warning() -> None:
    """The round-up that ships with the project shows what the style can do."""
    for file in sorted((ROOT / "content" / "roundups").glob("*.txt")):
        source = Source(file.name, file.read_text(encoding="utf-8"))
        parsed = parse(source)
        assert matches(source) == 95
        assert worst(parsed.problems) is Severity.NOTE
        assert parsed.issue
        assert parsed.issue.number
        assert all(item.links for item in parsed.issue.items)


LINES = """图片&图1 题注&图1:题注&表 2：题注&图3是一段话。&,时长00:02&  • 一条&  1. 一项&2. 短&1、短
3 短&2.1 短&短行&训练设置:&论文:https://arxiv.org/abs/2603.00001&- 代码:https://github.com/a/b
https://c.d/e_f_g&其中&一句话,很完整。&#题目&#题目二&相关文章:&一条摘要…...&首页 > 正文
上一篇: 无&# 井号&> 引&```&~~~&| a | b |&|---|---|&$x$&\\[y\\]&<b>粗</b>&[x](y)&[^1]: z
***&===&&&"""
ALL = LINES.replace("\n", "&").split("&")


def words_of(parsed: Parsed) -> str:
    """Return all that a page says, without marks."""
    issue = parsed.issue
    if issue is None:
        return ""
    said = [issue.title.zh, issue.title.en, issue.rest]
    for item in issue.items:
        for text in (item.title, item.subtitle, item.body):
            said += [text.zh, text.en]
    return html.unescape("\n".join(said)).replace("\\", "")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=30), st.booleans(), st.integers(1, 5))
def test_no_word_is_lost(lines: list[str], spaced: bool, step: int) -> None:
    """Every line stands on some page, but for what is told to be the site's own."""
    marked = [f"{line}词{n}尾" if line and n % step == 0 else line for n, line in enumerate(lines)]
    source = Source("页.txt", ("\n\n" if spaced else "\n").join(marked))
    parsed = parse(source)
    left_out: set[int] = set()
    for problem in parsed.problems:
        if problem.code == "roundup-boilerplate":
            numbers = [int(number) for number in re.findall(r"\d+", problem.message)]
            left_out.update(range(numbers[0], numbers[-1] + 1))
    said = words_of(parsed)
    for number, line in enumerate(source.lines, 1):
        mark = re.search(r"词\d+尾", line)
        if mark and number not in left_out:
            assert mark[0] in said


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(ALL), st.text(max_size=30)), max_size=20))
def test_nothing_is_too_strange_to_be_read(lines: list[str]) -> None:
    """Any page gives an answer; whatever is set of it is whole and has no problem of its own."""
    source = Source("页.txt", HEAD + "\n\n".join(lines))
    matches(source)
    parsed = parse(source)
    for problem in parsed.problems:
        assert 1 <= problem.span.line <= len(source.lines)
        assert problem.hint
    assert parsed.issue
    for item in parsed.issue.items:
        done, problems = block(body_of(item), item.markup, source.at(1))
        assert problems == ()
        assert (done.inline_math, done.display_math) == (0, 0)
        assert not re.search(r"<(?:em|strong|del|code|pre|blockquote|hr|table)\b", done.html)


def signs_of(words: str) -> str:
    """Return the letters, digits and punctuation of *words*."""
    return "".join(char for char in words if unicodedata.category(char)[0] in "LNPS")


SIGNS = st.text(alphabet="ab1 *_~`$\\[]()<>#!|-+=:.,;甲，。：“”'\"/^", max_size=40)


@settings(max_examples=300, deadline=None)
@given(SIGNS)
@example("[\\]")
@example("\\(a\\)")
def test_signs_are_shown_as_they_are(words: str) -> None:
    """Whatever a line holds, the page shows exactly that, as a paragraph and as a title."""
    done, problems = block(literal_line(words), "markdown", Span("页.txt"))
    title, _ = inline(literal(words), "markdown", Span("页.txt"), links=False)
    assert problems == ()
    assert signs_of(done.plain) == signs_of(title.plain) == signs_of(words)
    assert set(re.findall(r"</?(\w+)", done.html)) <= {"p"}


UNITS = """a & 图 图1& [ [1 ( https://a.b/ https://a.b/( 。 代码: 1. 1.1 \\ ~~ * _ < # 、 • … ...
下载:http://a.b/&"""
BLOCKS = [f"{one}\n\n" for one in ("图片", "甲", "相关文章:", "题…", "#a", "1、a", "表1 a\n\n图片")]


@pytest.mark.parametrize("unit", [*(u.replace("&", " ") for u in UNITS.split()), *BLOCKS])
@pytest.mark.parametrize("before", ["", "  • ", "图1 ", "1、", "#", "首页 > "])
def test_a_long_page_takes_no_longer_than_its_length(unit: str, before: str) -> None:
    """A page of a few hundred kilobytes is read in about the time that its lines need."""

    def read(size: int) -> None:
        source = Source("页.txt", HEAD + before + unit * (size // len(unit)) + "\n")
        matches(source)
        parse(source)

    assert is_linear(read, 200_000)
