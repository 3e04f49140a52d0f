"""A reference as RIS, which reference managers import."""

from collections.abc import Iterator

from generator.citing.reference import Form, Reference

_TYPES: dict[Form, str] = {
    "preprint": "UNPB",
    "journal": "JOUR",
    "proceedings": "CONF",
    "periodical": "MGZN",
    "web": "ELEC",
}


def ris(reference: Reference) -> str:
    """Return one record; every value on one line, so that no text can begin a field of its own."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in _tags(reference) if value]
    return "\n".join([*lines, "ER  - ", ""])


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[reference.form]
    yield "TI", reference.plain_title
    for name in reference.authors:
        yield "AU", name
    yield "PY", reference.year
    yield "DA", reference.date.replace("-", "/") if reference.year else ""
    yield "T2", reference.container
    yield "IS", reference.number
    if reference.pages:
        yield "SP", str(reference.pages[0])
        yield "EP", str(reference.pages[1])
    yield "DO", reference.doi
    yield "AN", f"arXiv:{reference.arxiv}" if reference.arxiv else ""
    yield "UR", reference.url
    yield "LA", reference.lang
