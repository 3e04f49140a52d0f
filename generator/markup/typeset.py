"""Source words into safe HTML: the one door to everything in this package."""

from collections.abc import Callable, Hashable, Sequence
from typing import Protocol

from generator.markup import papers, tex
from generator.markup.result import Heading, Result, Typeset, text
from generator.model import Markup
from generator.source import Span

__all__ = ("Heading", "Memory", "Result", "Setting", "Typeset", "block", "inline")


def inline(words: str, markup: Markup, at: Span, *, links: bool = True) -> Result:
    """Set a title, a caption or a cell: phrasing content, never a paragraph.

    Problems are placed by *at*, where *words* begin. Without *links* nothing in the result is a
    link, so that the whole may become one.
    """
    if markup == "plain":
        return Typeset(html=text(words), plain=words), ()
    if markup == "tex":
        return tex.inline(words, at, links)
    from generator.markup.markdown import (
        inline as set_inline,
    )  # 40 ms a site of digests never needs

    return set_inline(words, at, links)


def block(words: str, markup: Markup, at: Span, anchors: Sequence[str] | None = None) -> Result:
    """Set running text: paragraphs and whatever else the markup has.

    The headings take their ids from *anchors* in order, so that two languages can share them;
    headings beyond them, or all without them, are named after their words.
    """
    if markup == "plain":
        return papers.block(words), ()
    if markup == "tex":
        return tex.block(words, at)
    from generator.markup.markdown import block as set_block  # as above

    return set_block(words, at, anchors or ())


class Setting(Protocol):
    """Whoever sets words: this module, or one who remembers what it has set."""

    def inline(self, words: str, markup: Markup, at: Span, *, links: bool = True) -> Result:
        """Set a title, a caption or a cell."""

    def block(
        self, words: str, markup: Markup, at: Span, anchors: Sequence[str] | None = None
    ) -> Result:
        """Set running text."""


class Memory:
    """Sets words, and remembers the *most* texts that it was asked for last.

    What names its place in the file, a problem or a link to be settled, is set anew each time.
    """

    def __init__(self, most: int = 2000) -> None:
        self.most = most
        self.made: dict[Hashable, Result] = {}

    def inline(self, words: str, markup: Markup, at: Span, *, links: bool = True) -> Result:
        """Set a title, a caption or a cell."""
        key = (words, markup, links)
        return self._known(key, lambda: inline(words, markup, at, links=links))

    def block(
        self, words: str, markup: Markup, at: Span, anchors: Sequence[str] | None = None
    ) -> Result:
        """Set running text."""
        key = (words, markup, tuple(anchors or ()), "block")
        return self._known(key, lambda: block(words, markup, at, anchors))

    def _known(self, key: Hashable, make: Callable[[], Result]) -> Result:
        result = self.made.pop(key, None) or make()
        if not result[1] and not result[0].inner:
            self.made[key] = result  # now the youngest
            if len(self.made) > self.most:
                del self.made[next(iter(self.made))]
        return result
