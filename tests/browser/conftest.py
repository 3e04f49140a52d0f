"""A site with one of everything, served as a web server would, and a browser to read it with."""

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.conftest import SiteFolder

pytest.importorskip("playwright", reason="the browser tests need the package playwright")

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell first: the same engine without a desktop's windows, at half the processor time."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

CONFIG = """
title = { zh = "视觉简报", en = "Vision Letter" }
tagline = { zh = "两种语言，一份日报", en = "One daily, two languages" }
base_url = "https://example.org/letter/"
repository = "https://github.com/example/letter"
[series.daily]
folder = "daily"
title = { zh = "每日论文", en = "Daily papers" }
licence = { zh = "署名", en = "CC BY", href = "https://creativecommons.org/licenses/by/4.0/" }
[series.weekly]
folder = "weekly"
title = { zh = "每周精选", en = "Weekly picks" }
[names]
"生成模型" = "Generative models"
"""

FORMULA = r"\mathcal{L}(\theta) = \sum_{i=1}^{N} \left[ \log p_\theta(x_i \mid z_i) \right]"

ZH = rf"""
## 长公式

$$ {FORMULA} + {FORMULA} + {FORMULA} + {FORMULA} $$

坏公式 $\frac{{1$ 照样读得到；见[1]，又见[^甲]。

## 表、图与代码

表 1 一张宽表

| 方法 | {" | ".join("ABCDEFGHIJ")} |
|---|{"---:|" * 10}
| 某方法 | {" | ".join(["12.34"] * 10)} |

![一张丢失的图](lost.png)

图 1 一张丢失的图

```python
print("{"很长" * 40}")
```

[^甲]: 一条脚注。

## 参考文献

- [1] 张三. 一本书. 2020. <https://example.org/{"long/" * 30}>
"""

EN = (
    ZH.replace("长公式", "A long formula")
    .replace("坏公式", "A bad formula ")
    .replace(" 照样读得到；见[1]，又见[^甲]。", " is shown all the same; see [1] and [^a].")
    .replace("表、图与代码", "Tables, pictures, code")
    .replace("表 1 一张宽表", "Table 1: A wide table")
    .replace("某方法", "Ours")
    .replace("方法", "Method")
    .replace("图 1 一张丢失的图", "Figure 1: A lost picture")
    .replace("一张丢失的图", "A lost picture")
    .replace("[^甲]: 一条脚注。", "[^a]: A note.")
    .replace("参考文献", "References")
    .replace("张三. 一本书", "San Zhang. A book")
    .replace("很长", "long ")
)

ARTICLE = f"""\
---
title: {{zh: 样样都有的文章, en: An article with everything}}
subtitle: {{zh: 副题, en: A subtitle}}
authors: [{{name: 李兰, affiliation: 某大学}}, Wang Ming]
date: 2026-03-05
abstract: {{zh: 一段提要。, en: A lede.}}
slug: everything
---
::: zh
{ZH}
:::
::: en
{EN}
:::
"""


def entry(
    paper: str, title: str, zh: str = "", *, abstract: bool = True, code: str = "null"
) -> str:
    """Return an entry of a digest; without *zh* it is in English only."""
    long = r"Attention can be thin and still see, at the edge of $\beta$. " * 6
    far = r"注意力可以很稀薄，却依然看得见，直到 $\beta$ 的边缘。" * 6
    lines = [
        ">>**index:** 1",
        f"**Title:** **{title}**",
        f"**Title_cn:** {zh}" if zh else "",
        "**Authors:** Li Lan, Wang Ming, et al.",
        f"**Abstract:** <details><summary>原文: </summary>{long}</details>" if abstract else "",
        f"**Abstract_cn:** <details><summary>译文: </summary>{far}</details>"
        if abstract and zh
        else "",
        f"**PDF:** <http://arxiv.org/pdf/{paper}v1>",
        f"**Code:** {code}",
    ]
    return "".join(f"{line}<br />\n" for line in lines if line)


def day(date: str) -> str:
    """Return a digest of four papers in two sections."""
    last = date[-2:]
    return (
        f"## [UPDATED!] **{date}** (Publish Time)\n\n>## **生成模型**\n>---\n"
        + entry(
            "2603.00001", r"Sparse attention at the edge of $\beta$", r"$\beta$ 边缘处的稀疏注意力"
        )
        + entry(
            f"2603.001{last}",
            f"Spatiotemporally-Multimodal-Representation Learning {date}",
            "一个非常长的标题：面向开放世界时空推理的多模态表示学习方法",
            code="<https://github.com/example/code>",
        )
        + "\n>## **没有英文名的主题**\n>---\n"
        + entry(f"2603.002{last}", f"In English only {date}")
        + entry(f"2603.003{last}", f"No abstract {date}", "没有摘要", abstract=False)
    )


CALLS = """\
# 图像通讯

2026 年第 1 期

## 目录

### | 征文

- 06 征文通知


# 征文通知

见表 1。第六届甲城年会将于 2027 年 4 月 28 日~5 月 1 日在甲城召开，由甲城大学承办。

责任编辑: 李四

表 1 会议

会议名称	会议地点	截稿日期	会议网站
甲会 2026	甲城	2026.11.30	<https://a.example/2026>
Second-Meeting-With-A-Very-Long-Name-Indeed 2027	Second City	2027.01.30	<https://b.example/>
乙会 2027	乙城	2027.03.15	<https://c.example/>
丙会		待定
"""

FILES = {
    "site.toml": CONFIG,
    "content/daily/2026-02-27.md": day("2026-02-27"),
    "content/daily/2026-03-02.md": day("2026-03-02"),
    "content/daily/2026-03-03.md": day("2026-03-03") + "\n一行不属于任何条目。\n",
    "content/daily/2026-03-04.md": "## [UPDATED!] **2026-03-04** (Publish Time)\n",
    "content/weekly/2026-03-03.md": day("2026-03-03"),
    "content/everything.md": ARTICLE,
    "content/calls.md": CALLS,
    "content/只有中文.md": "---\ntitle: 只有中文\ndate: 2026-02-01\n---\n## 起点\n正文。\n",
    "content/undated.md": "---\ntitle: An undated note\n---\nNo date, no author.\n",
}

PAPER = "papers/2603.00001/"

KINDS = {
    "home": "",
    "archive": "issues/",
    "issue": "issues/2026-03-03/",
    "empty issue": "issues/2026-03-04/",
    "paper in four issues": PAPER,
    "article": "issues/everything/everything/",
    "article in Chinese": "issues/只有中文/只有中文/",
    "undated article": "issues/an-undated-note/an-undated-note/",
    "topics": "topics/",
    "topic": "topics/theory/",
    "month of a topic": "topics/theory/2026-03/",
    "events": "events/",
    "month of events": "events/2027-01/",
    "call": "issues/2026-01/征文通知/",
    "search": "search/",
}
"""A page of every kind, below the language."""

ROOT = Path(__file__).parents[2]

SAMPLES = {
    "quarterly": "issues/2026-01/",
    "long article": "issues/2026-01/注意力机制-从翻译到视觉/",
    "interview": "issues/2026-01/关于残差网络的问答/",
    "report": "issues/2026-01/样例学会-两次重要的会议/",
    "call for papers": "issues/2026-01/2025-年会议征文回顾/",
    "proceedings": "issues/jb-24/",
    "paper of proceedings": "issues/jb-24/交并比究竟在量什么/",
    "notes": "issues/notes-attention-and-diffusion/",
    "note": "issues/notes-attention-and-diffusion/denoising-diffusion-probabilistic-models/",
    "round-up": "issues/读图周记-第-1-期/",
    "round-up article": "issues/读图周记-第-1-期/四个天天见面的数据集/",
}
"""What the project's own content has of every style."""


THEMES = {"default": ("letter", "samples"), "journal": ("journal", "journal-samples")}
"""Sites by theme: what is named after samples has the project's own content."""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Give playwright itself."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Give the browser that is installed; none is ever downloaded."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser is installed: none of {', '.join(BROWSERS)}")
    browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
    yield browser
    browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _make(root: Path, name: str, theme: str) -> None:
    """Build a site below *root* and put it into the folder that is served."""
    site = SiteFolder(root / name)
    if name.endswith("samples"):
        shutil.copytree(ROOT / "content", site.root / "content")
    else:
        site.write(FILES)
    site.write({"site.toml": f'theme = "{theme}"\n{CONFIG}'})
    site.build("public", with_gallery=name in ("letter", "journal"))
    (root / "served").mkdir(exist_ok=True)
    (site.root / "public").rename(root / "served" / name)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the sites below a sub-path, as a project page has it, and serve them.

    Where several processes run the tests, each site is built by one of them, for all.
    """
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "web"
    root.mkdir(exist_ok=True)
    for theme, sites in THEMES.items():
        for name in sites:
            with contextlib.suppress(FileExistsError):
                (root / name).mkdir()  # whoever makes it builds the site
                _make(root, name, theme)
    patience = time.monotonic() + 300
    for name in (name for sites in THEMES.values() for name in sites):
        while not (root / "served" / name).is_dir():
            assert time.monotonic() < patience, f"the site {name} was never built"
            time.sleep(0.2)
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(root / "served"))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/letter/"
        server.shutdown()


class Reader:
    """A reader with a browser of their own: what they asked for, and what went wrong."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("requestfailed", self._lost)
        page.on("request", lambda request: self._asked(request.url))

    def _note(self, kind: str, words: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(words)

    def _lost(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader went on before it had come
            self._note("error", request.url)

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.address).netloc:
            self.faults.append(f"asks another site: {url}")

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.address + quote(path))
        return self.page

    @property
    def path(self) -> str:
        """Where the reader is, below the site's root."""
        return self.page.url.removeprefix(self.address)


ReaderOf = Callable[..., Reader]


def context_of(browser: Browser, width: int, dark: bool, script: bool) -> BrowserContext:
    """Return a browser of its own: width, colours, with or without JavaScript."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15000)
    return context


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[ReaderOf]:
    """Return a function that gives a new reader: width, colours, with or without JavaScript."""
    contexts = []

    def make(*, width: int = 1440, dark: bool = False, script: bool = True) -> Reader:
        contexts.append(context_of(browser, width, dark, script))
        return Reader(contexts[-1].new_page(), address)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def glance(browser: Browser, address: str) -> Iterator[ReaderOf]:
    """Return a function that gives a reader who only looks: the same one each time, blank again.

    For tests that change nothing in the browser but what a page remembers of itself.
    """
    known: dict[tuple[int, bool, bool], Reader] = {}

    def look(*, width: int = 1440, dark: bool = False, script: bool = True) -> Reader:
        key = (width, dark, script)
        if key not in known:
            known[key] = Reader(context_of(browser, *key).new_page(), address)
        someone = known[key]
        if script and someone.page.url != "about:blank":
            someone.page.evaluate("localStorage.clear()")
        someone.page.set_viewport_size({"width": width, "height": 900})
        someone.faults.clear()
        return someone

    yield look
    for someone in known.values():
        someone.page.context.close()
