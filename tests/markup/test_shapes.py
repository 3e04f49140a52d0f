"""What running text shows without a mark of its own: numbers, speech, lives, parts of papers."""

import re

import pytest

from generator.markup import typeset
from generator.source import Span

AT = Span("a.md", 1)


def html(words: str, markup: str = "markdown") -> str:
    """Return *words* as HTML."""
    return typeset.block(words, markup, AT)[0].html  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("一、引言", "一、"),
        ("3.1 相对误差", "3.1"),
        ("2 方法", "2"),
        ("1、目标", "1、"),
        ("第 12 期 某大学", "第 12 期"),
        ("（二）数据", "（二）"),
    ],
)
def test_a_number_is_set_apart(heading: str, number: str) -> None:
    """The number of a heading stands in an element of its own; the words are the same."""
    shown = html(f"## {heading}\n\n正文。")
    assert f'<span class="no">{number}</span>' in shown
    assert re.sub(r"<[^>]*>", "", shown.split("</h2>")[0]) == heading


@pytest.mark.parametrize(
    "heading", ["2024 年度会议", "3D 重建", "一种方法", "100% 的把握", "引言", "7"]
)
def test_not_every_digit_is_a_number(heading: str) -> None:
    """A year, a name, a measure and a heading of nothing but a number stay as they are."""
    assert 'class="no"' not in html(f"## {heading}\n\n正文。")


def test_questions_and_speakers() -> None:
    """A bold label with a colon says who speaks; other bold words do not."""
    shown = html(
        "**问题 1：** 为什么？\n\n因为。\n\n**李兰**：我想是的。\n\n"
        "**很要紧。** 也很长。\n\n看**这里：** 没有"
    )
    assert shown.count('class="asked"') == 1
    assert '<p class="said"><strong>李兰</strong>：我想是的。</p>' in shown
    assert "<p><strong>很要紧。</strong> 也很长。</p>" in shown
    assert "<p>看<strong>这里：</strong> 没有</p>" in shown


@pytest.mark.parametrize(
    "words", ["![]()\n\n**李兰**\n\n某大学教授。", "**李兰**\n\n![]()\n\n某大学教授。"]
)
def test_a_life(words: str) -> None:
    """A portrait and a name, in either order, belong together with the words below them."""
    shown = html(f"正文。\n\n{words}\n\nEmail: a@example.org\n\n## 下一节\n\n正文。")
    life = shown[shown.index('<div class="bio">') : shown.index("<h2")]
    assert "李兰" in life
    assert "某大学教授。" in life
    assert "Email" in life
    assert life.rstrip().endswith("</div>")


@pytest.mark.parametrize(
    "words",
    [
        "![]()\n\n正文。",
        "![]()\n\n**李兰**",
        "**李兰**\n\n正文。",
        "![]()\n\n图 1 说明\n\n**李兰**\n\n正文。",
    ],
)
def test_not_a_life(words: str) -> None:
    """A picture without a name, a name without words or picture, a captioned figure: no life."""
    assert 'class="bio"' not in html(words)


def test_parts_of_a_paper() -> None:
    """Usual names of parts become headings, captions and references are known; nothing is lost."""
    words = (
        "Introduction\n\nWe begin. Results are good.\n\nFigure 1: A picture.\n\n2 Related Work\n\n"
        "Much.\n\nResults\n\nGood.\n\nResults\n\nBetter.\n\nReferences\n\nLi, L. 2020. A book. <b>"
    )
    done = typeset.block(words, "plain", AT)[0]
    assert [heading.html for heading in done.headings] == [
        "Introduction",
        "2 Related Work",
        "Results",
        "Results",
        "References",
    ]
    assert len({heading.anchor for heading in done.headings}) == 5
    assert '<p class="caption"><b>Figure 1:</b> A picture.</p>' in done.html
    assert '<p class="listed">Li, L. 2020. A book. &lt;b&gt;</p>' in done.html
    assert done.plain == words


@pytest.mark.parametrize("words", ["Results are good.", "Method SR SPL 22.03", "Introduction"])
def test_what_is_no_part(words: str) -> None:
    """A sentence, the rest of a table and a last line without any text below it are paragraphs."""
    assert "<h3" not in html(words, "plain")
