"""One English term with two Chinese names: readers would take them for two things."""

import re
from collections.abc import Iterator

from generator.assemble import Site
from generator.diagnostics import Diagnostic, Severity
from generator.source import Span
from generator.topics import Topics


def check(site: Site, topics: Topics) -> Iterator[Diagnostic]:
    """Note each Chinese name of a term that is not the usual one of this site.

    Titles alone are compared. The usual name is the one that most titles have; of two that are
    equally frequent the one that ``topics.toml`` lists first.
    """
    if not topics.terms:
        return
    names = {term: _names(chinese) for term, chinese in topics.terms.items()}
    english = re.compile(
        rf"(?<![a-z])(?:{'|'.join(map(re.escape, topics.terms))})(?=e?s?(?![a-z]))"
    )
    seen: dict[str, dict[str, list[Span]]] = {}
    for issue in sorted(site.issues, key=lambda issue: issue.card.path):
        for entry in issue.entries:
            title = entry.card.plain
            if not (title.zh and title.en):
                continue
            for term in dict.fromkeys(english.findall(title.en.lower())):
                said = set(names[term].findall(title.zh))
                if len(said) == 1:
                    span = Span(issue.card.path, entry.card.lines[0])
                    seen.setdefault(term, {}).setdefault(said.pop(), []).append(span)
    for term, uses in seen.items():
        yield from _odd(term, uses, topics.terms[term])


def _names(chinese: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of names, longer ones first, for one may begin another."""
    return re.compile("|".join(map(re.escape, sorted(chinese, key=len, reverse=True))) or "(?!)")


def _odd(term: str, uses: dict[str, list[Span]], order: tuple[str, ...]) -> Iterator[Diagnostic]:
    usual = min(uses, key=lambda name: (-len(uses[name]), order.index(name)))
    for name, spans in uses.items():
        if name != usual:
            more = f" and in {len(spans) - 1} more" if len(spans) > 1 else ""
            message = f"{term!r} is {name} here{more}, but {usual} at {uses[usual][0]}"
            if len(uses[usual]) > 1:
                message += f" and in {len(uses[usual]) - 1} more"
            hint = "choose one name; [terms] in topics.toml says which names mean the same"
            yield Diagnostic(Severity.NOTE, "term-varies", message, spans[0], hint)
