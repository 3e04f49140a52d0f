"""The head of a printed paper on one line: its title, its authors, their affiliations.

Nothing but capitals and small raised numbers says where one ends and the next begins. A name is
known by the mark or the comma behind it; a word of the title by standing in the paper itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import Author
from generator.text import HAN

_SIGNS = "*∗⁎†‡§¶♯♮✉♠♣♥♦♢♡"
_COMMAS = ",;，、；"
_ACCENTS = "´`¨˜ˆ¸ˇ˚¯˘˙"
_MARK = re.compile(
    rf"(?<=[^\W\d_.]|[.{_ACCENTS}])[\s,，]{{0,3}}(?:[{_SIGNS}]|\d{{1,2}}(?![\w.:%]))"
)
"""The raised sign or number behind a name."""
_COMMA = re.compile(rf"[{_COMMAS}]|\s(?:and|&)(?=\s)")
_GAP = re.compile(
    rf"(\s*[{_SIGNS}{_COMMAS}\d][\s{_SIGNS}{_COMMAS}\d–-]*|(?<=\s)(?:and|&|和|与)(?=\s))"
)
"""What stands between two authors."""
_BREAK = re.compile(rf"[{_SIGNS}{_COMMAS}\d]|(?<=\s)(?:and|&|和|与)(?=\s)")
"""The end of such a gap."""
_AFTER = re.compile(rf"(?:[\s{_SIGNS}{_COMMAS}\d]|\s(?:and|&|和|与))+\Z")
_FIRST = re.compile(rf"(?<![^\s,;.{_SIGNS}])1( ?)(?=[^\W\d_a-z])")
"""The number of the first affiliation; authors' own stand before a comma or a space."""
_PLACE = re.compile(
    r"\b(?:Universit|Univ\.|Institut|School|College|Department|Dept\b|Laborator|Labs?\b|Academy"
    r"|Facult|Corporation|Technolog|Cent(?:er|re)\b|Hospital|Research|Group\b|Inc\b|Ltd\b|Company)"
    r"|大学|学院|研究[所院]|实验室|公司|中心"
)
_OPENING = re.compile(
    r"(?:University|School|Department|Dept\.|Institute|College|Faculty|Academy|Laboratory|Labs?"
    r"|Cent(?:er|re)) (?:of|for)\b|Institut\b"
)
"""Words that begin the name of a place, so that what stands before them is a person."""
_EMAIL = re.compile(
    r"\{[^{}]{0,300}\}\s?@|[^\s,;{}]{1,80}@\{?[\w-]{1,60}\.(?=[a-z,}\s])|\{[^{}@]{0,200}@"
)
_PARTICLE = re.compile(r"v[ao]n|de[nrl]?|l[ae]|d[ai]|dos|bin|ibn|[ae]l|te[rn]")
_INITIAL = re.compile(r"(?:[A-Z]\.-?)+")
_WORD = re.compile(r"\S+")
_HAN_NAME = re.compile(rf"{HAN.pattern}{{2,4}}")
_RANGE = re.compile(r"(\d{1,2})(?:\s?[–-]\s?(\d{1,2}))?")
_USUAL = re.compile(
    r"(?:algorithm|analysis|approach|application|approximation|architecture|attention|baseline|"
    r"benchmark|challenge|classification|constraint|data|dataset|detection|distillation|"
    r"domain|estimation|evaluation|feature|framework|function|generation|graph|guidance|image|"
    r"inference|information|interaction|knowledge|language|learning|localization|mechanism|"
    r"memory|method|model|network|optimization|perspective|planning|policy|prediction|problem|"
    r"recognition|reasoning|reconstruction|representation|retrieval|robustness|search|"
    r"segmentation|solution|strategy|study|supervision|survey|synthesis|system|task|theory|"
    r"tracking|training|transfer|transformer|understanding|video|view|vision)s?"
)
"""Words that titles end with, also of papers that never use them again."""
_ALONE, _FORM, _ANY = (re.compile(end) for end in (r"(?!\w)", r"(?:e?s|e?d|ing)?(?!\w)", ""))
"""How a word may go on: not at all, in another form, in any way."""
_LONGEST = 4000
"""Characters in which a head has to end."""
_SAMPLE = 200_000
"""Characters of a paper in which its words are looked for."""
_WINDOW = 160
"""Characters before the end of a name in which it begins."""
_STEM = 6
"""Letters from which on the end of a word may be another."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a paper; *byline* is all behind the title, as printed.

    *certain* is false where names are missing, or do not look like names.
    """

    title: str
    byline: str = ""
    authors: tuple[Author, ...] = ()
    certain: bool = False


def read_head(head: str, body: str) -> Head:
    """Return title and authors of the paper whose first words are *head*, the others *body*.

    Where nobody can be found, the title is all that stands before a place or an address.
    """
    words = head[:_LONGEST]
    email = _EMAIL.search(words)
    limit = email.start() if email else len(words)
    start = _first_author(words, limit, _Known(body))
    if start < 0:
        place = _PLACE.search(words, 0, limit)
        cut = place.start() if place else limit
        return Head(head[:cut].strip(), head[cut:].strip())
    end = _end_of_authors(words, start, limit)
    pieces = _GAP.split(words[start:end])
    places = _places(words[end:limit])
    authors: list[Author] = []
    strange = 0
    for name, gap in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        name = name.strip().removeprefix("and ").strip(" .") if name.strip(" .") else ""
        if _is_person(name):
            authors.append(Author(name, _affiliation(gap, places)))
        elif name:
            strange += 1
    certain = bool(authors) and not strange and start > 0
    return Head(words[:start].strip(), head[start:].strip(), tuple(authors), certain)


class _Known:
    """The words that a paper uses: a word of its title is one of them, a name is not."""

    def __init__(self, body: str) -> None:
        self.body = body[:_SAMPLE]

    def lower(self, word: str) -> bool:
        """Say whether the text has *word*, or another form of it, in small letters."""
        small = word.lower()
        if _USUAL.fullmatch(small):
            return True
        return self._has(small, _FORM) if len(small) < _STEM else self._has(small[:-2], _ANY)

    def any(self, word: str) -> bool:
        """Say whether the text has *word* in small letters or as it is."""
        return self.lower(word) or self._has(word, _ALONE)

    def _has(self, start: str, end: re.Pattern[str]) -> bool:
        """Say whether a word of the text begins with *start* and goes on like *end*."""
        at = self.body.find(start)
        while at >= 0:
            after = at + len(start)
            if not self.body[at - 1 : at].isalnum() and end.match(self.body, after):
                return True
            at = self.body.find(start, after)
        return False


# Names


def _looks_like_name(word: str) -> bool:
    """Say whether *word* may be a part of a name: a capital, then letters and what joins them."""
    bare = word.strip(_ACCENTS)
    if not bare[:1].isupper():
        return False
    return all(char.isalpha() or char in "'’‘-–." or char in _ACCENTS for char in bare)


def _is_person(name: str) -> bool:
    if _HAN_NAME.fullmatch(name):
        return True
    parts = name.split()
    shaped = all(_looks_like_name(part) or _PARTICLE.fullmatch(part.lower()) for part in parts)
    return shaped and 0 < len(parts) <= 6 and len(name) > 2 and not _PLACE.search(name)


# Where the authors begin


def _first_author(words: str, limit: int, known: _Known) -> int:
    """Return where the first author's name begins, -1 where nobody can tell."""
    spare = -1
    for mark in _MARK.finditer(words, 0, limit):
        pair = _pair(words, mark.start())
        if pair and not all(map(known.lower, pair)):
            return _start_of_names(words, mark.start(), known)
        if pair and spare < 0:
            spare = mark.start()
    if spare >= 0:
        return _start_of_names(words, spare, known)
    return _first_unmarked(words, limit, known)


def _first_unmarked(words: str, limit: int, known: _Known) -> int:
    """Return where the first author begins if no name has a mark: by a comma, or by itself."""
    place = _PLACE.search(words, 0, limit)
    stop = place.start() if place else limit
    for comma in _COMMA.finditer(words, 0, stop):
        pair = _pair(words, comma.start())
        if pair and not known.any(pair[0]) and not known.lower(pair[-1]):
            return _start_of_names(words, comma.start(), known)
    for word in _WORD.finditer(words, 0, stop):
        pair = _pair(words, word.end())
        if pair and not known.any(pair[0]) and not known.lower(pair[-1]):
            return _start_of_names(words, word.end(), known)
    if place and _OPENING.match(words, stop) and _pair(words, stop):
        return _start_of_names(words, stop, known)
    return -1


def _pair(words: str, end: int) -> list[str]:
    """Return the last two words before *end* if they look like a name; a Han name is one word."""
    parts = words[max(0, end - _WINDOW) : end].split()[-2:]
    if parts and _HAN_NAME.fullmatch(parts[-1]):
        return parts[-1:]
    if len(parts) == 2 and (_PARTICLE.fullmatch(parts[0]) or _looks_like_name(parts[0])):
        return parts if _looks_like_name(parts[1]) else []
    return []


def _start_of_names(words: str, end: int, known: _Known) -> int:
    """Return where the list of names begins that has a name ending at *end*.

    No title ends in a comma: where one stands before a name, another name stands before it.
    """
    while True:
        floor = max(0, end - _WINDOW)
        begin = max((gap.end() for gap in _BREAK.finditer(words, floor, end)), default=floor)
        parts = list(_WORD.finditer(words, begin, end))
        taken = _parts_of_name([part[0] for part in parts], known)
        gap = _AFTER.search(words, floor, begin)
        if taken < len(parts) or not gap or not _pair(words, gap.start()):
            return parts[-taken].start() if parts else begin
        end = gap.start()


def _parts_of_name(parts: list[str], known: _Known) -> int:
    """Return how many of the last *parts* are one name: two, or more that the text never uses."""
    if parts and _HAN_NAME.fullmatch(parts[-1]):
        return 1
    taken = min(2, len(parts))
    while taken < min(len(parts), 6):
        part, after = parts[-taken - 1], parts[-taken]
        joint = any(map(_PARTICLE.fullmatch, (part, after))) or _INITIAL.fullmatch(part)
        used = known.lower if _INITIAL.fullmatch(after) else known.any
        if not (joint or (_looks_like_name(part) and not used(part))):
            break
        taken += 1
    return taken


# Where they end, and where they work


def _end_of_authors(words: str, start: int, limit: int) -> int:
    """Return where the list of authors ends that begins at *start*."""
    numbers = list(_FIRST.finditer(words, start, limit))
    if numbers:
        glued = [number for number in numbers if not number[1]]
        return glued[0].start() if glued else numbers[-1].start()
    place = _PLACE.search(words, start, limit)
    stop = place.start() if place else limit
    gaps = list(_BREAK.finditer(words, start, stop))
    begin = gaps[-1].end() if gaps else start
    if gaps and gaps[-1][0] in _SIGNS:
        return begin
    parts = list(_WORD.finditer(words, begin, stop))
    names = [part[0] for part in parts]
    if "The" in names:
        names = names[: names.index("The")]
    if place and _OPENING.match(words, stop) and 1 < len(names) < 5:
        return parts[len(names) - 1].end()
    if names and _HAN_NAME.fullmatch(names[0]):
        return parts[0].end()
    wanted = 3 if len(names) > 2 and _INITIAL.fullmatch(names[1]) else 2
    return parts[min(wanted, len(parts)) - 1].end() if parts else begin


def _places(words: str) -> dict[int, str]:
    """Return the affiliations by number; 0 for one that has none and so is everybody's."""
    starts = list(_numbered(words))
    if not starts:
        whole = _trim(words)
        return {0: whole} if _PLACE.search(whole) else {}
    ends = [start for start, _ in starts[1:]] + [len(words)]
    found = [_trim(words[begin:end]) for (_, begin), end in zip(starts, ends, strict=True)]
    return {number: place for number, place in enumerate(found, 1) if place}


def _numbered(words: str) -> Iterator[tuple[int, int]]:
    """Give where each affiliation's number begins and ends, as long as they count up from 1."""
    at = 0
    for number in range(1, 60):
        found = re.compile(rf"(?<![\w.-]){number} ?(?=[^\W\d_a-z])").search(words, at)
        if not found:
            return
        yield found.span()
        at = found.end()


def _trim(place: str) -> str:
    """Return an affiliation without the signs around it and the beginning of an address."""
    words = place.strip(f" \t{_COMMAS}.{_SIGNS}").split()
    while len(words) > 1 and words[-1].isalpha() and words[-1].islower():
        words.pop()
    return " ".join(words).rstrip(f"{_COMMAS}.")


def _affiliation(gap: str, places: dict[int, str]) -> str:
    """Return the affiliations that the marks behind a name point to, empty if any is unknown."""
    if len(places) == 1 and not re.search(r"\d", gap):
        return next(iter(places.values()))
    numbers: list[int] = []
    for found in _RANGE.finditer(gap):
        first = int(found[1])
        numbers += range(first, min(int(found[2] or first), 99) + 1)
    if not all(number in places for number in numbers):
        return ""
    return "; ".join(places[number] for number in numbers)
