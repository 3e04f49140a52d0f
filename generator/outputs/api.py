"""The model as JSON, schema 1: what ``inspect`` prints and ``/api/`` holds."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from generator.assemble import Entry, IssueEntry, Site
from generator.cards import Body, Leaf
from generator.diagnostics import Diagnostic, ordered
from generator.plan import Plan
from generator.text import LANGS, Text

SCHEMA = 1


def document(issues: Sequence[dict[str, Any]], problems: Iterable[Diagnostic]) -> bytes:
    """Return issues and diagnostics as one JSON document with a line end."""
    found = [problem.to_json() for problem in ordered(problems)]
    return dump({"schema": SCHEMA, "issues": list(issues), "diagnostics": found})


def dump(value: object) -> bytes:
    """Return *value* as JSON for people and programs alike: indented, Chinese as it is."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def issue(entry: IssueEntry, body: Body) -> dict[str, Any]:
    """Return one issue with its sections and items, every key present."""
    card, said = entry.card, body.issue
    entries = iter(entry.entries)
    return {
        "id": entry.id,
        "style": card.style,
        "source": card.path,
        "lines": list(card.lines),
        "title": card.title.to_json(),
        "date": card.date or None,
        "number": card.number or None,
        "total_number": card.total_number or None,
        "people": [
            {
                "role": person.role.to_json(),
                "name": person.name,
                "affiliation": person.affiliation or None,
                "section": person.section or None,
            }
            for person in said.people
        ],
        "sections": [
            {
                "id": section.slug,
                "title": section.title.to_json() if section.title else None,
                "items": [_item(next(entries), leaf) for leaf in leaves],
            }
            for section, leaves in zip(card.sections, body.leaves, strict=True)
        ],
    }


def _item(entry: Entry, leaf: Leaf) -> dict[str, Any]:
    item = leaf.item
    return {
        "id": item.paper or item.slug,
        "url": f"/{LANGS[0]}/{entry.path}",
        "kind": item.kind,
        "lines": list(item.lines),
        "title": item.title.to_json(),
        "subtitle": _absent(item.subtitle),
        "kicker": item.kicker or None,
        "authors": [
            {"name": author.name, "affiliation": author.affiliation or None}
            for author in item.authors
        ],
        "et_al": item.et_al,
        "editors": list(item.editors),
        "date": item.date or None,
        "pages": list(item.pages) if item.pages else None,
        "topics": list(item.topics),
        "abstract": item.abstract.to_json(),
        "links": [
            {"rel": link.rel, "href": link.href, "label": link.label or None} for link in item.links
        ],
        "events": [_plain(event) for event in item.events],
        "deadlines": [_plain(deadline) for deadline in item.deadlines],
        "figures": [_plain(figure) for figure in item.figures if figure.number or figure.caption],
        "tables": [_plain(table) for table in item.tables],
        "counts": _plain(item.counts),
        "fields": _fields(item.fields),
        "text": leaf.text.to_json(),
    }


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    return {
        key: None if said == "" else said for key, said in msgspec.structs.asdict(value).items()
    }


def _fields(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return fields by label; what stands under one label twice stands in two lines."""
    told: dict[str, str] = {}
    for label, words in fields:
        told[label] = f"{told[label]}\n{words}" if label in told else words
    return told


def _absent(text: Text) -> dict[str, str | None] | None:
    return text.to_json() if text else None


def overview(site: Site, plan: Plan) -> bytes:
    """Return ``/api/site.json``: every page and every issue."""
    issues = [
        {
            "id": entry.id,
            "style": entry.card.style,
            "date": entry.card.date or None,
            "title": entry.card.title.to_json(),
            "items": len(entry.entries),
            "url": f"/{LANGS[0]}/{entry.path}",
            "api": f"/api/issues/{entry.id}.json",
            "bib": f"/issues/{entry.id}.bib",
        }
        for entry in site.issues
    ]
    pages = [f"/{lang}/{page.path}" for page in plan.pages for lang in LANGS]
    return dump({"schema": SCHEMA, "issues": issues, "pages": pages})
