"""What a stranger draws from the texts of a site's pages is found by its search, in a browser."""

import os
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import SiteFolder

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
NUMBERS = (100, 50, 50) if TRIAL else (15, 8, 20)
DRAWN = dict(zip(("Chinese", "English", "mixed"), NUMBERS, strict=True))
LEAST = {"Chinese": 1.0, "English": 1.0, "mixed": 0.95}
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
GIBBERISH = ["龘靐齉爩", "鬱龗籲麤", "xqzvkjw", "qqwzx 龘靐", "图zzqxv像"]

Texts = dict[str, list[str]]
"""The text nodes of every page's main part, by its place."""


class _Nodes(HTMLParser):
    """Collects the text nodes of the main part, white space run together."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = self.inside or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        if self.inside and words.strip():
            self.found.append(words)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def texts_of(site: SiteFolder) -> Texts:
    """Return the texts of all pages but those of search itself."""
    texts: Texts = {}
    for name, data in site.files().items():
        if re.match("(zh|en)/(?!search/).*index.html$", name):
            nodes = _Nodes()
            nodes.feed(data.decode())
            if nodes.found:
                texts[name.removesuffix("index.html")] = nodes.found
    return texts


def drawn(texts: Texts, kind: str, rng: Random) -> str:
    """Return a string of a kind as it stands within one text node of some page."""
    while True:
        nodes = texts[rng.choice(list(texts))]
        text = rng.choices(nodes, [len(node) for node in nodes])[0]
        if kind == "English":
            words = re.findall("[A-Za-z]{3,}", text)
            if words:
                return rng.choice(words)
            continue
        size = rng.randint(2, 6) if kind == "Chinese" else rng.randint(3, 14)
        first = rng.randrange(max(1, len(text) - size))
        words = text[first : first + size].strip()
        if kind == "Chinese" and re.fullmatch(f"[{HAN}]{{{size}}}", words):
            return words
        if kind == "mixed" and re.search(f"[{HAN}]", words) and re.search("[A-Za-z]", words):
            return words


@pytest.fixture(scope="module", params=["sample", "raw"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Return a built site: of the sample content, or of every real file in one folder."""
    top = ROOT / "content" if request.param == "sample" else SEEDS
    files = [file for file in top.rglob("*") if file.is_file()] if top.is_dir() else []
    if not files:
        pytest.skip("the real files are not beside the project")
    site = SiteFolder(tmp_path_factory.mktemp(request.param))
    site.write({f"content/{file.relative_to(top)}": file.read_bytes() for file in files})
    site.write({"site.toml": ""})
    site.build(jobs=2)
    return site


@pytest.fixture
def served(site: SiteFolder) -> Iterator[str]:
    """Give the address at which a plain web server has the site."""
    handler = partial(_Quiet, directory=str(site.root / "public"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def ask(browser: Browser, served: str) -> Iterator[Callable[[str, str], set[str]]]:
    """Give a function from a language and a query to the places of the results."""
    page = browser.new_page()
    page.set_default_timeout(60_000)

    def found(lang: str, query: str) -> set[str]:
        place = f"{served}{lang}/search/"
        if page.url.partition("?")[0] == place:
            page.fill("#q", query)
            page.press("#q", "Enter")
        else:
            page.goto(f"{place}?q={quote(query)}")
        return results(page)

    yield found
    page.close()


def results(page: Page) -> set[str]:
    """Return the places that the results of a finished search lead to."""
    page.wait_for_selector('#results[data-state="done"]', state="attached")
    links = page.eval_on_selector_all("#results a", "all => all.map(one => one.href)")
    return {unquote(urlsplit(link).path[1:]) for link in links}


def test_what_is_drawn_is_found(site: SiteFolder, ask: Callable[[str, str], set[str]]) -> None:
    """Any string of any page leads to a page that has it, in either language's tree."""
    texts, rng = texts_of(site), Random(20261121)
    whole = {place: "\n".join(nodes) for place, nodes in texts.items()}
    for lang, (kind, number) in zip(("zh", "en", "zh"), DRAWN.items(), strict=True):
        missed = []
        for query in (drawn(texts, kind, rng) for _ in range(number)):
            right = {place for place, text in whole.items() if query in text}
            twins = {f"{'en' if place[:2] == 'zh' else 'zh'}{place[2:]}" for place in right}
            if not (right | twins) & ask(lang, query):
                missed.append(query)
        assert len(missed) <= number * (1 - LEAST[kind]), (kind, missed)


def test_gibberish_is_not_found(ask: Callable[[str, str], set[str]]) -> None:
    """What stands nowhere has no result at all, not even a topic."""
    assert {query: ask("zh", query) for query in GIBBERISH} == {query: set() for query in GIBBERISH}


def test_the_index_lists_every_page_once(site: SiteFolder) -> None:
    """No item and no issue is left out of the index, nor is one in it twice."""
    listed: list[str] = []
    kinds: dict[str, str] = {}
    for name, data in site.files().items():
        if re.fullmatch(r"search/[^/]*/zh\.bin", name):
            fields = (line.split("\t") for line in zlib.decompress(data).decode().splitlines())
            listed += [first for first, *_ in fields if "/" in first]
        elif name.startswith("zh/") and name.endswith("/index.html"):
            kind = re.search(b'data-page="([a-z0-9]+)"', data)
            place = name.removeprefix("zh/").removesuffix("index.html")
            kinds[place] = kind[1].decode() if kind else ""
    items = {place for place, kind in kinds.items() if kind in ("paper", "article")}
    issues = {place for place, kind in kinds.items() if kind == "issue"}
    assert len(listed) == len(set(listed))
    assert items < set(listed) <= items | issues
