"""What holds for any text at all."""

import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.markup.typeset import block, inline
from generator.model import Markup
from generator.source import Span
from tests.pace import is_linear

AT = Span("文.md")
VOID = {"br", "hr", "wbr", "mspace", "mprescripts"}
PIECES = [
    *("$", "$$", "\\", "\\(", "\\)", "\\[", "{", "}", "``", "''", "~", '\\"o', "\\c{c}", "\\%"),
    *("\\textbf{", "{\\bf", "\\url{https://a.example/}", "\\frac{a}{b}", "^2", "x", "7"),
    *("*", "**", "_", "~~", "`", "```", "[", "]", "(", ")", "![", "](a.png)", "[^1]", "[^1]:"),
    *("[1]", "[@a]", "#", "-", "1.", ">", "|", "---", ":--:", "<", ">", "<b>", "</b>", "<i>"),
    *("<div>", "</div>", "<details>", "<a href=x>", "<!--", "-->", "&", "&amp;", "&#124;"),
    *("https://a.example/x_y", "图", "表", "甲", "。", "（", "）", "“", "图 1", "Table 1:"),
    *("参考文献", "References", "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd00\ufdd1", "\x00"),
]
TEXTS = st.lists(
    st.one_of(st.sampled_from([*PIECES, " ", "\n", "\n\n"]), st.text(max_size=3)), max_size=40
).map("".join)
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARKUPS: list[Markup] = ["plain", "tex", "markdown"]


class Page(HTMLParser):
    """Reads HTML: is it balanced, and which words and values does it hold?"""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.said: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value or "" for _, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def letters(words: str) -> str:
    """Return the letters and digits of *words*, folded as a search folds them."""
    folded = unicodedata.normalize("NFKD", words).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


@pytest.mark.parametrize("markup", MARKUPS)
@SLOW
@given(words=TEXTS)
def test_any_text_gives_a_balanced_page(markup: Markup, words: str) -> None:
    """Never an exception, never a tag without its end, never an id without a prefix."""
    for done, problems in (block(words, markup, AT), inline(words, markup, AT)):
        page = Page(done.html)
        assert page.open == []
        assert all("-" in one for one in page.ids)
        assert all(problem.span.line <= words.count("\n") + 1 for problem in problems)


@pytest.mark.parametrize("markup", ["plain", "tex"])
@SLOW
@given(words=TEXTS)
def test_no_letter_is_lost(markup: Markup, words: str) -> None:
    """Every letter and digit of the source is on the page, in its order."""
    page = iter(letters("".join(Page(block(words, markup, AT)[0].html).said)))
    words = words.replace("&amp;", "&").replace("&#124;", "|")
    assert all(char in page for char in letters(words))


@SLOW
@given(words=st.text("甲乙 x7\n*_~`$#>-|。（）[]^!\\", max_size=60))
def test_markdown_loses_no_letter(words: str) -> None:
    """Without raw HTML and labels, every letter and digit is in the page's words or values."""
    said = letters("".join(Page(block(words, "markdown", AT)[0].html).said))
    for char in set(letters(words)):
        assert said.count(char) >= letters(words).count(char)


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    "unit",
    ["$", "[", "*", "\\", "<", "`", "{", "$a ", "\\textbf{", "<!--", '<a b="', "![", "# a\n"],
)
def test_time_is_linear(markup: Markup, unit: str) -> None:
    """Four times the text takes about four times as long, whatever it holds."""

    size = 40_000 if markup == "markdown" else 400_000
    assert is_linear(lambda length: block(unit * (length // len(unit)), markup, AT), size)
