"""Source words into safe HTML: the one door to everything in this package."""

from collections.abc import Callable, Hashable, Sequence
from typing import Protocol

from msgspec.structs import replace

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

    A text that has moved since is the same text: its problems and links move with it.
    """

    def __init__(self, most: int = 2000) -> None:
        self.most = most
        self.made: dict[Hashable, tuple[Span, Result]] = {}

    def inline(self, words: str, markup: Markup, at: Span, *, links: bool = True) -> Result:
        """Set a title, a caption or a cell."""
        key = (words, markup, links)
        return self._known(key, at, lambda: inline(words, markup, at, links=links))

    def block(
        self, words: str, markup: Markup, at: Span, anchors: Sequence[str] | None = None
    ) -> Result:
        """Set running text."""
        key = (words, markup, tuple(anchors or ()), "block")
        return self._known(key, at, lambda: block(words, markup, at, anchors))

    def _known(self, key: Hashable, at: Span, make: Callable[[], Result]) -> Result:
        before = self.made.pop(key, None)
        result = moved(before[1], before[0], at) if before else make()
        self.made[key] = at, result  # now the youngest
        if len(self.made) > self.most:
            del self.made[next(iter(self.made))]
        return result


def moved(result: Result, before: Span, now: Span) -> Result:
    """Return what was set of words that began at *before*, now that they begin at *now*."""
    done, problems = result
    if before == now or not (problems or done.inner or done.pictures):
        return result

    def there(span: Span) -> Span:
        column = span.column + (now.column - before.column if span.line == before.line else 0)
        return Span(now.path, span.line - before.line + now.line, column)

    inner = tuple(replace(one, span=there(one.span)) for one in done.inner)
    pictures = tuple(replace(one, span=there(one.span)) for one in done.pictures)
    said = tuple(replace(one, span=there(one.span)) for one in problems)
    return replace(done, inner=inner, pictures=pictures), said
