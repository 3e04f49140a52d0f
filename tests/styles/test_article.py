"""The native style, beyond its cases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.markup.typeset import block
from generator.reading.frontmatter import apply, split
from generator.source import Source, Span
from generator.styles.article import STYLE
from generator.text import LANGS


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("::: zh\n文\n:::\n", 20),
        ("\n# 题\n\n文", 10),
        ("只有正文。", 1),
        ("## 二级标题", 1),
        ("#没有空格", 1),
        (" \n\n", 0),
        ("", 0),
    ],
)
def test_how_sure_it_is(text: str, score: int) -> None:
    """A language block is a sign, a title a weaker one; any text may be an article."""
    assert STYLE.matches(Source("文.md", text)) == score


def test_the_starter_is_whole() -> None:
    """Both sides are there, and set without a problem."""
    front, rest, problems = split(STYLE.starter, "文.md")
    assert problems == ()
    parsed = STYLE.parse(Source("文.md", rest))
    assert parsed.issue
    (item,) = apply(front, parsed.issue).items
    assert [text.missing() for text in (item.title, item.abstract, item.body)] == [(), (), ()]
    for lang, line in zip(LANGS, item.body_lines, strict=True):
        text, problems = block(item.body[lang], item.markup, Span("文.md", line))
        assert problems == ()
        assert (text.citations, text.inline_math, len(text.tables)) == (1, 1, 1)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["::: zh", "::: en", ":::", "# 题", "# Title", "正文。", "Some text.", "", "```"]
        )
    )
)
def test_lines_hold_and_none_is_lost(lines: list[str]) -> None:
    """Each line of a body stands in the source where its number says; every other is a mark."""
    parsed = STYLE.parse(Source("文.md", "\n".join(lines)))
    if parsed.issue is None:
        assert not any(line.strip() and not line.startswith(":::") for line in lines)
        return
    (item,) = parsed.issue.items
    seen = {number for number in item.title_lines if number}
    for lang, first in zip(LANGS, item.body_lines, strict=True):
        for number, line in enumerate(item.body[lang].split("\n"), first):
            if line.strip():
                assert lines[number - 1] == line
                seen.add(number)
    lost = [line for number, line in enumerate(lines, 1) if number not in seen and line.strip()]
    assert all(line.startswith((":::", "# ")) for line in lost)
