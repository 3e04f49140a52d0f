"""Lost pictures and flat tables as Markdown: what stood inside a picture goes into its place."""

from dataclasses import replace

from generator.reading.blocks import Block
from generator.reading.pagebreaks import is_finished
from generator.regex import regex

_SUB = 100
"""Characters of the words below one part of a picture, at the most."""
_MOST_SUBS = 6
_MOST_HEADS = 3
_NUMERIC = regex(r"[-+~≈<>=±]?(?:</?\w+>)*\$?\d")
_BAR = regex(r"(?<!\\)\|")
_RULE = regex(r"\s*:?-+:?\s*")
_BRACKETS = regex(r"[\[\]\\]")


def place_figures(blocks: list[Block]) -> list[Block]:
    """Return *blocks* with the words between a lost picture and its caption put into its place."""
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if block.kind == "gap" and not block.lines:
            while end < len(blocks) and end - at <= _MOST_SUBS and _is_sub(blocks[end]):
                end += 1
            if end < len(blocks) and blocks[end].kind == "caption" and _is_figure(blocks[end]):
                words = " ".join(one.text.strip() for one in blocks[at + 1 : end])
                block = replace(block, words=_BRACKETS.sub(r"\\\g<0>", words))
            else:
                end = at + 1
        out.append(block)
        at = end
    return out


def _is_figure(caption: Block) -> bool:
    return caption.text.lstrip()[0] not in "表Tt"


def _is_sub(block: Block) -> bool:
    words = block.text.strip()
    if block.kind != "text" or len(block.lines) > 1 or len(words) > _SUB:
        return False
    return not is_finished(words) or words[-1] in ")）"


def tables(blocks: list[Block]) -> tuple[list[Block], list[int]]:
    """Return *blocks* with flat tables in fences, and the lines of those whose rows are uneven."""
    out: list[Block] = []
    uneven: list[int] = []
    for block in blocks:
        if block.kind == "table":
            rows = [line.split("\t") for line in block.lines]
            if len({len(row) for row in rows}) > 1:
                uneven.append(block.line)
            fence = f"```tsv {_heads(rows)}"
            block = replace(block, lines=[fence, *block.lines, "```"])
        out.append(block)
    return out, uneven


def rows_of(block: Block) -> list[list[str]]:
    """Return the cells of a table with tabs or bars, row by row, without its rule."""
    if block.kind == "table":
        return [[cell.strip() for cell in line.split("\t")] for line in block.lines]
    rows = [_BAR.split(line.strip()[1:-1]) for line in block.lines]
    return [[cell.strip() for cell in row] for row in rows if not all(map(_RULE.fullmatch, row))]


def _heads(rows: list[list[str]]) -> int:
    """Return how many rows are headings: more follow one in which columns are grouped."""
    count = 1
    while count < min(_MOST_HEADS, len(rows) - 1):
        above, row = rows[count - 1], rows[count]
        empty = sum(not cell.strip() for cell in above[1:])
        grouped = empty > 1 or (empty == 1 and not row[0].strip())
        numeric = sum(bool(_NUMERIC.match(cell.strip())) for cell in row)
        if not grouped or 2 * numeric > len(row):
            break
        count += 1
    return count
