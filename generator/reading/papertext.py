"""The text of a paper that runs on in one line, taken apart where papers are: abstract, references.

Nothing marks these places but their usual words; a word is believed only in its place.
"""

import re
from dataclasses import dataclass

from generator.regex import regex

_ABSTRACT = regex(
    r"(?<=\s)(?:Abstract|ABSTRACT)(?:[.:—–-]| [.:—–-])?\s+|(?<=\s)摘\s?要\s?[:：]?\s*"
)
_INTRODUCTION = regex(
    r"(?<=\s)(?:(?:1|I)[.、]?\s)?(?:(?:引\s?言|前\s?言|绪\s?论)\s"
    r"|(?:Introduction|Instruction|INTRODUCTION)(?: (?:and|&) [A-Z][a-z]+(?: [A-Z][a-z]+)?)?"
    r"\s(?=[A-Z0-9“‘\"'(•]))"
)
_OPENING = regex(
    r"(?<=[.!?”)。])\s+(?=(?:\d[.、]?\s)?(?:Related Works?|Background|Motivations?|Overview"
    r"|Preliminar(?:y|ies)|Keywords?|Index Terms|Problem (?:Formulation|Statement|Definition))"
    r"[\s:—])"
)
"""What an abstract ends before in a paper without an introduction."""
_REFERENCES = regex(r"(?:References|REFERENCES|Bibliography|参考文献)\s+")
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BYLINE = regex(r"@|Universit|Institut|School|Laborator|\bLabs?\b|大学|学院|研究|\d")
_FIRST_YEAR = 400
"""Characters in which a list of references names a year."""
_HEAD = 4000
"""Characters in which the abstract begins."""
_ABSTRACT_ENDS = 5000
"""Characters after which an abstract has ended."""


@dataclass(frozen=True, slots=True)
class PaperText:
    """The parts of a paper: *head* is title and authors, *body* begins with its first heading.

    *references* is the list without its heading, which is *references_heading*; a part that cannot
    be told is empty and its words are in the part before it, those of an abstract in the body.
    """

    head: str
    abstract: str
    body: str
    references_heading: str
    references: str


def take_apart(text: str) -> PaperText:
    """Return the parts of *text*, in which empty lines may part paragraphs."""
    begin, end = _abstract(text)
    introduction = _INTRODUCTION.search(text, end, end + _ABSTRACT_ENDS)
    opening = _OPENING.search(text, end, end + _ABSTRACT_ENDS)
    if introduction:
        body_at = introduction.start()
    elif opening:
        body_at = opening.end()
    else:
        gap = text.find("\n\n", end, end + _ABSTRACT_ENDS) if end else -1
        body_at = gap if gap >= 0 else end
    references = _references(text, body_at)
    body_ends, list_at = references.span() if references else (len(text), len(text))
    if not end:  # no abstract: all before the introduction is the head
        begin = end = body_at
    return PaperText(
        _on_one_line(text[:begin]),
        _on_one_line(text[end:body_at]),
        text[body_at:body_ends].strip(),
        references[0].strip() if references else "",
        _on_one_line(text[list_at:]),
    )


def _abstract(text: str) -> tuple[int, int]:
    """Return the extent of the heading ``Abstract``: the first that has authors above it."""
    found = list(_ABSTRACT.finditer(text, 0, _HEAD))
    for heading in found:
        if _BYLINE.search(text, 0, heading.start()):
            return heading.span()
    return found[0].span() if found else (0, 0)


def _references(text: str, begin: int) -> re.Match[str] | None:
    """Return the heading of the references: the first that a year follows before long."""
    for heading in _REFERENCES.finditer(text, begin):
        alone = text[heading.start() - 1 : heading.start()].isspace()
        if alone and _YEAR.search(text, heading.end(), heading.end() + _FIRST_YEAR):
            return heading
    return None


def _on_one_line(words: str) -> str:
    return " ".join(words.split("\n\n")).strip()
