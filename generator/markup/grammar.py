"""What our Markdown has beyond CommonMark: formulas, bare addresses, citations, as parser rules.

Each rule only finds its token; what becomes of it is decided when the whole text is known.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import validateLink
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin

from generator.markup.depth import depth_plugin
from generator.markup.dollars import formula_at, refused
from generator.markup.emphasis import emphasis_plugin
from generator.markup.longrows import long_rows_plugin
from generator.markup.sanitize import PIPE, leads
from generator.urls import URL, end_of_url, href, plain

_KEY = r"[A-Za-z\u4e00-\u9fff][\w:./+-]*"
_NUMBERS = r"\d{1,3}(?:\s*[,，、;；–—-]\s*\d{1,3})*"
_KEYS = rf"@{_KEY}(?:\s*[,，;；]\s*@{_KEY})*"
CITATION = re.compile(rf"\[(?:{_NUMBERS}|{_KEYS})\]")

_WEB = re.compile(r"(?i)https?:|mailto:")

_DELIMITER_ROW = re.compile(
    r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.M
)
_ROW_FORMULA = re.compile(r"\$\$[^$\n]+\$\$|\$[^$\n]+\$")


def grammar(links: bool) -> MarkdownIt:
    """Return a parser for our Markdown; without *links*, addresses stay text."""
    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    md.normalizeLink = href  # type: ignore[method-assign,assignment]
    md.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    md.validateLink = _leads  # type: ignore[method-assign,assignment]
    emphasis_plugin(md)
    depth_plugin(md)
    long_rows_plugin(md)
    footnote_plugin(md, inline=False, move_to_end=False)
    md.block.ruler.before(
        "fence",
        "formula",
        _formula_block,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    md.inline.ruler.before("escape", "formula", _formula)
    if links:
        md.inline.ruler.before("escape", "address", _address)
        md.inline.ruler.after("link", "citation", _citation)
    return md


def _leads(address: str) -> bool:
    """Say whether a link may have *address*; if not, it stays as it is written."""
    return leads(address) if _WEB.match(address) else validateLink(address)


def protect_pipes(words: str) -> str:
    """Return *words* with the pipes inside formulas hidden from tables, if there is a table."""
    if "|" not in words or not _DELIMITER_ROW.search(words):
        return words
    return "\n".join(
        _ROW_FORMULA.sub(_hide_pipes, line) if line.count("|") > 1 and "$" in line else line
        for line in words.split("\n")
    )


def _hide_pipes(formula: re.Match[str]) -> str:
    found = formula_at(formula[0], 0, len(formula[0]))
    return formula[0].replace("|", PIPE) if found else formula[0]


def _formula(state: StateInline, silent: bool) -> bool:
    r"""``$…$``, ``$$…$$``, ``\(…\)`` or ``\[…\]`` in running text."""
    if state.src[state.pos] not in "$\\":
        return False
    found = formula_at(state.src, state.pos, state.posMax)
    if not found:
        if not silent and (prices := refused(state.src, state.pos, state.posMax)):
            state.env.setdefault("money", []).append(prices)
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = found.tex.replace(PIPE, "|")
        token.meta = {"display": found.display}
    state.pos = found.end
    return True


_FENCES = {"$$": "$$", "\\[": "\\]"}


def _formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Lines from ``$$`` to ``$$``, or from ``\[`` to ``\]``, with nothing before or after."""
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    closing = _FENCES.get(state.src[first : first + 2])
    if not closing:
        return False
    lines: list[str] = []
    for number in range(start, end):
        if number > start and (state.isEmpty(number) or state.sCount[number] < state.blkIndent):
            return False
        line = state.getLines(number, number + 1, state.blkIndent, False).strip()
        line = line[2:] if number == start else line
        place = line.find(closing)
        if place >= 0:
            return place == len(line) - 2 and _push_block(
                state, start, number + 1, [*lines, line[:-2]], silent
            )
        if "$$" in line:
            return False
        lines.append(line)
    return False


def _push_block(state: StateBlock, start: int, end: int, lines: list[str], silent: bool) -> bool:
    tex = "\n".join(lines).strip()
    if not tex:
        return False
    if not silent:
        token = state.push("formula_block", "", 0)
        token.content = tex.replace(PIPE, "|")
        token.map = [start, end]
        state.line = end
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """A bare address, found at its colon; it ends at the first character that is not ASCII."""
    if (
        state.src[state.pos] != ":"
        or state.linkLevel
        or not state.src.startswith("//", state.pos + 1)
    ):
        return False
    for scheme in ("https", "http"):
        start = state.pos - len(scheme)
        if start < 0 or not state.src.startswith(scheme, start):
            continue
        found = URL.match(state.src, start, state.posMax)
        if not found or not (silent or state.pending.endswith(scheme)):
            return False
        end = end_of_url(state.src, start, found.end())
        if not leads(href(state.src[start:end])):
            return False
        if not silent:
            state.pending = state.pending[: -len(scheme)]
            printed = state.src[start:end]
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": href(printed)}
            state.push("text", "", 0).content = plain(printed)
            state.push("link_close", "a", -1)
        state.pos = end
        return True
    return False


def _citation(state: StateInline, silent: bool) -> bool:
    """``[3]``, ``[1, 4-6]`` or ``[@key; @other]``, outside links."""
    if state.src[state.pos] != "[" or state.linkLevel:
        return False
    found = CITATION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("citation", "", 0).content = found[0]
    state.pos = found.end()
    return True
