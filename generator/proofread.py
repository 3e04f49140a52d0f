"""What is doubtful in the items of one source: languages missing or in each other's place."""

import re
from collections.abc import Iterable, Iterator

from generator.cards import Body
from generator.diagnostics import Diagnostic, Severity
from generator.model import Item
from generator.source import Span
from generator.text import HAN, LANGS, Lang, Text, other

NAMES: dict[Lang, str] = {"zh": "Chinese", "en": "English"}

FEW = 3
"""Words of the other language that a text may consist of: the name of a model is no sentence."""

_WORD = re.compile(r"[A-Za-z]{2,}")
_FORMULA = re.compile(r"\$[^$]*\$|`[^`]*`|https?://\S+")


def proofread(body: Body, path: str) -> list[Diagnostic]:
    """Return what is doubtful in every item of *body*, whose source is *path*."""
    items = [leaf.item for leaves in body.leaves for leaf in leaves]
    return [*_missing(items, path), *_swapped(items, path)]


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


def _swapped(items: Iterable[Item], path: str) -> Iterator[Diagnostic]:
    """Warn where a side is written in the language of the other.

    The title of an item in one language is left to whoever wrote it, and so is one that is the
    same in both.
    """
    for item in items:
        for part, text, lines in _parts(item):
            if not text or text.zh == text.en or (part == "title" and text.missing()):
                continue
            wrong = [lang for lang in LANGS if _looks(text[lang]) == other(lang)]
            if not wrong:
                continue
            at = lines[LANGS.index(wrong[0])] or item.lines[0]
            if len(wrong) == len(LANGS):
                message = f"the Chinese and the English {part} have changed places"
            else:
                message = f"the {NAMES[wrong[0]]} {part} is written in {NAMES[other(wrong[0])]}"
            hint = "put each language into its own field, or leave out the one that is not there"
            yield Diagnostic(Severity.WARNING, "language-swapped", message, Span(path, at), hint)


def _looks(words: str) -> Lang | None:
    """Return the language that *words* are written in beyond doubt, if there is one.

    Chinese may be full of Latin names; without a single Han character it is none. English may
    quote Chinese, but not for most of its length.
    """
    plain = _FORMULA.sub(" ", words)
    chinese = len(HAN.findall(plain))
    latin = len(_WORD.findall(plain))
    if not chinese:
        return "en" if latin > FEW else None
    return "zh" if chinese > max(FEW, 2 * latin) else None
