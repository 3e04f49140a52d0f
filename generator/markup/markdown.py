"""Markdown into safe HTML: parse, put things into their places, write, clean, fill in formulas.

CommonMark with tables, ``~~deletion~~`` and footnotes; formulas, captions and citations of our own.
Raw HTML is allowed as far as ``sanitize`` allows it; any other tag is shown as text.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.diagnostics import Diagnostic
from generator.markup import sanitize
from generator.markup.captions import is_video, set_captions
from generator.markup.citations import Citations, link_citations
from generator.markup.displays import set_displays
from generator.markup.doubts import citation_doubts, lone_tags, unused_references
from generator.markup.footnotes import gather_footnotes
from generator.markup.grammar import grammar, protect_pipes
from generator.markup.labels import Labels, labels_for
from generator.markup.levels import closed
from generator.markup.remarks import Remark, foreign_html, picture, refused, remarks
from generator.markup.result import (
    Formulas,
    Heading,
    Inner,
    Places,
    Result,
    Typeset,
    money,
    problem,
)
from generator.markup.shapes import set_shapes
from generator.markup.tsv import spread_tables
from generator.markup.writer import Writer
from generator.model import Figure, Table
from generator.regex import regex
from generator.slugs import slug
from generator.source import Span

_WEB = regex(r"(?i)https?://|mailto:")
_TAG_NAME = regex(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_VOID = ("br", "wbr", "hr")
FAR = 100_000
"""Characters behind the beginning of a block in which its words are looked for."""
_UNLINKED = frozenset({"link_open", "link_close", "footnote_ref", "citation"})


@lru_cache(maxsize=4)
def _parser(links: bool) -> MarkdownIt:
    return grammar(links)


def _allowed(links: bool, phrasing: bool) -> frozenset[str]:
    """Return the tags that raw HTML may hold."""
    tags = sanitize.PHRASING if phrasing else sanitize.FLOW
    return tags if links else tags - {"a"}


def inline(words: str, at: Span, links: bool) -> Result:
    """Set one line of Markdown as phrasing content."""
    setting = _Setting(words, at, links, phrasing=True)
    tokens = _parser(links).parseInline(setting.words, setting.env)
    if not links:
        for token in tokens:
            token.children = [one for one in token.children or () if one.type not in _UNLINKED]
    link_citations(tokens)
    setting.prepare(tokens)
    return setting.result(setting.write(tokens))


def block(words: str, at: Span, anchors: Sequence[str]) -> Result:
    """Set Markdown as flow content; headings take their ids from *anchors* in order."""
    setting = _Setting(words, at, True, phrasing=False)
    parser = _parser(True)
    tokens = parser.parse(setting.words, setting.env)
    tokens = spread_tables(tokens, lambda cell: parser.parseInline(cell, setting.env)[0])
    notes = gather_footnotes(tokens, setting.env)
    for note in notes.unused:
        setting.complain(
            "footnote-unused",
            f"nothing refers to the footnote [^{note.meta['label']}]",
            setting.find(f"[^{note.meta['label']}]:", note),
            "write [^name] where it belongs",
        )
    tokens, setting.figures, setting.tables = set_captions(set_displays(notes.tokens))
    found = link_citations(tokens)
    setting.references, setting.citations = len(found.references), found.linked
    setting.check_citations(found)
    setting.prepare(tokens)
    setting.balance(tokens)
    tokens = set_shapes(tokens)
    setting.set_headings(tokens, anchors)
    return setting.result(setting.write(tokens) + setting.unused_definitions(tokens))


class _Setting:
    """One text on its way through the steps: what has been found in it, and what went wrong."""

    def __init__(self, words: str, at: Span, links: bool, phrasing: bool) -> None:
        self.source = words
        self.words = protect_pipes(sanitize.without_marks(words))
        self.places = Places(words, at)
        self.links = links
        self.phrasing = phrasing
        self.env: dict[str, Any] = {}
        self.labels: Labels = labels_for(words)
        self.writer = Writer(self.labels, _allowed(links, phrasing))
        self.problems: list[Diagnostic] = []
        self.formulas = Formulas(self.problems)
        self.headings: list[Heading] = []
        self.figures: list[Figure] = []
        self.tables: list[Table] = []
        self.references = self.citations = 0
        self.inner: list[Inner] = []
        self.pictures: list[Inner] = []
        self._found: dict[str, int] = {}
        self._line = 0

    def complain(self, code: str, message: str, span: Span, hint: str) -> None:
        """Note a problem."""
        self.problems.append(problem(code, message, span, hint))

    def _remark(self, remark: Remark, token: Token | None = None) -> None:
        code, message, words, hint = remark
        self.complain(code, message, self.find(words, token), hint)

    def find(self, words: str, token: Token | None = None, *, whole: bool = False) -> Span:
        """Return where *words* stand, at or after the line of *token*; else where it begins.

        The same words are looked for again behind the place where they were found last.
        """
        if token and token.map:
            self._line = token.map[0]
        line = self.places.starts[min(self._line, len(self.places.starts) - 1)]
        first = words.strip().split("\n")[0]
        begin = max(line, self._found.get(first, -1) + 1)
        found = self.places.find(first, begin, begin + FAR, whole=whole)
        if found < 0:
            return self.places.of(line)
        self._found[first] = found
        return self.places.of(found)

    def prepare(self, tokens: Sequence[Token]) -> None:
        """Draw the formulas, check links and pictures, in the order of the text."""
        for token in tokens:
            if token.map:
                self._line = token.map[0]
            for remark in remarks(token):
                self._remark(remark, token)
            if token.type == "formula_block":
                self._draw(token, display=True)
            elif token.type == "lost_image":
                self._miss(token)
            elif token.type == "html_block":
                self._check_html(token)
            elif token.type == "inline":
                self._close_html(token)
            for child in token.children or ():
                if child.type == "formula":
                    self._draw(child, display=child.meta["display"])
                elif child.type == "image":
                    self._miss(child)
                elif child.type == "link_open":
                    self._check_link(child)
                elif child.type == "text" and "](" in child.content:
                    for remark in refused(child.content):
                        self._remark(remark)

    def check_citations(self, found: Citations) -> None:
        """Say which citations lead nowhere, and which references nothing leads to."""
        for code, message, words, token, hint in citation_doubts(found):
            self.complain(code, message, self.find(words, token), hint)
        if found.unused:
            span = self.places.of(max(0, self.source.rfind(f"[{found.unused[0]}]")))
            self.problems.append(unused_references(found.unused, span))

    def _draw(self, token: Token, display: bool) -> None:
        alone = display and not token.meta.get("inline")
        tex = token.content
        shown = self.formulas.draw(tex, display, lambda: self.find(tex), alone=alone)
        if display and token.type == "formula_block":
            shown = shown.removeprefix('<span class="eq">').removesuffix("</span>")
        token.meta = {**token.meta, "slot": self.writer.slot(shown, token.content)}

    def _miss(self, token: Token) -> None:
        """Note the file of a picture, for which the site will look; one without is lost."""
        address = str(token.attrs.get("src", ""))
        if not address or is_video(token):
            return
        place = self.find(address, token, whole=True)
        code, message, _, hint = picture(address, token)
        if message:
            self.complain(code, message, place, hint)
        if code != "missing-image":
            self.pictures.append(Inner(address, place))

    def _check_html(self, token: Token) -> None:
        raw = token.content
        for address in sanitize.lost_addresses(raw):
            self.complain(
                "link-relative",
                f"a link in HTML leads nowhere on the site: {address}",
                self.find(address),
                "write it in Markdown, as [words](address)",
            )
        token.content, foreign = sanitize.escape_foreign(raw, self.writer.allowed)
        for remark in foreign_html(foreign, raw):
            self._remark(remark)

    def _close_html(self, block: Token) -> None:
        """Pair the tags of running text; one without its partner is text, or it would not end."""
        waiting: list[tuple[str, Token]] = []
        for token in block.children or ():
            if token.type != "html_inline":
                continue
            self._check_html(token)
            tag = _TAG_NAME.match(token.content)
            if not tag or tag[2].lower() in _VOID or token.content.endswith("/>"):
                continue
            if not tag[1]:
                waiting.append((tag[2].lower(), token))
            elif waiting and waiting[-1][0] == tag[2].lower():
                waiting.pop()
            else:
                waiting.append(("/", token))
        for name, token in waiting:
            token.type = "text"
            self._unbalanced(name, token.content)

    def _unbalanced(self, name: str, printed: str) -> None:
        other = "opening" if name.startswith("/") else "closing"
        self.complain(
            "html-unbalanced",
            f"{printed} has no {other} tag",
            self.find(printed),
            "write both, or put it between backticks if it is meant to be read",
        )

    def balance(self, tokens: Sequence[Token]) -> None:
        """Say which tags of HTML blocks lack their partner: the gate closes or drops them."""
        for name, printed, self._line in lone_tags(tokens):
            self._unbalanced(name, printed)

    def _check_link(self, token: Token) -> None:
        address = str(token.attrs.get("href", ""))
        if _WEB.match(address):
            return
        token.meta = {"unfollowed": True}
        if not address.startswith("#"):
            printed = address if address in self.source else unquote(address)
            self.inner.append(Inner(address, self.find(printed, whole=True)))

    def set_headings(self, tokens: Sequence[Token], anchors: Sequence[str]) -> None:
        """Give headings their level, from 2 on, and their id; then lead links inside the text."""
        again: dict[str, int] = {}
        named: dict[str, str] = {}
        found = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
        levels = closed(int(tokens[at].tag[1]) for at in found)
        for index, level in zip(found, levels, strict=True):
            token, words = tokens[index], tokens[index + 1]
            shown, said = self._heading_words(words)
            anchor = own = f"h-{slug(said, spare='section')}"
            if len(self.headings) < len(anchors):
                anchor = anchors[len(self.headings)]
            again[anchor] = again.get(anchor, 0) + 1
            while again[anchor] > 1:
                anchor = f"{anchor}-{again[anchor]}"
                again[anchor] = again.get(anchor, 0) + 1
            named.setdefault(own, anchor)
            named[anchor] = anchor
            token.tag = tokens[index + 2].tag = f"h{level}"
            token.meta = {"anchor": anchor}
            self.headings.append(Heading(level, shown, anchor))
        self._lead_inside(tokens, named)

    def _heading_words(self, inline_token: Token) -> tuple[str, str]:
        children = [one for one in inline_token.children or () if one.type not in _UNLINKED]
        html = sanitize.clean(self.writer.inline(children), phrasing=True)
        slots = self.writer.slots
        return sanitize.fill(html, slots), sanitize.plain(html, slots)

    def _lead_inside(self, tokens: Sequence[Token], named: Mapping[str, str]) -> None:
        known = self.headings[:5]
        for token in tokens:
            for child in token.children or ():
                address = str(child.attrs.get("href", "")) if child.type == "link_open" else ""
                if not address.startswith("#"):
                    continue
                wish = unquote(address[1:])
                names = [wish, f"h-{slug(wish)}"]
                anchor = next((named[name] for name in names if name in named), None)
                if anchor:
                    child.meta = {"anchor": anchor}
                    continue
                self.complain(
                    "link-inside",
                    f"no heading of this text is called {address}",
                    self.find(address, token, whole=True),
                    f"known: {', '.join(f'#{one.anchor[2:]}' for one in known) or 'none'}",
                )

    def write(self, tokens: Sequence[Token]) -> str:
        """Return *tokens* as HTML that has not been cleaned."""
        return self.writer.blocks(tokens)

    def unused_definitions(self, tokens: Sequence[Token]) -> str:
        """Return the link definitions that nothing uses, as text: they are words of the source."""
        defined = [*self.env.get("references", {}).values()]
        again = self.env.get("duplicate_refs", [])
        if not defined and not again:
            return ""
        used = {
            str(child.attrs.get("href", child.attrs.get("src", "")))
            for token in tokens
            for child in (token, *(token.children or ()))
        }
        lines = self.words.split("\n")
        return "".join(
            self.writer.definition("\n".join(lines[slice(*one["map"])]))
            for one in [one for one in defined if one["href"] not in used] + again
        )

    def result(self, written: str) -> Result:
        """Clean what has been written and fill in what may not be cleaned."""
        cleaned = sanitize.clean(written, self.phrasing).strip()
        slots = self.writer.slots
        done = Typeset(
            html=sanitize.fill(cleaned, slots),
            plain=sanitize.plain(cleaned, slots),
            inline_math=self.formulas.inline,
            display_math=self.formulas.display,
            headings=tuple(self.headings),
            figures=tuple(self.figures),
            tables=tuple(self.tables),
            references=self.references,
            citations=self.citations,
            inner=tuple(self.inner),
            pictures=tuple(self.pictures),
        )
        at = 0
        for prices in self.env.get("money", ()):
            at = max(at, self.source.find(prices, at))
            self.problems.append(money(prices, self.places.of(at)))
            at += len(prices)
        return done, tuple(self.problems)
