"""The prose of arXiv listings."""

import pytest

from generator.markup.typeset import block, inline
from generator.source import Span

AT = Span("日报.md", 9, 15)


def html(words: str) -> str:
    """Return one line, set."""
    return inline(words, "tex", AT)[0].html


def plain(words: str) -> str:
    """Return what a reader sees of one line."""
    return inline(words, "tex", AT)[0].plain


@pytest.mark.parametrize(
    ("words", "formulas"),
    [
        ("准确率为 0.9173$\\pm$0.0071，距离为 2.71$\\pm$0.25mm", 2),
        ("M$^3$Face", 1),
        ("第$k$1个", 1),
        ("使用 $β$-VAE 蒸馏", 1),
        ("\\(x\\) 与 \\[y\\]", 2),
        ("$$\\sum_i x_i$$ 是总和", 1),
        ("花了$5和$10", 0),
        ("costs $5 and $10", 0),
        ("from $1,000 to $2,000", 0),
        ("$5 million and €3 (US$10)", 0),
        ("只有一个 $ 的句子", 0),
        ("在 $\n\n$ 之间断开", 0),
        ("\\$x\\$", 0),
    ],
)
def test_a_dollar_is_a_formula_or_money(words: str, formulas: int) -> None:
    """A pair of dollars is a formula only if what stands between reads like one."""
    done, problems = inline(words, "tex", AT)
    assert done.inline_math + done.display_math == formulas == done.html.count("<math")
    assert {problem.code for problem in problems} <= {"dollar-doubtful"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("\\textbf{C}losed-\\emph{L}oop", "Closed-Loop"),
        ("{\\bf 粗} 与 {\\it 斜}", "粗 与 斜"),
        ("``X'' 与 ``甲''", "“X” 与 “甲”"),
        ('G\\"odel, \\\'{e}, fran\\c{c}ais, Erd\\H{o}s, \\ss{}, na\\"{\\i}ve', None),
        ("50\\% \\& \\_ \\# \\{a\\}", "50% & _ # {a}"),
        ("&#124; &amp; &lt;b&gt;", "| & <b>"),
        ("Fig.~3 与 Smith~et al", "Fig.\u00a03 与 Smith\u00a0et al"),
        ("约~25 个，10~20 个", "约~25 个，10~20 个"),
        ("\\url{https://a.example/x}", "https://a.example/x"),
        ("\\href{https://a.example}{这里}", "这里"),
        ("\\cite{x} \\ref{y} \\foo{bar}", "\\cite{x} \\ref{y} \\foo{bar}"),
        ('dubbed \\"open world\\" here', 'dubbed \\"open world\\" here'),
        ("\\textbf{没有完", "\\textbf{没有完"),
        ("''甲 与 ```", "''甲 与 ```"),
    ],
)
def test_text_commands(words: str, said: str | None) -> None:
    """A reader sees what a command means; what is not understood stays as printed."""
    said = "Gödel, é, français, Erdős, ß, naïve" if said is None else said
    assert plain(words) == said


def test_the_characters_of_a_command_stay_in_the_page() -> None:
    """Nothing is lost: machines still find the source in the text, in order."""
    assert html("\\textbf{C}losed") == (
        '<span class="tex" aria-hidden="true">\\textbf{</span><b>C</b>'
        '<span class="tex" aria-hidden="true">}</span>losed'
    )


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("代码见https://github.com/lab/x（已开源）。", "https://github.com/lab/x"),
        ("见https://a.example/b。后文", "https://a.example/b"),
        ("(see https://a.example/b_(c)).", "https://a.example/b_(c)"),
        ("<https://a.example/b>", "https://a.example/b"),
        ("在 https://a.example/~me/b_c_d 上", "https://a.example/~me/b_c_d"),
        ("https://a.example/?x=1&y=2", "https://a.example/?x=1&amp;y=2"),
    ],
)
def test_bare_addresses(words: str, address: str) -> None:
    """An address ends at the first character that is not ASCII, without the sentence's marks."""
    assert f'<a href="{address}">{address}</a>' in html(words)


@pytest.mark.parametrize("words", ["ftp://a.example", "https://", "javascript://x", "http:/a"])
def test_what_is_no_address(words: str) -> None:
    """Only http and https, and only with a host."""
    assert "<a" not in html(words)


def test_a_title_that_becomes_a_link_holds_none() -> None:
    """Without *links* an address is text."""
    assert (
        "<a"
        not in inline("见 https://a.example \\url{https://b.example}", "tex", AT, links=False)[
            0
        ].html
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("CO<sub>2</sub> 与 <b>粗</b>", "CO<sub>2</sub> 与 <b>粗</b>"),
        ("一<br />二", "一<br>二"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("<b onclick=x>", "&lt;b onclick=x&gt;"),
        ("<b>没关", "&lt;b&gt;没关"),
        ("<b><i>交错</b></i>", None),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("\\textbf{<b>a}</b>", None),
    ],
)
def test_html_in_prose(words: str, shown: str | None) -> None:
    """A closed set of tags, in pairs; everything else is text."""
    done = html(words)
    assert shown is None or done == shown
    assert done.count("<b>") == done.count("</b>")


def test_a_broken_formula_has_its_place() -> None:
    """It is shown as TeX, and said with line and column."""
    done, problems = block("第一行\n第二行 $\\nope{x}$ 完", "tex", AT)
    assert '<code class="math-error">\\nope{x}</code>' in done.html
    (problem,) = problems
    assert (str(problem.span), problem.code) == ("日报.md:10:5", "math-error")
    assert "\\nope{x}" in problem.message
    assert problem.hint


def test_columns_of_the_first_line_count_from_where_the_words_begin() -> None:
    """An abstract begins behind its label."""
    assert str(inline("坏 $\\nope$", "tex", AT)[1][0].span) == "日报.md:9:17"


def test_paragraphs() -> None:
    """Empty lines part paragraphs; a line end between Han characters is no space."""
    done, _ = block("甲\n乙 a\nb\n\n丙\n", "tex", AT)
    assert done.html == "<p>甲乙 a\nb</p>\n<p>丙</p>"
    assert done.plain == "甲乙 a\nb\n\n丙"
