"""Past and coming are marked by the reader's own date; without a script nothing is lost."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf


def test_what_comes_next(reader: ReaderOf) -> None:
    """A line stands between past and coming; a link leads to what comes next; its month is red."""
    someone = reader()
    someone.page.clock.set_fixed_time(datetime(2027, 1, 31, 12))
    page = someone.open("zh/events/")
    assert page.locator(".events > .past h3").count() == 2
    expect(page.locator(".today")).to_have_text("今天 · 2027年1月31日")
    expect(page.locator(".today + li h3")).to_have_text("乙会 2027")
    page.locator(".next a").click()
    assert page.evaluate("document.querySelector('li:target h3').textContent") == "乙会 2027"
    expect(page.locator("[aria-current=date]")).to_contain_text("三月")
    assert someone.faults == []


@pytest.mark.parametrize(
    ("day", "past", "says"),
    [
        ("2026-01-01", 0, "Next 甲会 2026"),
        ("2027-01-30", 1, "Next Second-Meeting-With-A-Very-Long-Name-Indeed 2027"),
        ("2027-04-30", 3, "Next 第六届甲城年会"),
        ("2027-05-02", 0, "All past"),
    ],
)
def test_days_at_the_edge(reader: ReaderOf, day: str, past: int, says: str) -> None:
    """The last day itself is not past; where all is past nothing is marked, and it is said."""
    someone = reader(width=375)
    someone.page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00"))
    page = someone.open("en/events/")
    assert page.locator(".past").count() == past
    expect(page.locator(".next")).to_have_text(says)
    assert page.locator("[data-first]").count() == 4


def test_everything_is_there_without_script(reader: ReaderOf) -> None:
    """Without a script all is listed and can be filtered; nothing is said of past and coming."""
    page = reader(script=False).open("zh/events/")
    assert page.locator(".events > li").count() == 5
    assert page.locator(".past, .today, .next *").count() == 0
    page.locator("label:has(#kind-deadline)").click()
    assert page.locator(".events > li:visible").count() == 4
    expect(page.get_by_text("第六届甲城年会").first).to_be_hidden()
