"""Our Markdown against the examples of the CommonMark specification, where it is on this machine.

The specification is somebody else's text and is not kept here. To run these tests:

    npm pack commonmark-spec && tar xzf commonmark-spec-*.tgz
    COMMONMARK_SPEC=package/spec.txt .venv/bin/pytest tests/markup/test_commonmark.py
"""

import os
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from generator.markup.grammar import grammar

SPEC = Path(os.environ.get("COMMONMARK_SPEC") or "node_modules/commonmark-spec/spec.txt")
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

OURS: dict[str, str] = {
    r"https://|http://|foo\.bar\.": "a bare address is a link",
    r"\$|\\\(|\\\[": "a formula",
    r"\[\d|\[@": "a citation",
    r"\|": "a table",
    r"~~": "deletion",
    r"\[\^": "a footnote",
    r"[^\x00-\x7f]|%|\\|&": "an address keeps its characters: none is percent-encoded",
}
"""What our Markdown has beyond CommonMark: examples that hold one of these may differ."""


def examples() -> list[tuple[int, str, str]]:
    """Return number, source and HTML of every example."""
    found = _EXAMPLE.findall(SPEC.read_text("utf-8").replace("\r\n", "\n"))
    return [
        (at, source.replace("→", "\t"), shown.replace("→", "\t"))
        for at, (source, shown) in enumerate(found, 1)
    ]


def loose(html: str) -> str:
    """Return *html* without white space between elements."""
    return re.sub(r">\s+<", "><", html.strip())


@pytest.mark.skipif(not SPEC.exists(), reason=f"no specification: {SPEC} (see this file's head)")
def test_the_examples_of_the_specification() -> None:
    """Where none of our own signs occurs, the HTML is that of the specification."""
    ours, theirs = grammar(True), MarkdownIt("commonmark")
    wrong, other = [], 0
    for number, source, shown in examples():
        try:
            made = ours.render(source)
        except (AttributeError, KeyError, NotImplementedError):
            made = ""  # a token of ours, which their renderer does not know
        if loose(made) == loose(shown):
            continue
        other += 1
        assert loose(theirs.render(source)) == loose(shown)
        if not any(re.search(sign, source) for sign in OURS):
            wrong.append((number, source, made))
    assert not wrong, wrong
    assert other < 60
    print(f"{len(examples()) - other} of {len(examples())} examples as in CommonMark")  # noqa: T201


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
    ],
)
def test_emphasis_next_to_full_width_marks(words: str, shown: str) -> None:
    """Stars next to Chinese marks open and close as a writer means them; Latin stays CommonMark."""
    from generator.markup.typeset import inline
    from generator.source import Span

    assert inline(words, "markdown", Span("文.md"))[0].html == shown
