"""The head of a printed paper on one line: its title, its authors, their affiliations.

Nothing but capitals and small raised numbers says where one ends and the next begins. A name is
known by the mark or the comma behind it; a word of the title by standing in the paper itself.
"""

from dataclasses import dataclass

from generator.model import Author
from generator.reading.affiliations import COMMAS, PLACE, SIGNS, place_of, read_places
from generator.reading.vocabulary import FUNCTION, Known
from generator.regex import regex
from generator.text import HAN

_ACCENTS = "´`¨˜ˆ¸ˇ˚¯˘˙"
_MARK = regex(rf"(?<=[^\W\d_.]|[.{_ACCENTS}])[\s,，]{{0,3}}(?:[{SIGNS}]|\d{{1,2}}(?![\w.:%]))")
"""The raised sign or number behind a name."""
_COMMA = regex(rf"[{COMMAS}]|\s(?:and|&)(?=\s)")
_GAP = regex(rf"(\s*[{SIGNS}{COMMAS}\d][\s{SIGNS}{COMMAS}\d–-]*|(?<=\s)(?:and|&|和|与)(?=\s))")
"""What stands between two authors."""
_BREAK = regex(rf"[{SIGNS}{COMMAS}\d]|(?<=\s)(?:and|&|和|与)(?=\s)")
"""The end of such a gap."""
_BETWEEN = regex(rf"[\s{SIGNS}{COMMAS}\d–-]*(?:(?:and|&|和|与)(?=\s)\s)?")
_SPARE = regex(rf"[\s{SIGNS}{COMMAS}]*")
"""What may stand before the number of the first affiliation."""
_AFTER = regex(rf"(?:[\s{SIGNS}{COMMAS}\d]|\s(?:and|&|和|与))+\Z")
_FIRST = regex(rf"(?<![^\s,;.{SIGNS}])1( ?)(?=[^\W\d_a-z])")
"""The number of the first affiliation; authors' own stand before a comma or a space."""
_OPENING = regex(
    r"(?:University|School|Department|Dept\.|Institute|College|Faculty|Academy|Laboratory|Labs?"
    r"|Cent(?:er|re)) (?:of|for)\b|Institut\b"
)
"""Words that begin the name of a place, so that what stands before them is a person."""
_EMAIL = regex(
    r"\{[^{}]{0,300}\}\s?@|[^\s,;{}]{1,80}@\{?[\w-]{1,60}\.(?=[a-z,}\s])|\{[^{}@]{0,200}@"
)
_PARTICLE = regex(r"v[ao]n|de[nrl]?|l[ae]|d[ai]|dos|bin|ibn|[ae]l|te[rn]")
_INITIAL = regex(r"(?:[A-Z]\.-?)+")
_WORD = regex(r"\S+")
_HAN_NAME = regex(rf"{HAN.pattern}{{2,4}}")
_LONGEST = 4000
"""Characters in which a head has to end."""
_WINDOW = 160
"""Characters before the end of a name in which it begins."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a paper; *byline* is all behind the title, as printed.

    *certain* is false where names are missing, or do not look like names.
    """

    title: str
    byline: str = ""
    authors: tuple[Author, ...] = ()
    certain: bool = False


def read_head(head: str, body: str, common: frozenset[str] = frozenset()) -> Head:
    """Return title and authors of the paper whose first words are *head*, the others *body*.

    *common* are words that other papers use, see `common_words`. Where nobody
    can be found, the title is all that stands before a place or an address.
    """
    words = head[:_LONGEST]
    email = _EMAIL.search(words)
    limit = email.start() if email else len(words)
    known = Known(body, common)
    start, sure = _first_author(words, limit, known)
    if start < 0:
        place = PLACE.search(words, 0, limit)
        cut = place.start() if place else limit
        return Head(head[:cut].strip(), head[cut:].strip())
    end = _end_of_authors(words, start, limit)
    names = _names_between(words, start, end)
    kept = names if known.has_all(words[:start]) else _without_title_word(names)
    start = words.find(kept[0][0], start, end) if kept else start
    places = read_places(words[end:limit])
    people = [(name, gap) for name, gap in kept if _is_person(name)]
    authors = tuple(Author(name, place_of(gap, places)) for name, gap in people)
    certain = sure and bool(authors) and kept == names == people and start > 0
    return Head(words[:start].strip(), words[start:].strip() + head[len(words) :], authors, certain)


Names = list[tuple[str, str]]
"""Names, and the marks behind each."""


def _names_between(words: str, start: int, end: int) -> Names:
    """Return what stands between the gaps of a list of authors, with the gap behind each."""
    pieces = _GAP.split(words[start:end])
    names: Names = []
    for piece, gap in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        name = piece.strip().removeprefix("and ").strip(" .") if piece.strip(" .") else ""
        parts = name.split()
        if len(parts) > 1 and all(map(_HAN_NAME.fullmatch, parts)):
            names += [(part, gap) for part in parts]
        elif name:
            names.append((name, gap))
    return names


def _without_title_word(names: Names) -> Names:
    """Return *names*, the first without the words that it has more than any other: the title's."""
    if not names:
        return names
    first, *others = ([p for p in name.split() if not _is_joint(p)] for name, _ in names)
    own = names[0][0].split()
    initials = any(map(_INITIAL.fullmatch, own[1:2]))
    alike = all(_INITIAL.fullmatch(name.split()[0]) for name, _ in names[1:])
    longest = max([2, *map(len, others)])
    surplus = len(first) - longest or int(initials and bool(others) and alike)
    if surplus < 1 or _is_joint(own[0]):
        return names
    return [(" ".join(own[surplus:]), names[0][1]), *names[1:]]


def _full(parts: list[str]) -> int:
    """Return how many of the *parts* of a name are neither initials nor particles."""
    return sum(not _is_joint(part) for part in parts)


def _length(parts: list[str], most: int) -> int:
    """Return how many of *parts* a name takes that has *most* full parts."""
    for at in range(len(parts)):
        if _full(parts[: at + 1]) == most:
            return at + 1
    return len(parts)


def _is_joint(part: str) -> bool:
    return bool(_PARTICLE.fullmatch(part) or _INITIAL.fullmatch(part))


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
    return shaped and 0 < len(parts) <= 6 and len(name) > 2 and not PLACE.search(name)


# Where the authors begin


def _first_author(words: str, limit: int, known: Known) -> tuple[int, bool]:
    """Return where the first author begins, -1 where nobody can tell, and whether that is sure."""
    spare = -1
    for mark in _MARK.finditer(words, 0, limit):
        pair = _pair(words, mark.start())
        listed = words.startswith((",", "，", " ,"), mark.end())
        if not pair or not (listed or _goes_on(words, mark.end(), limit, known)):
            continue
        if not all(map(known.lower, pair)):
            return _start_of_names(words, mark.start(), known), True
        if spare < 0:
            spare = mark.start()
    if spare >= 0:
        return _start_of_names(words, spare, known), True
    return _first_unmarked(words, limit, known)


def _first_unmarked(words: str, limit: int, known: Known) -> tuple[int, bool]:
    """Return where the first author begins if no name has a mark: by a comma, or by itself."""
    place = PLACE.search(words, 0, limit)
    stop = place.start() if place else limit
    for comma in _COMMA.finditer(words, 0, stop):
        pair = _pair(words, comma.start()) if _goes_on(words, comma.end(), stop, known) else []
        if pair and not known.any(pair[0]) and not known.lower(pair[-1]):
            return _start_of_names(words, comma.start(), known), True
    if place and _OPENING.match(words, stop) and _pair(words, stop):
        return _start_of_names(words, stop, known), True
    for word in _WORD.finditer(words, 0, stop):
        pair = _pair(words, word.end())
        if not pair or not _goes_on(words, word.end(), stop, known):
            continue
        if not known.outside(pair[0]) and not known.lower(pair[-1]):
            return _start_of_names(words, word.end(), known), False
    return -1, False


def _goes_on(words: str, begin: int, limit: int, known: "Known") -> bool:
    """Say whether what follows the mark or comma behind a name may be a name, or a place."""
    if _FIRST.match(words, _SPARE.match(words, begin).end()):  # type: ignore[union-attr]
        return True
    begin = _BETWEEN.match(words, begin).end()  # type: ignore[union-attr]
    end = _BREAK.search(words, begin, min(limit, begin + _WINDOW))
    following = words[begin : end.start() if end else min(limit, begin + _WINDOW)]
    parts = following.split()
    if PLACE.search(following) or HAN.search(following):
        return True
    if any(part in FUNCTION and not _PARTICLE.fullmatch(part) for part in parts):
        return False
    return not (len(parts) > 2 and known.outside(parts[0]))


def _pair(words: str, end: int) -> list[str]:
    """Return the last two words before *end* if they look like a name; a Han name is one word."""
    parts = words[max(0, end - _WINDOW) : end].split()[-2:]
    if parts and _HAN_NAME.fullmatch(parts[-1]):
        return parts[-1:]
    if len(parts) == 2 and (_PARTICLE.fullmatch(parts[0]) or _looks_like_name(parts[0])):
        return parts if _looks_like_name(parts[1]) else []
    return []


def _start_of_names(words: str, end: int, known: Known) -> int:
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
            behind_and = words[:begin].rstrip().endswith((" and", " &")) and 2 < taken == len(parts)
            return parts[-taken + behind_and].start() if parts else begin
        end = gap.start()


def _parts_of_name(parts: list[str], known: Known) -> int:
    """Return how many of the last *parts* are one name: two, or more that the text never uses."""
    if parts and _HAN_NAME.fullmatch(parts[-1]):
        return 1
    taken = min(2, len(parts))
    while taken < min(len(parts), 6):
        part, after = parts[-taken - 1], parts[-taken]
        joint = any(map(_PARTICLE.fullmatch, (part, after))) or _INITIAL.fullmatch(part)
        used = known.lower if _INITIAL.fullmatch(after) else known.outside
        if not (joint or (_looks_like_name(part) and not used(part))):
            break
        if len(parts) > taken + 1 and parts[-taken - 2] in FUNCTION and not joint:
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
    place = PLACE.search(words, start, limit)
    stop = place.start() if place else limit
    gaps = list(_BREAK.finditer(words, start, stop))
    begin = gaps[-1].end() if gaps else start
    if gaps and gaps[-1][0] in SIGNS:
        return begin
    parts = list(_WORD.finditer(words, begin, stop))
    names = [part[0] for part in parts]
    if "The" in names:
        names = names[: names.index("The")]
    before = _names_between(words, start, gaps[-1].start()) if gaps else []
    if before:
        names = names[: _length(names, max(2, *(_full(name.split()) for name, _ in before)))]
    if place and _OPENING.match(words, stop) and 1 < len(names) < 5:
        return parts[len(names) - 1].end()
    if names and _HAN_NAME.fullmatch(names[0]):
        return _end_of_han_names(words, begin, limit)
    wanted = 3 if len(names) > 2 and _INITIAL.fullmatch(names[1]) else 2
    return parts[min(wanted, len(parts)) - 1].end() if parts else begin


def _end_of_han_names(words: str, begin: int, limit: int) -> int:
    """Return where Han names end that follow one another, parted by spaces alone."""
    end = begin
    for part in _WORD.finditer(words, begin, limit):
        if not _HAN_NAME.fullmatch(part[0]) or PLACE.search(part[0]):
            break
        end = part.end()
    return end
