"""Formulas."""

import re

import pytest

from generator.markup.math import DEEPEST, LONGEST, STYLES, convert
from generator.markup.typeset import block
from generator.model import Markup
from generator.source import Span


def test_the_source_stands_in_the_annotation() -> None:
    """Character for character, and nowhere else."""
    tex = "\\Theta*  a<b & c".replace(" & c", "")
    html = convert(tex).html
    assert '<annotation encoding="application/x-tex">\\Theta*  a&lt;b</annotation>' in html
    assert html.count("Theta") == 1


@pytest.mark.parametrize(
    "tex",
    [
        "\\mathop{\\arg\\min}\\limits_{x} f",
        "\\sum_{\\substack{a\\\\b}} x",
        "\\bold{x} \\lt y \\gt z",
        "\\textbraceleft a",
        "\\mbox{若} \\mathds{1}",
        "\\begin{split}a&=b\\end{split}",
        "\\begin{smallmatrix}a\\end{smallmatrix}",
        "x = y \\tag{3}",
        "\\text{中文}_{输入}",
        "\\textcolor{red}{x}",
    ],
)
def test_what_the_converter_lacks(tex: str) -> None:
    """Valid LaTeX beyond the converter's own is drawn."""
    assert convert(tex, display=True).fault == ""


@pytest.mark.parametrize(
    "tex",
    [
        "y^_i",
        "{x",
        "\\nope",
        "\\includegraphics{a}",
        "\\href{javascript:alert(1)}{x}",
        "\\eqref{a}",
        "\\def\\a{\\a\\a}\\a",
        "\\newcommand{\\a}{b}\\a",
        "",
        " ",
        "x" * (LONGEST + 1),
        "{" * (DEEPEST + 1) + "x" + "}" * (DEEPEST + 1),
        "\\sqrt" * 1000 + "x",
        "\\left(" * 500 + "\\right)" * 500,
    ],
)
def test_what_is_not_drawn_is_shown(tex: str) -> None:
    """Nothing is repaired; a bomb is refused before it goes off."""
    formula = convert(tex)
    assert formula.fault
    assert formula.html.startswith('<code class="math-error">')
    assert "<a" not in formula.html


@pytest.mark.parametrize(
    "tex",
    [
        "\\begin{aligned}a&=b\\\\c&=d\\end{aligned}",
        "\\begin{align}a&=b\\\\c&=d\\end{align}",
        "\\begin{cases}1&x\\\\2&y\\end{cases}",
        "\\begin{array}{|c:r|}\\hline a&b\\end{array}",
        "\\begin{multline}a\\\\b\\end{multline}",
        "\\cfrac{a}{b} \\dfrac12 \\color{red}{x} \\!\\!y \\mathop{\\arg\\min}_x \\textsc{a}",
    ],
)
def test_no_inline_styles(tex: str) -> None:
    """The page's policy forbids them: classes of a closed table stand for all of them."""
    formula = convert(tex, display=True)
    assert formula.fault == ""
    assert " style=" not in formula.html
    named = {
        name for group in re.findall(r'class="([^"]*)"', formula.html) for name in group.split()
    }
    assert named <= {*STYLES.values(), "math-core-serif-font"}
    assert formula.html.count("<mstyle") == formula.html.count("</mstyle")


def test_no_entities_that_only_html_knows() -> None:
    """A feed is XML."""
    assert set(re.findall(r"&\w+;", convert("\\arg\\min_x a<b").html)) <= {"&lt;", "&gt;", "&amp;"}


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        (r"\mathop{\arg\min}\limits_{q} K", r"<munder>.*arg.*min.*<mi>q</mi></munder>"),
        (r"\mathop{\mathbb{E}}\limits_x^n K", r"<mover><munder>.*𝔼.*</munder><mi>n</mi></mover>"),
        (r"\mathop{A}\limits K", r"<mi>A</mi>"),
    ],
)
def test_limits_stand_above_and_below(tex: str, wanted: str) -> None:
    """An operator of the author's own has its limits where they are asked for."""
    drawn = convert(tex, True)
    assert not drawn.fault
    assert re.search(wanted, drawn.html), drawn.html
    assert f">{tex}</annotation>" in drawn.html


@pytest.mark.parametrize("markup", ["tex", "markdown"])
def test_more_formulas_than_a_page_can_have(
    markup: Markup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the limit the TeX is shown, every formula of it, and that is said once."""
    monkeypatch.setattr("generator.markup.result.MOST", 3)
    words = "\n".join(f"第 {n} 行：$x_{n}$" for n in range(1, 8))
    done, problems = block(words, markup, Span("文.md", 11))
    assert done.html.count("<math") == 3
    for n in range(4, 8):
        assert f'<code class="math-error">x_{n}</code>' in done.html
    assert [(p.code, p.span.line) for p in problems] == [("math-many", 14)]
    assert done.inline_math == 7
