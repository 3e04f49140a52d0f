"""Every kind of page in both languages: quiet, self-contained, never too wide, open to all."""

import os
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import KINDS, SAMPLES, ReaderOf

TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
PAGES = [
    "",
    "404.html",
    *(f"{lang}/{path}" for lang in ("zh", "en") for path in KINDS.values()),
    *(f"../samples/{lang}/{path}" for lang in ("zh", "en") for path in SAMPLES.values()),
]
ELSEWHERE = ["home", "archive", "quarterly", "issue", "article", "notes", "paper of proceedings"]
"""The kinds that the theme ``journal`` sets in another way."""
JOURNAL = [
    f"../{site}/{lang}/{path}"
    for site, kinds in (("journal", KINDS), ("journal-samples", SAMPLES))
    for at, (kind, path) in enumerate(kinds.items())
    for lang in ("zh", "en")
    if TRIAL or (kind in ELSEWHERE and lang == ("zh", "en")[at % 2])
]


def sights(path: str) -> list[tuple[int, bool]]:
    """Return the widths and colours to read a page in: all in a trial, else one a language."""
    if TRIAL:
        return list(product((375, 1440), (False, True)))
    return [(375, True) if "zh/" in path else (1440, False)]


@pytest.mark.parametrize("path", [*PAGES, *JOURNAL])
def test_every_kind_of_page(glance: ReaderOf, path: str) -> None:
    """No error, no breach of the policy, no request elsewhere, no sideways scroll, axe content."""
    axe = Axe()
    for width, dark in sights(path):
        someone = glance(width=width, dark=dark)
        page = someone.open(path)
        for other in (320, 375, 1024, 1440):
            page.set_viewport_size({"width": other, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, other
        page.set_viewport_size({"width": width, "height": 900})
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
        assert someone.faults == []


def test_formulas_have_their_font(reader: ReaderOf) -> None:
    """A page with formulas draws them with the font of the site; others do not ask for it."""
    page = reader().open(f"zh/{KINDS['article']}")
    page.evaluate("document.fonts.ready")
    loaded = "[...document.fonts].some(f => f.family == 'Jianbao Math' && f.status == 'loaded')"
    assert page.evaluate(loaded)
    rare = """async () => [...await document.fonts.load("1em 'Jianbao Math'", "𝔄")].length"""
    usual = rare.replace("𝔄", "𝑨ℝ∑")
    assert (page.evaluate(usual), page.evaluate(rare)) == (1, 2), "signs that few pages have"
    page = reader().open("zh/issues/")
    assert page.locator("link[as=font]").count() == 0


def test_contents_show_the_place(reader: ReaderOf) -> None:
    """The list of contents marks the part that is being read, and only that."""
    page = reader().open(f"zh/{KINDS['article']}")
    page.locator(".prose h2").nth(1).evaluate(
        "node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 50)"
    )
    marked = page.locator(".toc [aria-current=location]")
    marked.wait_for()
    assert marked.count() == 1
    assert marked.inner_text() == "表、图与代码"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["issue", "paper in four issues", "article", "article in Chinese"])
def test_both_languages_at_once(glance: ReaderOf, lang: str, kind: str) -> None:
    """With both languages shown a page is as quiet, as narrow and as open as with one."""
    axe = Axe()
    path = f"{lang}/{KINDS[kind]}"
    for width, dark in sights(path):
        someone = glance(width=width, dark=dark)
        page = someone.open(path)
        page.locator(".tongue label").click()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
        assert someone.faults == []


def test_it_would_be_noticed(reader: ReaderOf) -> None:
    """A page that asks elsewhere, complains or is too wide does not pass."""
    someone = reader()
    page = someone.open("zh/")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    page.evaluate("console.error('出错了')")
    page.evaluate("document.body.append(document.createElement('img'))")
    page.wait_for_timeout(100)
    assert any("Content Security Policy" in fault for fault in someone.faults)
    assert "出错了" in someone.faults
    assert Axe().run(page).violations_count > 0
