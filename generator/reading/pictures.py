"""Which caption belongs to which lost picture, where both are lines of their own."""

from collections.abc import Sequence

from generator.reading.posts import Line, fits
from generator.reading.subheads import is_short, is_usual, numbering
from generator.regex import regex

WIDEST_WORD = 8
"""Latin letters, or twice the Chinese ones, of a paragraph such as 其中 that only leads on."""

_OF_A_PICTURE = regex(
    r".*(?:概览|一览|示意图?|截图|流程图|框架图|结构图|架构图|对比图|效果图|曲线|可视化|图\s?\d*|表\s?\d*)"
)
_OF_RESULTS = regex(r".*(?:对比|比较|示例|样例|关系|系数|效果|分布|统计|结果|公式)")


def captions(lines: Sequence[Line]) -> dict[int, int]:
    """Return the place of the picture that each caption among *lines* belongs to, by its own.

    A figure's caption stands below its picture, where there is one that has none; a table's above,
    unless its run of pictures and captions begins with a picture and ends with a caption.
    """
    found: dict[int, int] = {}
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].kind in ("picture", "caption"):
            end += 1
        if end > start:
            _pair(lines, start, end, found)
        start = end + 1
    has_caption = set(found.values())
    for at in range(1, len(lines)):
        if lines[at - 1].kind == "picture" and at - 1 not in has_caption and _captions(lines, at):
            found[at] = at - 1
    return found


def _pair(lines: Sequence[Line], start: int, end: int, found: dict[int, int]) -> None:
    """Pair the captions between *start* and *end* with a picture beside each."""
    below_first = lines[start].kind == "picture" and lines[end - 1].kind == "caption"
    has_caption: set[int] = set()
    for at in range(start, end):
        if lines[at].kind != "caption":
            continue
        sides = (at - 1, at + 1)
        if lines[at].mark == "表" and not below_first:
            sides = (at + 1, at - 1)
        for side in sides:
            if start <= side < end and lines[side].kind == "picture" and side not in has_caption:
                found[at] = side
                has_caption.add(side)
                break


def _captions(lines: Sequence[Line], at: int) -> bool:
    """Say whether a short line below a picture captions it; a heading would look the same.

    It does where another picture follows at once, or a heading and then a picture; else its last
    word has to say so.
    """
    words = lines[at].words
    if not is_short(lines[at]) or is_usual(words) or words.endswith((":", "：")):
        return False
    if _OF_A_PICTURE.fullmatch(words):
        return True
    below = lines[at + 1 : at + 3]
    if not below or numbering(lines[at]):
        return False
    if below[0].kind == "picture":
        return True
    heads = is_short(below[0]) or numbering(below[0]) is not None or _is_word(below[0])
    return heads and (below[-1].kind == "picture" or _OF_RESULTS.fullmatch(words) is not None)


def _is_word(line: Line) -> bool:
    return line.kind == "words" and fits(line.words, WIDEST_WORD)
