"""What is doubtful in the items of one source: languages missing or in each other's place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

import msgspec

from generator.cards import Body
from generator.diagnostics import Diagnostic, Severity
from generator.model import Item
from generator.regex import regex
from generator.source import Span
from generator.text import HAN, LANGS, Lang, Text, language_of, other

NAMES: dict[Lang, str] = {"zh": "Chinese", "en": "English"}

FEW = 3
"""Words of the other language that a text may consist of: the name of a model is no sentence."""

_WORD = regex(r"[A-Za-z]{2,}")
_FORMULA = regex(r"\$[^$]*\$|`[^`]*`|https?://\S+")


class Sheet(msgspec.Struct, frozen=True):
    """A file that an item's words are from, and its fix file, which may be missing."""

    path: str
    fix: str = ""


Sheets = Mapping[Lang, Sheet]
"""Where the words of each language are from: one file, or those of a pair."""


def proofread(body: Body, sheets: Sheets) -> list[Diagnostic]:
    """Return what is doubtful in every item of *body*; the first of its *sheets* has its lines."""
    items = [leaf.item for leaves in body.leaves for leaf in leaves]
    return [*_missing(items, next(iter(sheets.values())).path), *_swapped(items, sheets)]


def _parts(item: Item) -> tuple[tuple[str, Text, tuple[int, int]], ...]:
    """Return the parts of an item that stand in two languages, with their lines."""
    return (
        ("title", item.title, item.title_lines),
        ("abstract", item.abstract, item.abstract_lines),
        ("body", item.body, item.body_lines),
    )


def _missing(items: Iterable[Item], path: str) -> Iterator[Diagnostic]:
    """Note each item that says something in one language only: the page will say so too."""
    for item in items:
        for part, text, _ in _parts(item):
            if text and text.missing():
                name = NAMES[text.missing()[0]]
                message = f"no {name} {part}; the other language is shown, and marked"
                hint = f"add the {name} {part} when there is one"
                span = Span(path, item.lines[0])
                yield Diagnostic(Severity.NOTE, "missing-language", message, span, hint)


def _swapped(items: Iterable[Item], sheets: Sheets) -> Iterator[Diagnostic]:
    """Warn where a side is written in the language of the other.

    The title of an item in one language is left to whoever wrote it, and so is one that is the
    same in both.
    """
    for item in items:
        for part, text, _ in _parts(item):
            if not text or text.zh == text.en or (part == "title" and text.missing()):
                continue
            wrong = [lang for lang in LANGS if _looks(text[lang]) == other(lang)]
            if not wrong:
                continue
            if len(wrong) == len(LANGS):
                message = f"the Chinese and the English {part} have changed places"
            else:
                message = f"the {NAMES[wrong[0]]} {part} is written in {NAMES[other(wrong[0])]}"
            hint = "put each language into its own field, or leave out the one that is not there"
            place = _place(item, part, wrong[0], sheets)
            yield Diagnostic(Severity.WARNING, "language-swapped", message, place, hint)


def _place(item: Item, part: str, lang: Lang, sheets: Sheets) -> Span:
    """Return where one side of a part of *item* stands: in its file, or in its fix file."""
    first = next(iter(sheets.values()))
    sheet = sheets.get(lang, first)
    fixed = item.fixed.get(f"{'text' if part == 'body' else part}.{lang}")
    if fixed and sheet.fix:
        return Span(sheet.fix, fixed)
    lines = {name: at for name, _, at in _parts(item)}[part]
    spare = item.lines[0] if sheet == first else 1
    return Span(sheet.path, lines[LANGS.index(lang)] or spare)


@lru_cache(512)  # a preview reads the same texts again and again, but for one
def _looks(words: str) -> Lang | None:
    """Return the language that *words* are written in beyond doubt, if there is one.

    Chinese may be full of Latin names; without a single Han character it is none. English may
    quote Chinese, but not for most of its length.
    """
    special = "$" in words or "`" in words or "://" in words  # most texts have nothing of it
    plain = _FORMULA.sub(" ", words) if special else words
    if language_of(plain) == "en":
        return "en" if _has_more(_WORD, plain, FEW) else None
    latin = len(_WORD.findall(plain))
    return "zh" if _has_more(HAN, plain, max(FEW, 2 * latin)) else None


def _has_more(what: re.Pattern[str], words: str, number: int) -> bool:
    """Say whether *what* is found more than *number* times; a long text has soon said enough."""
    return next(islice(what.finditer(words), number, None), None) is not None
