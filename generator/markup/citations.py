"""Citations ``[3]``, ``[1, 4-6]``, ``[@key]`` led to the text's own list of references, and back.

The list stands under a heading 参考文献 or References: an ordered list, or lines that begin with
``[3]`` or ``[@key]``. A bracket that leads nowhere, or stands in a table or heading, is text.
"""

import re
from collections.abc import Container, Sequence

import msgspec
from markdown_it.token import Token

from generator.markup.sanitize import OWN
from generator.regex import regex
from generator.slugs import slug

TITLE = regex(
    r"(?:[一二三四五六七八九十\d]+[.、．]?\s*)?(?:主要)?(?:参考(?:文献|资料)|references?|bibliography)[:：]?",
    re.IGNORECASE,
)
BEYOND = 20
"""How far behind the end of its list a citation may point; further off it is some other number."""
_SEPARATOR = regex(r"(\s*[,，、;；–—]\s*|\s*(?<=\d)\s*-\s*(?=\d))")


class Citations(msgspec.Struct):
    """What was found: every reference, how many numbers lead to one, keys that lead nowhere.

    *dangling* are numbers just beyond the *last* of the list, with their brackets; *unused* are
    references that nothing cites, where others are cited.
    """

    references: list[str]
    linked: int = 0
    unknown: list[tuple[str, Token]] = []
    dangling: list[tuple[str, str, Token]] = []
    unused: list[str] = []
    last: int = 0


def link_citations(tokens: list[Token]) -> Citations:
    """Resolve the ``citation`` tokens among *tokens*, in place: into links, anchors or text."""
    first, last = _list_of_references(tokens)
    keys = _name_references(tokens[first:last])
    numbers = [int(key) for key in keys if key.isdecimal()]
    found = Citations(list(keys), last=max(numbers, default=0))
    cited: dict[str, str] = {}
    level = 0
    for index, token in enumerate(tokens):
        if token.type in ("td_open", "th_open", "heading_open"):
            level += 1
        elif token.type in ("td_close", "th_close", "heading_close"):
            level -= 1
        for child in token.children or ():
            if child.type != "citation":
                continue
            if level or first <= index < last:
                child.type = "text"
            else:
                _resolve(child, token, found, keys, cited)
    for token in tokens[first:last]:
        _lead_back(token, cited)
    if cited:
        found.unused = [key for key in keys if key not in cited]
    return found


def _list_of_references(tokens: Sequence[Token]) -> tuple[int, int]:
    """Return where the tokens of the list begin and end; an empty range if there is none."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and TITLE.fullmatch(tokens[index + 1].content.strip()):
            for later in range(index + 1, len(tokens)):
                if tokens[later].type == "heading_open" and tokens[later].tag <= token.tag:
                    return index + 3, later
            return index + 3, len(tokens)
    return 0, 0


def _name_references(tokens: Sequence[Token]) -> dict[str, None]:
    """Give every reference its anchor, and return their keys in order."""
    keys: dict[str, None] = {}
    number = 0
    top = tokens[0].level if tokens else 0
    for token in tokens:
        if token.type == "ordered_list_open" and token.level == top:
            number = int(token.attrGet("start") or 1) - 1
        elif token.type == "list_item_open" and token.info and token.level == top + 1:
            number += 1
            if str(number) not in keys:
                keys[str(number)] = None
                token.meta = {"reference": str(number)}
        starts = True
        for child in token.children or ():
            if starts and child.type == "citation":
                key = child.content.strip("[]@")
                if key not in keys and not _SEPARATOR.search(key):
                    keys[key] = None
                    child.type, child.meta = "reference", {"key": key}
            starts = child.type == "softbreak"
    return keys


def _resolve(
    child: Token, block: Token, found: Citations, keys: Container[str], cited: dict[str, str]
) -> None:
    """Give *child* its parts: words, and the attributes of a link where they lead somewhere.

    *cited* says by key under which key its first citation has its anchor: that of the first number
    for those between the ends of a range.
    """
    pieces = _SEPARATOR.split(child.content[1:-1])
    parts = []
    before = 0
    for gap, printed in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        key = printed.removeprefix("@")
        number = int(key) if key.isdecimal() else 0
        attributes = ""
        if key in keys:
            own = "" if key in cited else f' id="{OWN}{cite_id(key)}"'
            attributes = f' class="{OWN}cite"{own} href="{OWN}#{ref_id(key)}"'
            cited.setdefault(key, key)
            is_range = gap.strip() in ("-", "–", "—") and 0 < before < number
            found.linked += number - before if is_range else 1
            if is_range:
                for between in range(before + 1, number):
                    cited.setdefault(str(between), cited[str(before)])
            before = number
        elif printed.startswith("@"):
            found.unknown.append((key, block))
        elif 0 < found.last < number <= found.last + BEYOND and "0" not in pieces[::2]:
            found.dangling.append((key, child.content, block))
        parts += [(gap, ""), (key, attributes)]
    child.meta = {"parts": parts}


def _lead_back(token: Token, cited: dict[str, str]) -> None:
    if token.meta and token.meta.get("reference"):
        token.meta["back"] = cited.get(token.meta["reference"], "")
    for child in token.children or ():
        if child.type == "reference":
            child.meta["back"] = cited.get(child.meta["key"], "")


def ref_id(key: str) -> str:
    """Return the id of a reference."""
    return f"ref-{slug(key)}"


def cite_id(key: str) -> str:
    """Return the id of the first citation of a reference."""
    return f"cite-{slug(key)}"
