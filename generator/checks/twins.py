"""Titles that are the same, or all but one word the same, on different pages."""

import unicodedata
from collections.abc import Iterator

from generator.assemble import Entry, Site
from generator.diagnostics import Diagnostic, Severity
from generator.regex import regex
from generator.source import Span

WORDS = 5
HAN = 8
"""How long a title must be to mean one thing: in words, or in Chinese characters."""

_TOKEN = regex("[\u3400-\u9fff]|[^\\W_\u3400-\u9fff]+")


def check(site: Site) -> Iterator[Diagnostic]:
    """Note every item whose title an earlier one of the same style has, but for one word at most.

    Each title is filed under itself, and under itself without each of its words in turn, so that
    the work grows with the number of titles and not with that of their pairs. Titles that differ
    in a number only are parts of a series.
    """
    filed: dict[tuple[object, ...], tuple[Span, str, tuple[str, ...]]] = {}
    for issue in sorted(site.issues, key=lambda issue: issue.card.path):
        for entry in issue.entries:
            words = _words(entry)
            if len(words) < (
                HAN if words and len(words[0]) == 1 and words[0] > "\u33ff" else WORDS
            ):
                continue
            span = Span(issue.card.path, entry.card.lines[0])
            keys = [(issue.card.style, words), *_gaps(issue.card.style, words)]
            known = (filed[key] for key in keys if key in filed)
            twin = next((one for one in known if _alike(one, entry, words)), None)
            if twin and not (issue.card.style == "proceedings" and twin[0].path == span.path):
                yield _note(span, twin[0], twin[2] == words)
            for key in keys:
                filed.setdefault(key, (span, entry.path, words))


def _words(entry: Entry) -> tuple[str, ...]:
    """Return the words of a title without what drifts; of Chinese, its characters."""
    title = entry.card.plain
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", title.en or title.zh).casefold()))


def _gaps(style: str, words: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [(style, at, hash(words[:at] + words[at + 1 :])) for at in range(len(words))]


def _alike(known: tuple[Span, str, tuple[str, ...]], entry: Entry, words: tuple[str, ...]) -> bool:
    """Say whether *known* is another page whose title differs in no number."""
    _, path, others = known
    if path == entry.path:
        return False
    if words == others:
        return True
    changed = [(a, b) for a, b in zip(words, others, strict=False) if a != b]
    return len(changed) == 1 and not any(c.isdigit() for pair in changed for c in "".join(pair))


def _note(span: Span, first: Span, same: bool) -> Diagnostic:
    like = "is also that of" if same else "differs in one word from that of"
    message = f"the title {like} {first}"
    hint = "leave one of them out if they are the same thing"
    return Diagnostic(Severity.NOTE, "title-twin", message, span, hint)
