"""The manual is a site of its own, in both languages, without a problem."""

import re
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.renew import build
from generator.workshop import Choices, open_workshop
from tests.pages import faults

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if not path.name.endswith(".zh.md"))
HAN = re.compile(r"[\u4e00-\u9fff]")
CODES = re.compile(r"^### `([a-z0-9-]+)`\n(.*)", re.M)
WEIGHTS = {"错误": "error", "警告": "warning", "说明": "note"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_a_page_is_there_in_both_languages(page: Path) -> None:
    """With the same headings, samples and tables, in one order, and in Chinese."""
    english, chinese = (
        path.read_text(encoding="utf-8") for path in (page, page.with_suffix(".zh.md"))
    )
    for mark in (r"^(##+) ", r"^(```\w*)$"):
        ours, theirs = (re.findall(mark, text, re.M) for text in (chinese, english))
        assert ours == theirs, mark
    assert len(HAN.findall(chinese)) > len(chinese) / 6


def test_codes_weigh_the_same_in_both_languages() -> None:
    """Every code stands in both lists, in one order, as an error, a warning or a note."""
    english, chinese = (
        CODES.findall((DOCS / name).read_text(encoding="utf-8"))
        for name in ("problems.md", "problems.zh.md")
    )
    assert [code for code, _ in chinese] == [code for code, _ in english]
    for (code, ours), (_, theirs) in zip(chinese, english, strict=True):
        said = {WEIGHTS[word] for word in re.findall(r"\*(错误|警告|说明)[。*]", ours)}
        assert said == set(re.findall(r"\*(error|warning|note)[.*]", theirs)), code


def test_the_manual_is_a_site(tmp_path: Path) -> None:
    """It is built by the program that it describes: no warning, nothing in one language only."""
    shop = open_workshop(DOCS / "site.toml", output=tmp_path / "site")
    report = build(shop, Choices(as_of="2026-11-21"))
    loud = [str(one) for one in report.problems if one.severity > Severity.NOTE]
    assert loud == []
    assert [one for one in report.problems if one.code == "missing-language"] == []
    files = {
        path.relative_to(tmp_path / "site").as_posix(): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
    assert list(faults(files)) == []
