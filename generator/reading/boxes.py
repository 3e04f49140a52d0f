"""Text read off pictures of slides: what stands between the running text and a repeated footer."""

from collections import Counter
from dataclasses import replace

from generator.reading.blocks import Block
from generator.reading.pagebreaks import is_finished

_SHORTEST, _LONGEST = 6, 60
"""Characters of a footer."""
_CRY, _CUT = 20, 60
"""Characters from which a line is running text, not part of a slide: one that ends like a sentence,
one that a page has cut."""
_MOST = 12
"""Blocks above a footer that may belong to its slide."""


def box_slides(blocks: list[Block]) -> list[Block]:
    """Return *blocks* with those of each slide as one box, its footer last.

    A footer is a line that an item prints at least twice and that ends no sentence. Short lines
    above the first running text are the slide that opens the show.
    """
    lines = Counter(
        block.text.strip()
        for at, block in enumerate(blocks)
        if _may_be_footer(block) and not _is_title(blocks, at)
    )
    footers = {line for line, count in lines.items() if count > 1}
    if not footers:
        return blocks
    out: list[Block] = []
    for block in blocks:
        out.append(block)
        if block.text.strip() in footers:
            start = len(out) - 1
            while start and len(out) - start <= _MOST and _on_slide(out[start - 1]):
                start -= 1
            out[start:] = [_box(out[start:])]
    opening = 0
    while opening < len(out) and _opens(out[opening]):
        opening += 1
    while opening and out[opening - 1].kind == "gap":
        opening -= 1
    return [_box(out[:opening]), *out[opening:]] if opening else out


def _may_be_footer(block: Block) -> bool:
    words = block.text.strip()
    return (
        block.kind == "text"
        and len(block.lines) == 1
        and _SHORTEST <= len(words) <= _LONGEST
        and not is_finished(words)
        and words[0] not in "*<[$"
    )


def _is_title(blocks: list[Block], at: int) -> bool:
    """Tell whether a list comes next: then the line is the title of its slide."""
    below = next((block for block in blocks[at + 1 : at + 3] if block.kind != "gap"), None)
    return below is not None and below.kind == "list"


def _on_slide(block: Block) -> bool:
    if block.kind == "text":
        words = block.text.strip()
        if is_finished(words):
            return len(words) < _CRY and words[-1] not in "。."
        return len(words) < _CUT or block.lines[0].endswith("  ")
    return block.kind in ("heading", "list", "gap")


def _opens(block: Block) -> bool:
    return block.kind == "gap" or (
        block.kind == "text" and len(block.text) < _CUT and not is_finished(block.text)
    )


def _box(blocks: list[Block]) -> Block:
    """Return one box: its lines are those of its blocks, with empty ones between them."""
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        if block.kind == "heading":
            lines.append(f"**{block.words}**")
        elif block.kind == "gap":
            lines += block.lines or ["![]()"]
        else:
            lines += block.lines
    return replace(blocks[0], kind="box", lines=lines, last=blocks[-1].last)
