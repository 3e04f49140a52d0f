"""A reference as BibTeX, for BibTeX and biber alike."""

from collections.abc import Iterable, Iterator

from generator.citing.reference import Form, Piece, Reference
from generator.regex import regex
from generator.text import language_of

_TYPES: dict[Form, str] = {
    "preprint": "misc",
    "journal": "article",
    "proceedings": "inproceedings",
    "periodical": "article",
    "web": "misc",
}
_CONTAINERS: dict[Form, str] = {
    "preprint": "",
    "journal": "journal",
    "proceedings": "booktitle",
    "periodical": "journal",
    "web": "howpublished",
}
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX pairs braces whatever stands before them
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_OWN = regex(r"[\\{}$&%#_~^]")
_CODED = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex(reference: Reference) -> str:
    """Return one entry, ending with a line end.

    The title stands in double braces, so that no style changes its letters. Names stay as printed:
    a Han name is one word, whatever holds an ``and`` or a comma is kept together by braces.
    """
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(reference) if value)
    return f"@{_TYPES[reference.form]}{{{reference.key},\n{fields}}}\n"


def escaped(words: str) -> str:
    """Return *words* with TeX's own characters escaped, on one line."""
    plain = " ".join(words.split())
    return plain.translate(_ESCAPES) if _OWN.search(plain) else plain  # few names have any


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    title = " ".join("".join(map(_piece, reference.title)).split())
    yield "title", f"{{{title}}}" if title else ""
    yield "author", _authors(reference.authors, et_al=reference.et_al)
    yield _CONTAINERS[reference.form] or "note", escaped(reference.container)
    yield "year", reference.year
    yield "month", reference.date[5:7].lstrip("0")
    yield "number", escaped(reference.number)
    if reference.pages:
        first, last = reference.pages
        yield "pages", f"{first}--{last}" if last != first else str(first)
    if reference.arxiv:
        yield "eprint", reference.arxiv
        yield "archiveprefix", "arXiv"
    yield "doi", _bare(reference.doi)
    yield "url", _bare(reference.url)
    yield "langid", "chinese" if reference.lang == "zh" else ""


def _piece(piece: Piece) -> str:
    """Return a stretch of a title; a formula whose braces do not pair would end the field."""
    words = " ".join(piece.words.split()) if piece.formula else piece.words
    return f"${words}$" if piece.formula and _pairs(words) else words.translate(_ESCAPES)


def _pairs(tex: str) -> bool:
    depth = 0
    for character in tex:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0 and not tex.endswith("\\")


def _authors(names: Iterable[str], *, et_al: bool) -> str:
    told = [_name(name) for name in names]
    return " and ".join([*told, "others"] if et_al and told else told)


def _name(name: str) -> str:
    """Return a name; in braces where BibTeX would take it apart wrongly."""
    words = escaped(name)
    whole = language_of(name) == "zh" or "," in name or " and " in f" {name.lower()} "
    return f"{{{words}}}" if whole else words


def _bare(address: str) -> str:
    """Return an address or identifier: verbatim but for what would end the field."""
    return "".join(address.translate(_CODED).split())
