"""Translations written into fix files; whatever an editor wrote there stays as it is."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import InlineTable

from generator.diagnostics import Diagnostic, Severity
from generator.discover import fix_name
from generator.errors import OutputError
from generator.reading.fixes import ItemFix, spellings
from generator.reading.fixfile import read_fix
from generator.reading.staleness import words_hash
from generator.text import language_of
from generator.translations.po import Translation
from generator.translations.status import Side, Status


def bring_home(
    translations: Sequence[Translation], statuses: Sequence[Status], places: Mapping[str, Path]
) -> tuple[dict[str, int], list[Diagnostic]]:
    """Write *translations* into the fix files of their sources, which lie at *places*.

    Returns how many were written to each fix file, and what was not taken over, or replaced.
    Raises OutputError for a file that cannot be written.
    """
    sides = {
        (one.source, side.item, side.part, side.lang): side
        for one in statuses
        for side in one.sides
    }
    written: dict[str, int] = {}
    problems: list[Diagnostic] = []
    for source in dict.fromkeys(one.source for one in translations):
        some = [one for one in translations if one.source == source]
        known = {(o.item, o.part): sides.get((o.source, o.item, o.part, o.lang)) for o in some}
        for one in some:
            if known[one.item, one.part] is None:
                problems.append(_unknown(one))
        some = [one for one in some if known[one.item, one.part]]
        if some:
            number, more = _into(Path(fix_name(str(places[source]))), some, known)
            problems += more
            if number:
                written[fix_name(source)] = number
    return written, problems


def _into(
    file: Path, some: Sequence[Translation], known: Mapping[tuple[str, str], Side | None]
) -> tuple[int, list[Diagnostic]]:
    """Write the translations of one source into *file*; return how many, and what is to be said."""
    name = fix_name(some[0].source)
    try:
        raw = file.read_bytes() if file.exists() else b""
    except OSError as error:
        raise OutputError(f"{file} cannot be read: {error.strerror}") from None
    fix, problems = read_fix(raw, name)
    broken = [problem for problem in problems if problem.code == "fix-syntax"]
    if broken:
        return 0, broken
    document = tomlkit.parse(raw.decode("utf-8-sig"))
    said: list[Diagnostic] = []
    taken: list[tuple[str, Translation]] = []
    for one in some:
        side = known[one.item, one.part]
        if side is None:
            continue
        key = next((key for key in fix.items if _means(key, side)), one.item)
        wanted, remark = _verdict(one, side, fix.items.get(key))
        said += [remark] if remark else []
        if wanted:
            _put(document, key, one)
            taken.append((key, one))
    if taken:
        _save(file, tomlkit.dumps(document), taken)
    return len(taken), said


def _means(key: str, side: Side) -> bool:
    """Say whether a table of a fix file is about the item of *side*."""
    return key in (side.item, side.slug) or side.item.lower() in spellings(key)


def _verdict(one: Translation, side: Side, fix: ItemFix | None) -> tuple[bool, Diagnostic | None]:
    """Say whether a translation is to be written, and what stands where it would go."""
    ours = fix is not None and one.part in fix.hashes and one.lang in fix.texts.get(one.part, {})
    if side.words == one.words:
        return ours and fix is not None and fix.hashes[one.part] != words_hash(one.original), None
    if not side.words:
        return True, None
    where = f"{one.item}, {one.part}.{one.lang}"
    if ours:
        message = f"{where}: an earlier translation is replaced: {_short(side.words)}"
        hint = "nothing to do; these are the earlier words"
        return True, Diagnostic(Severity.NOTE, "po-replaced", message, one.span, hint)
    owner = "the fix file" if side.held else "the source"
    message = f"{where}: {owner} has words of its own, which stay: {_short(side.words)}"
    hint = "remove them there to have the translation taken over"
    return False, Diagnostic(Severity.WARNING, "po-kept", message, one.span, hint)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _put(document: tomlkit.TOMLDocument, key: str, one: Translation) -> None:
    """Set one text and its hash, making the tables that are missing."""
    if "item" not in document:
        document["item"] = tomlkit.table(is_super_table=True)
    items: Any = document["item"]
    if key not in items:
        inline = isinstance(items, InlineTable)
        items[key] = tomlkit.inline_table() if inline else tomlkit.table()
    item: Any = items[key]
    text = item.get(one.part)
    if isinstance(text, str):  # a plain string, in the language that it shows
        inner = tomlkit.inline_table()
        inner[language_of(text)] = text
        item[one.part] = inner
    elif text is None and isinstance(item, InlineTable):
        item[one.part] = tomlkit.inline_table()
    elif text is None:
        item.append(tomlkit.key([one.part, one.lang]), _string(one.words))
        item.append(tomlkit.key([one.part, "source_hash"]), words_hash(one.original))
        return
    text = item[one.part]
    text[one.lang] = _string(one.words, plain=isinstance(text, InlineTable))
    text["source_hash"] = words_hash(one.original)


def _string(words: str, *, plain: bool = False) -> Any:
    """Return *words* as TOML: several lines where there are several, backslashes as they are."""
    many = "\n" in words and not plain
    clean = all(char.isprintable() or char == "\n" for char in words)
    literal = "\\" in words and "'" not in words and clean and (many or "\n" not in words)
    return tomlkit.string(f"\n{words}\n" if many else words, literal=literal, multiline=many)


def _save(file: Path, text: str, taken: Sequence[tuple[str, Translation]]) -> None:
    """Write a fix file whole or not at all. Raises OutputError where that cannot be done."""
    data = tomllib.loads(text)
    for key, one in taken:  # what is written is read before anything is replaced
        if data["item"][key][one.part][one.lang].strip() != one.words:
            raise OutputError(f"{file} would not say {one.item} {one.part} as the translator did")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(text.encode())
        os.replace(draft, file)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}") from None


def _unknown(one: Translation) -> Diagnostic:
    message = f"{one.source} has no item {one.item} with such a text"
    hint = "the source has changed since this was exported: export it anew"
    return Diagnostic(Severity.WARNING, "po-unknown", message, one.span, hint)
