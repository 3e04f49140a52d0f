"""Lost pictures put back: a fix file says which file stands where a picture was."""

import re

from generator.diagnostics import Diagnostic, Severity
from generator.markup.result import Inner
from generator.model import Item
from generator.regex import regex
from generator.source import Span
from generator.text import LANGS, Text

_LOST = regex(
    r'<div class="lost" data-src=""(?P<alt> data-alt="[^"]*")?(?: data-figure="(?P<number>[^"]*)")?'
)
FOLDER = "figures/"
"""Where a file is looked for that is named without a folder."""


def put_back(item: Item, body: Text, fix: str) -> tuple[Text, list[Inner], list[Diagnostic]]:
    """Return a body with the address of every picture that the fix file at *fix* puts back.

    Those pictures are given with the lines that name them. A name that means no lost picture is
    said; where both languages show a picture, it is put back in both.
    """
    if not item.pictures:
        return body, [], []
    used: set[str] = set()
    sides = {lang: _filled(body[lang], item, used) for lang in LANGS}
    back = [
        Inner(_address(item.pictures[name][0]), Span(fix, item.pictures[name][1])) for name in used
    ]
    lost = sorted({name for lang in LANGS for name in _names(body[lang])}, key=_order)
    problems = []
    for name, (_, line) in item.pictures.items():
        if name not in used:
            message = f"no lost picture here is called {name}"
            hint = f"there is: {', '.join(lost) or 'none'}"
            span = Span(fix, line)
            problems.append(Diagnostic(Severity.WARNING, "fix-unknown-figure", message, span, hint))
    return Text(**sides), sorted(back, key=lambda one: one.span.line), problems


def _order(name: str) -> tuple[bool, str, str]:
    return name.startswith("#"), name.zfill(6), name


def _names(html: str) -> list[str]:
    """Return by what the lost pictures of a text can be named: number, and place among them."""
    found = list(_LOST.finditer(html))
    return [one["number"] for one in found if one["number"]] + [
        f"#{at}" for at in range(1, len(found) + 1)
    ]


def _filled(html: str, item: Item, used: set[str]) -> str:
    count = 0

    def fill(lost: re.Match[str]) -> str:
        nonlocal count
        count += 1
        names = (lost["number"] or "", f"#{count}")
        name = next((one for one in names if one in item.pictures), "")
        if not name:
            return lost[0]
        used.add(name)
        address = _address(item.pictures[name][0]).replace("&", "&amp;").replace('"', "&quot;")
        return f'<div class="lost" data-src="{address}"{lost["alt"] or ""}'

    return _LOST.sub(fill, html)


def _address(file: str) -> str:
    return file if "/" in file else FOLDER + file
