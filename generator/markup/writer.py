"""Markdown tokens as HTML, before cleaning; our own attributes carry the mark of ``sanitize``."""

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from markdown_it.token import Token

from generator.markup.captions import is_video
from generator.markup.citations import cite_id, ref_id
from generator.markup.cjk import is_wide
from generator.markup.labels import Labels
from generator.markup.result import text
from generator.markup.sanitize import OWN, SLOT_END

_ALIGN = {"text-align:right": "n", "text-align:center": "c"}
"""Classes of table cells by the alignment of their column; left needs none."""

_PLAIN = {
    "paragraph": "p",
    "blockquote": "blockquote",
    "bullet_list": "ul",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "table": "table",
    "figure": "figure",
    "caption": "",
    "em": "em",
    "strong": "",
    "s": "del",
}
"""Tokens that become a bare element; an empty name stands for the token's own tag."""


class Writer:
    """Writes tokens; *slots* gather what is put into the page after cleaning, and its words."""

    def __init__(self, labels: Labels, allowed: frozenset[str]) -> None:
        self.labels = labels
        self.allowed = allowed
        self.slots: list[tuple[str, str]] = []
        self._numbers: list[int] = []
        self._backs: list[str] = []

    def slot(self, html: str, plain: str) -> str:
        """Keep *html*, which is safe and balanced, for later; return what stands for it."""
        self.slots.append((html, plain))
        return f"{OWN}{len(self.slots) - 1}{SLOT_END}"

    def blocks(self, tokens: Sequence[Token]) -> str:
        """Return block tokens as HTML."""
        return "".join(self._one(token, None) for token in tokens)

    def inline(self, children: Sequence[Token]) -> str:
        """Return inline tokens as HTML."""
        if not children:
            return ""
        out = []
        before = ""
        for token, after in pairwise([*children, None]):
            if token is None:
                break
            if token.type == "softbreak":
                words = after.content if after and after.type == "text" else ""
                wide = before[-1:] and words[:1] and is_wide(before[-1]) and is_wide(words[0])
                out.append("" if wide else "\n")
            else:
                out.append(self._one(token, after))
            if token.content or token.type.endswith("_open"):
                before = token.content
        return "".join(out)

    def definition(self, printed: str) -> str:
        """Return a link definition as a paragraph, as printed."""
        return f"<p>{text(printed)}</p>\n"

    def _one(self, token: Token, after: Token | None) -> str:
        write = _WRITERS.get(token.type)
        if write:
            return write(self, token)
        name, _, end = token.type.rpartition("_")
        if name in _PLAIN and end in ("open", "close"):
            if token.hidden:
                return ""
            tag = _PLAIN[name] or token.tag
            return f"<{tag}>" if end == "open" else f"</{tag}>\n" if token.block else f"</{tag}>"
        return text(token.content)

    def inline_block(self, token: Token) -> str:
        return self.inline(token.children or ())

    def heading_open(self, token: Token) -> str:
        return f'<{token.tag} id="{OWN}{token.meta["anchor"]}">'

    def heading_close(self, token: Token) -> str:
        return f"</{token.tag}>\n"

    def ordinal_open(self, _: Token) -> str:
        return f'<span class="{OWN}no">'

    def ordinal_close(self, _: Token) -> str:
        return "</span>"

    def asked_open(self, _: Token) -> str:
        return f'<p class="{OWN}asked">'

    def said_open(self, _: Token) -> str:
        return f'<p class="{OWN}said">'

    def speech_close(self, _: Token) -> str:
        return "</p>\n"

    def bio_open(self, _: Token) -> str:
        return f'<div class="{OWN}bio">'

    def ordered_list_open(self, token: Token) -> str:
        start = int(token.attrGet("start") or 1)
        self._numbers.append(start - 1)
        return f'<ol start="{start}">' if start != 1 else "<ol>"

    def ordered_list_close(self, _: Token) -> str:
        self._numbers.pop()
        return "</ol>\n"

    def bullet_list_open(self, _: Token) -> str:
        self._numbers.append(-1)
        return "<ul>"

    def bullet_list_close(self, _: Token) -> str:
        self._numbers.pop()
        return "</ul>\n"

    def list_item_open(self, token: Token) -> str:
        """Open an item; a printed number that does not run on is kept."""
        attributes = ""
        if token.info:
            self._numbers[-1] += 1
            if int(token.info) != self._numbers[-1]:
                self._numbers[-1] = int(token.info)
                attributes = f' value="{int(token.info)}"'
        key = token.meta.get("reference")
        back = token.meta["back"] if key else ""
        self._backs.append(f" {self._back(cite_id(back))}" if back else "")
        opening = f'<li{attributes} id="{OWN}{ref_id(key)}">' if key else f"<li{attributes}>"
        return opening + self.unseen(f"{token.info}{token.markup} ") if token.info else opening

    def unseen(self, words: str) -> str:
        """Return words of the source that the page draws in its own way, for machines to find."""
        return self.slot(f'<span class="tex" aria-hidden="true">{text(words)}</span>', words)

    def list_item_close(self, _: Token) -> str:
        return f"{self._backs.pop()}</li>\n"

    def footnote_item_close(self, _: Token) -> str:
        return "</li>\n"

    def rule(self, _: Token) -> str:
        return "<hr>\n"

    def code(self, token: Token) -> str:
        language = token.info.split()[0] if token.info.strip() else ""
        name = f' class="{OWN}language-{escape(language)}"' if language else ""
        rest = token.info.strip()[len(language) :].strip()
        title = f' data-label="{OWN}{escape(rest)}"' if rest else ""
        shown = text(token.content)
        return f'<pre tabindex="{OWN}0"{title}><code{name}>{shown}</code></pre>\n'

    def code_inline(self, token: Token) -> str:
        return f"<code>{text(token.content)}</code>"

    def raw(self, token: Token) -> str:
        return token.content

    def hard_break(self, _: Token) -> str:
        return "<br>\n"

    def cell_open(self, token: Token) -> str:
        name = _ALIGN.get(str(token.attrGet("style") or ""))
        scope = ' scope="col"' if token.tag == "th" else ""
        return f'<{token.tag}{scope} class="{OWN}{name}">' if name else f"<{token.tag}{scope}>"

    def cell_close(self, token: Token) -> str:
        return f"</{token.tag}>"

    def link_open(self, token: Token) -> str:
        href = escape(str(token.attrs.get("href", "")))
        title = token.attrs.get("title")
        more = f' title="{escape(str(title))}"' if title else ""
        if token.meta.get("anchor"):
            return f'<a href="{OWN}#{escape(token.meta["anchor"])}"{more}>'
        if token.meta.get("unfollowed"):
            return f'<a data-href="{OWN}{href}"{more}>'
        return f'<a href="{href}"{more}>'

    def link_close(self, _: Token) -> str:
        return "</a>"

    def formula(self, token: Token) -> str:
        return str(token.meta["slot"])

    def formula_block(self, token: Token) -> str:
        return (
            f'<div class="{OWN}eq" tabindex="{OWN}0" role="{OWN}group" '
            f'aria-label="{OWN}{self.labels.formula}">{token.meta["slot"]}</div>\n'
        )

    def wide_open(self, token: Token) -> str:
        label = escape(token.content or self.labels.table)
        return (
            f'<div class="{OWN}wide" tabindex="{OWN}0" role="{OWN}group" aria-label="{OWN}{label}">'
        )

    def wide_close(self, _: Token) -> str:
        return "</div>\n"

    def lost_image(self, token: Token) -> str:
        """A picture on lines of its own that is not there: its place, its words, its address."""
        return f'<div class="{OWN}lost"{self._source(token)}>{self._lost_words(token)}</div>'

    def image(self, token: Token) -> str:
        """A picture in running text that is not there."""
        return f'<span class="{OWN}lost"{self._source(token)}>{self._lost_words(token)}</span>'

    def _source(self, token: Token) -> str:
        title = token.attrs.get("title")
        more = f' title="{escape(str(title))}"' if title else ""
        if is_video(token):
            return more
        source = str(token.attrs.get("src", ""))
        alt, number = token.meta.get("alt", ""), token.meta.get("number", "")
        if alt and alt != token.content:
            more += f' data-alt="{OWN}{escape(alt)}"'
        if number and not source:
            more += f' data-figure="{OWN}{escape(number)}"'
        return f' data-src="{OWN}{escape(source)}"{more}'

    def _lost_words(self, token: Token) -> str:
        said = self.labels.lost_video if is_video(token) else self.labels.lost_image
        note = self.slot(f'<span class="ui">{text(said)}</span>', "")
        return f"{text(token.content)} {note}" if token.content else note

    def citation(self, token: Token) -> str:
        parts = [
            f"<a{attributes}>{text(words)}</a>" if attributes else text(words)
            for words, attributes in token.meta["parts"]
        ]
        return f"[{''.join(parts)}]"

    def reference(self, token: Token) -> str:
        key = token.meta["key"]
        back = token.meta["back"]
        href = f' href="{OWN}#{cite_id(back)}"' if back else ""
        return f'<a class="{OWN}ref" id="{OWN}{ref_id(key)}"{href}>[{text(key)}]</a>'

    def footnote_ref(self, token: Token) -> str:
        number, again = token.meta["id"] + 1, token.meta["subId"]
        own = f"fnref-{number}" + (f"-{again + 1}" if again else "")
        link = f'<a id="{OWN}{own}" href="{OWN}#fn-{number}">{number}</a>'
        return f'{self._name(token, number)}<sup class="{OWN}footnote">[{link}]</sup>'

    def _name(self, token: Token, number: int | None) -> str:
        """Return the name of a footnote where it is not its number."""
        label = str(token.meta["label"])
        return "" if label == str(number) else self.unseen(f"{label} ")

    def footnote_list_open(self, _: Token) -> str:
        label = escape(self.labels.footnotes)
        return f'<section class="{OWN}footnotes" aria-label="{OWN}{label}"><ol>'

    def footnote_list_close(self, _: Token) -> str:
        return "</ol></section>\n"

    def footnote_item_open(self, token: Token) -> str:
        number = token.meta["number"]
        own = f' id="{OWN}fn-{number + 1}"' if number is not None else ""
        name = self._name(token, None if number is None else number + 1)
        return f'<li{own} data-label="{OWN}{escape(token.meta["label"])}">{name}'

    def footnote_back(self, token: Token) -> str:
        number = token.meta["number"]
        return "" if number is None else f" {self._back(f'fnref-{number + 1}')}"

    def _back(self, anchor: str) -> str:
        label = escape(self.labels.back)
        return self.slot(f'<a class="back" href="#{anchor}" aria-label="{label}">↩</a>', "")


_WRITERS: dict[str, Callable[[Writer, Token], str]] = {
    "inline": Writer.inline_block,
    "heading_open": Writer.heading_open,
    "heading_close": Writer.heading_close,
    "ordinal_open": Writer.ordinal_open,
    "ordinal_close": Writer.ordinal_close,
    "asked_open": Writer.asked_open,
    "asked_close": Writer.speech_close,
    "said_open": Writer.said_open,
    "said_close": Writer.speech_close,
    "bio_open": Writer.bio_open,
    "bio_close": Writer.wide_close,
    "ordered_list_open": Writer.ordered_list_open,
    "ordered_list_close": Writer.ordered_list_close,
    "bullet_list_open": Writer.bullet_list_open,
    "bullet_list_close": Writer.bullet_list_close,
    "list_item_open": Writer.list_item_open,
    "list_item_close": Writer.list_item_close,
    "footnote_item_open": Writer.footnote_item_open,
    "footnote_item_close": Writer.footnote_item_close,
    "footnote_list_open": Writer.footnote_list_open,
    "footnote_list_close": Writer.footnote_list_close,
    "footnote_back": Writer.footnote_back,
    "footnote_ref": Writer.footnote_ref,
    "hr": Writer.rule,
    "code_block": Writer.code,
    "fence": Writer.code,
    "code_inline": Writer.code_inline,
    "html_block": Writer.raw,
    "html_inline": Writer.raw,
    "hardbreak": Writer.hard_break,
    "th_open": Writer.cell_open,
    "td_open": Writer.cell_open,
    "th_close": Writer.cell_close,
    "td_close": Writer.cell_close,
    "link_open": Writer.link_open,
    "link_close": Writer.link_close,
    "formula": Writer.formula,
    "formula_block": Writer.formula_block,
    "wide_open": Writer.wide_open,
    "wide_close": Writer.wide_close,
    "lost_image": Writer.lost_image,
    "image": Writer.image,
    "citation": Writer.citation,
    "reference": Writer.reference,
}
