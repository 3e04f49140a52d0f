"""Our Markdown against the examples of the CommonMark specification, and emphasis in Chinese.

``commonmark.txt`` holds the examples; what it is taken from, and its licence, stand at its head.
"""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from generator.markup.grammar import grammar
from generator.markup.typeset import inline
from generator.source import Span

SPEC = Path(__file__).with_name("commonmark.txt")
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

BARE = "a bare address is a link: editors write them, and robots do"
KEPT = (
    "an address keeps its characters: Chinese in it stays readable, browsers encode it themselves"
)
FORMULA = r"\[ … \] is a formula, as LaTeX has it; here two backslashes stand in it"
DIFFERENT = {
    12: FORMULA,
    32: KEPT,
    33: KEPT,
    206: KEPT,
    503: KEPT,
    602: BARE,
    608: BARE,
    611: BARE,
}
"""The examples that our Markdown reads in its own way, and why; all others are as specified."""


@lru_cache(maxsize=1)
def examples() -> tuple[tuple[str, str], ...]:
    """Return source and HTML of every example; their numbers count from 1."""
    found = _EXAMPLE.findall(SPEC.read_text("utf-8"))
    return tuple((source.replace("→", "\t"), shown.replace("→", "\t")) for source, shown in found)


def loose(html: str) -> str:
    """Return *html* without white space between elements."""
    return re.sub(r">\s+<", "><", html.strip())


def differing(parser: MarkdownIt) -> list[int]:
    """Return the numbers of the examples that *parser* does not read as specified."""
    return [
        number
        for number, (source, shown) in enumerate(examples(), 1)
        if loose(parser.render(source)) != loose(shown)
    ]


def test_the_examples_of_the_specification() -> None:
    """All 652 but the few that are listed above are read as specified, and these are not."""
    assert len(examples()) == 652
    ours = grammar(True)
    ours.add_render_rule("formula", lambda _self, tokens, at, *_: f"${tokens[at].content}$")
    found = differing(ours)
    assert found == sorted(DIFFERENT)
    print(f"{652 - len(found)} of 652 examples as in CommonMark")  # noqa: T201


def test_the_parser_below_is_as_specified() -> None:
    """What differs is ours alone: the library reads every example as specified."""
    assert differing(MarkdownIt("commonmark")) == []


STRONG_LINK = '读<strong><a href="https://a.example/">残差</a></strong>一文'
CLOSING = "，。、；：？！“”‘’（）【】《》—～…·〃-々"
OPENING = "（【《「『〈“‘"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("**“重点”**在此", "<strong>“重点”</strong>在此"),
        ("这是**“重点”**。", "这是<strong>“重点”</strong>。"),
        ("**（甲）**乙", "<strong>（甲）</strong>乙"),
        ("甲**（乙）**丙", "甲<strong>（乙）</strong>丙"),
        ("**甲。**乙", "<strong>甲。</strong>乙"),
        ("甲*乙！*丙", "甲<em>乙！</em>丙"),
        ("**《书名》**说", "<strong>《书名》</strong>说"),
        ("前**「引」**后", "前<strong>「引」</strong>后"),
        ("**甲：**乙", "<strong>甲：</strong>乙"),
        ("他说**“好。”**然后走了", "他说<strong>“好。”</strong>然后走了"),
        ("~~“旧”~~新", "<del>“旧”</del>新"),
        ("**𠮷。**乙", "<strong>𠮷。</strong>乙"),
        ("***甲，***乙", "<em><strong>甲，</strong></em>乙"),
        ("a**“b”**c", "a**“b”**c"),
        ("读**[残差](https://a.example/)**一文", STRONG_LINK),
        ("用**`rope`**改写位置", "用<strong><code>rope</code></strong>改写位置"),
        ("开头的**`rope`要留意。**", "开头的<strong><code>rope</code>要留意。</strong>"),
        ("每次**¥300**起", "每次<strong>¥300</strong>起"),
        ("答案是**③**无疑", "答案是<strong>③</strong>无疑"),
        ('他念**"residual"**一词', '他念<strong>"residual"</strong>一词'),
        ("**C++**与**F#**都行", "<strong>C++</strong>与<strong>F#</strong>都行"),
        ("编号**007号**的图", "编号<strong>007号</strong>的图"),
        ("Vim**“入门”**篇", "Vim<strong>“入门”</strong>篇"),
        (".NET**（新版）**里", ".NET<strong>（新版）</strong>里"),
        ("协议**(HTCPCP)**", "协议<strong>(HTCPCP)</strong>"),
        ("**几个库：**Jinja等", "<strong>几个库：</strong>Jinja等"),
        ("·**㋑**:第二项", "·<strong>㋑</strong>:第二项"),
        ("𰻞𰻞**(面)**馆", "𰻞𰻞<strong>(面)</strong>馆"),
        ("葛\U000e0100**(异体)**姓", "葛\U000e0100<strong>(异体)</strong>姓"),
        ("塚\ufe00**(兼容)**字", "塚\ufe00<strong>(兼容)</strong>字"),
        ("㊗**(祝)**字", "㊗<strong>(祝)</strong>字"),
        ("かな**（仮名）**です", "かな<strong>（仮名）</strong>です"),
        ("**한국어(韩语)**를", "<strong>한국어(韩语)</strong>를"),
        ("a**b∇**c", "a**b∇**c"),
        ("a**𝜵b**c", "a**𝜵b**c"),
        *((f"**重{mark}**要", f"<strong>重{mark}</strong>要") for mark in CLOSING),
        *((f"重**{mark}要**", f"重<strong>{mark}要</strong>") for mark in OPENING),
    ],
)
def test_emphasis_next_to_full_width_marks(words: str, shown: str) -> None:
    """Stars next to Chinese marks open and close as a writer means them; Latin stays CommonMark.

    The kinds of the publicly collected cases of CJK-friendly emphasis, in words of our own.
    """
    assert inline(words, "markdown", Span("文.md"))[0].html == shown
