"""A look at content without building it: what ``check`` and ``inspect`` are made of."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from generator.assemble import IssueEntry
from generator.build import Choices, Draft, draft
from generator.diagnostics import Diagnostic, ordered
from generator.discover import Found, discover, readable, single
from generator.errors import ConfigError
from generator.library import Memory
from generator.text import LANGS
from generator.translations.desk import take
from generator.translations.status import Status, status_of
from generator.workshop import Workshop


class Seen(msgspec.Struct, frozen=True):
    """What was read: issues by path of their source, every problem, and the files by path."""

    draft: Draft
    issues: tuple[IssueEntry, ...]
    problems: tuple[Diagnostic, ...]
    files: dict[str, str]


def look(
    shop: Workshop,
    paths: Sequence[Path],
    *,
    as_of: str,
    drafts: bool,
    noticed: Sequence[Diagnostic] = (),
) -> Seen:
    """Read *paths*, or all content where none is named, and keep everything in memory.

    *noticed* is told with the problems that are found.
    Raises ConfigError for a path that leads nowhere.
    """
    found: dict[str, Found] = {}
    problems: list[Diagnostic] = list(noticed)
    lost = next((path for path in paths if not os.path.lexists(path)), None)
    if lost:
        hint = "paths are taken from the current folder"
        raise ConfigError(f"there is no such file: {readable(str(lost))}", hint)
    for path in paths or [shop.config.content]:
        more, unread = _find(path, shop.config.content, shop.config.output)
        found.update((one.path, one) for one in more)
        problems += unread
    files = [found[path] for path in sorted(found)]
    made = draft(shop, files, {}, Memory(), Choices(as_of=as_of, drafts=drafts))
    issues = sorted(made.site.issues, key=lambda issue: issue.card.path)
    names = {one.path: one.file for one in files}
    return Seen(made, tuple(issues), tuple(ordered([*problems, *made.problems])), names)


def statuses(seen: Seen) -> list[Status]:
    """Return how every issue stands in its two languages."""
    return [status_of(entry, seen.draft.scene.body(entry)) for entry in seen.issues]


def take_translations(seen: Seen, file: Path) -> tuple[list[str], list[Diagnostic]]:
    """Write the translations in a PO file into the fix files of what was read."""
    places = {path: Path(name) for path, name in seen.files.items()}
    return take(statuses(seen), file, places)


def _find(path: Path, content: Path, output: Path) -> tuple[list[Found], list[Diagnostic]]:
    """Return the content files at *path*, named as in the content folder if they are in it."""
    if path != content and not os.path.isdir(path):
        one, problems = single(path, _name(path, content))
        return ([one] if one else []), problems
    found, problems = discover(path, output)
    if path.absolute() == content.absolute():
        return found, problems
    return [_renamed(one, path, content) for one in found], problems


def _renamed(found: Found, folder: Path, content: Path) -> Found:
    twin = _renamed(found.twin, folder, content) if found.twin else None
    fix = _renamed(found.fix, folder, content) if found.fix else None
    path = _name(folder / found.path, content)
    return msgspec.structs.replace(found, path=path, twin=twin, fix=fix)


def _name(path: Path, content: Path) -> str:
    try:
        return path.absolute().relative_to(content.absolute()).as_posix()
    except ValueError:
        return path.as_posix()


def tree(issues: Sequence[dict[str, Any]]) -> str:
    """Return issues as an indented list for a person."""
    return "".join(f"{line}\n" for issue in issues for line in _issue(issue))


def _issue(issue: dict[str, Any]) -> Iterator[str]:
    first, last = issue["lines"]
    yield f"{issue['id']}  {issue['style']}  {issue['source']}:{first}-{last}"
    for section in issue["sections"]:
        if section["title"]:
            yield f"  {_sides(section['title'])}  ({len(section['items'])})"
        for item in section["items"]:
            yield f"    {item['id']}  {_sides(item['title'])}"
            names = ", ".join(author["name"] for author in item["authors"])
            facts = [names, *(f"{link['rel']} {link['href']}" for link in item["links"])]
            facts.append("topics " + ", ".join(item["topics"]))
            yield from (f"      {fact}" for fact in facts if fact)


def _sides(text: dict[str, str | None]) -> str:
    return " | ".join(text[lang] or "-" for lang in LANGS)
