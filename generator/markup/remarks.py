"""What is to be said of a token whose words are shown otherwise than they were meant."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from generator.markup import sanitize
from generator.markup.depth import is_too_deep
from generator.markup.longrows import is_long
from generator.markup.tsv import is_sparse
from generator.regex import regex

Remark = tuple[str, str, str, str]
"""A code, a message, the words that it is about (none: the token's own line), and a hint."""

_ELSEWHERE = regex(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)

WEB = "links begin with https://, http:// or mailto:"
_REFUSED = regex(
    r"\]\(\s*<?((?:javascript|vbscript|file|data|https?|mailto):[^\s)>]*)", re.IGNORECASE
)
_OF_THE_WEB = ("http", "mailto")


def remarks(token: Token) -> Iterator[Remark]:
    """Give what is to be said of a block token."""
    if is_too_deep(token):
        message = "lists or quotes lie too deep in one another; the rest is shown as it is printed"
        yield "nested-too-deep", message, "", "move what is innermost out of them"
    elif is_sparse(token):
        message = "a table has far more cells than are filled; its rows are shown as they are"
        yield "table-sparse", message, "", "mend its longest row, or split the table"
    elif is_long(token):
        message = "a row has more cells than its table has columns; the last one holds the surplus"
        hint = "write a bar inside a cell as \\|, or add a column to the head of the table"
        yield "table-row", message, "", hint


def picture(address: str, token: Token) -> Remark:
    """Return what is to be said of a picture: it lies elsewhere, it has no words, or nothing."""
    if _ELSEWHERE.match(address):
        said = f"a picture of another place is not on the page, only its words are: {address[:80]}"
        return "missing-image", said, address, "save it beside the file, and name it by its path"
    if token.content or token.meta.get("alt"):
        return "", "", address, ""
    said = f"a picture has no words for those who do not see it: {address}"
    hint = "write what it shows between the brackets: ![a block with a shortcut](block.png)"
    return "image-no-alt", said, address, hint


def refused(words: str) -> Iterator[Remark]:
    """Give each link that has become text because nobody may follow its address."""
    for found in _REFUSED.finditer(words):
        if found[1].lower().startswith(_OF_THE_WEB):
            message = f"there can be no such address: {found[1][:60]}"
            yield "link-refused", message, found[1], "look at its host and its port"
        else:
            message = f"an address of a kind that no page may lead to: {found[1][:60]}"
            yield "link-refused", message, found[1], WEB


def foreign_html(foreign: str, raw: str) -> Iterator[Remark]:
    """Give what is shown or left out of *raw* HTML; *foreign* is its first tag shown as text."""
    if foreign:
        message = f"<{foreign}> is not allowed here and is shown as text"
        hint = "write it in Markdown, or put it between backticks if it is meant to be read"
        yield "html-shown", message, f"<{foreign}", hint
    for name in sanitize.unkept(raw):
        message = f"the attribute {name!r} is left out: content may not set it"
        yield "html-attribute", message, name, f"leave it out; {WEB}"
