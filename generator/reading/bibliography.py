"""A list of references on one line, taken apart.

An entry begins with its number in brackets, or with authors and a year: ``Liu, A. B.; and Sun, C.
2031. Title.`` What stands before the year is read backwards, author by author, down to the end of
the entry before.
"""

from itertools import pairwise

from generator.regex import regex

_NUMBER = regex(r"(?<!\S)\[(\d{1,4})\]\s")
_YEAR = regex(r"(?<=[.)]) (?:19|20)\d\d[a-z]?\. ?(?=\S)")
_INITIALS = r", (?:[^\W\d_][^\s,;.]{0,3}\.[ -]?)+(?:,? ?(?:Jr|Sr|I{1,3}|IV)\.?)?"
_AUTHOR = regex(rf"\s*(?:and )?(?:[^.,;:\d?!]{{1,60}}{_INITIALS}|et al\.?|others\.?)\s*")
_FIRST_AUTHOR = regex(
    r"(?<!\S)(?:[^\W\d_a-z]|[´`¨˜ˆ¸ˇ˚]|d['’]|(?:al|bin|da|de|del|della|den|der|di|dos|du|el|la|le"
    rf"|ten|ter|van|von|zu) )[^.,;:\d?!]{{0,60}}{_INITIALS}\s*\Z"
)
_SENTENCE = regex(r"(?<=[.?!”\"’)\]/\d]) (?=[^\W\d_a-z])")
_REACH = 120
"""Characters before a year in which the first author's name, or an organization's, begins."""


def split_references(words: str) -> list[str]:
    """Return the entries of a list of references; every word of it is in one of them."""
    words = words.strip()
    ends = [0, *(start for start in _numbered(words) or _dated(words) if start), len(words)]
    return [entry for begin, end in pairwise(ends) if (entry := words[begin:end].strip())]


def _numbered(words: str) -> list[int]:
    """Return where the entries begin that count up in brackets."""
    starts: list[int] = []
    for found in _NUMBER.finditer(words):
        if int(found[1]) == len(starts) + 1:
            starts.append(found.start())
    return starts if len(starts) > 1 else []


def _dated(words: str) -> list[int]:
    """Return where the entries begin that open with authors and a year."""
    starts: list[int] = []
    floor = 0
    for year in _YEAR.finditer(words):
        start = _start_of_entry(words, floor, year.start())
        if start >= 0:
            starts.append(start)
            floor = year.end()
    return starts


def _start_of_entry(words: str, floor: int, end: int) -> int:
    """Return where the authors begin that end at *end*, -1 where there are none."""
    begin = end
    while begin > floor:
        gap = words.rfind(";", floor, begin)
        if gap < 0 or not _AUTHOR.fullmatch(words, gap + 1, begin):
            break
        begin = gap
    tail = max(floor, begin - _REACH)
    author = _FIRST_AUTHOR.search(words[tail:begin])
    if author:
        return tail + author.start()
    breaks = [gap.end() for gap in _SENTENCE.finditer(words, tail, begin)]
    if floor == tail == 0:
        breaks.insert(0, 0)
    return breaks[-1] if breaks and not words.startswith("In ", breaks[-1]) else -1
