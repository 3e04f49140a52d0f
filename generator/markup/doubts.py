"""What is doubtful in a text of Markdown though it can be set: citations, references, raw HTML."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from generator.diagnostics import Diagnostic
from generator.markup import sanitize
from generator.markup.citations import Citations
from generator.markup.result import note
from generator.source import Span

NAMED = 10
"""References that a note names; of more it gives the number."""

Doubt = tuple[str, str, str, Token, str]
"""A code, a message, the words to look for at a token, and a hint."""


def citation_doubts(found: Citations) -> Iterator[Doubt]:
    """Give every citation that leads to no reference."""
    for key, token in found.unknown:
        hint = f"begin a line of the list of references with [@{key}]"
        yield "citation-unknown", f"no reference is called @{key}", f"@{key}", token, hint
    for key, printed, token in found.dangling:
        message = f"there is no reference {key}; the list ends at {found.last}"
        hint = "add the reference, or correct the number"
        yield "citation-dangling", message, printed, token, hint


def unused_references(unused: Sequence[str], span: Span) -> Diagnostic:
    """Return the note on references that nothing cites."""
    named = ", ".join(unused[:NAMED]) + (" …" if len(unused) > NAMED else "")
    one = len(unused) == 1
    message = f"nothing cites {'a reference' if one else f'{len(unused)} references'}: {named}"
    hint = "cite what is meant to be cited; all references are shown"
    return note("reference-unused", message, span, hint)


def lone_tags(tokens: Sequence[Token]) -> Iterator[tuple[str, str, int]]:
    """Give every tag of the HTML blocks that lacks its partner: name, as printed, line from 0.

    The name of a closing tag begins with a slash.
    """
    waiting: list[tuple[str, str, int]] = []
    opened: dict[str, int] = {}
    for token in tokens:
        if token.type != "html_block":
            continue
        line = token.map[0] if token.map else 0
        for tag in sanitize.tags_in(token.content):
            name = tag["name"].lower()
            if name not in sanitize.PAIRED or tag[0].endswith("/>"):
                continue
            if not tag[0].startswith("</"):
                waiting.append((name, tag[0], line))
                opened[name] = opened.get(name, 0) + 1
                continue
            if not opened.get(name):
                yield f"/{name}", tag[0], line
                continue
            while waiting[-1][0] != name:
                opened[waiting[-1][0]] -= 1
                yield waiting.pop()
            opened[name] -= 1
            waiting.pop()
    yield from waiting
