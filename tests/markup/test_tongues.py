"""The language of every part of a text: what is marked, what is not; nothing else changes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.markup.tongues import tell
from generator.markup.typeset import block
from generator.source import Span
from generator.text import Lang
from tests.pace import is_linear
from tests.pages import HAN, SENTENCE, Page

ENGLISH = "Sparse attention sees what dense attention forgets"


@pytest.mark.parametrize(
    ("lang", "html", "wanted"),
    [
        ("zh", f"<p>{ENGLISH}.</p>", f'<p lang="en">{ENGLISH}.</p>'),
        ("zh", f"<p>李岚：{ENGLISH}，很好，很有用处。</p>", ""),
        ("zh", "<p>ResNet50 与 U-Net</p><p>ViT-B/16</p><td>Swin UNet</td>", ""),
        ("zh", f"<p>见<a>{ENGLISH}</a>一文。</p>", f'<p>见<a lang="en">{ENGLISH}</a>一文。</p>'),
        (
            "zh",
            f"<p>见 <sup>一</sup>{ENGLISH}<sup>二</sup></p>",
            f'<p>见 <sup>一</sup><span lang="en">{ENGLISH}</span><sup>二</sup></p>',
        ),
        (
            "zh",
            f"<ul><li>{ENGLISH}<ul><li>稀疏</li></ul></li></ul>",
            f'<ul><li lang="en">{ENGLISH}<ul><li lang="zh-Hans">稀疏</li></ul></li></ul>',
        ),
        ("zh", ENGLISH, f'<span lang="en">{ENGLISH}</span>'),
        ("en", "<h2>结论</h2><p>Done.</p>", '<h2 lang="zh-Hans">结论</h2><p>Done.</p>'),
        (
            "en",
            f"<p>{ENGLISH}, says 李岚。 And more</p>",
            f'<p>{ENGLISH}, says <span lang="zh-Hans">李岚。</span> And more</p>',
        ),
        ("en", "<td>深度</td><td>1</td>", '<td lang="zh-Hans">深度</td><td>1</td>'),
        ("en", '<p lang="ja">日本語の文</p>', ""),
        ("en", '<p lang="zh-TW">稀疏<b>注意力</b></p>', ""),
        (
            "en",
            "<p>A <math><mtext>深度</mtext><annotation>d</annotation></math> b</p>",
            '<p>A <span lang="zh-Hans"><math><mtext>深度</mtext><annotation>d</annotation></math>'
            "</span> b</p>",
        ),
        ("zh", f"<p>式<math><annotation>{ENGLISH}</annotation></math></p>", ""),
    ],
)
def test_what_is_marked(lang: Lang, html: str, wanted: str) -> None:
    """The smallest element in the other language says so; names and numbers never do."""
    assert tell(html, lang) == (wanted or html)


SAID = [ENGLISH, "稀疏的注意力，", "ResNet", "12.5%", "[1]", "$x_1$", "*all of the four*"]
MARKS = ["`a b c d e`", "\n\n", "\n\n- ", "\n  - ", "\n\n## ", "\n> ", "<sup>二</sup>", "\n\n1. "]
LINKS = [f"[{ENGLISH}](https://a.example)", "https://a.example/b", "$\\text{深度}$", "![图](a.png)"]
WORDS = st.sampled_from([*SAID, *MARKS, *LINKS])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=12), st.sampled_from(["zh", "en"]))
def test_every_run_is_in_its_language(words: list[str], lang: Lang) -> None:
    """Whatever is mixed with what, each run has its language, and no word or tag changes."""
    html = block(" ".join(words), "markdown", Span("a.md"))[0].html
    told = tell(html, lang)
    page = Page(f'<div lang="{lang}">{told}</div>')
    assert page.faults == []
    for tongue, said in page.runs:
        assert not (tongue.startswith("en") and HAN.search(said)), told
        assert not (tongue == "zh" and not HAN.search(said) and SENTENCE.search(said)), told
    bare = re.sub(r' lang="[^"]*"', "", told)
    assert re.sub(r"</?span>", "", bare) == re.sub(r"</?span>", "", html)
    assert tell(told, lang) == told


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    """Nested and unbroken text are told in about the time that their characters need."""

    def tell_all(size: int) -> None:
        for html in ("a " * size, "稀" * size, "a, " * size + "深", "<p>" + "See " * size):
            tell(html, "zh")
            tell(html, "en")
        depth = size // 40
        tell("<div>" * depth + "深度 word " * 9 + "</div>" * depth, "en")

    assert is_linear(tell_all, 200_000)
