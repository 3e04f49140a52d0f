"""What stands above the text, between two lines of hyphens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Author, Issue, Item, Link, Section
from generator.reading.frontmatter import (
    NO_FRONT_MATTER,
    FrontMatter,
    apply,
    split,
    unused,
    with_language,
)
from generator.text import Text

FULL = """\
---
title:
  zh: 稀疏的注意力
  en: Sparse attention
subtitle: 一份综述
abstract: {zh: 摘要。, en: An abstract.}
authors: [李青, Ann B]
date: 2026-03-02
number: 0123
topics: 生成、检测
draft: 否
arxiv: arXiv:2401.01230v2
links:
  code: https://a.example/x
  - 
---
正文
""".replace("  - \n", "")


def read(block: str) -> FrontMatter:
    """Return the front matter in *block*."""
    return split(f"---\n{block}\n---\n", "文.md")[0]


def said(text: str) -> list[str]:
    """Return the problems of a whole text, as printed."""
    return [str(problem) for problem in split(text, "文.md")[2]]


def test_everything_at_once() -> None:
    """Every scalar stays a string until its key says what it is."""
    front, rest, problems = split(FULL, "文.md")
    assert problems == ()
    assert front.title == Text("稀疏的注意力", "Sparse attention")
    assert front.subtitle == Text(zh="一份综述")
    assert front.abstract == Text("摘要。", "An abstract.")
    assert front.authors == (Author("李青"), Author("Ann B"))
    assert (front.date, front.number) == ("2026-03-02", "123")
    assert front.topics == ("生成", "检测")
    assert front.draft is False
    assert (front.arxiv, front.paper) == ("2401.01230", "2401.01230")
    assert front.links == (Link("code", "https://a.example/x"),)
    assert (front.lines["title"], front.lines["arxiv"]) == (2, 12)
    assert rest.split("\n")[15] == "正文"


@pytest.mark.parametrize(
    ("block", "key", "value"),
    [
        ("title: 词", "title", Text(zh="词")),
        ("title: Words: more", "title", Text()),
        ("number: 1.10", "number", "1.10"),
        ("number: 007", "number", "7"),
        ("number: 000", "number", "0"),
        ("number: 0.5", "number", "0.5"),
        ("number: 第 07 期", "number", "第 07 期"),
        ("date: 2026/3/2", "date", "2026-03-02"),
        ("date: 2026.03.2", "date", "2026-03-02"),
        ("date: 2026年3月2日", "date", "2026-03-02"),
        ("id: NO", "id", "NO"),
        ("topics: ['C#, #AI', b]", "topics", ("C#, #AI", "b")),
        ("lang: zh-Hans", "lang", "zh"),
        ("doi: https://doi.org/10.1000/A.1", "doi", "10.1000/a.1"),
        ("arxiv: https://arxiv.org/abs/hep-th/9901001v3", "arxiv", "hep-th/9901001"),
        ("authors:\n- {name: 李青, affiliation: 某大学}", "authors", (Author("李青", "某大学"),)),
        (
            "links: [{rel: pdf, href: HTTP://a.example/x.pdf, label: 全文}]",
            "links",
            (Link("pdf", "HTTP://a.example/x.pdf", "全文"),),
        ),
        ("links: mailto:ann@a.example", "links", (Link("source", "mailto:ann@a.example"),)),
        ("links: {code: }", "links", ()),
        ("date:", "date", ""),
    ],
)
def test_values(block: str, key: str, value: object) -> None:
    """Nothing is a number, a date or a truth because it looks like one."""
    assert getattr(read(block), key) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("---\ntitel: 词\n---\n", "2:1: warning[front-matter-unknown-key]: unknown key 'titel'"),
        ("---\ntitle: {fr: x}\n---\n", "2:9: warning[front-matter-unknown-key]: unknown key 'fr'"),
        (
            "---\nid: a\ndate: 2024-02-30\n---\n",
            "3:1: warning[front-matter-value]: date: '2024-02-30'",
        ),
        ("---\ndate: 2026-13-45\n---\n", "2:1: warning[front-matter-value]: date"),
        ("---\ndate: 2026-03-02abc\n---\n", "2:1: warning[front-matter-value]: date"),
        ("---\ndate: 2026-W01-1\n---\n", "2:1: warning[front-matter-value]: date"),
        ("---\ndate: 20260302\n---\n", "2:1: warning[front-matter-value]: date"),
        ("---\ndate: 2026-03/02\n---\n", "2:1: warning[front-matter-value]: date"),
        ("---\npublish: 2026年2月30日\n---\n", "2:1: warning[front-matter-value]: publish"),
        ("---\nlinks: x.pdf\n---\n", "2:1: warning[front-matter-value]: links: 'x.pdf'"),
        (
            "---\nlinks:\n  pdf: https://a.example/x\n  code: ftp://a.example\n---\n",
            "4:3: warning[front-matter-value]: links: 'ftp://a.example'",
        ),
        (
            "---\nlinks:\n- rel: code\n  href: 'javascript:x'\n---\n",
            "4:3: warning[front-matter-value]: links: 'javascript:x'",
        ),
        ("---\ndraft: 也许\n---\n", "2:1: warning[front-matter-value]: draft"),
        ("---\ntitle: [甲]\n---\n", "2:1: warning[front-matter-value]: title"),
        ("---\narxiv: 12\n---\n", "2:1: warning[front-matter-value]: arxiv"),
        ("---\nlinks: [{rel: pdf}]\n---\n", "2:1: warning[front-matter-value]: links"),
        (
            "---\nid: a\nid: b\n---\n",
            "3:1: error[front-matter]: the front matter cannot be read: the key",
        ),
        ("---\na: &a [*a]\n---\n", "2:4: error[front-matter]"),
        ("---\nid: !!python/object:os.system x\n---\n", "2:5: error[front-matter]"),
        (f"---\nid: {'[' * 2000}\n---\n", "2:12: error[front-matter]"),
        ("---\nid: a\x00b\n---\n", "2:6: error[front-matter]"),
        ("---\nid: [1\n---\n", "3:1: error[front-matter]"),
        ("---\ntitle： 词\n---\n", "2:1: error[front-matter]: the front matter is not a list"),
        ("---\ntitle： 词\ndate: 2026-01-01\n---\n", "3:5: error[front-matter]"),
        ("---\ntitle: 词\n没有完\n", "1:1: error[front-matter]: the front matter has no end"),
        (f"---\nid: {'x' * 200_000}\n---\n", "2:1: error[front-matter]"),
    ],
)
def test_what_is_wrong_has_its_place(text: str, problem: str) -> None:
    """One problem each, at the line and column in the file."""
    (only,) = said(text)
    assert only.startswith(f"文.md:{problem}")


def test_a_link_that_leads_nowhere_is_left_out() -> None:
    """The others stay."""
    front = read("links: {pdf: 'https://a.example/x', code: ../x, demo: 'https://'}")
    assert front.links == (Link("pdf", "https://a.example/x"),)


@pytest.mark.parametrize("text", ["---\nid: [1\n---\n正文", "---\ntitle： 词\n---\n正文"])
def test_a_broken_block_stays_in_the_text(text: str) -> None:
    """What cannot be read is shown, not lost."""
    front, rest, _ = split(text, "文.md")
    assert (front, rest) == (NO_FRONT_MATTER, text)


@pytest.mark.parametrize(
    "text",
    ["正文", "---\n\n一条线\n\n---\n", "---\n- 列表\n---\n", "----\nid: x\n---\n", "", "---"],
)
def test_what_is_no_front_matter(text: str) -> None:
    """Three hyphens may be a rule between paragraphs."""
    assert split(text, "文.md") == (NO_FRONT_MATTER, text, ())


def test_hints() -> None:
    """A way out for the two slips that Chinese editors make most."""
    hints = [p.hint for p in split("---\ntitle： 词\nid: x\n---\n", "文.md")[2]]
    assert "half-width" in hints[0]
    assert split("---\ntitel: 词\n---\n", "文.md")[2][0].hint == "did you mean 'title'?"


ITEM = Item(
    kind="article", title=Text(zh="旧"), lines=(1, 2), markup="markdown", body=Text(zh="文")
)
ISSUE = Issue(
    style="article", title=Text("旧", "Old"), lines=(1, 2), sections=(Section(items=(ITEM,)),)
)
DAY = Issue(style="digest", title=Text(zh="日"), lines=(1, 2), sections=ISSUE.sections)


def test_front_matter_overrides_what_was_parsed() -> None:
    """Side by side: a title in one language leaves the other as it was."""
    issue = apply(
        read("title: 新\nid: x\ndate: 2026-01-01\narxiv: 2401.01230\ntopics: [甲]"), ISSUE
    )
    assert (issue.id, issue.date, issue.title) == ("x", "2026-01-01", Text("新", "Old"))
    item = issue.items[0]
    assert (item.title, item.paper, item.topics) == (Text(zh="新"), "2401.01230", ("甲",))
    assert item.title_lines == (2, 2)


def test_only_topics_reach_the_items_of_other_styles() -> None:
    """A day's date is the day's; each of its papers has its own."""
    item = apply(read("title: 新\narxiv: 2401.01230\ntopics: [甲]"), DAY).items[0]
    assert (item.title, item.paper, item.topics) == (Text(zh="旧"), "", ("甲",))


def test_nothing_said_changes_nothing() -> None:
    """Not even a new value of the same."""
    assert apply(NO_FRONT_MATTER, ISSUE) is ISSUE


def test_the_language_may_be_said() -> None:
    """An article whose script misleads."""
    issue = apply(read("lang: en"), ISSUE)
    assert (issue.title, issue.items[0].body) == (Text("旧", "Old"), Text(en="文"))
    assert issue.items[0].title == Text(en="旧")


def test_the_language_may_be_that_of_the_file() -> None:
    """A name like ``文.en.md`` says it where the author does not."""
    item = apply(with_language(NO_FRONT_MATTER, "en"), ISSUE).items[0]
    assert (item.title, item.body) == (Text(en="旧"), Text(en="文"))
    assert with_language(NO_FRONT_MATTER, "en").lines == {}
    assert with_language(read("lang: zh"), "en").lang == "zh"
    assert with_language(read("lang: fr"), "en").lang == "en"


def test_a_title_without_a_language_is_in_that_of_the_file() -> None:
    """An English word may be a Chinese title; one that says its language keeps it."""
    block = "title: AlphaFold\nsubtitle: {en: A survey}\nabstract: AI for Science"
    issue = apply(with_language(read(block), "zh"), ISSUE)
    item = issue.items[0]
    assert (issue.title, item.title) == (Text("AlphaFold", "Old"), Text(zh="AlphaFold"))
    assert (item.subtitle, item.abstract) == (Text(en="A survey"), Text(zh="AI for Science"))
    assert apply(read(block), ISSUE).title == Text("旧", "AlphaFold")


def test_the_language_is_for_articles() -> None:
    """The other styles hold both languages, and tell them apart themselves."""
    for front in (read("lang: en"), with_language(NO_FRONT_MATTER, "en")):
        assert apply(front, DAY) == DAY


ARTICLE_ONLY = """\
subtitle: 副题
abstract: 摘要
authors: 李青
links: https://a.example
arxiv: 2401.01230
doi: 10.1000/a
lang: zh"""


def test_what_only_an_article_has_is_not_taken_in_silence() -> None:
    """One warning a key, at its line."""
    problems = unused(read(ARTICLE_ONLY), DAY, "日.md")
    assert [str(problem.span) for problem in problems] == [f"日.md:{n}:1" for n in range(2, 9)]
    assert {(str(p.severity), p.code) for p in problems} == {("warning", "front-matter-unused")}
    assert all("digest" in problem.hint for problem in problems)
    assert unused(read(ARTICLE_ONLY), ISSUE, "文.md") == ()


@pytest.mark.parametrize(("issue", "lines"), [(ISSUE, [2, 4]), (DAY, [4])])
def test_what_nothing_shows(issue: Issue, lines: list[int]) -> None:
    """A series is said to be of no use yet, and the cover of an article."""
    problems = unused(read("cover: a.png\nid: x\nseries: 周刊"), issue, "文.md")
    assert [problem.span.line for problem in problems] == lines
    assert "nothing shows it yet" in problems[-1].hint


def test_what_every_file_may_say() -> None:
    """No warning for the rest, nor for the language that a file's name has given."""
    block = (
        "style: digest\nid: a\nslug: b\ntitle: 题\ndate: 2026-03-02\npublish: 2026-03-03\n"
        "number: 1\ntopics: 甲\ndraft: 是"
    )
    assert unused(with_language(read(block), "zh"), DAY, "日.md") == ()
    assert unused(NO_FRONT_MATTER, DAY, "日.md") == ()


@settings(max_examples=200, deadline=None)
@given(st.text("ab:：-[]{}#&*!|>'\"\n \t,?%@`中\x00", max_size=60))
def test_any_block_is_read_or_refused(block: str) -> None:
    """Never an exception, and the lines hold."""
    text = f"---\nid: a\n{block}\n---\n正文"
    _, rest, _ = split(text, "文.md")
    assert rest.count("\n") == text.count("\n")
    assert rest.endswith("正文")
