"""Addresses that the last published site had: whoever has kept one must still arrive somewhere."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from generator.assemble import Site
from generator.diagnostics import Diagnostic, Severity
from generator.plan import Page, Plan
from generator.source import Span
from generator.text import LANGS

MOST = 300
"""New pages among which the successor of a lost one is looked for."""


def check(
    site: Site, plan: Plan, published: Sequence[tuple[str, Span]], address: str
) -> Iterator[Diagnostic]:
    """Warn of every published page that this site has no more, with what may stand for it.

    *published* are absolute addresses with their places in a sitemap, the first being that of the
    site, unless all begin with *address*. The two languages of a page are one page.
    """
    if not published:
        return
    base = address if all(one.startswith(address) for one, _ in published) else published[0][0]
    old: dict[str, Span] = {}
    for one, span in published:
        lang, _, path = unquote(one.removeprefix(base)).partition("/")
        if one.startswith(base) and lang in LANGS:
            old.setdefault(path, span)
    pages = {page.path: page for page in plan.pages}
    led = {alias.path for alias in plan.aliases if alias.owner is None}
    lost = [path for path in old if path not in pages and path not in led]
    new = [path for path in pages if path not in old] if lost else []
    for path in lost:
        message = f"the published site had /{LANGS[0]}/{path}, and this one has nothing there"
        hint = _hint(site, path, _successor(path, new, pages))
        yield Diagnostic(Severity.WARNING, "url-gone", message, old[path], hint)


def _successor(path: str, new: Iterable[str], pages: dict[str, Page]) -> Page | None:
    """Return the new page that resembles a lost one: in its kind, and in its name."""
    kind, name = path.partition("/")[0], path.rstrip("/").rpartition("/")[2]
    kin = [one for one in new if one.partition("/")[0] == kind]
    same = next((one for one in kin if one.rstrip("/").rpartition("/")[2] == name), None)
    near = [same] if same else difflib.get_close_matches(path, kin[:MOST], 1, 0.7)
    return pages[near[0]] if near else None


def _hint(site: Site, path: str, page: Page | None) -> str:
    if page is None or page.issue < 0:
        return f"bring it back, or write 'aliases: [/{path}]' into the file that stands for it"
    source = site.issues[page.issue].card.path
    return f"write 'aliases: [/{path}]' into {source} if /{LANGS[0]}/{page.path} stands for it"
