"""The line that names the editors of an item, in the many forms that journals print it in."""

import re

from generator.reading.blocks import Block
from generator.reading.people import read_names
from generator.regex import regex

_LABEL = (
    r"责\s?任\s?编\s?辑|责任编委|责编编委|责编委|(?:本文)?责\s?编|(?:本文|本期|栏目|执行|特约|文字|审校)编辑|编\s?辑"
    r"|(?:(?:responsible|associate|handling|section|column|managing) )?editors?|edited by"
)
_EDITOR = regex(
    rf"[#*_\s\-–—]*(?P<open>[【（(\[［])?[*\s]*(?P<label>{_LABEL})[*\s]*[】\]］]?"
    r"[*\s]*(?:[:：|｜/／][*\s]*|(?<=[\s*】\]］])|(?<=edited by))(?P<names>[^*]*?)"
    r"[*\s_]*(?(open)[)）】\]］]?)[*\s_]*$",
    re.IGNORECASE,
)
_PLACE = regex(r"[(（][^()（）]{1,40}[)）]")
_LONGEST = 200


def read_editors(line: str) -> tuple[str, str] | None:
    """Return the label and the names of a *line* that names editors, ``None`` for any other.

    Who works where may stand in brackets behind a name.
    """
    if len(line) > _LONGEST:
        return None
    found = _EDITOR.match(line)
    names = found["names"].strip(" \t.。；;") if found else ""
    if not found or not read_names(_PLACE.sub(" ", names)):
        return None
    return found["label"], names


def editor_names(names: str) -> list[str]:
    """Return each of the *names* as `read_editors` gives them."""
    return read_names(_PLACE.sub(" ", names))


def editors_of(block: Block) -> tuple[str, str, int] | None:
    """Return label, names and line of a block that is nothing but an editors' line."""
    if block.kind not in ("text", "heading") or len(block.lines) != 1:
        return None
    found = read_editors(block.lines[0])
    return (*found, block.line) if found else None
