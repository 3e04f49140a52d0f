"""Emphasis and deletion in Markdown, next to Chinese as everywhere: ``**注意。**后文`` is bold.

CommonMark asks for a space where a mark touches punctuation, and Chinese has none. Here full-width
punctuation counts as a letter, and a wide character on the other side of a mark as a space. For
text without wide characters the rules are CommonMark's own.
"""

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from generator.markup.cjk import is_wide
from generator.regex import regex

_UNSPACED = regex(
    "[\u1100-\u11ff\u3130-\u318f\u3200-\u33ff\ua960-\ua97f\uac00-\ud7ff"
    "\U0001b000-\U0001b16f\U0001f200-\U0001f2ff]"
)
"""Beside the wide characters those that marks touch without a space: Hangul, enclosed Han and kana,
historic kana."""

_QUOTES = "“”‘’…—"
"""Marks that Chinese and English share: full-width beside a wide character."""

_SELECTORS = regex("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Choose the form of the character before them, and are none themselves."""


def emphasis_plugin(md: MarkdownIt) -> None:
    """Replace the rules that find the marks; the rules that pair them stay."""
    md.inline.ruler.at("emphasis", _emphasis)
    md.inline.ruler.at("strikethrough", _strikethrough)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Note a run of ``*`` or ``_``."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    _note(state, marker, _run(state, marker), split_words=marker == "*")
    return True


def _strikethrough(state: StateInline, silent: bool) -> bool:
    """Note a run of tildes; a single one is never a mark."""
    if silent or state.src[state.pos] != "~":
        return False
    count = _run(state, "~")
    if count < 2:
        return False
    if count % 2:
        state.push("text", "", 0).content = "~"
    _note(state, "~", count, split_words=True)
    return True


def _run(state: StateInline, marker: str) -> int:
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    return end - state.pos


def _note(state: StateInline, marker: str, count: int, split_words: bool) -> None:
    opens, closes = _flanks(state, count, split_words)
    width = 2 if marker == "~" else 1
    for _ in range(count // width):
        state.push("text", "", 0).content = marker * width
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=0 if marker == "~" else count,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos += count


def _flanks(state: StateInline, count: int, split_words: bool) -> tuple[bool, bool]:
    """Say whether the run at the position may open and may close."""
    start, end = state.pos, state.pos + count
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    if _SELECTORS.match(before) and start > 1:
        before = state.src[start - 2]
    wide_before = _touches(before) or (
        before in _QUOTES and _touches(state.src[start - 2 : start - 1])
    )
    wide_after = _touches(after) or (after in _QUOTES and _touches(state.src[end + 1 : end + 2]))
    mark_before = isMdAsciiPunct(ord(before)) or isPunctChar(before)
    mark_after = isMdAsciiPunct(ord(after)) or isPunctChar(after)
    left = not space_after and (
        not mark_after or wide_after or space_before or mark_before or wide_before
    )
    right = not space_before and (
        not mark_before or wide_before or space_after or mark_after or wide_after
    )
    opens = left and (split_words or not right or mark_before)
    closes = right and (split_words or not left or mark_after)
    return opens, closes


def _touches(char: str) -> bool:
    return is_wide(char) or _UNSPACED.match(char) is not None
