"""What is changed in a page of an issue wherever it goes: it leaves the site, scripts and folds."""

from collections.abc import Mapping

from generator.export.edition import Edition
from generator.export.tree import Element, change, classes, each
from generator.linking import address
from generator.text import Lang

UNSEEN = frozenset({"tex", "vh"})
"""Classes of words that the site keeps for machines and screen readers only."""

DEEPEST = 6
MANY = 8
"""Columns of a table above which it is set smaller."""

DROPPED = frozenset({"tabindex", "role", "aria-label", "data-href", "data-label"})
_KEPT_ROLES = frozenset({"presentation"})
ITEM, SHIFT = "data-item", "data-shift"


class Reshaper:
    """Changes a parsed page; with *anchors* what leads about in it stays, each id by its item.

    An element with ``data-item="3"`` holds item 3: ids in it become ``i3-…``. In one with
    ``data-shift="2"`` headings are two levels deeper. *files* are the files of items in a book of
    several, by the path of their pages on the site.
    """

    def __init__(
        self, edition: Edition, lang: Lang, *, anchors: bool, files: Mapping[str, str] | None = None
    ) -> None:
        self.edition = edition
        self.lang = lang
        self.anchors = anchors
        self.files = files
        self.links = edition.links

    def reshape(self, top: Element) -> None:
        """Change everything inside *top*."""
        self._scope(top, "")
        for deep in top.iter():
            by = int(deep.attrib.pop(SHIFT, "0"))
            for one in deep.iter() if by else ():
                if isinstance(one.tag, str) and one.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                    one.tag = f"h{min(int(one.tag[1]) + by, DEEPEST)}"
        change(top, self._change)

    def _scope(self, element: Element, prefix: str) -> None:
        for one in element:
            number = one.attrib.pop(ITEM, "")
            own = f"i{number}-" if number else prefix
            if number and self.anchors:
                one.set("id", f"i{number}")
            elif "id" in one.attrib:
                if self.anchors:
                    one.set("id", own + one.attrib["id"])
                else:
                    del one.attrib["id"]
            if own and one.get("href", "").startswith("#"):
                one.set("href", f"#{own}{one.attrib['href'][1:]}")
            self._scope(one, own)

    def _change(self, one: Element) -> Element | str | None:
        if UNSEEN & classes(one):
            return ""
        if one.tag == "a":
            href = self._href(one)
            if not href and "id" not in one.attrib:
                return None
            one.attrib.pop("href", None)
            if href:
                one.set("href", href)
            else:
                one.tag = "span"
        elif one.tag == "details":
            one.tag = "div"
        elif one.tag == "summary":
            one.tag = "p"
            one.set("class", "summary")
        elif one.tag in ("ul", "ol") and any("ref" in classes(a) for li in one for a in li):
            one.set("class", "refs")  # each has its number in brackets before it
        elif one.tag == "table" and max(map(len, each(one, "tr")), default=0) > MANY:
            one.set("class", "many")
        for name in DROPPED & set(one.attrib):
            if one.attrib[name] not in _KEPT_ROLES:
                del one.attrib[name]
        return one

    def _href(self, link: Element) -> str:
        """Return where a link leads from here; empty for nowhere."""
        inner = link.get("data-href", "")
        if inner:
            return self._led(inner)
        href = link.get("href", "")
        return "" if href.startswith("#") and not self.anchors else href

    def _led(self, href: str) -> str:
        """Return where a link of the content to the site leads."""
        target = self.links.places.target(self.edition.issue.card.path, href)
        if target is None:
            return ""
        if self.files and target.page and target.path in self.files:
            return self.files[target.path]
        if not self.edition.base_url:
            return ""
        return self.edition.base_url + address(
            target, self.lang, self.links.anchor(target, self.lang)
        )
