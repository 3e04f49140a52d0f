"""Pictures and tables with their captions.

A paragraph that begins 图 1, 表 1, ``Figure 1:`` or ``Table 1:`` next to one becomes its caption; a
paragraph of nothing but pictures becomes a figure, the lines below them in it are its caption. A
picture without an address is one that is known to be lost: any words below it are its caption, and
``![](video:)`` is a video in its place.
"""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from generator.model import Figure, Table

_NUMBER = r"[A-Z]?\d+(?:[.\-–]\d+)*"
_PROSE = r"\s*(?:展示|显示|给出|中|所示|可见|可以|说明了|为|是|和|与|的)"
"""What follows the number when the words go on about it: a paragraph like any other."""


def _named(chinese: str, english: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<name>{chinese}\s*(?P<number>{_NUMBER})(?!{_PROSE})"
        rf"|{english}\s*(?P<other>{_NUMBER})(?=[.:：]))"
    )


_FIGURE = _named("[图圖]", r"(?:Figure|Fig\.?)")
_TABLE = _named("表", r"(?:Table|Tab\.)")
VIDEO = "video:"
"""The address of a video that did not come with the file."""
LONGEST = 600
"""Characters of a caption; more is a paragraph that happens to begin like one."""

Blocks = list[Token]


def set_captions(tokens: Sequence[Token]) -> tuple[Blocks, list[Figure], list[Table]]:
    """Return *tokens* with figures and tables around what belongs together."""
    out: Blocks = []
    figures: list[Figure] = []
    tables: list[Table] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "paragraph_open":
            images, caption = _images(tokens[index + 1])
            if images:
                index += 3
                if not caption:
                    caption, index = _neighbour(_FIGURE, tokens, index, out)
                _count(_figure(out, token, images, caption), images, figures, tables)
                continue
        elif token.type == "table_open":
            end = _end_of_table(tokens, index)
            caption, after = _before(_TABLE, out), end
            if not caption:
                caption, after = _after(_TABLE, tokens, end)
            tables.append(_table(out, tokens[index:end], caption))
            index = after
            continue
        out.append(token)
        index += 1
    return out, figures, tables


def _count(figure: Figure, images: Blocks, figures: list[Figure], tables: list[Table]) -> None:
    """File a figure as what it shows: a table may be a picture, and a video is no figure."""
    table = _TABLE.match(figure.caption)
    if table:
        number = table["number"] or table["other"] or ""
        tables.append(Table(number=number, caption=figure.caption, rows=0, columns=0))
    elif not is_video(images[0]):
        figures.append(figure)


def is_video(image: Token) -> bool:
    """Say whether an image stands for a video."""
    return image.attrs.get("src") == VIDEO


def _images(inline: Token) -> tuple[Blocks, Blocks]:
    """Return the pictures a paragraph consists of, and the caption on the lines below them."""
    children = inline.children or []
    count = 0
    for child in children:
        if child.type not in ("image", "softbreak", "hardbreak"):
            break
        count += 1
    images = [child for child in children[:count] if child.type == "image"]
    rest = children[count:]
    if not rest or (count > len(images) and children[count - 1].type != "image"):
        words = rest[0].content if rest and rest[0].type == "text" else ""
        lost = bool(images) and images[0].attrs.get("src") in ("", VIDEO)
        if not rest or lost or _FIGURE.match(words) or _TABLE.match(words):
            return images, rest
    return [], []


def _caption(pattern: re.Pattern[str], triple: Sequence[Token]) -> Blocks:
    if len(triple) == 3 and triple[0].type == "paragraph_open" and triple[1].type == "inline":
        words = triple[1].content
        children = triple[1].children or []
        if len(words) <= LONGEST and pattern.match(words) and children[0].type == "text":
            return children
    return []


def _after(pattern: re.Pattern[str], tokens: Sequence[Token], index: int) -> tuple[Blocks, int]:
    caption = _caption(pattern, tokens[index : index + 3])
    return caption, index + 3 if caption else index


def _before(pattern: re.Pattern[str], out: Blocks) -> Blocks:
    caption = _caption(pattern, out[-3:])
    if caption:
        del out[-3:]
    return caption


def _neighbour(
    pattern: re.Pattern[str], tokens: Sequence[Token], index: int, out: Blocks
) -> tuple[Blocks, int]:
    caption, after = _after(pattern, tokens, index)
    return (caption, after) if caption else (_before(pattern, out), index)


def _end_of_table(tokens: Sequence[Token], index: int) -> int:
    while tokens[index].type != "table_close":
        index += 1
    return index + 1


def _figure(out: Blocks, paragraph: Token, images: Blocks, caption: Blocks) -> Figure:
    said = "".join(child.content for child in caption)
    figure = Token("figure_open", "figure", 1, block=True, map=paragraph.map)
    lost = []
    for image in images:
        one = Token("lost_image", "", 0, attrs=dict(image.attrs), map=paragraph.map)
        one.content = "" if image.content in said else image.content
        one.meta = {"alt": image.content or said, "number": _number(_FIGURE, caption)}
        lost.append(one)
    if not caption and len(images) == 1 and images[0].content:
        lost[0].content = ""
        caption = [Token("text", "", 0, content=images[0].content)]
    pattern = _TABLE if _TABLE.match(_words(caption)) else _FIGURE
    out += [figure, *lost, *_captioned("figcaption", caption, pattern)]
    out.append(Token("figure_close", "figure", -1, block=True))
    return Figure(number=_number(_FIGURE, caption), caption=_words(caption))


def _table(out: Blocks, table: Sequence[Token], caption: Blocks) -> Table:
    for opened, said, closed in zip(table, table[1:], table[2:], strict=False):
        if opened.type == "th_open" and said.type == "inline" and not said.content.strip():
            opened.tag = closed.tag = "td"  # an empty heading would name nothing
    wide = Token("wide_open", "div", 1, block=True, map=table[0].map, content=_words(caption))
    out += [wide, table[0], *_captioned("caption", caption, _TABLE), *table[1:]]
    out.append(Token("wide_close", "div", -1, block=True))
    rows = sum(token.type == "tr_open" for token in table)
    number = _number(_TABLE, caption)
    return Table(number=number, caption=_words(caption), rows=rows, columns=_columns(table))


def _columns(table: Sequence[Token]) -> int:
    """Return how many cells the first row has."""
    end = next(at for at, token in enumerate(table) if token.type == "tr_close")
    return sum(token.type in ("th_open", "td_open") for token in table[:end])


def _captioned(tag: str, caption: Blocks, pattern: re.Pattern[str]) -> Blocks:
    """Return the tokens of a caption, its number set bold."""
    if not caption:
        return []
    first = caption[0]
    found = pattern.match(first.content)
    if found and first.type == "text":
        bold = [Token("strong_open", "b", 1), Token("text", "", 0, content=found["name"])]
        rest = Token("text", "", 0, content=first.content[found.end() :])
        caption = [*bold, Token("strong_close", "b", -1), rest, *caption[1:]]
    inline = Token("inline", "", 0, children=caption, content="")
    return [Token("caption_open", tag, 1), inline, Token("caption_close", tag, -1)]


def _words(caption: Blocks) -> str:
    said = "".join(
        "\n" if child.type in ("softbreak", "hardbreak") else child.content
        for child in caption
        if child.type != "html_inline"
    )
    return " ".join(said.split())


def _number(pattern: re.Pattern[str], caption: Blocks) -> str:
    found = pattern.match(_words(caption))
    return (found["number"] or found["other"] or "") if found else ""
