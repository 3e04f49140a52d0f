"""Any text at all, through every style: no exception, nothing lost, nothing harmful, in time.

``make test`` looks at a few damaged texts of each style, the same every time. For a long search:

    JIANBAO_TRIAL=1 JIANBAO_FUZZ_SECONDS=600 .venv/bin/pytest tests/test_fuzz.py -k digest
"""

import html
import os
import re
import time
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from pathlib import Path
from random import Random

import pytest

from generator.markup.tongues import tell
from generator.markup.typeset import block, inline
from generator.model import Markup
from generator.source import Source, Span
from generator.styles import load_styles
from tests.markup.test_properties import PIECES
from tests.pace import is_linear
from tests.styles.cases import HERE, read_case
from tests.unwritten import Look, harm, unwritten

TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
SECONDS = float(os.environ.get("JIANBAO_FUZZ_SECONDS") or (60 if TRIAL else 0))
SEED = int(os.environ.get("JIANBAO_FUZZ_SEED") or 1)
FEW = 6
"""Damaged texts of each style where no time is given."""

STYLES = sorted(load_styles())
CODES = set(
    re.findall(
        r"^### `([a-z0-9-]+)`",
        (Path(__file__).parents[1] / "docs/problems.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)

STRAY = (
    *(
        "$",
        "$$",
        "\\",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "{",
        "}",
        "\\frac{",
        "\\begin{cases}",
        "\\text{",
    ),
    *("*", "**", "_", "~~", "`", "```", "[", "]", "(", ")", "![", "](", "[^1]", "[^1]:", "[1]"),
    *("[@a]", "#", "##", "- ", "1. ", "> ", ">>", "|", "|---|", "\t", "\n", "\n\n", "\n\n\n\n"),
    *("<", ">", "<b>", "</b>", "<div>", "</div>", "<details>", "</details>", "<br />", "<!--"),
    *("-->", "<script>", "</script>", "<table>", "<a href=x>", "</a>", "<math>", "<svg>", "]]>"),
    *(
        "&",
        "&amp;",
        "&#124;",
        "&lt;",
        "&#x3c;",
        "：",
        "，",
        "。",
        "（",
        "）",
        "「",
        "」",
        "“",
        "\u3000",
    ),
    *("\u200b", "\u202e", "\ufeff", "\x00", "\x0b", "\u2028", "\ufdd0", "\ufdd1", "\ufdd00\ufdd1"),
    *("图 1 ", "表 2 ", "Figure 3: ", "Table 4. ", "参考文献", "References", "Abstract", "摘要"),
    *(
        "责任编辑 ",
        "**Title:** ",
        "**PDF:** ",
        "::: zh",
        ":::",
        "---",
        "title: ",
        "目标：",
        "问题：",
    ),
    *("https://a.example/x", "javascript:alert(1)", "//a.example", "{{ 7*7 }}", "{% raw %}", "{#"),
    *("𠀀", "👩‍🔬", "é", "e\u0301", "²", "½", "ﬁ", "2026-13-45", "第 0 期", "0000", "9" * 40),
)
"""What turns up where nobody put it."""


@lru_cache(maxsize=8)
def texts(style: str) -> tuple[str, ...]:
    """Return whole texts of a style: its starter and those of its cases."""
    cases = [read_case(file) for file in sorted((HERE / style).glob("*.case"))]
    return (load_styles()[style].starter, *(case.source for case in cases))


def damaged(chance: Random, style: str) -> str:
    """Return a text of *style* as it comes out when a tool, a hand or a merge went wrong."""
    lines = chance.choice(texts(style)).split("\n")
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at, far = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        cut = chance.randrange(len(line) + 1)
        match chance.randrange(9):
            case 0:
                del lines[at]
            case 1:
                lines.insert(far, line)
            case 2:
                lines[at], lines[far] = lines[far], line
            case 3:
                lines[at : at + 2] = ["".join(lines[at : at + 2])]
            case 4:
                other = chance.choice(texts(chance.choice(STYLES))).split("\n")
                start = chance.randrange(len(other))
                lines[at:at] = other[start : start + chance.randrange(1, 12)]
            case 5:
                lines = lines[: at + 1]
            case 6:
                lines[at] = line[:cut] + chance.choice(STRAY) * chance.choice((1, 2, 60))
            case _:
                lines[at] = line[:cut] + chance.choice(STRAY) + line[cut:]
        lines = "\n".join(lines).split("\n")
    return "\n".join(lines)


def planted(chance: Random, text: str) -> tuple[str, list[str]]:
    """Return *text* with a few words put into it that stand nowhere else, and these words."""
    words = []
    for number in range(4):
        at = chance.randrange(len(text) + 1)
        word = f"zq{number}vx{chance.randrange(1000)}kj"
        words.append(word)
        text = f"{text[:at]}{chance.choice((' ', '', chr(10)))}{word}{text[at:]}"
    return text, words


LEFT_OUT = {
    "proceedings-head", "proceedings-footers", "roundup-boilerplate", "newsletter-page-header",
    "digest-navigation", "notes-line-numbers",
}  # fmt: skip
_UNSEEN = re.compile(
    r"<!--.*?-->|<[A-Za-z/][^<>]*>|\]\(#[^()\s]*\)"
    r"|^[^\n]*\|[^\n]*\n(?=[>\s]*\|?\s*:?-+[-:|\s]*\|[-:|\s]*$)",
    re.DOTALL | re.MULTILINE,
)
"""Comments, what stands inside a tag, where a link leads within its file: nobody reads it; and the
head of a table, whose names of columns are not shown where a page has its own."""


def letters(words: str) -> str:
    """Return letters and digits of *words*, folded."""
    folded = unicodedata.normalize("NFKD", words).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def faults(root: Path, style: str, text: str, words: list[str]) -> Iterator[str]:
    """Give all that is wrong with the site of one *text* in which *words* were planted."""
    file = root / "content" / style / "文.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    site = unwritten(root, whole=False)
    size = text.count("\n") + text.count("\r") + 1
    for problem in site.problems:
        if problem.code not in CODES:
            yield f"no entry in docs/problems.md: {problem.code}"
        if problem.span.path.endswith("文.md") and not 1 <= problem.span.line <= size:
            yield f"a place that there is not: {problem}"
    said = {"zh": "", "en": ""}
    for name, page in site.pages.items():
        yield from (f"{name}: {fault}" for fault in harm(page))
        if name.startswith(f"{name[:2]}/issues/") or "/papers/" in name:
            said[name[:2]] += "".join(Look(page).said)
    told = letters(" ".join(f"{problem.message} {problem.hint}" for problem in site.problems))
    unseen = letters(html.unescape("".join(_UNSEEN.findall(text))))
    if any(problem.code in LEFT_OUT for problem in site.problems):
        return  # what a style leaves out, it says; its own tests look at what
    for lang, shown in said.items():
        here = letters(shown)
        for word in words:
            if word in letters(text) and word not in here and word not in told + unseen:
                yield f"{lang}: {word} is lost"


def search(root: Path, style: str, chance: Random) -> None:
    """Make one damaged text and look at it; a fault is told with the text."""
    text, words = planted(chance, damaged(chance, style))
    if not text.strip():
        return
    found = list(faults(root, style, text, words))
    assert not found, f"{found[:5]}\n{text!r}"


@pytest.mark.parametrize("style", STYLES)
def test_any_text_of_a_style(style: str, tmp_path: Path) -> None:
    """A damaged text is a site without harm, with every word of it, and problems in their place."""
    chance = Random(f"{SEED} {style}")
    end = time.monotonic() + SECONDS
    for _ in range(FEW):
        search(tmp_path, style, chance)
    while time.monotonic() < end:
        search(tmp_path, style, chance)


def scribbled(chance: Random) -> str:
    """Return signs of our markup and words in any order."""
    parts = []
    for _ in range(chance.randrange(1, 60)):
        piece = chance.choice((*PIECES, *STRAY, " ", "\n", "\n\n", "甲乙", "word", "1"))
        parts.append(piece * chance.choice((1, 1, 1, 1, 2, 9)))
    return "".join(parts)


def wrong(markup: Markup, text: str, words: list[str]) -> Iterator[str]:
    """Give all that is wrong with *text* as it is set, in which *words* were planted."""
    at = Span("文.md")
    for setting in (block, inline):
        done, problems = setting(text, markup, at)
        yield from (f"{setting.__name__}: {fault}" for fault in harm(done.html))
        last = text.count("\n") + 1
        yield from (f"no such place: {p}" for p in problems if not 1 <= p.span.line <= last)
        yield from (f"not explained: {p}" for p in problems if p.code not in CODES)
        said = letters("".join(Look(done.html).said))
        unseen = letters(html.unescape("".join(_UNSEEN.findall(text))))
        for word in words:
            if word in letters(text) and word not in said + unseen:
                yield f"{setting.__name__}: {word} is lost"


@pytest.mark.parametrize("markup", ["tex", "markdown"])
def test_any_markup(markup: Markup) -> None:
    """Signs in any order are set without harm, with every word, and problems in their place."""
    chance = Random(f"{SEED} {markup}")
    end = time.monotonic() + SECONDS / 2
    for number in count():
        if number >= 20 * FEW and time.monotonic() >= end:
            return
        text, words = planted(chance, scribbled(chance))
        found = list(wrong(markup, text, words))
        assert not found, f"{found[:5]}\n{text!r}"


UNITS = [
    "[",
    "*a ",
    "> ",
    "- ",
    "<b>",
    "$x$ ",
    "|a",
    "`",
    "<!--",
    "&",
    "![",
    "甲\n\n",
    "## 甲\n",
    "「",
]


@pytest.mark.parametrize("style", STYLES)
def test_twice_the_text_takes_twice_as_long(style: str) -> None:
    """Lines of a style, again and again: reading them is linear in their number."""
    chance = Random(f"{SEED} time {style}")
    parse = load_styles()[style].parse
    for _ in range(40 if TRIAL else 4):
        lines = chance.choice(texts(style)).split("\n")
        start = chance.randrange(len(lines))
        unit = (
            "\n".join(lines[start : start + chance.randrange(1, 6)]) + chance.choice(STRAY) + "\n"
        )

        def read(size: int, unit: str = unit) -> None:
            parse(Source("文.md", unit * (size // len(unit) + 1)))

        assert is_linear(read, 40_000), repr(unit)


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_markup_takes_twice_as_long(unit: str) -> None:
    """The same of what our Markdown is made of."""
    at = Span("文.md")
    assert is_linear(lambda size: block(unit * (size // len(unit)), "markdown", at), 24_000)


def test_an_endless_word_takes_no_time() -> None:
    """Telling languages apart is linear in the length of a word."""
    assert is_linear(lambda size: tell("<p>甲" + "x" * size + "</p>", "zh"), 200_000)
