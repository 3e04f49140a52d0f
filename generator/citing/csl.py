"""A reference as CSL-JSON, which Zotero, Pandoc and citation processors read."""

from collections.abc import Iterable
from typing import Any

import msgspec

from generator.citing.reference import Form, Reference
from generator.text import HTML_LANG

_TYPES: dict[Form, str] = {
    "preprint": "article",
    "journal": "article-journal",
    "proceedings": "paper-conference",
    "periodical": "article-magazine",
    "web": "webpage",
}


def document(references: Iterable[Reference]) -> str:
    """Return references as one CSL-JSON document with a line end."""
    told = msgspec.json.encode([_item(reference) for reference in references])
    return msgspec.json.format(told, indent=1).decode() + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    """Return one reference; names are literal: no source says which part is the family's."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": _TYPES[reference.form],
        "title": reference.plain_title,
        "language": HTML_LANG[reference.lang],
    }
    if reference.authors:
        names = [{"literal": name} for name in reference.authors]
        item["author"] = [*names, {"literal": "others"}] if reference.et_al else names
    if reference.year:
        parts = [int(part) for part in reference.date.split("/")[0].split("-") if part.isdigit()]
        item["issued"] = {"date-parts": [parts]}
    if reference.pages:
        item["page"] = "-".join(dict.fromkeys(map(str, reference.pages)))
    if reference.arxiv:
        item["publisher"], item["number"] = "arXiv", f"arXiv:{reference.arxiv}"
    known = {
        "container-title": reference.container,
        "issue": reference.number,
        "DOI": reference.doi,
        "URL": reference.url,
    }
    item.update({name: value for name, value in known.items() if value})
    return item
