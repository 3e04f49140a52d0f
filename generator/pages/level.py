"""Whether two languages of a text go block by block, so that they can stand level side by side."""

from generator.regex import regex

TAG = regex(r'<(?P<end>/)?(?P<name>[a-z][a-z0-9]*)(?:[^<>"]|"[^"]*")*?(?P<alone>/)?>')
ALONE = frozenset({"br", "hr", "img", "wbr"})

MOST = 400
"""Blocks of a text, as many as the rows that the style sheet lays out."""


def blocks(html: str) -> list[str]:
    """Return the names of the elements of the first level of *html*, in order."""
    names = []
    depth = 0
    for tag in TAG.finditer(html):
        if tag["end"]:
            depth -= 1
            continue
        if depth == 0:
            names.append(tag["name"])
        if tag["name"] not in ALONE and not tag["alone"]:
            depth += 1
    return names


def are_level(one: str, other: str) -> bool:
    """Say whether two texts have the same blocks one by one, and more than one of them."""
    names = blocks(one)
    return 1 < len(names) <= MOST and names == blocks(other)
