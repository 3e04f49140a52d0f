"""Footnotes gathered at the end of their text; one that nothing refers to is kept, and said."""

from collections.abc import Sequence
from typing import Any

import msgspec
from markdown_it.token import Token


class Footnotes(msgspec.Struct):
    """The tokens without the notes, with a list of them at the end; notes never referred to."""

    tokens: list[Token]
    unused: list[Token]


def gather_footnotes(tokens: Sequence[Token], env: dict[str, Any]) -> Footnotes:
    """Move the definitions among *tokens* behind everything else, in the order of their use."""
    rest: list[Token] = []
    notes: list[tuple[Token, list[Token]]] = []
    open_notes: list[list[Token]] = []
    for token in tokens:
        if token.type == "footnote_reference_open":  # a note within a note is one of its own
            open_notes.append([])
            notes.append((token, open_notes[-1]))
        elif token.type == "footnote_reference_close":
            open_notes.pop()
        else:
            (open_notes[-1] if open_notes else rest).append(token)
    if not notes:
        return Footnotes(rest, [])
    used = {data["label"]: number for number, data in env["footnotes"]["list"].items()}
    ordered = sorted(enumerate(notes), key=lambda one: _rank(one, used))
    listed = [_token("footnote_list_open", 1)]
    unused, taken = [], set()
    for _, (opening, content) in ordered:
        label = opening.meta["label"]
        number = None if label in taken else used.get(label)
        taken.add(label)
        if number is None:
            unused.append(opening)
        item = _token("footnote_item_open", 1)
        item.meta = {"number": number, "label": label}
        back = _token("footnote_back", 0)
        back.meta = item.meta
        closing = [content.pop()] if content and content[-1].type == "paragraph_close" else []
        listed += [item, *content, back, *closing, _token("footnote_item_close", -1)]
    return Footnotes([*rest, *listed, _token("footnote_list_close", -1)], unused)


def _rank(one: tuple[int, tuple[Token, list[Token]]], used: dict[str, int]) -> tuple[int, int]:
    position, (opening, _) = one
    return used.get(opening.meta["label"], len(used)), position


def _token(kind: str, nesting: int) -> Token:
    return Token(kind, "", nesting)  # type: ignore[arg-type]
