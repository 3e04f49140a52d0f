"""Lists and quotes within each other: what lies too deep is a paragraph, as it is printed."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

DEEPEST = 18
"""Levels of blocks: a quote is one, a list two. The parser drops what lies two levels deeper."""


def depth_plugin(md: MarkdownIt) -> None:
    """Let no block rule see a line that lies deeper than DEEPEST."""
    md.block.ruler.before("table", "too_deep", _too_deep)


def is_too_deep(token: Token) -> bool:
    """Say whether *token* opens the paragraph of what lies too deep."""
    return "too_deep" in token.meta


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take all lines up to the end of the innermost block."""
    if state.level < DEEPEST:
        return False
    if silent:
        return True
    after = start + 1
    while after < end and (state.isEmpty(after) or state.sCount[after] >= state.blkIndent):
        after += 1
    opening = state.push("paragraph_open", "p", 1)
    words = state.push("inline", "", 0)
    state.push("paragraph_close", "p", -1)
    opening.map = words.map = [start, after]
    opening.meta = {"too_deep": True}
    words.content = state.getLines(start, after, state.blkIndent, False).strip()
    words.children = []
    state.line = after
    return True
