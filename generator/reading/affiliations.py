"""Where the authors of a paper work: places by number, and the marks that point to them."""

import re
from collections.abc import Iterator

from generator.regex import regex

SIGNS = "*∗⁎†‡§¶♯♮✉♠♣♥♦♢♡"
COMMAS = ",;，、；"
PLACE = regex(
    r"\b(?:Universi[td]|Univ\.|Institut|School|College|Department|Dept\b|Laborato|Labs?\b|Academy"
    r"|Facult|Corporation|Technolog|Cent(?:er|re)\b|Hospital|Research|Group\b|Inc\b|Ltd\b|Company"
    r"|[ÉE]cole\b|Observator|Museum|Ministry|Bank\b|Clinic|Foundation)"
    r"|大学|学院|研究[所院]|实验室|公司|中心|医院|科学院"
)
_RANGE = regex(r"(\d{1,2})(?:\s?[–-]\s?(\d{1,2}))?")


def read_places(words: str) -> dict[int, str]:
    """Return the affiliations by number; 0 for one that has none and so is everybody's."""
    starts = list(_numbered(words))
    if not starts:
        whole = _trim(words)
        return {0: whole} if PLACE.search(whole) else {}
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
    words = place.strip(f" \t{COMMAS}.{SIGNS}").split()
    while len(words) > 1 and words[-1].isalpha() and words[-1].islower():
        words.pop()
    return " ".join(words).rstrip(f"{COMMAS}.")


def place_of(gap: str, places: dict[int, str]) -> str:
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
