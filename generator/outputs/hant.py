"""Simplified to traditional characters: in the words of a finished page, and nowhere else.

Attributes, code, formulas, citations and what is in another language stay as they are: every
address, id and fact is the same in both trees.
"""

import posixpath
import re
from functools import cached_property
from typing import Any

from generator.config import Hant
from generator.errors import ConfigError
from generator.regex import regex
from generator.text import LANGS

_PIECE = regex(
    r"<!--.*?-->|<(?P<raw>script|style)\b[^>]*>.*?</(?P=raw)>"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_KEPT = frozenset({"code", "pre", "math", "kbd", "samp", "textarea", "svg"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_OTHER = regex(r"\s(?:lang=\"(?!zh)|hreflang=|translate=\"no\"|data-copy\b)")
_FILE = regex(r"(?P<key>(?<=\s)href)=\"(?P<file>(?:[\w%.~-]+/)*[\w%.~-]+\.(?:atom|json|ics|md))\"")
_LANG = ' lang="zh-Hans"'


def made_by() -> str:
    """Return the version of what turns the characters. Raises ConfigError where it is missing."""
    from importlib.metadata import PackageNotFoundError, version  # slow, and seldom needed

    try:
        return version("opencc")
    except PackageNotFoundError:
        hint = "install it with: pip install 'jianbao[hant]', or take zh-Hant out of site.toml"
        raise ConfigError("zh-Hant needs the package opencc", hint) from None


def with_files(html: str, path: str) -> str:
    """Return a page at *path* of the third tree, led to the files that only ``/zh/`` has."""
    up = "../" * path.count("/")

    def led(link: re.Match[str]) -> str:
        below = posixpath.normpath(posixpath.join(path, link["file"]))
        return link[0] if below.startswith("..") else f'{link["key"]}="{up}../{LANGS[0]}/{below}"'

    return _FILE.sub(led, html)


class Turner:
    """Turns the words of pages as a site wants it."""

    def __init__(self, wish: Hant) -> None:
        self.wish = wish

    @cached_property
    def _converter(self) -> Any:
        import opencc  # an extra package

        return opencc.OpenCC(self.wish.form)

    @cached_property
    def _own(self) -> re.Pattern[str] | None:
        """What matches a word for which the site says how it is written, the longest first."""
        words = sorted(self.wish.glossary, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, words))) if words else None

    def words(self, words: str) -> str:
        """Return *words* in traditional characters, those of the glossary as it says."""
        if words.isascii():
            return words
        if self._own is None:
            return str(self._converter.convert(words))
        out, end = [], 0
        for found in self._own.finditer(words):
            out += [self._plain(words[end : found.start()]), self.wish.glossary[found[0]]]
            end = found.end()
        return "".join((*out, self._plain(words[end:])))

    def _plain(self, words: str) -> str:
        return str(self._converter.convert(words)) if words else ""

    def page(self, html: str) -> str:
        """Return a page with its words turned and every tag but for its language as it was."""
        out: list[str] = []
        end = 0
        kept, depth = "", 0
        for piece in _PIECE.finditer(html):
            words = html[end : piece.start()]
            out.append(words if kept else self.words(words))
            end = piece.end()
            tag, name = piece[0], (piece["name"] or "").lower()
            if kept:
                if name == kept and not tag.endswith("/>"):
                    depth += -1 if piece["close"] else 1
                    kept = kept if depth else ""
            elif name and not piece["close"] and name not in _VOID and not tag.endswith("/>"):
                if name in _KEPT or _OTHER.search(piece["attributes"]):
                    kept, depth = name, 1
                else:
                    tag = tag.replace(_LANG, ' lang="zh-Hant"')
            out.append(tag)
        out.append(self.words(html[end:]))
        return "".join(out)
