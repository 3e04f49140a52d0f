"""What tests share: a site in a folder, built in one call; and how cases are updated."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import hypothesis
import pytest

from generator.gallery import gallery
from generator.renew import build
from generator.store import Report
from generator.workshop import Choices, open_workshop

hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("trial", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("trial" if os.environ.get("JIANBAO_TRIAL") else "steady")
# Found once is a case; ``make test`` says the same of the same code, ``make trial`` looks further.


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-cases``."""
    parser.addoption("--update-cases", action="store_true", help="write what cases expect anew")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to update cases where nobody would look at them."""
    config.addinivalue_line("markers", "slow: takes seconds rather than milliseconds")
    if config.getoption("--update-cases") and os.environ.get("CI"):
        raise pytest.UsageError("--update-cases is for the desk, not for CI")


Files = Mapping[str, str | bytes]

DAY = """\
## [UPDATED!] **2026-03-02** (Publish Time)

>## **生成模型**
>---
>>**index:** 1<br />
**Title:** **Sparse attention at the edge of $\\beta$**<br />
**Title_cn:** 边缘处的稀疏注意力<br />
**Authors:** Li Lan, Wang Ming<br />
**Abstract:** <details><summary>原文: </summary>Attention can be thin and still see.</details>
**Abstract_cn:** <details><summary>译文: </summary>注意力可以很稀薄，却依然看得见。</details>
**PDF:** <http://arxiv.org/pdf/2603.00001v1><br />
**Code:** null<br />
"""
"""The smallest day of a digest."""

ARTICLE = """\
---
title: {zh: 一条捷径, en: A shortcut}
date: 2026-03-01
---
::: zh
## 起点
残差让深层网络学得动。
:::
::: en
## Start
Residuals let deep networks learn.
:::
"""


class SiteFolder:
    """A folder with a site in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, files: Files) -> None:
        """Write files below the root, making folders."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def build(
        self, output: str = "public", *, with_gallery: bool = False, **choices: object
    ) -> Report:
        """Build the site into *output*, with the gallery of its theme if that is asked for."""
        config = self.root / "site.toml"
        shop = open_workshop(
            config=config if config.exists() else None,
            content=self.root / "content",
            output=self.root / output,
        )
        wanted = {"as_of": "2026-12-31", "jobs": 1, **choices}
        extra = gallery(shop) if with_gallery else {}
        return build(shop, Choices(**wanted), extra)  # type: ignore[arg-type]

    def files(self, output: str = "public") -> dict[str, bytes]:
        """Return every file of the output by its path."""
        top = self.root / output
        return {
            p.relative_to(top).as_posix(): p.read_bytes() for p in top.rglob("*") if p.is_file()
        }

    def page(self, path: str, output: str = "public") -> str:
        """Return one page as text."""
        return (self.root / output / path).read_text(encoding="utf-8")


@pytest.fixture
def make_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Files], SiteFolder]:
    """Return a function that lays out a site: content files by name, ``site.toml`` if given.

    The test goes on in the site's folder, so that no other ``site.toml`` is found.
    """

    def make(files: Files) -> SiteFolder:
        site = SiteFolder(tmp_path / "site")
        site.root.mkdir(exist_ok=True)
        monkeypatch.chdir(site.root)
        site.write(
            {
                n if n.startswith(("site.toml", "themes/")) else f"content/{n}": t
                for n, t in files.items()
            }
        )
        return site

    return make
