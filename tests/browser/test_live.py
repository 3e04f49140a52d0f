"""Live preview: what an editor saves appears in the open page."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]


@pytest.fixture
def preview(make_site: MakeSite) -> Iterator[tuple[SiteFolder, str]]:
    """Run ``jianbao serve`` on a small site; give the site and the address it says."""
    site = make_site({"daily/2026-03-02.md": DAY, "site.toml": ""})
    command = [sys.executable, "-m", "generator", "serve", "--port", "0"]
    command += ["--config", str(site.root / "site.toml")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if found := re.search(r"http://[0-9.:]+/", line):
                yield site, found[0]
                break
        else:
            pytest.fail(f"the preview did not start: {said}")
        process.terminate()


def test_a_saved_change_appears(preview: tuple[SiteFolder, str], browser: Browser) -> None:
    """The open page shows the new title by itself, and a problem as long as there is one."""
    site, address = preview
    file: Path = site.root / "content/daily/2026-03-02.md"
    page = browser.new_page()
    try:
        page.goto(f"{address}zh/issues/2026-03-02/")
        expect(page.locator("article.paper h3").first).to_contain_text("边缘处的稀疏注意力")
        page.wait_for_timeout(300)
        file.write_text(DAY.replace("边缘处的稀疏注意力", "改过的题目"), encoding="utf-8")
        expect(page.locator("article.paper h3").first).to_contain_text("改过的题目")
        file.write_bytes("坏了的编码".encode("gb18030"))
        expect(page.locator("body")).to_contain_text("not-utf-8")
        file.write_text(DAY, encoding="utf-8")
        expect(page.locator("article.paper h3").first).to_contain_text("边缘处的稀疏注意力")
    finally:
        page.close()
