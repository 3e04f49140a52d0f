"""Names of people as a society's journal prints them: padded, in rows, behind an affiliation."""

from generator.model import Author
from generator.regex import regex

_HAN = r"[\u3400-\u9fff\U00020000-\U000323af]"
NAME = regex(rf"{_HAN}(?:{_HAN}{{1,3}}|{_HAN}{{0,8}}·{_HAN}{{1,9}})")
"""A Han name: two to four characters, or parts with a dot between them."""
_LATIN = regex(
    r"(?!.*[\u3400-\u9fff])[^\W\d_a-z][.'’\w-]*(?: (?:(?:van|von|de[rnl]?|di|da|la|le|bin|al) )*"
    r"[^\W\d_a-z][.'’\w-]*){1,3}"
)
_PARTS = regex(r"[、,，;；/]|\s+")
_LISTED = regex(r"[、,，;；]|\s(?:and|&|和|与)(?=\s)")
_TITLES = regex(r"(?:研究员|教授|博士|老师|先生|女士|副教授|讲师|院士|工程师)$")
_PLACE = regex(
    r"\S*(?:大学|学院|研究所|研究院|实验室|公司|中心|医院|集团|科学院|学会|科技|大学校|研究部)"
)
_PLACE_LATIN = regex(r".*\b(?:University|Institute|College|Laborator(?:y|ies)|Inc\.?|Lab)\b.*")
LONGEST = 120
"""Characters of a line of authors."""


def tokens(words: str) -> list[str]:
    """Return the words of a line; neighbouring single Han characters are one padded name."""
    out: list[str] = []
    waiting = ""
    for token in words.split():
        single = len(token) == 1 and NAME.fullmatch(token * 2)
        if single and waiting:
            out.append(waiting + token)
            waiting = ""
        elif single:
            waiting = token
        else:
            out += [waiting, token] if waiting else [token]
            waiting = ""
    return [*out, waiting] if waiting else out


def read_names(words: str) -> list[str]:
    """Return the names that *words* list, parted by commas or spaces; nothing if any is none."""
    if len(words) > LONGEST:
        return []
    if _LATIN.fullmatch(words.strip()):
        return [words.strip()]
    pieces = [piece for part in _PARTS.split(" ".join(tokens(words))) if (piece := part.strip())]
    if all(NAME.fullmatch(piece) for piece in pieces):
        return pieces
    latin = [piece.strip() for piece in _LISTED.split(words) if piece.strip()]
    return latin if latin and all(NAME.fullmatch(p) or _LATIN.fullmatch(p) for p in latin) else []


def is_place(words: str) -> bool:
    """Tell whether a short line is nothing but the name of a university, institute or company."""
    bare = words.strip()
    if not bare or len(bare) > LONGEST or bare[-1] in "。！？；，,.:：":
        return False
    return all(_PLACE.fullmatch(part) for part in bare.split()) or bool(
        _PLACE_LATIN.fullmatch(bare)
    )


def read_byline(words: str) -> tuple[Author, ...]:
    """Return the authors in a line like ``某某大学 张三 李 四``; nothing for any other line."""
    parts = tokens(words) if len(words) <= LONGEST else []
    places = 0
    while places < len(parts) and _PLACE.fullmatch(parts[places]):
        places += 1
    names = parts[places:]
    if not places or not names or not all(_is_author(name) for name in names):
        return ()
    return tuple(Author(name, " ".join(parts[:places])) for name in names)


def _is_author(word: str) -> bool:
    return bool(NAME.fullmatch(word)) and not _TITLES.search(word)


def bare_name(words: str) -> str:
    """Return the name that a heading consists of, its padding removed, or an empty string."""
    parts = tokens(words)
    if len(parts) == 1 and NAME.fullmatch(parts[0]):
        return parts[0]
    if parts and all(len(part) <= 2 for part in parts) and NAME.fullmatch("".join(parts)):
        return "".join(parts)
    return words.strip() if _LATIN.fullmatch(words.strip()) else ""
