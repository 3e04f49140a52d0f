"""A reader's own conveniences: previews, starred items, what is new, errors to report."""

import json
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KINDS, PAPER, SAMPLES, Reader, ReaderOf

ARTICLE, ISSUE = KINDS["article"], KINDS["issue"]
STARS = "jianbao-stars /letter/"
VISITS = "jianbao-visits /letter/"


def store(page: Page, key: str, value: str) -> None:
    """Put a value where the site keeps its own."""
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, value])


def stored(page: Page, key: str = STARS) -> object:
    """Return what the site keeps, as JSON."""
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key) or "null")


def sideways(page: Page) -> int:
    """Return how far a page can be scrolled sideways, in pixels."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("width", [375, 1440])
def test_a_reference_is_shown_by_keyboard(reader: ReaderOf, width: int) -> None:
    """Focus shows the reference and describes the link with it; Escape and leaving take it away."""
    someone = reader(width=width)
    page = someone.open(f"zh/{ARTICLE}")
    link, box = page.locator(".cite").first, page.locator("#peek")
    page.keyboard.press("Tab")
    link.focus()
    expect(box).to_be_visible()
    expect(box).to_contain_text("张三. 一本书")
    expect(link).to_have_attribute("aria-describedby", "peek")
    assert box.locator("[id], .back").count() == 0
    place = box.bounding_box()
    assert place
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width
    assert sideways(page) == 0
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert link.get_attribute("aria-describedby") is None
    page.locator(".footnote a").first.focus()
    expect(box).to_contain_text("一条脚注")
    page.locator("#cite pre").first.evaluate("node => node.focus()")
    page.locator(".brand").focus()
    expect(box).to_be_hidden()
    assert someone.faults == []


def test_a_reference_is_shown_by_mouse(reader: ReaderOf) -> None:
    """Hovering shows it, one may move into it, leaving hides it; a click still jumps."""
    page = reader().open(f"zh/{ARTICLE}")
    link, box = page.locator(".cite").first, page.locator("#peek")
    link.hover()
    expect(box).to_be_visible()
    box.hover()
    page.wait_for_timeout(300)
    expect(box).to_be_visible()
    page.locator("h1").hover()
    expect(box).to_be_hidden()
    link.click()
    assert page.evaluate("location.hash") == "#ref-1"
    expect(box).to_be_hidden()


def test_a_reference_in_the_other_language(reader: ReaderOf) -> None:
    """The second copy of a text shows the references of its own list, in its own language."""
    page = reader().open(f"zh/{ARTICLE}")
    page.locator(".tongue label").click()
    page.locator(".other .cite").first.hover()
    expect(page.locator("#peek")).to_contain_text("San Zhang. A book")
    expect(page.locator("#peek")).to_have_attribute("lang", "en")


def test_touch_jumps(browser, address) -> None:  # type: ignore[no-untyped-def]
    """A finger is led to the reference; no box stands in the way."""
    context = browser.new_context(has_touch=True, viewport={"width": 375, "height": 800})
    page = Reader(context.new_page(), address).open(f"zh/{ARTICLE}")
    page.locator(".cite").first.tap()
    assert page.evaluate("location.hash") == "#ref-1"
    page.wait_for_timeout(200)
    expect(page.locator("#peek")).to_be_hidden()
    context.close()


def test_a_link_to_nothing_shows_nothing(reader: ReaderOf) -> None:
    """A citation whose reference is gone opens no empty box and no error."""
    someone = reader()
    page = someone.open(f"zh/{ARTICLE}")
    page.locator(".cite").first.evaluate("node => { node.hash = '#nowhere'; }")
    page.locator(".cite").first.hover()
    page.wait_for_timeout(250)
    expect(page.locator("#peek")).to_be_hidden()
    assert someone.faults == []


def test_only_pages_with_references_ask_for_them(reader: ReaderOf) -> None:
    """What shows references is loaded where there are some, and nowhere else."""
    scripts = "[...document.scripts].map(one => one.src).join()"
    page = reader().open(f"zh/{ARTICLE}")
    assert "refs." not in page.evaluate(scripts)
    page.locator(".cite").first.hover()
    expect(page.locator("#peek")).to_be_visible()
    assert "refs." in page.evaluate(scripts)
    assert "refs." not in reader().open(f"zh/{PAPER}").evaluate(scripts)
    assert "stars." not in reader().open(f"zh/{PAPER}").evaluate(scripts)


def test_a_star_from_the_page_to_the_list(reader: ReaderOf) -> None:
    """Star on a paper's page; home lists it in either language; its BibTeX is exported; removed."""
    someone = reader()
    page = someone.open(f"zh/{PAPER}")
    star = page.locator(".star")
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(star).to_have_attribute("aria-pressed", "true")
    someone.open("zh/")
    rows = page.locator("#stars li")
    expect(rows.locator("a")).to_have_text("β 边缘处的稀疏注意力")
    page.locator(".tongue a[lang=en]").click()
    page.wait_for_url("**/en/")
    expect(rows.locator("a")).to_have_text("Sparse attention at the edge of β")
    with page.expect_download() as download:
        page.locator("#stars .links button").click()
    assert download.value.suggested_filename.endswith(".bib")
    assert "eprint = {2603.00001}" in download.value.path().read_text()
    rows.locator("a").click()
    assert someone.path == f"en/{PAPER}"
    page.go_back()
    rows.locator("button").click()
    assert rows.count() == 0
    expect(page.locator("#stars output")).to_contain_text("Removed: Sparse")
    assert stored(page) is None
    page.reload()
    expect(page.locator("#stars")).to_be_hidden()
    assert someone.faults == []


def test_stars_on_cards(reader: ReaderOf) -> None:
    """A card's star fetches the citation from its page; a second press takes the star away."""
    someone = reader(width=375)
    page = someone.open(f"en/{ISSUE}")
    star = page.locator("article.paper .star").nth(1)
    expect(star).to_contain_text("Star · Spatiotemporally")
    star.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("key => localStorage.getItem(key)?.includes('@misc')", arg=STARS)
    (kept,) = stored(page)
    assert kept["path"] == "papers/2603.00103/"
    assert kept["zh"].startswith("一个非常长的标题")
    star.press("Space")
    assert stored(page) is None
    assert someone.faults == []


def test_stars_in_a_table_of_contents(reader: ReaderOf) -> None:
    """An issue that lists titles has a star for each; the path keeps its Chinese words."""
    page = reader().open("zh/issues/2026-01/")
    page.locator(".rows .star").first.click()
    expect(page.locator(".rows .star").first).to_have_attribute("aria-pressed", "true")
    assert stored(page)[0]["path"] == "issues/2026-01/征文通知/"
    page.locator(".brand").click()
    page.locator("#stars li a").click()
    expect(page.locator("h1")).to_contain_text("征文通知")


NONSENSE = (
    "{",
    "null",
    '{"path": "papers/2603.00001/"}',
    '[1, null, {"zh": "没有地址"}, {"path": 7}]',
    '[{"path": "javascript:alert(1)", "zh": "甲"}, {"path": "//evil.example/", "zh": "乙"}]',
    '[{"path": "../../../elsewhere/", "zh": "甲"}, {"path": "/etc/", "zh": "乙"}]',
)


def test_nonsense_in_storage_is_not_shown(reader: ReaderOf) -> None:
    """What is not a list of items of this site shows nothing and breaks nothing."""
    someone = reader()
    page = someone.open("zh/")
    for value in NONSENSE:
        store(page, STARS, value)
        page.reload()
        expect(page.locator("#stars")).to_be_hidden()
    someone.open(f"zh/{PAPER}").locator(".star").click()
    assert [one["path"] for one in stored(page)] == [PAPER]
    assert someone.faults == []


def test_hostile_titles_stay_words(reader: ReaderOf) -> None:
    """A title in storage that looks like HTML is shown as it is and never becomes an element."""
    someone = reader()
    page = someone.open("zh/")
    title = "<img src=x onerror=alert(1)><b>$&</b>"
    star = {"path": PAPER, "zh": title, "en": "</h3><script>alert(1)</script>", "bib": 5, "id": []}
    store(page, STARS, json.dumps([star]))
    page.reload()
    expect(page.locator("#stars li a")).to_have_text(title)
    assert page.locator("#stars :is(img, b, script)").count() == 0
    page.locator("#stars li button").click()
    expect(page.locator("#stars output")).to_have_text(f"已移除：{title}")
    assert someone.faults == []


@pytest.mark.parametrize("how", ["full", "blocked"])
def test_storage_that_fails_is_harmless(reader: ReaderOf, how: str) -> None:
    """Where nothing can be kept the star says so and stays empty; the page is as good as ever."""
    someone = reader()
    if how == "full":
        broken = (
            "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
        )
    else:
        broken = """Object.defineProperty(window, "localStorage", {
            get() { throw new DOMException("") } })"""
    someone.page.add_init_script(broken)
    page = someone.open(f"en/{PAPER}")
    page.locator(".star").click()
    expect(page.locator(".star")).to_contain_text("Not kept")
    expect(page.locator(".star")).to_have_attribute("aria-pressed", "false")
    someone.open("en/")
    assert page.locator(".new").count() == 0
    expect(page.locator("#stars")).to_be_hidden()
    assert someone.faults == []


def test_a_citation_that_cannot_be_fetched(reader: ReaderOf) -> None:
    """A starred item without a citation is listed all the same, and the export says it is bare."""
    someone = reader()
    page = someone.open("zh/")
    store(page, STARS, json.dumps([{"path": "papers/9999.99999/", "zh": "无此页", "en": ""}]))
    page.reload()
    page.locator("#stars .links button").click()
    expect(page.locator("#stars output")).to_have_text("1 条没有引用格式")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_new_since_the_last_visit(reader: ReaderOf, lang: str) -> None:
    """Nothing is new on a first visit; days later it is what is dated since, for that whole day."""
    someone = reader()
    page = someone.page
    page.clock.set_fixed_time(datetime(2026, 3, 3, 12))
    someone.open(f"{lang}/")
    assert page.locator(".new").count() == 0
    page.reload()
    assert page.locator(".new").count() == 0
    page.clock.set_fixed_time(datetime(2026, 3, 9, 12))
    someone.open(f"{lang}/{PAPER}")
    someone.open(f"{lang}/")
    marked = page.locator("[data-date]:has(.new)")
    dates = {one.get_attribute("data-date") for one in marked.all()}
    assert dates == {"2026-03-03", "2026-03-04", "2026-03-05"}
    expect(page.locator("main > .note")).to_contain_text(
        "2026年3月3日" if lang == "zh" else "3 March 2026"
    )
    someone.open(f"{lang}/topics/theory/")
    dates = [one.get_attribute("data-date") for one in page.locator("[data-date]").all()]
    assert page.locator(".new").count() == sum(date >= "2026-03-03" for date in dates) > 0
    page.clock.set_fixed_time(datetime(2026, 3, 10, 12))
    someone.open(f"{lang}/")
    assert page.locator(".new").count() == 0
    assert someone.faults == []


def test_a_last_visit_that_is_no_date(reader: ReaderOf) -> None:
    """A last visit that is no day, or one that has not come, marks nothing."""
    someone = reader()
    someone.page.clock.set_fixed_time(datetime(2026, 3, 9, 12))
    page = someone.open("zh/")
    for value in ("2026-03-09 <b>never</b>", "tomorrow", "2026-03-09 9999-99-99"):
        store(page, VISITS, value)
        page.reload()
        assert page.locator(".new, main > .note").count() == 0
    assert someone.faults == []


@pytest.mark.parametrize(
    ("lang", "title"), [("zh", "勘误：样样都有的文章"), ("en", "Error: An article with everything")]
)
def test_an_error_is_reported(reader: ReaderOf, lang: str, title: str) -> None:
    """The link beside the source opens a new report with title, page and source filled in."""
    page = reader(script=False).open(f"{lang}/{ARTICLE}")
    href = page.get_by_role(
        "link", name="报告错误" if lang == "zh" else "Report an error"
    ).get_attribute("href")
    url = urlsplit(href)
    said = parse_qs(url.query)
    assert (url.hostname, url.path) == ("github.com", "/example/letter/issues/new")
    assert said["title"] == [title]
    assert f"https://example.org/letter/{lang}/{ARTICLE}" in said["body"][0]
    assert "content/everything.md:9-" in said["body"][0]


def test_one_section_of_an_issue(reader: ReaderOf) -> None:
    """The filter shows one section, and with code; it says how much; a link resets it."""
    someone = reader()
    page = someone.open(f"zh/{ISSUE}")
    said = page.locator(".filter output")
    expect(said).to_have_text("4 篇")
    page.locator("#part").select_option(index=2)
    assert page.locator("article.paper:visible").count() == 2
    expect(said).to_have_text("显示 2 / 4")
    page.locator("#code").check()
    expect(said).to_have_text("显示 0 / 4")
    page.locator(".rail .toc a").first.click()
    expect(said).to_have_text("4 篇")
    expect(page.locator("#code")).not_to_be_checked()
    expect(page.locator("section.group").first).to_be_in_viewport()
    assert someone.faults == []


def test_where_one_is_in_a_filtered_issue(reader: ReaderOf) -> None:
    """Sections that are not shown are never marked as the one being read."""
    page = reader().open(f"zh/{ISSUE}")
    page.locator("#part").select_option(index=1)
    page.evaluate("scrollTo(0, 300)")
    expect(page.locator(".toc [aria-current]")).to_have_text("生成模型2")


@pytest.mark.parametrize("width", [375, 1440])
def test_nothing_without_script(reader: ReaderOf, width: int) -> None:
    """Without a script there are no stars, no empty list, no filter that does nothing."""
    page = reader(width=width, script=False)
    for path in (PAPER, ISSUE, ""):
        shown = page.open(f"zh/{path}")
        assert (
            shown.locator(
                ":not(form.find) > button:visible, select:visible, #stars:visible"
            ).count()
            == 0
        )


@pytest.mark.parametrize("width", [375, 1440])
def test_nothing_shifts(reader: ReaderOf, width: int) -> None:
    """Pages stand still while they load, also with 双语, a star and a last visit remembered."""
    someone = reader(width=width)
    page = someone.open("zh/")
    store(page, STARS, json.dumps([{"path": PAPER, "zh": "甲", "en": "A"}]))
    store(page, VISITS, "2026-03-09 2026-03-01")
    store(page, "jianbao-both", "1")
    page.add_init_script("""
        window.shifts = 0;
        new PerformanceObserver((list) => {
            for (const one of list.getEntries()) window.shifts += one.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    for path in ("", ISSUE, PAPER, ARTICLE, "topics/theory/"):
        someone.open(f"{'zh' if width == 375 else 'en'}/{path}")
        page.wait_for_timeout(150)
        assert round(page.evaluate("shifts"), 3) == 0, path


def test_both_languages_stand_level(reader: ReaderOf) -> None:
    """With 双语 the two titles of an item, and its two abstracts, begin on one line."""
    page = reader().open(f"zh/{ISSUE}")
    page.locator(".tongue label").click()
    top = """(node, other) => Math.abs(node.getBoundingClientRect().top
        - node.closest(".two").querySelector(other).getBoundingClientRect().top)"""
    for own, far in (("hgroup.two > h3", ".alt"), (".two > .abs", ".other")):
        for one in page.locator(f"article.paper {own}:not(.only)").all():
            assert one.evaluate(top, far) < 3


def test_a_topic_says_how_much_is_shown(reader: ReaderOf) -> None:
    """A filter of a topic counts what is left; a group's own count is not shown beside a part."""
    page = reader().open("../samples/zh/topics/theory/")
    count = page.locator(".group > header .num").first
    expect(count).to_be_visible()
    page.locator("#code").check()
    shown = page.locator(".rows > li:visible").count()
    every = page.locator(".rows > li").count()
    assert 0 < shown < every
    expect(page.locator(".filter output")).to_have_text(f"显示 {shown} / {every}")
    expect(count).to_be_hidden()
    page.locator("#code").uncheck()
    expect(page.locator(".filter output")).to_be_hidden()


@pytest.mark.parametrize("site", ["letter", "journal"])
def test_paragraphs_stand_level(reader: ReaderOf, site: str) -> None:
    """With 双语 each block of a text begins on the line where its other side begins."""
    page = reader().open(f"../{site}/zh/{ARTICLE}")
    page.locator(".tongue label").click()
    tops = "nodes => nodes.map(node => Math.round(node.getBoundingClientRect().top))"
    own = page.locator(".level > .prose > *").evaluate_all(tops)
    far = page.locator(".level > .other > .prose > *").evaluate_all(tops)
    assert len(own) > 5
    assert own == far
    assert own == sorted(own)


def test_long_references_stay_inside(reader: ReaderOf) -> None:
    """The longest reference of a long article fits a phone, dark, without moving the page."""
    someone = reader(width=375, dark=True)
    someone.page.goto(
        someone.address.replace("/letter/", "/samples/") + f"zh/{SAMPLES['long article']}"
    )
    page = someone.page
    page.keyboard.press("Tab")
    for link in page.locator(".cite").all()[:6]:
        link.focus()
        place = page.locator("#peek").bounding_box()
        assert place
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 375
        assert sideways(page) == 0
