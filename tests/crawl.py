"""Walking over a served site: every address that any of its files names, over HTTP.

Unlike ``tests.pages`` it knows nothing of files; what a web server does not answer is missing. The
site is served below a folder, as a project's site is on GitHub Pages.
"""

import functools
import http.server
import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin

from lxml import etree

from tests.pages import Page

IN_TEXT = re.compile(r"\]\(<?([\w./#][^)\s>]*)>?\)|(?<!`)(https?://[^\s<>()`\]]+[^\s<>()`\].,:;])")
IN_PLACE = re.compile(r'\b(?:srcset|data-(?!copy)[a-z]+)="([^"]*\.[a-z]{2,4}[^"]*)"')
ASSET = re.compile(r"\.(?:webp|png|jpe?g|svg|js|css|txt)$")
TOLD = ("og:image", "og:url", "citation_abstract_html_url", "citation_fulltext_html_url")
KEYS = {"url", "api", "bib", "feed_url", "home_page_url", "pages"}


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain web server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; give the address of its root."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Crawl:
    """What was found from *root* on; addresses of *published* stand for those of *root*.

    *answers* has the ids of each address that was answered, *faults* a sentence for each that was
    not, or has not the anchor that is asked for.
    """

    def __init__(self, root: str, published: str) -> None:
        self.root = root
        self.published = published
        self.answers: dict[str, set[str]] = {}
        self.faults: list[str] = []
        self.left: list[tuple[str, str]] = [(root, "the beginning")]
        for known in ("sitemap.xml", "robots.txt", "llms.txt", "404.html", "api/site.json"):
            self.left.append((root + known, "the beginning"))
        while self.left:
            self._visit(*self.left.pop())

    def _visit(self, address: str, asker: str) -> None:
        place, anchor = urldefrag(address)
        if place not in self.answers:
            asked = quote(place, safe="/:%?=&~+,;@!$'()*")
            try:
                with urllib.request.urlopen(asked, timeout=60) as answer:
                    kind, data = answer.headers.get_content_type(), answer.read()
            except urllib.error.HTTPError as error:
                self.faults.append(f"{asker} → {address}: {error.code}")
                return
            self.answers[place] = set()
            self._read(place, place.rpartition(".")[2], kind, data)
        if anchor and unquote(anchor) not in self.answers[place]:
            self.faults.append(f"{asker} → {address}: no such anchor")

    def _read(self, place: str, ending: str, kind: str, data: bytes) -> None:
        if kind == "text/html":
            self._html(place, data.decode())
        elif ending in ("atom", "xml", "svg"):
            tree = etree.fromstring(data)
            for one in tree.iter():
                found = one.get("href") or (one.text if one.tag.endswith("}loc") else None)
                if found:
                    self._follow(place, found, whole=True)
                if one.get("type") == "html" and one.text:
                    self._html(place, f"<div>{one.text}</div>", whole=True)
        elif ending == "json":
            self._json(place, json.loads(data))
        elif ending in ("md", "txt"):
            for found in IN_TEXT.finditer(data.decode()):
                self._follow(place, found[1] or found[2], whole=True)
        elif ending == "css":
            for found in re.findall(r"url\(['\"]?([^)'\"]+)", data.decode()):
                self._follow(place, found)

    def _html(self, place: str, text: str, whole: bool = False) -> None:
        page = Page(text)
        if not whole:
            self.answers[place] = set(page.ids)
        for _, href in page.links:
            self._follow(place, href, whole=whole)
        for found in re.findall(
            r'\b(?:srcset|data-(?!copy)[a-z]+)="([^"]*\.[a-z]{2,4}[^"]*)"', text
        ):
            for one in found.split(","):
                if re.search(r"\.(?:webp|png|jpe?g|svg|js|css|txt)$", one.split()[0]):
                    self._follow(place, one.split()[0])
        for tag in page.metas:
            if (tag.get("property") or tag.get("name")) in TOLD:
                self._follow(place, tag["content"], whole=True)

    def _json(self, place: str, told: object, key: str = "") -> None:
        if isinstance(told, dict):
            for name, value in told.items():
                self._json(place, value, name)
        elif isinstance(told, list):
            for value in told:
                self._json(place, value, key)
        elif isinstance(told, str) and key in KEYS:
            self._follow(place, self.root + told[1:] if told.startswith("/") else told, whole=True)
        elif isinstance(told, str) and key == "content_html":
            self._html(place, f"<div>{told}</div>", whole=True)

    def _follow(self, place: str, href: str, whole: bool = False) -> None:
        """Note an address; *whole*: out of its file it has to be one without a page around it."""
        if self.published and href.startswith(self.published):
            href = self.root + href.removeprefix(self.published)
        elif whole and not re.match(r"[a-z]+:", href):
            self.faults.append(f"{place} → {href}: not a whole address")
            return
        address = urljoin(place, href)
        if address.startswith(self.root):
            self.left.append((address, place))
        elif address.startswith(self.root.rpartition("/repo/")[0] + "/"):
            self.faults.append(f"{place} → {href}: leaves the folder")
