"""A site that is read and rendered in memory: what tests of thousands of inputs can afford."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from generator.build import draft
from generator.config import load_config
from generator.diagnostics import Diagnostic, ordered
from generator.discover import discover
from generator.engine import environment
from generator.library import Memory
from generator.render import Renderer
from generator.theme import Theme, load_theme, own_themes
from generator.topics import load_topics
from generator.workshop import Choices, Workshop
from tests.pages import VOID

CHOICES = Choices(as_of="2026-12-31", drafts=True)
MATH_VOID = {"mspace", "mprescripts", "none"}
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "background", "cite")
DANGER = {"script", "iframe", "object", "embed", "frame", "frameset", "base", "style", "applet"}
DATA = {"type": "application/ld+json"}
"""What a script element says that holds data: no browser runs it."""
SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|[.]{1,2}/|#|[\w%.-]+(?:/|$)|\?|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Unwritten:
    """Problems in order, and the bytes of every output by its path."""

    problems: tuple[Diagnostic, ...]
    files: Mapping[str, bytes]

    @property
    def told(self) -> list[str]:
        """The problems as the command prints their first lines."""
        return [str(problem) for problem in self.problems]

    @property
    def pages(self) -> dict[str, str]:
        """Every HTML page by its path."""
        return {n: data.decode() for n, data in self.files.items() if n.endswith(".html")}


@lru_cache(maxsize=1)
def _theme() -> Theme:
    return load_theme("default", (own_themes(),))


@lru_cache(maxsize=1)
def _engine() -> object:
    return environment(_theme())


class NoCupboard:
    """Keeps nothing of a search index."""

    def copied(self, _: str) -> bytes | None:
        """Return nothing."""
        return None

    def keep_copy(self, _: str, data: bytes) -> None:
        """Keep nothing."""

    def drawers(self, key: str) -> list[bytes] | None:
        """Return nothing."""

    def keep_drawers(self, key: str, drawers: list[bytes]) -> None:
        """Keep nothing."""


def unwritten(root: Path, *, whole: bool = True) -> Unwritten:
    """Read ``content/`` below *root* and render its pages; without *whole* those of issues only.

    The default theme is loaded once for all.
    """
    config, problems = load_config(None, root / "content", root / "public")
    topics, more = load_topics(config.content)
    shop = Workshop(config, _theme(), topics, (*problems, *more))
    shop.__dict__["version"] = "same"
    found, noticed = discover(shop.config.content, shop.config.output)
    made = draft(shop, found, {}, Memory(), CHOICES)
    press = Renderer(made.scene, made.plan, shop.theme, NoCupboard())
    press.__dict__["env"] = _engine()
    paths = made.plan.outputs()
    wanted = [p for p in paths if whole or re.match(r"(?:zh|en)/(?:issues/.|papers/)", p)]
    files = {path: press.output(path) for path in press.in_order(wanted)}
    return Unwritten(tuple(ordered([*noticed, *made.problems])), files)


class Look(HTMLParser):
    """What a page holds that it may not, its words, and all that its attributes say."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.said: list[str] = []
        self.ids: list[str] = []
        self.scripts = self.data = 0
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            self.faults.append(f"not closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge a start tag."""
        self._judge(tag, attrs)
        if tag not in VOID and tag not in MATH_VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an empty element."""
        self._judge(tag, attrs)

    def _judge(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self.said += values.values()
        for key, value in values.items():
            if key.startswith("on") or key in ("style", "srcdoc"):
                self.faults.append(f"<{tag} {key}={value[:40]!r}>")
            if key in ADDRESSES and not SAFE.match(value):
                self.faults.append(f"<{tag} {key}={value[:60]!r}>")
        if "id" in values:
            self.ids.append(values["id"])
        own = tag == "script" and (not values or "/assets/" in f"/{values.get('src', '')}")
        self.scripts += own and not values
        is_data = tag == "script" and values == DATA
        self.data += is_data
        if tag in DANGER and not own and not is_data:
            self.faults.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        """Close an element; a page closes each that it opens, in order."""
        if tag not in VOID and (not self._open or self._open.pop() != tag):
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.said.append(data)


def harm(page: str) -> list[str]:
    """Return what a page holds that no page may: handlers, foreign scripts, odd addresses."""
    look = Look(page)
    faults = list(look.faults)
    if look.data > 1:
        faults.append(f"{look.data} blocks of data in the page")
    if look.scripts > 1:
        faults.append(f"{look.scripts} scripts in the page itself")
    twice = {one for one in look.ids if look.ids.count(one) > 1}
    if twice:
        faults.append(f"ids twice: {sorted(twice)}")
    return faults
