"""Hundreds of attacks in every place of every style, before a real browser that may do as it likes.

``payloads.txt`` holds them. Pages are opened with the content security policy switched off, so that
it hides nothing, and again with it, to see that nothing even tries. In all pages of the site the
browser's own parser looks for what would wait for a click.
"""

import os
import re
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

from tests.conftest import SiteFolder

HERE = Path(__file__).parent
TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
WATCH = """
window.__ran = []; window.__broken = [];
window.__x = (n) => { window.__ran.push(location.href); };
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = window.__x;
addEventListener("securitypolicyviolation", (e) => window.__broken.push(
  e.violatedDirective + " " + e.blockedURI + " " + (e.sample || "")));
"""
LOOK = """
(doc) => {
  const ADDRESS = new RegExp("^(href|src|action|formaction|data|poster|background|ping|cite|" +
    "srcset|xlink:href)$");
  const faults = [], bad = new Set(["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE", "FRAME", "STYLE",
    "FORM", "APPLET", "svg", "SVG", "IMG", "VIDEO", "AUDIO", "TEMPLATE", "NOSCRIPT", "PLAINTEXT"]);
  const ours = (el) => el.closest(".own-form, form.find, figure.trend, [data-own]") !== null;
  const seen = new Set();
  for (const el of doc.querySelectorAll("*")) {
    const content = el.closest("main");
    if (content && bad.has(el.tagName) && !ours(el) && !OWN.has(el.outerHTML.split(">")[0]))
      faults.push(el.outerHTML.slice(0, 120));
    if (el.tagName === "SCRIPT" && el.src &&
        new URL(el.src, doc.baseURI).origin !== location.origin)
      faults.push(el.outerHTML.slice(0, 120));
    if (el.id && seen.has(el.id)) faults.push("twice: " + el.id);
    if (el.id) seen.add(el.id);
    if (el.id && (el.id in Document.prototype || Object.hasOwn(window, el.id)))
      faults.push("hides: " + el.id);
    for (const {name, value} of el.attributes) {
      if (/^on/i.test(name) || name === "style" || name === "srcdoc" || name === "name" &&
          content && !ours(el) && !["INPUT", "SELECT", "DETAILS"].includes(el.tagName))
        faults.push(el.tagName + " " + name + "=" + value.slice(0, 60));
      if (ADDRESS.test(name) && value) {
        let scheme = "?";
        try { scheme = new URL(value, "https://base.example/a/b/").protocol; } catch { }
        const near = new URL(value.replace(/[\\t\\n\\r]/g, ""), "https://base.example/a/b/", );
        if (!["http:", "https:", "mailto:"].includes(scheme)) faults.push(name + "=" + value);
        if (el.tagName !== "A" && el.tagName !== "LINK" && near.origin !== "https://base.example")
          faults.push(el.tagName + " " + name + "=" + value);
        if (/^[\\\\/]{2}/.test(value.trim())) faults.push(name + "=" + value);
      }
    }
  }
  return faults;
}
"""


def _payloads() -> list[str]:
    lines = (HERE / "payloads.txt").read_text("utf-8").split("\n")
    found = [line for line in lines if line and not line.startswith("## ")]
    return list(
        dict.fromkeys(
            re.sub(r"\\u([0-9a-f]{4})", lambda code: _char(code[1]), one) for one in found
        )
    )


def _char(code: str) -> str:
    """Return a character; half a surrogate cannot stand in a file and stays as it is written."""
    number = int(code, 16)
    return f"\\u{code}" if 0xD800 <= number < 0xE000 else chr(number)


PAYLOADS = _payloads()


def flat(payload: str) -> str:
    """Return a payload on one line."""
    return payload.replace("\n", " ").replace("\x00", "").replace("\x01", " ")


def quoted(payload: str) -> str:
    """Return a payload as a value of front matter."""
    shown = flat(payload).replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + re.sub(r"[^\x20-\x7e\xa0-\u2027\u2030-\ud7ff\uf900-\ufdcf\ufe30-\uff9f]", " ", shown)
        + '"'
    )


def article(number: int, some: Sequence[str]) -> str:
    """Return an article with *some* payloads in every place that one has."""
    title, far, who, what = (quoted(some[at % len(some)]) for at in range(4))
    body = "\n\n".join(some)
    cells = "\n".join(f"| {flat(one)} | `{flat(one)}` |" for one in some)
    spans = "\n\n".join(f"甲 {flat(one)} 乙 ${flat(one).replace('$', '')}$ 丙" for one in some)
    notes = "\n".join(f"- [{at}] {flat(one)}" for at, one in enumerate(some, 1))
    pictures = "\n\n".join(f"![{flat(one)}]({quote(one)} {quoted(one)})" for one in some[:20])
    return (
        f"---\ntitle: {{zh: {title}, en: {far}}}\nsubtitle: {what}\n"
        f"abstract: {{zh: {what}, en: {who}}}\n"
        f"authors: [{{name: {who}, affiliation: {what}}}, {far}]\ndate: 2026-03-{number + 1:02}\n"
        f"slug: {title}\nid: {far}\ntopics: [{who}]\n"
        f"links: [{{rel: {who}, href: {what}, label: {far}}}]\n---\n"
        f"::: zh\n{body}\n\n{spans}\n\n| {flat(some[0])} | b |\n|---|---|\n"
        f"{cells}\n\n见[1,2]。\n\n{pictures}\n"
        f"\n## 参考文献\n\n{notes}\n:::\n::: en\n{body}\n:::\n"
    )


def digest(some: Sequence[str]) -> str:
    """Return a day whose entries have a payload in every field."""
    lines = ["## [UPDATED!] **2026-03-02** (Publish Time)", f"\n>## **{flat(some[0])}**\n>---"]
    lines += [f"\n{flat(one)}\n" for one in some[:20]]
    for at in range(len(some)):
        title, cn, words = (flat(some[(at * 3 + k) % len(some)]) for k in range(3))
        if at * 3 >= len(some):
            break
        lines += [
            f">>**index:** {at + 1}<br />",
            f"**Title:** **{title}**<br />",
            f"**Title_cn:** {cn}<br />",
            f"**Authors:** {words}, Li Lan<br />",
            f"**Abstract:** <details><summary>原文: </summary>{words} Words. {title}</details>",
            f"**Abstract_cn:** <details><summary>译文: </summary>{cn} 词。{title}</details>",
            f"**PDF:** <http://arxiv.org/pdf/2603.{at:05}v1><br />",
            f"**Code:** <{words}><br />",
            f"**{title[:20]}:** {cn}<br />",
        ]
    return "\n".join(lines)


def newsletter(some: Sequence[str]) -> str:
    """Return a number whose columns, titles, editors and texts are payloads."""
    items = [flat(one) for one in some]
    contents = "\n".join(f"- {at:02} {one}" for at, one in enumerate(items[:40], 3))
    texts = "\n\n".join(
        f"## {one}\n\n某某大学 {one}\n\n{some[at]}\n\n"
        f"图 1 {one}\n\n{one}\t{one}\n{one}\t甲\n\n责任编辑 {one}"
        for at, one in enumerate(items[:40])
    )
    rest = "\n\n".join(some[40:])
    head = f"2026 年第 1 期\n\n主 编 {items[0]}\n\n## 目录\n\n### | {items[1]}\n\n"
    return f"{head}{contents}\n\n{texts}\n\n{rest}\n"


def notes(some: Sequence[str]) -> str:
    """Return notes whose groups, titles and fields are payloads."""
    papers = "\n\n".join(
        f"{flat(one)}--------------------\n\nA Paper of {flat(one)}\n\nGitHub：{flat(one)}\n\n"
        f"1、目标：{flat(one)}\n\n2、方法：\n\n  • {flat(one)}\n\n$$\n{flat(one)}\n$$\n"
        for one in some
    )
    return f"模版\n1、目标：\n\n2、方法：\n\n{papers}"


def roundup(some: Sequence[str]) -> str:
    """Return a round-up whose headings and paragraphs are payloads."""
    texts = "\n\n".join(f"#{flat(one)}\n\n{one}\n\n这一段提到 {flat(one)}。" for one in some)
    return f"{flat(some[0])} 第 24 期\n\n{texts}\n"


def proceedings(some: Sequence[str]) -> str:
    """Return a data set whose papers are payloads."""
    head = "index\nint64\n0\n9.1k\ntext\nstringlengths\n0\n61k\n"
    return head + "".join(
        f"{at}\n{flat(one)} Li Lan {flat(one)} Abstract {flat(one)} "
        f"1 Introduction {flat(one)} Words.\n"
        for at, one in enumerate(some)
    )


def named(payload: str) -> str:
    """Return a payload as the name of a file."""
    return flat(payload).replace("/", "∕")[:60] + ".md"


CONFIG = f"""
title = {{ zh = {quoted(PAYLOADS[0])}, en = {quoted(PAYLOADS[8])} }}
tagline = {{ zh = {quoted(PAYLOADS[16])}, en = {quoted(PAYLOADS[17])} }}
[series.a]
folder = "digest"
title = {{ zh = {quoted(PAYLOADS[20])}, en = {quoted(PAYLOADS[21])} }}
licence = {{ zh = {quoted(PAYLOADS[22])}, en = "x", href = "https://a.example/" }}
[names]
{quoted(flat(PAYLOADS[0]))} = {quoted(PAYLOADS[9])}
"""
TOPICS = "".join(
    f"[topics.x{at}]\ntitle = {{ zh = {quoted(one)}, en = {quoted(one)} }}\n"
    f"description = {{ zh = {quoted(one)}, en = {quoted(one)} }}\n"
    for at, one in enumerate(PAYLOADS[::60])
)


def _files() -> dict[str, str]:
    files = {"site.toml": CONFIG, "content/topics.toml": TOPICS}
    for number, at in enumerate(range(0, len(PAYLOADS), 60)):
        files[f"content/article/{number}.md"] = article(number, PAYLOADS[at : at + 60])
    files["content/digest/a.md"] = digest(PAYLOADS)
    for at in range(0, len(PAYLOADS), 150):
        some = PAYLOADS[at : at + 150]
        files[f"content/newsletter/{at}.md"] = newsletter(some)
        files[f"content/notes/{at}.md"] = notes(some[:40])
        files[f"content/roundup/{at}.txt"] = roundup(some)
    files["content/proceedings/a.txt"] = proceedings(PAYLOADS[::6])
    files |= {f"content/{named(one)}": one for one in PAYLOADS[::40]}
    return files


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def bad_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """Build and serve the site of all payloads; give its address and the paths of its pages."""
    site = SiteFolder(tmp_path_factory.mktemp("harm") / "site")
    site.root.mkdir()
    site.write(_files())
    site.build(jobs=2)
    public = site.root / "public"
    pages = sorted(p.relative_to(public).as_posix() for p in public.rglob("*.html"))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(public))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", pages
        server.shutdown()


class Watch:
    """A browser window that notes whatever it should never do."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        context.add_init_script(WATCH)
        self.page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", self._heard)
        self.page.on("dialog", lambda dialog: self.faults.append(f"a dialog: {dialog.message}"))

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.address).netloc:
            self.faults.append(f"asks {url}")

    def _heard(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.faults.append(said.text)

    def open(self, path: str) -> None:
        """Open a page, let it do what it will, and note what it did."""
        self.page.goto(self.address + quote(path, safe="/?=&%#"), wait_until="load")
        if "?q=" in path:  # results come later, with words of the pages that they are from
            done_with = '#results:not([data-state="busy"])'
            self.page.wait_for_selector(done_with, state="attached", timeout=60_000)
        done: dict[str, Any] = self.page.evaluate("({ran: __ran, broken: __broken})")
        self.faults += [f"{path}: a script ran: {one}" for one in done["ran"]]
        self.faults += [f"{path}: against the policy: {one}" for one in done["broken"]]


def opened(pages: Sequence[str]) -> list[str]:
    """Return the pages to open: lists, issues and articles, which hold many payloads each, and
    some of the others."""
    many = [p for p in pages if p.count("/") < 4 and "/papers/" not in p and "/topics/" not in p]
    rest = sorted(set(pages) - set(many))
    return many[:: 1 if TRIAL else 2] + rest[:: 10 if TRIAL else 60]


@pytest.mark.slow
@pytest.mark.parametrize("policy", [False, True], ids=["without a policy", "with the policy"])
def test_nothing_runs(browser: Browser, bad_site: tuple[str, list[str]], policy: bool) -> None:
    """No script runs, nothing is asked of another host, and the policy has nothing to forbid."""
    address, pages = bad_site
    context = browser.new_context(bypass_csp=not policy)
    watch = Watch(context, address)
    chosen = opened(pages)[:: 4 if policy and not TRIAL else 1]
    for path in chosen[policy::2] if policy else chosen:
        watch.open(path)
    step = (12 if policy else 1) if TRIAL else 80
    for query in ("script", "甲", "onerror", *PAYLOADS[policy::step]):
        watch.open(f"zh/search/index.html?q={quote(query, safe='')}")
    context.close()
    assert watch.faults == []


@pytest.mark.slow
def test_nothing_waits_for_a_click(browser: Browser, bad_site: tuple[str, list[str]]) -> None:
    """In no page is a handler, a style, a foreign element, a script's address or a taken name."""
    address, pages = bad_site
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    found: dict[str, list[str]] = page.evaluate(
        f"""async (paths) => {{
          const OWN = new Set(), look = {LOOK}, faults = {{}};
          for (const path of paths) {{
            const text = await (await fetch(path)).text();
            const bad = look(new DOMParser().parseFromString(text, "text/html"));
            if (bad.length) faults[path] = bad.slice(0, 5);
          }}
          return faults;
        }}""",
        [quote(path) for path in pages],
    )
    context.close()
    own = ('<noscript><p class="lede">', '<form class="find" role="search" ')
    for path in [path for path in found if path.endswith("/search/index.html")]:
        found[path] = [fault for fault in found[path] if not fault.startswith(own)]
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_payloads_are_many() -> None:
    """At least four hundred, each another one."""
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 400


def test_it_would_be_noticed_that_a_script_ran(browser: Browser, tmp_path: Path) -> None:
    """The watch sees a script, a request, a handler: or it would be worth nothing."""
    (tmp_path / "a.html").write_text("<main><img src=x onerror=__x(1)><b id=URL>b</b></main>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(bypass_csp=True)
        watch = Watch(context, f"http://127.0.0.1:{server.server_port}/")
        watch.open("a.html")
        watch.page.wait_for_function("__ran.length > 0")
        watch.open("a.html")
        faults = watch.page.evaluate(
            f"() => {{ const OWN = new Set(); return ({LOOK})(document); }}"
        )
        context.close()
        server.shutdown()
    assert any("onerror" in fault for fault in faults)
    assert "hides: URL" in faults
