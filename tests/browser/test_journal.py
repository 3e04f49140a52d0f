"""The theme ``journal`` in a browser: columns where there is room, and what goes across them."""

import pytest

from tests.browser.conftest import KINDS, SAMPLES, Reader, ReaderOf

ARTICLE = KINDS["article"]
COLUMNS = "getComputedStyle(document.querySelector('.body .prose')).columnCount"
WIDE = "node => node.getBoundingClientRect().width / node.closest('.prose').clientWidth"


def journal(someone: Reader, lang: str, path: str) -> Reader:
    """Open a page of a site that is set in the theme."""
    site = "journal-samples" if path in SAMPLES.values() else "journal"
    someone.open(f"../{site}/{lang}/{path}")
    return someone


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_columns_where_there_is_room(reader: ReaderOf, lang: str, script: bool) -> None:
    """A wide screen has two, a phone has one; no script is needed."""
    wide = journal(reader(script=script), lang, ARTICLE)
    assert wide.page.evaluate(COLUMNS) == "2"
    assert wide.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert wide.faults == []
    assert journal(reader(width=375, script=script), lang, ARTICLE).page.evaluate(COLUMNS) == "auto"


def test_both_languages_have_a_column_each(reader: ReaderOf) -> None:
    """With 双语 the two sides are the columns, and have none of their own."""
    page = journal(reader(), "zh", ARTICLE).page
    page.locator(".tongue label").click()
    assert page.evaluate(COLUMNS) == "auto"
    sides = page.locator(".two:has(> .prose) > *")
    lefts = sides.evaluate_all("nodes => nodes.map(n => n.getBoundingClientRect().left)")
    assert len(lefts) == 2
    assert lefts[0] < lefts[1]


def test_what_is_wide_goes_across(reader: ReaderOf) -> None:
    """A wide table, a long formula, code and headings take both columns; paragraphs take one."""
    page = journal(reader(), "en", ARTICLE).page
    for query in (".prose > .eq", ".prose h2", ".prose > pre"):
        assert page.locator(query).first.evaluate(WIDE) > 0.9, query
    assert page.locator(".prose :is(.wide, table)").first.evaluate(WIDE) > 0.9
    assert page.locator(".prose > p").first.evaluate(WIDE) < 0.55


def test_text_is_read_in_its_order(reader: ReaderOf) -> None:
    """Parts follow one another down the page, and in one part the left column comes first."""
    page = journal(reader(), "zh", SAMPLES["long article"]).page
    tops = page.locator(".prose h2").evaluate_all(
        "nodes => nodes.map(n => n.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert len(tops) > 1


def test_initial_letters_are_latin(reader: ReaderOf) -> None:
    """An English text begins with a large letter, a Chinese one never does."""
    for lang, least in (("en", 3), ("zh", 0)):
        page = journal(reader(), lang, "theme-gallery/").page
        found = page.evaluate(
            """lang => [...document.querySelectorAll(`.prose:lang(${lang}) > p:first-of-type`)].map(
            p => parseFloat(getComputedStyle(p, '::first-letter').initialLetter) || 0)""",
            lang,
        )
        assert found
        assert max(found) == least


def test_contents_have_leaders(reader: ReaderOf) -> None:
    """Between a title and its number there are dots, on one line with both."""
    page = journal(reader(), "zh", SAMPLES["quarterly"]).page
    row = page.locator(".col .rows > li").first
    dots = row.locator("h3").evaluate("n => getComputedStyle(n, '::after').borderBottomStyle")
    assert dots == "dotted"
    title, number = row.locator("h3").bounding_box(), row.locator(".num").bounding_box()
    assert title
    assert number
    assert number["x"] >= title["x"] + title["width"]


def test_on_paper(reader: ReaderOf) -> None:
    """Two columns and a running head; the bar's links are gone."""
    page = journal(reader(width=700), "zh", ARTICLE).page
    page.emulate_media(media="print")
    assert page.evaluate(COLUMNS) == "2"
    assert page.locator(".running").is_visible()
    assert not page.locator(".tongue").is_visible()


@pytest.mark.parametrize("site", ["", "../journal/"])
def test_the_gallery(reader: ReaderOf, site: str) -> None:
    """It is quiet and narrow, its first filter works, and 双语 shows both sides of everything."""
    for width in (375, 1440):
        someone = reader(width=width)
        page = someone.open(f"{site}zh/theme-gallery/")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.locator(".tongue label").click()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.locator(".other > summary:visible").count() == 0
        assert someone.faults == []
