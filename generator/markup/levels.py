"""Levels of headings in a text: none is skipped, whatever signs its author used."""

from collections.abc import Iterable, Iterator

TOP = 2
"""The level of a text's first headings: the page has its own above them."""


def closed(levels: Iterable[int]) -> Iterator[int]:
    """Give for each level of the source the one to show: at most one deeper than that above it."""
    above: list[tuple[int, int]] = []
    for level in (max(TOP, one) for one in levels):
        while above and above[-1][0] >= level:
            above.pop()
        shown = above[-1][1] + 1 if above else TOP
        above.append((level, shown))
        yield shown
