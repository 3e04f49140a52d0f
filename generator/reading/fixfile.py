"""A fix file, ``NAME.fix.toml``: corrections of a source by the ids of its items."""

import difflib
import re
from datetime import date
from typing import Any, get_args

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.model import Author, Link, Rel
from generator.reading.dates import find_date
from generator.reading.fixes import PARTS, Fix, ItemFix
from generator.reading.names import read_authors
from generator.regex import regex
from generator.text import LANGS, NO_TEXT, Lang, Text, language_of
from generator.tomlfile import Table, read_toml

RELS: tuple[Rel, ...] = get_args(Rel)
OTHERS = ("topics", "authors", "links", "figures", "language", "date", "drop", "translated")

_ADDRESS = regex(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_FIGURE = regex(
    r"(?:[图圖]|Figure|Fig\.?)?\s*(?P<number>#\d+|[A-Z]?\d+(?:[.\-–]\d+)*)[.:：]?", re.IGNORECASE
)
_OPENING = regex(r"""("{3}|'{3})\s*$""")


def read_fix(raw: bytes, path: str) -> tuple[Fix, list[Diagnostic]]:
    """Return what the fix file *raw* says, and what is wrong with it; never raises."""
    top = read_toml(raw, path)
    about = top.table("issue")
    issue, title = _issue(about)
    translated = about.translated()
    about.finish()
    under = top.table("item", 'tables, one for each item: [item."2402.01230"]')
    items = {name: one for name in under.data if (one := _item(under, name))}
    for name in [name for name in top.data if _is_item(name, top)]:
        hint = f'an item stands under its id like this: [item."{name}"]'
        top.wrong(name, f"unknown table [{name}]", hint, "config-unknown-key")
        del top.data[name]
    top.finish()
    fix = Fix(path=path, issue=issue, title=title, items=items, translated=translated)
    return fix, [_ours(problem) for problem in top.problems]


def _is_item(name: str, top: Table) -> bool:
    """Say whether an unknown table at the top is an item rather than a slip in a key."""
    slip = difflib.get_close_matches(name, top.known, 1)
    return name not in top.known and not slip and isinstance(top.data[name], dict)


def _ours(problem: Diagnostic) -> Diagnostic:
    """Return what a TOML table says of itself in the words of fix files."""
    if problem.code == "config-syntax":
        code, severity = "fix-syntax", Severity.ERROR
        hint = (
            'mend this line (ids and words stand in "quotes"); until then this file has no effect'
        )
    elif problem.code == "config-unknown-key":
        code, severity, hint = "fix-unknown-key", Severity.WARNING, problem.hint
    else:
        code, severity = "fix-value", Severity.WARNING
        hint = problem.hint or "mend it; until then it has no effect"
    return msgspec.structs.replace(problem, code=code, severity=severity, hint=hint)


def _issue(table: Table) -> tuple[dict[str, str], Text]:
    given = {
        "date": _day(table, "date"),
        "number": _number(table, "number").lstrip("0"),
        "id": table.string("id", "").strip(),
    }
    title = Text(**_sides(table, "title")) if "title" in table.data else NO_TEXT
    table.known.append("title")
    return {key: value for key, value in given.items() if value}, title


def _item(under: Table, name: str) -> ItemFix | None:
    """Return what stands under one id; ``None`` where an id without quotes was cut at its dots."""
    table = under.table(name, "a table: what is to be said of this item")
    if not isinstance(under.data[name], dict):
        return None
    known = (*PARTS, *OTHERS)
    for key, value in table.data.items():
        if key not in known and isinstance(value, dict) and key[:1].isdigit():
            hint = f'an id with a dot stands in quotes: [item."{name}.{key}"]'
            table.wrong(key, f"{table.within}{key} is not the id of an item", hint)
            return None
    texts = {part: _sides(table, part) for part in PARTS if part in table.data}
    table.known.extend(PARTS)
    hashes, machine = _translations(table, texts)
    topics = table.strings("topics")
    authors, et_al = _authors(table)
    replaced, links = _links(table)
    fix = ItemFix(
        place=under.at(name),
        texts={part: sides for part, sides in texts.items() if sides},
        hashes=hashes,
        translated=table.translated(),
        machine=machine,
        topics=tuple(word.strip() for word in topics if word.strip()),
        authors=authors,
        et_al=et_al,
        replaced=replaced,
        links=links,
        pictures=_pictures(table),
        language=_language(table),
        date=_day(table, "date"),
        drop=table.flag("drop", False),
        lines=_lines(table, texts),
    )
    table.finish()
    return fix


def _lines(table: Table, texts: dict[str, dict[Lang, str]]) -> dict[str, int]:
    """Return where topics and texts begin; behind ``\"\"\"`` words begin on the next line."""
    lines = {"topics": table.at("topics").line}
    for part, sides in texts.items():
        for lang in sides:
            inside = isinstance(table.data[part], dict)
            at = table.at(part, lang) if inside else table.at(part)
            opened = _OPENING.search(table.places.line(at.line))
            lines[f"{part}.{lang}"] = at.line + bool(opened)
        if isinstance(table.data[part], dict):
            lines[f"{part}.source_hash"] = table.at(part, "source_hash").line
    return lines


def _sides(table: Table, part: str) -> dict[Lang, str]:
    """Return the sides of a text that are given; a plain string is in the language it shows."""
    value = table.data[part]
    if isinstance(value, str):
        return {language_of(value): value.strip()} if value.strip() else {}
    inner = table.table(part, 'a string, or { zh = "…", en = "…" }')
    sides: dict[Lang, str] = {}
    for lang in LANGS:
        words = inner.string(lang, "")
        if isinstance(inner.data.get(lang), str):
            sides[lang] = words.strip()
    if len(table.trail) > 1:  # of an item: an issue's title is no translation
        inner.known += ["source_hash", "translated"]
    inner.finish()
    return sides


def _translations(
    table: Table, texts: dict[str, dict[Lang, str]]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the hash of what each part was translated from, and the parts that a machine did."""
    hashes: dict[str, str] = {}
    machine: list[str] = []
    for part, sides in texts.items():
        if not isinstance(table.data[part], dict):
            continue
        inner = table.inner(table.data[part], part)
        made_from = inner.string("source_hash", "")
        if made_from and len(sides) == 1:
            hashes[part] = made_from
        elif made_from:
            message = f"{inner.within}source_hash belongs to one side, translated from the other"
            inner.wrong("source_hash", message, "give one side only, or leave the hash out")
        if inner.machine("translated"):
            machine.append(part)
    return hashes, tuple(machine)


def _day(table: Table, key: str) -> str:
    """Return a date, written with or without quotes."""
    value = table.data.get(key)
    if type(value) is date:
        table.known.append(key)
        return value.isoformat()
    day = find_date(table.string(key, ""))
    if isinstance(value, str) and not day:
        table.wrong(key, f"{table.within}{key} is not a date like 2026-03-02")
    return day


def _number(table: Table, key: str) -> str:
    """Return the number of an issue, written with or without quotes."""
    if type(table.data.get(key)) is int:
        return str(table.number(key, 0))
    return table.string(key, "").strip()


def _language(table: Table) -> Lang | None:
    word = table.string("language", "")
    for lang in LANGS:
        if word == lang:
            return lang
    if word:
        message = f"{table.within}language is {word!r}, which is neither 'zh' nor 'en'"
        table.wrong("language", message)
    return None


def _authors(table: Table) -> tuple[tuple[Author, ...] | None, bool]:
    """Read a line of names, or a list of names and of ``{ name, affiliation }``."""
    wanted = 'a list: ["Li Lan", { name = "王明", affiliation = "…" }]'
    value = _strings_or_tables(table, "authors", wanted)
    if value is None:
        return None, False
    authors: list[Author] = []
    et_al = False
    for one in value:
        if isinstance(one, Table):
            name, place = one.string("name", ""), one.string("affiliation", "")
            one.finish()
            authors += [Author(name, place)] if name else []
        else:
            names, more = read_authors(one)
            authors += names
            et_al |= more
    return tuple(authors), et_al


def _links(table: Table) -> tuple[tuple[str, ...] | None, tuple[Link, ...]]:
    """Return what is replaced, and the new links.

    ``links.code = "https://…"`` replaces the links of that kind (an empty one takes them away), a
    list of ``{ rel, href, label }`` replaces all.
    """
    if isinstance(table.data.get("links"), dict):
        inner = table.table("links")
        said: dict[Rel, str] = {rel: inner.string(rel, "") for rel in RELS if rel in inner.data}
        inner.known.extend(RELS)
        inner.finish()
        good = {rel: href for rel, href in said.items() if not href or _is_address(inner, rel)}
        links = tuple(Link(rel, href) for rel, href in good.items() if href)
        return tuple(rel for rel in good if isinstance(inner.data[rel], str)), links
    wanted = 'a table { code = "https://…" } or a list of { rel = "code", href = "https://…" }'
    value = _strings_or_tables(table, "links", wanted)
    if value is None:
        return (), ()
    found = []
    for one in value:
        if isinstance(one, str):
            table.wrong("links", f"{table.within}links must be {wanted}")
            continue
        rel = next((rel for rel in RELS if rel == one.string("rel", "source")), None)
        if rel is None:
            one.wrong("rel", f"unknown kind of link {one.data['rel']!r}", f"known: {_told()}")
        href, label = one.string("href", ""), one.string("label", "")
        one.finish()
        if _is_address(one, "href"):
            found.append(Link(rel or "source", href, label))
    return None, tuple(found)


def _pictures(table: Table) -> dict[str, tuple[str, int]]:
    """Return the files that were lost by what they are called: ``图 3``, ``3`` or ``#2``."""
    wanted = '{ "图 1" = "flow.png" }'
    inner = table.table("figures", wanted)
    files: dict[str, tuple[str, int]] = {}
    for key in inner.data:
        found = _FIGURE.fullmatch(key.strip())
        file = inner.string(key, "").strip()
        if not found:
            message = f"{inner.within}{key} names no figure"
            hint = f"write its number, or #1 for the first lost picture: {wanted}"
            inner.wrong(key, message, hint)
        elif file:
            files[found["number"]] = (file, inner.at(key).line)
    inner.finish()
    return files


def _told() -> str:
    return ", ".join(RELS)


def _is_address(table: Table, key: str) -> bool:
    """Say whether an address leads somewhere, and report one that does not."""
    value = table.data.get(key)
    if isinstance(value, str) and _ADDRESS.fullmatch(value):
        return True
    if value is None or isinstance(value, str):
        message = f"{table.within}{key} is no address like https://… or mailto:…"
        table.wrong(key, message)
    return False


def _strings_or_tables(table: Table, key: str, wanted: str) -> list[str | Table] | None:
    """Return a list's strings and tables; a string alone is a list of one. ``None`` for nothing."""
    table.known.append(key)
    value: Any = table.data.get(key)
    if value is None:
        return None
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str | dict) for one in values):
        table.wrong(key, f"{table.within}{key} must be {wanted}")
        return None
    return [
        table.inner(one, key, str(number)) if isinstance(one, dict) else one
        for number, one in enumerate(values)
    ]
