"""Reading a built site as a browser and a crawler would: links, anchors, languages, requests."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
HAN = re.compile("[㐀-鿿]")
SENTENCE = re.compile(r"(?:[A-Za-z]{2,}[ ,;]+){5,}")


class Page(HTMLParser):
    """One page: its ids, its links with tag, its text runs with the language they stand in."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.heads: list[dict[str, str]] = []
        self.metas: list[dict[str, str]] = []
        self.runs: list[tuple[str, str]] = []
        self.stack: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.h1 = 0
        self.feed(text)
        self.close()
        if self.stack:
            self.faults.append(f"not closed: {self.stack}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a start tag says."""
        values = {key: value or "" for key, value in attrs}
        if "style" in values or any(key.startswith("on") for key in values):
            self.faults.append(f"<{tag}> has a style or a handler")
        self.h1 += tag == "h1"
        if "id" in values:
            self.ids.append(values["id"])
        for key in ("href", "src", "action"):
            if key in values:
                self.links.append((tag, values[key]))
        if tag == "link":
            self.heads.append(values)
        if tag == "meta":
            self.metas.append(values)
        if tag not in VOID:
            above = self.stack[-1][1] if self.stack else ""
            self.stack.append((tag, values.get("lang", above)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element; a page closes each that it opens, in order."""
        if tag in VOID:
            return
        if not self.stack or self.stack[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-1:]}")
            return
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        """Note a run of text with its language."""
        if data.strip() and self.stack and self.stack[-1][0] not in ("script", "annotation"):
            self.runs.append((self.stack[-1][1], data.strip()))


def pages_of(files: Mapping[str, bytes]) -> dict[str, Page]:
    """Return every HTML file of a site, parsed."""
    return {n: Page(data.decode()) for n, data in files.items() if n.endswith(".html")}


def faults(files: Mapping[str, bytes], address: str = "") -> Iterator[str]:
    """Give everything that is wrong with a site's pages, as sentences."""
    pages = pages_of(files)
    for name, page in pages.items():
        yield from (f"{name}: {fault}" for fault in page.faults)
        if page.h1 != 1:
            yield f"{name}: {page.h1} h1"
        twice = {one for one in page.ids if page.ids.count(one) > 1}
        if twice:
            yield f"{name}: ids twice: {sorted(twice)}"
        for tag, href in page.links:
            fault = _broken(files, pages, name, tag, href, address)
            if fault:
                yield f"{name}: <{tag}> {href}: {fault}"
        yield from (f"{name}: {fault}" for fault in _foreign(name, page))
        yield from (f"{name}: {fault}" for fault in _alternates(pages, name, page, address))


def target(name: str, href: str, address: str) -> str | None:
    """Return the file that an address on page *name* leads to; ``None`` outside the site."""
    if address and href.startswith(address):
        href = "/" + href.removeprefix(address)
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    below = urlsplit(address).path
    if below and href.startswith(below):
        parts = urlsplit("/" + href.removeprefix(below))
    base = "/" + (posixpath.dirname(name) + "/" if "/" in name else "")
    path = unquote(parts.path)
    whole = posixpath.normpath(posixpath.join(base, path)) if path else "/" + name
    if path.endswith(("/", "..")) or whole == "/":
        whole = whole.rstrip("/") + "/index.html"
    return whole.removeprefix("/")


def _broken(
    files: Mapping[str, bytes], pages: Mapping[str, Page], name: str, tag: str, href: str, site: str
) -> str:
    found = target(name, href, site)
    if found is None:
        if urlsplit(href).scheme not in ("http", "https", "mailto"):
            return "an address of no known kind"
        return "" if tag in ("a", "link") and tag == "a" else "asks another origin"
    if found not in files:
        return f"there is no {found}"
    anchor = unquote(urlsplit(href).fragment)
    if anchor and found in pages and anchor not in pages[found].ids:
        return f"no anchor {anchor} in {found}"
    return ""


def _foreign(name: str, page: Page) -> Iterator[str]:
    """Give runs of text that stand in a language they are not written in."""
    for lang, text in page.runs:
        if lang.startswith("en") and HAN.search(text):
            yield f"Chinese inside lang={lang}: {text[:60]}"
        if lang.startswith("zh") and not HAN.search(text) and SENTENCE.search(text):
            yield f"English inside lang={lang}: {text[:60]}"


def _alternates(pages: Mapping[str, Page], name: str, page: Page, site: str) -> Iterator[str]:
    """Give hreflang links that are not returned, or do not name the page itself."""
    told = {one["hreflang"]: one["href"] for one in page.heads if "hreflang" in one}
    if not told:
        return
    if set(told) != {"zh", "en", "x-default"}:
        yield f"hreflang names {sorted(told)}"
    found = {code: target(name, href, site) for code, href in told.items()}
    if name not in found.values():
        yield "hreflang does not name the page itself"
    for far in found.values():
        others = (
            {target(far, one["href"], site) for one in pages[far].heads if "hreflang" in one}
            if far in pages
            else set()
        )
        if name not in others:
            yield f"hreflang is not mutual with {far}"
