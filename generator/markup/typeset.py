"""Source words into safe HTML: the one door to everything in this package."""

from collections.abc import Sequence

from generator.markup import papers, tex
from generator.markup.result import Heading, Result, Typeset, text
from generator.model import Markup
from generator.source import Span

__all__ = ("Heading", "Result", "Typeset", "block", "inline")


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
