"""An issue as a PDF, printed by the browser that is installed."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from generator.cli import main
from generator.export.browser import NAMES
from tests.conftest import Files, SiteFolder
from tests.test_export import FILES

LONG = "https://code.example/" + "a-very-long-address-indeed-" * 8
WIDE = f"""\
---
title: {{zh: 很宽, en: Wide}}
date: 2026-03-01
---
::: zh
见 <{LONG}>。

| 会议 | 日期 | 地点 | 网址 |
|---|---|---|---|
| 甲会 2026 | 2026-05-01 | 甲城 | <{LONG}> |
:::
::: en
See <{LONG}>.
:::
"""


@pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no browser is installed")
def test_a_pdf_is_printed(make_site: Callable[[Files], SiteFolder]) -> None:
    """On A4, with an outline, the day of the issue, the font of formulas, links that lead on."""
    make_site(FILES)
    done = CliRunner().invoke(main, ["export", "everything-more", "--format", "pdf"])
    assert done.exit_code == 0, done.output
    pdf = Path("export/everything-more.both.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert b"(D:20260301000000" in pdf
    assert re.search(rb"/MediaBox \[0 0 59[45][\d.]* 84[12]", pdf)
    assert b"/Outlines" in pdf
    assert b"STIX" in pdf
    assert b"(https://code.example/a?b=1&c=2)" in pdf
    assert "a picture is not in the PDF, there is no such file" in done.stderr


@pytest.mark.parametrize("form", ["email", "wechat"])
def test_what_is_sent_fits_a_telephone(
    make_site: Callable[[Files], SiteFolder], browser: Browser, form: str
) -> None:
    """A page is as wide as the screen whatever its words are, and nothing is asked for."""
    site = make_site({"wide.md": WIDE})
    done = CliRunner().invoke(main, ["export", "wide", "--format", form, "--lang", "zh"])
    assert done.exit_code == 0, done.output
    page = browser.new_page(viewport={"width": 320, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site.root / f"export/wide.zh.{form}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert [url for url in asked if not url.startswith("file:")] == []
    page.close()
