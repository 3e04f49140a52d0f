"""What a printed page adds to a text that runs on: its footer, its number, the copyright line.

The footer is found by what it does: the same words before a page number, once a page, the numbers
rising by one. Where it is cut out, a word that the page had parted is whole again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from generator.regex import regex
from generator.text import HAN

_NUMBER = regex(r"(?<=[^\d\s]) ?\b(\d{1,6})(?=\s|$)")
_KEY = 8
"""Characters before a number that have to be the same on every page."""
_SHORTEST = 16
"""Columns that a footer fills, a Han character two; more where it does not end the text."""
_LONGEST = 300
_FEWEST = 3
"""Pages that prove a footer where the last one does not end the text."""
_PAGE = 500
"""Characters of such a page at the least."""
_MISSING = 5
"""Pages that may be missing, less one."""
_CAPITAL = regex(r"(?<!\w)[^\W\d_a-z]")
_SENTENCE_END = regex(r"[.!?。！？][\"”’)\]]* ?(?=\S)")

_COPYRIGHT = regex(
    r"(?:Copyright\s?(?:©|\(c\)|c⃝|c○)?|©|\(c\)|c⃝|c○)\s?(?:19|20)\d\d\b"
    r".{0,300}?(?:\ball rights reserved|\bCC BY(?:-[A-Z]{2})*(?: \d\.\d)?)\.?",
    re.IGNORECASE,
)
_FOOTNOTE = regex(
    r"[*∗†‡§¶✉]+ ?(?=[A-Za-z])[^*∗†‡§¶✉]{0,160}?(?:[Cc]orrespond|[Cc]ontribut|[Ii]ntern(?:ship)?\b"
    r"|[Ww]ork (?:was )?(?:done|conducted|performed)|[Ee]qual)"
)
_FOOTNOTE_AFTER = regex(r"\s*(?:[*∗†‡§¶✉]+ ?[^*∗†‡§¶✉.]{0,160}\.(?=\s|$)){1,3}")
_BEFORE = 400
"""Characters before the copyright line in which the footnotes above it are looked for."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A text without what its pages added.

    *text* is on one line, an empty line (``\\n\\n``) where a page ended with a sentence or the next
    one goes on with something else. *pages* are the printed numbers, in order; *footer*,
    *copyright* and *footnotes* what was taken out, empty where there is none.
    """

    text: str
    pages: tuple[int, ...] = ()
    footer: str = ""
    copyright: str = ""
    footnotes: str = ""


def find_footers(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the footers of *texts*; where one is known already, no other is looked for."""
    known: list[str] = []
    for text in texts:
        if not any(footer in text for footer in known) and (footer := find_footer(text)):
            known.append(footer)
    return tuple(known)


def read_flow(text: str, footers: Iterable[str]) -> Flow:
    """Return *text* as it runs on from page to page; one of *footers* stands under each."""
    footer = next((one for one in footers if one in text), "")
    cuts: list[tuple[int, int]] = []
    numbers: list[int] = []
    if footer:
        for found in re.finditer(re.escape(footer) + r"\s?(\d{1,6})(?!\w)", text):
            cuts.append(found.span())
            numbers.append(int(found[1]))
    notice = _COPYRIGHT.search(text)
    footnotes = ""
    if notice:
        start, end, footnotes = _with_footnotes(text, *notice.span())
        cuts.append((start, end))
    return Flow(
        _join(text, sorted(cuts)),
        tuple(numbers),
        footer if numbers else "",
        notice[0] if notice else "",
        footnotes,
    )


def find_footer(text: str) -> str:
    """Return the words before the page numbers of *text*, empty where no page repeats them."""
    places: dict[str, list[tuple[int, int]]] = {}
    for found in _NUMBER.finditer(text):
        at = found.start()
        if at >= _KEY:
            places.setdefault(text[at - _KEY : at], []).append((at, int(found[1])))
    best = ""
    most = 1
    for ends in places.values():
        steps = (after[1] - before[1] for before, after in pairwise(ends))
        if len(ends) <= most or not all(0 < step <= _MISSING for step in steps):
            continue
        words = _shared(text, [at for at, _ in ends])
        last = text[ends[-1][0] :].strip() == str(ends[-1][1])
        width = len(words) + len(HAN.findall(words))
        capitals = len(_CAPITAL.findall(words)) + len(HAN.findall(words))
        apart = min(after[0] - before[0] for before, after in pairwise(ends))
        proven = last or (len(ends) >= _FEWEST and width >= 2 * _SHORTEST and apart >= _PAGE)
        if proven and width >= _SHORTEST and capitals > 1:  # not «as shown in Table»
            best, most = words, len(ends)
    return best


def _shared(text: str, ends: list[int]) -> str:
    """Return the words that stand before all of *ends*, none of them from a sentence before."""
    first, length = ends[0], _LONGEST
    for end in ends[1:]:
        same = 0
        while same < min(length, first, end) and text[first - same - 1] == text[end - same - 1]:
            same += 1
        length = same
    words = text[first - length : first]
    for found in _SENTENCE_END.finditer(words):
        if len(words) - found.end() >= _SHORTEST:
            words = words[found.end() :]
            break
    start = next((at for at, char in enumerate(words) if char.isalnum()), len(words))
    return words[start:].rstrip()


def _with_footnotes(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Return the extent of a copyright line with the footnotes beside it, and these."""
    window = text[max(0, start - _BEFORE) : start]
    above = _FOOTNOTE.search(window)
    below = _FOOTNOTE_AFTER.match(text, end)
    if above:
        start -= len(window) - above.start()
    notes = [window[above.start() :].strip()] if above else []
    if below and _FOOTNOTE.search(below[0]):
        end = below.end()
        notes.append(below[0].strip())
    return start, end, " ".join(notes)


def _join(text: str, cuts: list[tuple[int, int]]) -> str:
    """Return *text* without *cuts*, put together again at each of them."""
    joined = ""
    at = 0
    parts: list[str] = []
    for start, end in cuts:
        if start < at:
            continue
        before = text[at:start]
        parts += [joined, before.strip()]
        joined = _joint(before, text[end : end + 9].lstrip())
        at = end
    return "".join([*parts, joined, text[at:].strip()])


def _joint(before: str, after: str) -> str:
    """Return what stands between two pages: nothing inside a word, a space inside a sentence."""
    if after[:1].islower():
        return "" if before[-1:].isascii() and before[-1:].isalpha() else " "
    if not after:
        return ""
    return " " if before.rfind("(") > before.rfind(")") else "\n\n"
