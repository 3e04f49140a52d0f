"""Whether a translation in a fix file was made from the words that the source has now."""

import hashlib

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.model import Item
from generator.reading.fixes import PARTS, ItemFix, in_language
from generator.source import Span
from generator.text import Text, other

DIGITS = 12
"""Hexadecimal digits of a hash: few enough to be copied by hand."""


def words_hash(words: str) -> str:
    """Return what stands for *words* in a fix file; spaces and line ends do not count."""
    bare = "".join(words.split()).encode()
    return hashlib.blake2b(bare, digest_size=DIGITS // 2).hexdigest()


def mark_stale(fix: ItemFix, path: str, parsed: Item, fixed: Item) -> tuple[Item, list[Diagnostic]]:
    """Return *fixed* with its stale translations marked, and what is to be said of them.

    *parsed* is the item without its fix; *path* is the fix file. Of a translation that does not
    say what it was made from, a note gives the hash to write.
    """
    stale = []
    source = in_language(fix.language, parsed)
    problems = []
    for part, sides in fix.texts.items():
        if len(sides) != 1:
            continue
        (lang,) = sides
        before: Text = getattr(source, PARTS[part])
        original = before[other(lang)]
        now, made_from = words_hash(original), fix.hashes.get(part)
        write = f'{part}.source_hash = "{now}"'
        if made_from and made_from != now:
            stale.append(f"{part}.{lang}")
            span = Span(path, fix.lines[f"{part}.source_hash"])
            message = f"the {part} has changed since this translation of it was made"
            hint = f"look the translation over, then write {write}"
            if not original:
                message = f"the {part} that this is a translation of is gone"
                hint = "remove the hash if the words still hold"
            problems.append(Diagnostic(Severity.WARNING, "translation-stale", message, span, hint))
        elif not made_from and original and not before[lang] and sides[lang]:
            span = Span(path, fix.lines[f"{part}.{lang}"])
            message = f"nothing says which words this {part} was translated from"
            hint = f"write {write} to be told when they change"
            problems.append(Diagnostic(Severity.NOTE, "translation-unhashed", message, span, hint))
    return msgspec.structs.replace(fixed, stale=tuple(stale)), problems
