"""Shapes that running text shows without a mark of its own: numbered headings, speech, lives.

A heading that begins with a number has it set apart. A paragraph that begins with a bold label and
a colon is somebody's words, or a question. A portrait and a bold name, in either order, with the
paragraphs below them, are the life of a person. No word is added, moved or taken away.
"""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from generator.regex import regex

_NUMBER = regex(
    r"(?:第\s*[\d一二三四五六七八九十百]+\s*[章节節部篇期讲]"
    r"|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]"
    r"|[一二三四五六七八九十]{1,3}[、.．]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?![\d%])"
    r"|\d{1,2}[、.．)）:：](?!\d)"
    r"|\d{1,2}(?=\s))"
    r"(?=\s*\S)"
)
_ASKS = regex(r"问|提问|采访|记者|主持|编者|Q(?:uestion)?\b|Interviewer", re.IGNORECASE)
LONGEST_LABEL = 24
"""Characters of a label, a colon included; more is emphasis."""
LONGEST_NAME = 40
"""Characters of a name below or above a portrait."""

Blocks = Sequence[Token]


def set_shapes(tokens: Blocks) -> list[Token]:
    """Return *tokens* with what was recognised named, for the writer and for style sheets."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = _life(tokens, index)
        if end:
            out += [_block("bio_open", 1), *tokens[index:end], _block("bio_close", -1)]
            index = end
            continue
        if token.type == "heading_open":
            _set_number(tokens[index + 1])
        elif token.type == "paragraph_open" and not token.level:
            _set_speech(tokens[index : index + 3])
        out.append(token)
        index += 1
    return out


def _block(name: str, nesting: int) -> Token:
    return Token(name, "div", 1 if nesting > 0 else -1, block=True)


def _set_number(words: Token) -> None:
    """Put the number at the beginning of a heading into an element of its own."""
    children = words.children or []
    found = _NUMBER.match(children[0].content) if children and children[0].type == "text" else None
    if found is None:
        return
    number = Token("text", "", 0, content=found[0])
    rest = Token("text", "", 0, content=children[0].content[found.end() :])
    opened, closed = Token("ordinal_open", "span", 1), Token("ordinal_close", "span", -1)
    words.children = [opened, number, closed, rest, *children[1:]]


def _set_speech(paragraph: Blocks) -> None:
    """Name a paragraph that begins with a bold label and a colon."""
    label = _label(paragraph[1].children or ())
    if label:
        shape = "asked" if _ASKS.match(label) else "said"
        paragraph[0].type, paragraph[2].type = f"{shape}_open", f"{shape}_close"


def _label(children: Blocks) -> str:
    """Return the bold words at the beginning of a paragraph, if a colon ends or follows them."""
    kinds = [child.type for child in children if child.content or child.type != "text"]
    said = [child for child in children if child.content or child.type != "text"]
    if kinds[:3] != ["strong_open", "text", "strong_close"] or len(said) < 4:
        return ""
    label, after = said[1].content.strip(), said[3].content.lstrip()
    if len(label) <= LONGEST_LABEL and (label[-1:] in ":：" or after[:1] in (":", "：")):
        return label
    return ""


def _life(tokens: Blocks, index: int) -> int:
    """Return where the life that begins at *index* ends; 0 where none does."""
    below = index + 3
    first, second = (index, below) if _is_portrait(tokens, index) else (below, index)
    if not (_is_portrait(tokens, first) and _is_name(tokens, second)):
        return 0
    below += 3
    end = below
    while _is_paragraph(tokens, end) and not _is_name(tokens, end):
        end += 3
    return end if end > below else 0


def _is_portrait(tokens: Blocks, index: int) -> bool:
    """Say whether a figure of one picture without a caption begins at *index*."""
    kinds = [token.type for token in tokens[index : index + 3]]
    return kinds == ["figure_open", "lost_image", "figure_close"]


def _is_paragraph(tokens: Blocks, index: int) -> bool:
    return index < len(tokens) and tokens[index].type == "paragraph_open"


def _is_name(tokens: Blocks, index: int) -> bool:
    """Say whether a paragraph at *index* is no more than a few bold words."""
    if not _is_paragraph(tokens, index):
        return False
    children = [one for one in tokens[index + 1].children or () if one.content or one.nesting]
    kinds = [child.type for child in children]
    if kinds != ["strong_open", "text", "strong_close"]:
        return False
    return len(children[1].content) <= LONGEST_NAME
