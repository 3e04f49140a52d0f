"""What a reader does: switch, read both, filter, choose colours; with and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import KINDS, PAPER, ReaderOf

ISSUE = KINDS["issue"]
ARTICLE = KINDS["article"]


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize(("start", "end"), [("zh", "en"), ("en", "zh")])
def test_switching_keeps_the_place(reader: ReaderOf, width: int, start: str, end: str) -> None:
    """The link to the other language leads to the paper that was being read."""
    someone = reader(width=width)
    page = someone.open(f"{start}/{ISSUE}")
    paper = page.locator("article.paper").nth(2)
    place = paper.get_attribute("id")
    paper.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 20)")
    page.mouse.wheel(0, -30)  # the bar comes back
    page.wait_for_selector("[data-up]")
    link = page.locator(f".tongue a[lang^={end}]").bounding_box()
    assert link
    page.mouse.click(link["x"] + 9, link["y"] + 9)
    expect(page.locator("html")).to_have_attribute("lang", re.compile(end))
    assert someone.path == f"{end}/{ISSUE}#{place}"
    expect(page.locator("article.paper").nth(2)).to_be_in_viewport()


def test_an_article_keeps_its_heading(reader: ReaderOf) -> None:
    """Headings of the two languages share their ids, so that a switch stays in its part."""
    someone = reader()
    page = someone.open(f"zh/{ARTICLE}")
    heading = page.locator(".prose h2").nth(1)
    heading.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 50)")
    page.locator(".tongue a[lang=en]").click()
    page.wait_for_url("**/en/**")
    expect(page.locator("article.prose h2").nth(1)).to_have_text("Tables, pictures, code")
    expect(page.locator("article.prose h2").nth(1)).to_be_in_viewport()


def test_switching_at_the_top_adds_nothing(reader: ReaderOf) -> None:
    """Nobody who has not begun to read is sent down the page."""
    someone = reader()
    someone.open(f"zh/{ISSUE}").locator(".tongue a[lang=en]").click()
    someone.page.wait_for_url("**/en/**")
    assert someone.path == f"en/{ISSUE}"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_switching_without_script(glance: ReaderOf, kind: str) -> None:
    """The switch is a link: there and back, on every kind of page."""
    someone = glance(script=False)
    page = someone.open(f"zh/{KINDS[kind]}")
    before = page.url
    page.locator(".tongue a[lang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".tongue a[lang=zh-Hans]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert page.url == before


def test_the_key_t(reader: ReaderOf) -> None:
    """T switches, not while a reader writes elsewhere in the browser, and it can be turned off."""
    someone = reader()
    page = someone.open(f"zh/{PAPER}")
    page.keyboard.press("Control+t")
    assert someone.path.startswith("zh/")
    page.keyboard.press("t")
    page.wait_for_url("**/en/**")
    page.locator("#keys").click()
    page.keyboard.press("t")
    page.wait_for_timeout(200)
    assert someone.path.startswith("en/")


@pytest.mark.parametrize("script", [True, False])
def test_both_languages_by_keyboard(reader: ReaderOf, script: bool) -> None:
    """Space on the switch sets the abstracts side by side, on a phone one below the other."""
    for width in (1440, 375):
        page = reader(width=width, script=script).open(f"zh/{ISSUE}")
        own = page.locator("article.paper .abs").first
        far = page.locator("article.paper .other > div").first
        expect(far).not_to_be_visible()
        page.locator("#both").focus()
        page.keyboard.press("Space")
        expect(far).to_be_visible()
        expect(far).to_contain_text("Attention can be thin")
        one, two = own.bounding_box(), far.bounding_box()
        assert one
        assert two
        if width == 1440:
            assert two["x"] > one["x"] + one["width"]
            assert abs(two["y"] - one["y"]) < 8
        else:
            assert two["y"] > one["y"] + one["height"]


def test_both_languages_are_remembered(reader: ReaderOf) -> None:
    """The choice goes along to other pages, into the other tree, and can be taken back."""
    page = reader().open(f"zh/{ISSUE}")
    page.locator(".tongue label").click()
    page.locator("article.paper h3 a").first.click()
    expect(page.locator(".other > div").first).to_be_visible()
    page.locator(".tongue a[lang=en]").click()
    expect(page.locator("#both")).to_be_checked()
    page.locator(".tongue label").click()
    page.reload()
    expect(page.locator("#both")).not_to_be_checked()
    expect(page.locator(".other > div").first).not_to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_the_other_language_of_one_item(reader: ReaderOf, script: bool) -> None:
    """A summary, itself in the language it opens, shows one abstract and leaves the others shut."""
    page = reader(script=script).open(f"en/{ISSUE}")
    others = page.locator("details.other")
    expect(others.first).to_have_attribute("lang", "zh-Hans")
    others.first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(others.first.locator("div")).to_be_visible()
    expect(others.first.locator("div")).to_contain_text("注意力可以很稀薄")
    expect(others.nth(1).locator("div")).not_to_be_visible()


def test_the_second_copy_has_its_own_ids(reader: ReaderOf) -> None:
    """Notes and references of the other language lead to its own list, not to ours."""
    page = reader().open(f"zh/{ARTICLE}")
    page.locator(".tongue label").click()
    far = page.locator(".other .prose")
    far.locator("a[href^='#'][href*=ref]").first.click()
    place = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert place.startswith("en-")
    assert far.locator(f"[id='{place}']").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_only_with_code(reader: ReaderOf, script: bool) -> None:
    """The filter leaves what has code, and no empty sections."""
    page = reader(script=script).open(f"zh/{ISSUE}")
    assert page.locator("article.paper:visible").count() == 4
    page.locator("#code").check()
    assert page.locator("article.paper:visible").count() == 1
    assert page.locator("section.group:visible").count() == 1


def test_colours_are_remembered(reader: ReaderOf) -> None:
    """Light or dark stays as chosen from the first paint; the third press follows the system."""
    page = reader(dark=True).open("en/")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.locator("#colours").click()
    light = page.evaluate(ground)
    assert light != dark
    page.reload(wait_until="commit")
    page.wait_for_selector("main")
    assert page.evaluate(ground) == light
    page.locator("#colours").click()
    page.locator("#colours").click()
    assert page.evaluate(ground) == dark
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_no_dead_switches_without_script(reader: ReaderOf) -> None:
    """What only a script could do is not offered without one."""
    page = reader(script=False).open("zh/")
    assert page.locator(":not(form.find) > button:visible").count() == 0


def test_the_front_page_waits_for_a_choice(reader: ReaderOf) -> None:
    """A first visit is asked, a later one is led on; coming from inside the site one may choose."""
    someone = reader()
    page = someone.open("")
    page.wait_for_timeout(200)
    assert someone.path == ""
    page.locator(".door[lang=en]").click()
    page.wait_for_url("**/en/")
    someone.page.goto("about:blank")
    someone.open("")
    page.wait_for_url("**/en/")
    with page.expect_navigation():
        page.evaluate("location.href = '../'")
    page.wait_for_timeout(200)
    assert someone.path == ""


def test_printing(reader: ReaderOf) -> None:
    """On paper: no switches, no shut summaries, dark readers print on white."""
    page = reader(dark=True).open(f"zh/{ISSUE}")
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".tongue", ".filter", "summary >> nth=0", "footer"):
        expect(page.locator(part).first).not_to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_citation_is_copied_and_kept(reader: ReaderOf) -> None:
    """Copy puts the words on the clipboard and says so; download names the file after the paper."""
    page = reader().open(f"zh/{PAPER}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#cite dd button").first.click()
    expect(page.locator("#cite dd button").first).to_have_text("已复制")
    assert "[EB/OL]" in page.evaluate("navigator.clipboard.readText()")
    page.locator("#cite summary", has_text="BibTeX").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").first.click()
    assert download.value.suggested_filename.endswith(".bib")
    assert download.value.path().read_text().startswith("@")


def test_a_citation_without_script(reader: ReaderOf) -> None:
    """Without a script every format is there to be read and selected."""
    page = reader(script=False).open(f"en/{PAPER}")
    assert page.locator("#cite button").count() == 0
    page.locator("#cite summary", has_text="RIS").click()
    expect(page.locator("#cite pre").nth(1)).to_contain_text("TY  - UNPB")
