"""Live preview: what an editor saves appears in the open page, and nothing else moves."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]

ENTRIES = "".join(
    f""">>**index:** {number}<br />
**Title:** **Study {number} of quiet things**<br />
**Title_cn:** 静物研究之{number}<br />
**Authors:** Li Lan<br />
**Abstract:** <details><summary>原文: </summary>{"Words that take room. " * 20}</details>
**Abstract_cn:** <details><summary>译文: </summary>{"占地方的话。" * 40}</details>
**PDF:** <http://arxiv.org/pdf/2603.001{number:02}v1><br />
**Code:** null<br />
"""
    for number in range(2, 12)
)
LONG = DAY + ENTRIES
THEME = {
    "themes/mine/theme.toml": 'extends = "default"\n',
    "themes/mine/static/print.css": "body { color: black }\n",
}
ISSUE = "zh/issues/2026-03-02/"


class Editor:
    """Somebody with a preview running and a browser beside it."""

    def __init__(self, site: SiteFolder, address: str, context: BrowserContext) -> None:
        self.site, self.address, self.context = site, address, context
        self.day = site.root / "content/2026-03-02.md"
        self.tests = 0

    def open(self, path: str = ISSUE) -> Page:
        """Open a page and leave a mark in it, which is gone once it is loaded again."""
        page = self.context.new_page()
        page.goto(self.address + path)
        page.evaluate("window.mark = 1")
        return page

    def save(self, old: str, new: str, text: str = LONG) -> None:
        """Save the day with some words changed."""
        assert old in text
        self.day.write_text(text.replace(old, new), encoding="utf-8")


def is_same(page: Page) -> bool:
    """Say whether a page has not been loaded again."""
    return bool(page.evaluate("window.mark === 1"))


@pytest.fixture(scope="module")
def editor(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """Run ``jianbao serve`` on a small site, with a browser."""
    site = SiteFolder(tmp_path_factory.mktemp("preview").resolve())
    site.write({"content/2026-03-02.md": LONG, "site.toml": 'theme = "mine"\n', **THEME})
    command = [sys.executable, "-m", "generator", "serve", "--port", "0"]
    command += ["--config", str(site.root / "site.toml")]
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    context.set_default_timeout(20_000)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if found := re.search(r"http://[0-9.:]+/", line):
                yield Editor(site, found[0], context)
                break
        else:
            pytest.fail(f"the preview did not start: {said}")
        context.close()
        process.terminate()


@pytest.fixture(autouse=True)
def as_it_was(editor: Editor) -> Iterator[None]:
    """Begin each test with the same files, the preview at rest, and no page open."""
    expect.set_options(timeout=20_000)
    for extra in editor.site.root.glob("themes/mine/templates/*"):
        extra.unlink()
    editor.tests += 1
    mark = f"第 {editor.tests} 次"
    settings = f'theme = "mine"\ntagline = "{mark}"\n'
    editor.site.write({"content/2026-03-02.md": LONG, "site.toml": settings, **THEME})
    page = editor.context.new_page()
    page.goto(f"{editor.address}zh/")
    expect(page.locator("main")).to_contain_text(mark)
    yield
    for page in editor.context.pages:
        page.close()


def first_title(page: Page):  # type: ignore[no-untyped-def]
    """Return the first title of the issue."""
    return page.locator("article.paper h3").first


def test_a_saved_change_appears_in_place(editor: Editor) -> None:
    """New words stand where the old ones did; scroll, open details, focus and choices stay."""
    page = editor.open()
    page.locator("#both").check()
    page.locator("article.paper details").nth(9).evaluate("it => { it.open = true }")
    page.locator("article.paper h3 a").nth(8).focus()
    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_function("scrollY === 1500")
    editor.save("边缘处的稀疏注意力", "改过的题目")
    expect(first_title(page)).to_contain_text("改过的题目")
    assert is_same(page)
    assert page.locator("#both").is_checked()
    assert page.evaluate("document.documentElement.hasAttribute('data-both')")
    assert page.locator("article.paper details").nth(9).evaluate("it => it.open")
    assert "静物研究之9" in page.evaluate("document.activeElement.textContent")
    assert abs(page.evaluate("scrollY") - 1500) < 60


def test_stars_stay(editor: Editor) -> None:
    """A starred item is starred after a change, and the button still works."""
    page = editor.open()
    star = page.locator("article.paper .star").nth(3)
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    editor.save("占地方的话。" * 40, "短话。")
    expect(page.locator("article.paper").nth(3)).to_contain_text("短话。")
    expect(star).to_have_attribute("aria-pressed", "true")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")
    assert is_same(page)


def test_new_and_removed_items(editor: Editor) -> None:
    """Items that come or go bring the page anew, with scroll and open details where they were."""
    page = editor.open()
    opened = page.locator("article.paper").nth(4).locator("details").first
    opened.evaluate("it => { it.open = true }")
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_function("scrollY === 900")
    last = ENTRIES.rindex(">>**index:**")
    editor.day.write_text(DAY + ENTRIES[:last], encoding="utf-8")
    expect(page.locator("article.paper")).to_have_count(10)
    page.wait_for_function("document.querySelector('article.paper details[open]')")
    assert opened.evaluate("it => it.open")
    page.wait_for_function("scrollY > 500")
    editor.save("Wang Ming", "Wang Ming")
    expect(page.locator("article.paper")).to_have_count(11)


def test_style_is_swapped(editor: Editor) -> None:
    """Another style sheet takes the place of the old one; the page stays."""
    editor.site.write({"themes/mine/static/theme.css": "main { color: rgb(1, 2, 3) }\n"})
    page = editor.open()
    main = page.locator("main")
    expect(main).to_have_css("color", "rgb(1, 2, 3)")
    editor.site.write({"themes/mine/static/theme.css": "main { color: rgb(4, 5, 6) }\n"})
    expect(main).to_have_css("color", "rgb(4, 5, 6)")
    expect(page.locator("link[rel=stylesheet][href*='theme.']")).to_have_count(1)
    assert is_same(page)
    (editor.site.root / "themes/mine/static/theme.css").unlink()
    expect(main).not_to_have_css("color", "rgb(4, 5, 6)")


def test_problems_lie_over_the_last_good_page(editor: Editor) -> None:
    """Broken templates, missing words, wrong settings: each is told, and goes once mended."""
    page = editor.open()
    alert = page.get_by_role("alert")
    broken = {
        "themes/mine/templates/issue.html": "\n{% if %}\n",
        "themes/mine/templates/home.html": "{{",
    }
    editor.site.write(broken)
    expect(alert).to_contain_text("themes/mine/templates/issue.html:2:1: ")
    expect(alert).to_contain_text("themes/mine/templates/home.html:1:1: ")
    expect(first_title(page)).to_contain_text("边缘处的稀疏注意力")
    (editor.site.root / "themes/mine/templates/home.html").unlink()
    editor.site.write({"themes/mine/templates/issue.html": "<p>\n{{ view.colour }}\n"})
    expect(alert).to_contain_text("themes/mine/templates/issue.html:2:1: ")
    expect(alert).to_contain_text("colour")
    expect(first_title(page)).to_contain_text("边缘处的稀疏注意力")
    (editor.site.root / "themes/mine/templates/issue.html").unlink()
    expect(alert).to_have_count(0)
    editor.site.write({"site.toml": 'theme = "mine"\ntitle = ]\n'})
    expect(alert).to_contain_text("site.toml:2:")
    (editor.site.root / "site.toml").unlink()
    expect(alert).to_contain_text("there is no configuration file")
    editor.site.write({"site.toml": 'theme = "mine"\ntitle = "岭南"\n'})
    expect(page.locator(".brand")).to_contain_text("岭南")
    expect(alert).to_have_count(0)


def test_errors_of_content(editor: Editor) -> None:
    """An error in a file is listed with its place as long as it is there."""
    page = editor.open()
    editor.site.write({"content/坏.md": "坏了的编码".encode("gb18030")})
    expect(page.get_by_role("alert")).to_contain_text("坏.md:1:1: error[not-utf-8]")
    (editor.site.root / "content/坏.md").unlink()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert is_same(page)


def test_a_page_that_goes_and_comes_back(editor: Editor) -> None:
    """A removed file leaves its page to say so; once it is back, so is the page."""
    page = editor.open()
    editor.day.rename(editor.day.with_suffix(".bak"))
    expect(page.locator("article.paper")).to_have_count(0)
    editor.day.with_suffix(".bak").rename(editor.day)
    expect(page.locator("article.paper")).to_have_count(11)


def test_more_than_six_tabs(editor: Editor) -> None:
    """Eight open tabs share one connection: each follows, and further pages still load."""
    pages = [editor.open() for _ in range(8)]
    editor.save("边缘处的稀疏注意力", "八个标签")
    for page in pages:
        page.bring_to_front()
        expect(first_title(page)).to_contain_text("八个标签")
        assert is_same(page)


def test_search_in_the_preview(editor: Editor) -> None:
    """What was saved a moment ago is found."""
    editor.save("边缘处的稀疏注意力", "松下问童子")
    page = editor.open()
    expect(first_title(page)).to_contain_text("松下问童子")
    page = editor.open("zh/search/?q=松下问童子")
    expect(page.locator("#results")).to_contain_text("松下问童子")


def test_atomic_saves(editor: Editor) -> None:
    """An editor that writes beside and renames is followed."""
    page = editor.open()
    beside = editor.day.with_name("2026-03-02.md___jb_tmp___")
    beside.write_text(LONG.replace("边缘处的稀疏注意力", "换上来的"), encoding="utf-8")
    beside.rename(editor.day)
    expect(first_title(page)).to_contain_text("换上来的")


def test_without_shared_workers(editor: Editor) -> None:
    """Where a browser has none, a tab listens for itself."""
    page = editor.context.new_page()
    page.add_init_script("delete window.SharedWorker")
    page.goto(editor.address + ISSUE)
    editor.save("边缘处的稀疏注意力", "自己听")
    expect(first_title(page)).to_contain_text("自己听")
