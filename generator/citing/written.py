"""A reference as a reader writes it: after GB/T 7714—2015, and after the habit of English journals.

Names stay as printed, since no source says which part is the family's; the day of access, which
GB/T 7714 asks for, is the reader's to add.
"""

from generator.citing.reference import Form, Reference
from generator.text import language_of

SHOWN = 3
"""Names that GB/T 7714 prints before it says that there are more."""

_SIGNS: dict[Form, str] = {
    "preprint": "EB/OL",
    "journal": "J/OL",
    "proceedings": "C/OL",
    "periodical": "J/OL",
    "web": "EB/OL",
}


def gb7714(reference: Reference) -> str:
    """Return the reference after GB/T 7714—2015, in the form for numbered references."""
    sign = _SIGNS[reference.form]
    if not reference.url:
        sign = sign.removesuffix("/OL") if sign != "EB/OL" else "Z"
    names = _some(reference)
    head = f"{names}. " if names else ""
    head += f"{reference.plain_title}[{sign}]"
    container, year, pages = reference.container, reference.year, _range(reference, ": ")
    tail = {
        "preprint": f". arXiv: {reference.arxiv}" + _in_brackets(reference.date),
        "journal": _after(". ", container) + _issue(reference) + pages,
        "periodical": _after(". ", container) + _issue(reference) + pages,
        "proceedings": _after("//", container) + _after(". ", year) + pages,
        "web": _after(". ", container) + _in_brackets(reference.date),
    }[reference.form]
    return head + tail + _after(". ", reference.url) + "."


def english(reference: Reference) -> str:
    """Return the reference with full names, year, title and where it appeared."""
    pages = _range(reference, "pages " if reference.form == "proceedings" else "")
    number = f"({reference.number})" if reference.number else ""
    container = {
        "preprint": f"arXiv:{reference.arxiv}",
        "proceedings": _after("In ", reference.container),
    }.get(reference.form, reference.container + number)
    parts = (
        _all(reference),
        reference.year,
        reference.plain_title,
        ", ".join(filter(None, (container, pages))),
        f"doi:{reference.doi}" if reference.doi else reference.url,
    )
    return " ".join(part if part[-1] in ".?!。？！" else f"{part}." for part in parts if part)


def _some(reference: Reference) -> str:
    names = reference.authors[:SHOWN]
    more = reference.et_al or len(reference.authors) > SHOWN
    rest = ("等" if language_of("".join(names)) == "zh" else "et al") if names and more else ""
    return ", ".join([*names, rest] if rest else names)


def _all(reference: Reference) -> str:
    *front, last = reference.authors or ("",)
    if reference.et_al:
        return ", ".join([*front, last, "et al"])
    if not front:
        return last
    return f"{', '.join(front)}{',' if len(front) > 1 else ''} and {last}"


def _after(sign: str, words: str) -> str:
    return sign + words if words else ""


def _in_brackets(date: str) -> str:
    return f" ({date})" if date else ""


def _issue(reference: Reference) -> str:
    """Return the year and the number in it, as GB/T 7714 writes them."""
    number = f"({reference.number})" if reference.number else ""
    return _after(", ", f"{reference.year}{number}")


def _range(reference: Reference, before: str) -> str:
    if not reference.pages:
        return ""
    return before + "-".join(dict.fromkeys(map(str, reference.pages)))
