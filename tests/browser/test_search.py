"""Search in a real browser: what is on a page is found, and nothing that is not."""

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PAPER, Reader, ReaderOf


def ask(someone: Reader, query: str, lang: str = "zh", more: str = "") -> Page:
    """Open the search page with a query and wait for its answer."""
    someone.page.goto(f"{someone.address}{lang}/search/?q={quote(query)}{more}")
    someone.page.wait_for_selector('#results[data-state="done"]', state="attached", timeout=20_000)
    return someone.page


def found(page: Page) -> set[str]:
    """Return the paths of the results below the language, topics left out."""
    links = page.eval_on_selector_all("#results li a", "all => all.map(one => one.href)")
    return {link.partition("/letter/")[2].partition("/")[2] for link in links}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("稀疏注", PAPER),
        ("疏注意", PAPER),
        ("然看得", PAPER),
        ("see, at the EDGE", PAPER),
        ("ttenti", PAPER),
        ("李兰", "issues/everything/everything/"),
        ("2603.00001", PAPER),
        ("兰", "issues/everything/everything/"),
        ("面向开放世界时空推理的多模态表示学习方法", "papers/2603.00103/"),
        ("“一个非常长”", "papers/2603.00103/"),
        ("稀疏註意力", PAPER),
        ("稀\u00ad疏\u200b注意", PAPER),
        ("Ｓｐáｒse", PAPER),
    ],
)
def test_what_is_there_is_found(reader: ReaderOf, lang: str, query: str, path: str) -> None:
    """Parts of Chinese words, of English ones, names and numbers, from either language."""
    someone = reader()
    assert path in found(ask(someone, query, lang))
    assert someone.faults == []


@pytest.mark.parametrize(
    "query", ["龘靐齉爩", "xqzvkjw", "稀疏注目", "疏稀", "attentinn 注意", "  。 "]
)
def test_what_is_not_there_is_not(reader: ReaderOf, query: str) -> None:
    """No result, a kind word, and topics to go on with."""
    someone = reader()
    page = ask(someone, query)
    assert found(page) == set()
    expect(page.locator("#said")).not_to_be_empty()
    expect(page.locator("#start a").first).to_be_visible()
    assert someone.faults == []


def test_topics_lead_across_languages(reader: ReaderOf) -> None:
    """A Chinese name leads an English reader to the topic, and an English one a Chinese reader."""
    someone = reader()
    for lang, query in (("en", "理论"), ("zh", "theory & other")):
        link = ask(someone, query, lang).locator("#results .leads a").first
        assert f"/{lang}/topics/theory/" in (link.evaluate("one => one.href") or "")
    assert PAPER in found(ask(someone, "attention", "zh"))
    expect(someone.page.locator("#said")).to_contain_text("注意力")


def test_the_best_comes_first(reader: ReaderOf) -> None:
    """A title before an abstract, and of equals the newest."""
    page = ask(reader(), "注意力")
    links = page.eval_on_selector_all("#results li a", "all => all.map(one => one.href)")
    assert links[0].endswith(PAPER)
    page = ask(reader(), "非常长")
    titles = page.eval_on_selector_all("#results li a", "all => all.map(one => one.href)")
    assert titles[0].endswith("2603.00103/")


def test_excerpts_are_marked(reader: ReaderOf) -> None:
    """What was asked is marked in one piece, in title and excerpt, in its own language."""
    page = ask(reader(), "稀薄，却依然")
    line = page.locator("#results .excerpt").first
    expect(line.locator("mark").first).to_have_text("稀薄，却依然")
    page = ask(reader(), "注意力", "zh")
    expect(page.locator("#results h2 mark").first).to_have_text("注意力")


def test_filters(reader: ReaderOf) -> None:
    """Kind, topic and year narrow the results, stay in the address, and come back from it."""
    someone = reader()
    page = ask(someone, "题")
    every = found(page)
    page.select_option("select[name=style]", "article")
    some = found(page)
    assert some
    assert some < every
    assert "style=article" in page.url
    page.reload()
    page.wait_for_selector('#results[data-state="done"]', state="attached")
    assert found(page) == some
    assert found(ask(someone, "题", more="&style=article&year=2026")) <= some
    assert found(ask(someone, "题", more="&year=1999")) == every, "a year that is none"


@pytest.mark.parametrize(
    "query",
    ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "注意力<b>", "&lt;b&gt;"],
)
def test_a_query_is_never_html(reader: ReaderOf, query: str) -> None:
    """What a reader types is shown as it is typed and does nothing."""
    someone = reader()
    page = ask(someone, query)
    assert page.locator("#q").input_value() == query
    assert page.locator("main img, main script, #results b").count() == 0
    assert someone.faults == []


@pytest.mark.parametrize("script", [True, False])
def test_home_leads_to_search(reader: ReaderOf, script: bool) -> None:
    """The field on the home page asks the search page, which says what it needs without script."""
    someone = reader(width=375, script=script)
    page = someone.open("zh/")
    page.fill("#q", "稀疏注意")
    page.press("#q", "Enter")
    page.wait_for_url("**/zh/search/?q=*")
    if script:
        page.wait_for_selector('#results[data-state="done"]', state="attached")
        assert PAPER in found(page)
    else:
        expect(page.locator("noscript p")).to_contain_text("JavaScript")
    assert someone.faults == []


def test_words_of_the_other_language(reader: ReaderOf) -> None:
    """What stands on the page of the other language only leads to that page."""
    page = ask(reader(), "“In this article”", "zh")
    links = page.eval_on_selector_all("#results li a", "all => all.map(one => one.pathname)")
    assert links
    assert all("/en/" in link for link in links)


def test_an_issue_is_found(reader: ReaderOf) -> None:
    """The page of an issue is a result for what is on no item: its name, its editors, a remnant."""
    assert "issues/2026-03-03/" in found(ask(reader(), "一行不属于任何条目"))
    page = ask(reader(), "图像通讯")
    assert "issues/2026-01/" in found(page)


def test_words_across_boxes(reader: ReaderOf) -> None:
    """Words of two boxes of a page that stand beside each other are found as one string."""
    page = reader().open(f"zh/{PAPER}")
    boxes = page.eval_on_selector_all(".facts dt", "all => all.map(one => one.textContent)")
    values = page.eval_on_selector_all(".facts dd", "all => all.map(one => one.textContent)")
    assert boxes
    assert PAPER in found(ask(reader(), boxes[0].strip() + values[0].strip()[:4]))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("state", ["稀疏", "题&style=article", "龘靐齉爩", "failed"])
def test_every_state_is_open_to_all(reader: ReaderOf, lang: str, state: str) -> None:
    """With results, narrowed, with nothing and after a failure: not too wide, nothing for axe."""
    axe = Axe()
    query, _, more = state.partition("&")
    for width, dark in [(375, lang == "zh"), (1440, lang == "en")]:
        someone = reader(width=width, dark=dark)
        if state == "failed":
            someone.page.route("**/search/**/*.bin*", lambda route: route.abort())
        page = ask(someone, query, lang, f"&{more}" if more else "")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        result = axe.run(page)
        assert result.violations_count == 0, result.generate_report()


def test_keys(reader: ReaderOf) -> None:
    """A slash leads to the field from any page; arrows walk through the results."""
    someone = reader()
    page = someone.open(f"zh/{PAPER}")
    page.keyboard.press("/")
    page.wait_for_url("**/zh/search/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("稀疏")
    page.keyboard.press("Enter")
    page.wait_for_selector('#results[data-state="done"] li a')
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#results') != null")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_results_come_as_one_types(reader: ReaderOf) -> None:
    """A pause is enough; the field keeps the focus; one Back leads to the search before."""
    page = ask(reader(), "没有摘要")
    before = found(page)
    page.locator("#q").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("稀疏", delay=20)
    page.wait_for_url("**?q=%E7%A8%80%E7%96%8F")
    page.wait_for_selector('#results[data-state="done"]', state="attached")
    assert PAPER in found(page)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#said")).to_have_attribute("role", "status")
    page.keyboard.type("zqxv")
    expect(page.locator("#said")).to_contain_text("没有找到")
    expect(page.locator("#q")).to_have_value("稀疏zqxv")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(page.locator("#results a")).to_have_count(0)
    page.go_back()
    page.wait_for_selector('#results[data-state="done"]', state="attached")
    expect(page.locator("#q")).to_have_value("没有摘要")
    assert found(page) == before


def test_a_word_that_is_being_composed_waits(reader: ReaderOf) -> None:
    """Letters on their way to become Chinese are not searched; what they become is."""
    page = reader().open("zh/search/")
    expect(page.locator("#q")).to_be_focused()
    method = page.context.new_cdp_session(page)
    method.send(
        "Input.imeSetComposition", {"text": "xi shu", "selectionStart": 6, "selectionEnd": 6}
    )
    page.wait_for_timeout(600)
    assert "?" not in page.url
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q")).to_be_focused()
    method.send("Input.insertText", {"text": "稀疏"})
    page.wait_for_url("**?q=%E7%A8%80%E7%96%8F")
    page.wait_for_selector('#results[data-state="done"] li a')


def test_the_other_language_keeps_the_query(reader: ReaderOf) -> None:
    """The language link leads to the same search."""
    page = ask(reader(), "稀疏")
    page.locator(".tongue a[lang=en]").click()
    page.wait_for_selector('html[lang=en] #results[data-state="done"]', state="attached")
    assert PAPER in found(page)


def test_without_script(reader: ReaderOf) -> None:
    """Without JavaScript the page says so and leads to topics and archive."""
    someone = reader(script=False)
    page = someone.open("zh/search/")
    expect(page.locator("noscript p")).to_be_visible()
    assert page.locator("noscript a").count() == 2
    expect(page.locator(".find")).to_be_hidden()
    expect(page.locator("#start a").first).to_be_visible()


def test_an_index_that_is_not_there(reader: ReaderOf) -> None:
    """Where the index cannot be fetched the page says so instead of saying that nothing is."""
    someone = reader()
    someone.page.route("**/search/**/*.bin*", lambda route: route.abort())
    page = ask(someone, "稀疏")
    expect(page.locator("#said")).to_contain_text("没有成功")
