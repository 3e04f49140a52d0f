"""The list of references of an article, whatever its numbers look like: one list with brackets."""

from dataclasses import replace

from generator.reading.blocks import Block
from generator.regex import regex

_NUMBER = regex(
    r"(?:[-*+•][ \t]+)?(?:[\[［【](?P<box>\d{1,3})[\]］】]\.?|[(（](?P<round>\d{1,3})[)）]"
    r"|(?P<plain>\d{1,3})(?:[.、．]|(?=[ \t])))[ \t]*(?=\S)"
)
_LISTED = regex(r"(?:[-*+] )?\[\d{1,3}\]")
_KINDS = ("list", "text")
_SOME = 3
"""Blocks between two entries that are none: a gap, a page header."""


def one_list(blocks: list[Block]) -> list[Block]:
    """Return *blocks* with every list of references as one; its numbers stand in brackets.

    Below a heading that says so, entries may be numbered in any way, as long as they count up from
    one; elsewhere only a list with numbers in brackets is one.
    """
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        above = out[-1] if out else None
        if above and above.kind == "references" and (end := _last_entry(blocks, at)) > at:
            lines = [line for one in blocks[at:end] for line in _entries(one)]
            out.append(replace(block, kind="list", lines=lines, last=blocks[end - 1].last))
            at = end
            continue
        if above and above.kind == block.kind == "list" and _goes_on(above, block):
            above.lines += block.lines
            above.last = block.last
        else:
            out.append(replace(block, lines=[*block.lines]))
        at += 1
    return out


def _goes_on(above: Block, block: Block) -> bool:
    return bool(_LISTED.match(above.lines[0]) and _LISTED.match(block.lines[0]))


def _last_entry(blocks: list[Block], start: int) -> int:
    """Return where the entries end that begin at *start*; *start* where they do not count up."""
    count = 0
    end = start
    for at in range(start, len(blocks)):
        block = blocks[at]
        if block.kind == "gap":
            continue
        numbers = [_number(line) for line in block.lines]
        if block.kind not in _KINDS or numbers[0] is None:
            break
        for number in (number for number in numbers if number is not None):
            if not (count <= number <= count + _SOME) or (not count and number > 1):
                return end
            count = max(count, number)
        end = at + 1
    return end if count else start


def _number(line: str) -> int | None:
    found = _NUMBER.match(line.strip())
    return int(found["box"] or found["round"] or found["plain"]) if found else None


def _entries(block: Block) -> list[str]:
    """Return the lines of a block, those that begin an entry as points of a list."""
    lines = []
    for line in block.lines:
        number = _number(line)
        bare = line.strip()
        found = _NUMBER.match(bare)
        lines.append(f"- [{number}] {bare[found.end() :]}" if found else f"  {bare}")
    return lines
