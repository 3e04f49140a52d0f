r"""Plain words as Markdown that shows them as they are: what looks like markup there is none.

Addresses stay bare, so that they become links; so do ``[3]`` and ``[1, 4-6]``, which lead to a list
of references where there is one. Entities such as ``&#xff0c;`` stay too: a page that has lost its
tags still means the character. A backslash is written as an entity: with a bracket behind it, it
would begin or end a formula.
"""

import re

from generator.reading.links import find_urls
from generator.regex import regex

_MARKS = regex(
    r"[\\*`$]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|~(?=~)|(?<=~)~"
    r"|<(?=[A-Za-z/!?])"
    r"|\[(?!\d{1,3}(?:\s?[,，、;；–—-]\s?\d{1,3}){0,20}\](?![:(\[]))"
)
"""What would be escapes, emphasis, code, formulas, deletions, tags, links, notes or pictures."""

_BRACKET = regex(r"[\[\]]")
"""Where an address ends for Markdown."""

_START = regex(r"(\d{1,9})([.)])(?=\s|$)|[#>=|:-]|\+(?=\s|$)")
"""What at the beginning of a line would be a list, a heading, a quotation, a rule or a table."""


def literal(words: str) -> str:
    """Return one line as inline Markdown, without the space around it."""
    words = words.strip()
    out: list[str] = []
    at = 0
    for start, end in find_urls(words):
        bracket = _BRACKET.search(words, start, end)
        out += [_escaped(words[at:start]), words[start : bracket.start() if bracket else end]]
        at = bracket.start() if bracket else end
    out.append(_escaped(words[at:]))
    return "".join(out)


def literal_line(words: str) -> str:
    """Return a line that begins a paragraph, or stands in one, as Markdown."""
    return _START.sub(_held, literal(words), count=1) if _starts(words) else literal(words)


def _escaped(words: str) -> str:
    return _MARKS.sub(lambda mark: "&#92;" if mark[0] == "\\" else f"\\{mark[0]}", words)


def _starts(words: str) -> bool:
    return _START.match(words.strip()) is not None


def _held(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[0]}"
