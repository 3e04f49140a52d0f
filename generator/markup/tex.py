r"""The prose of arXiv listings: formulas in dollars, a few text commands, bare addresses.

One pass over the string, from one special character to the next, for this is the markup that a
site holds most of. Whatever is not understood stays as printed; what a command is written with,
in spans that only a machine reads: ``\textbf{C}losed`` shows a bold C and keeps its source.
"""

import html
import re
from collections.abc import Callable
from functools import cached_property

from generator.diagnostics import Diagnostic
from generator.markup.accents import ACCENT, LETTERS, QUOTED, SIGNS, composed
from generator.markup.cjk import joins
from generator.markup.dollars import formula_at, refused
from generator.markup.result import Formulas, Places, Result, Typeset, money, text
from generator.regex import regex
from generator.source import Span
from generator.urls import URL, end_of_url, href, plain

SPECIAL = regex(
    r"[&<>$\\~}\n`':{](?:(?<=[&<>$\\~}\n])|(?<=`)(?=`)|(?<=')(?=')|(?<=:)(?=//)"
    r"|(?<=\{)(?=\\(?:bf|em|it|sc|sl|tt)(?![A-Za-z])))"  # one class of first letters is soon found
)
DEEPEST = 8
"""Commands and tags within each other; deeper ones stay as printed."""

COMMANDS = {
    "textbf": "b",
    "textit": "i",
    "textsl": "i",
    "emph": "em",
    "texttt": "code",
    "underline": "u",
    "textsc": 'span class="sc"',
    "textsuperscript": "sup",
    "textsubscript": "sub",
    "textrm": "span",
    "textsf": "span",
    "text": "span",
    "mbox": "span",
}
SWITCHES = {"bf": "b", "em": "em", "it": "i", "sl": "i", "sc": 'span class="sc"', "tt": "code"}

_COMMAND = regex(rf"\\({'|'.join(COMMANDS)})\s*\{{")
_SWITCH = regex(r"\{\\([a-z]{2})\s*")
_ADDRESS = regex(r"\\url\s*\{(https?://[^\s{}<>\"]+)\}")
_LINK = regex(r"(\\href\s*\{)(https?://[^\s{}<>\"]+)(\}\s*\{)")
_LETTER = regex(r"\\([A-Za-z]+)(?:\{\})?")
_BRACES = regex(r"\\.|[{}]", re.DOTALL)
_TAG = regex(r"<(?:(/?)(b|i|em|strong|sub|sup)|br ?/?)>", re.IGNORECASE)
_ENTITY = regex(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_PARAGRAPH = regex(r"\n[ \t]*\n\s*")
_TIE = regex(r"(?<=[A-Za-z.])~(?=[0-9])|(?<=[^\s/~=<>(（\[])~(?=[^\W\d_]|[(（\[\\$])")


def inline(words: str, at: Span, links: bool = True) -> Result:
    """Set one line of prose as phrasing content."""
    setter = _Setter(words, at, links)
    setter.run(0, len(words))
    return setter.result("".join(setter.html), "".join(setter.plain))


def block(words: str, at: Span) -> Result:
    """Set prose whose paragraphs are parted by empty lines."""
    setter = _Setter(words, at, True)
    start = len(words) - len(words.lstrip())
    shown, said = [], []
    for gap in [*_PARAGRAPH.finditer(words, start), None]:
        end = gap.start() if gap else len(words.rstrip())
        if end > start:
            setter.html, setter.plain = [], []
            setter.run(start, end)
            shown.append(f"<p>{''.join(setter.html)}</p>")
            said.append("".join(setter.plain))
        start = gap.end() if gap else end
    return setter.result("\n".join(shown), "\n\n".join(said))


class _Setter:
    """Walks over the words; *html* and *plain* grow side by side.

    *open* holds what must be closed: where its closing mark begins and ends, and its HTML. No token
    ever reaches beyond the innermost closing mark, so elements nest.
    """

    def __init__(self, words: str, at: Span, links: bool) -> None:
        self.words = words
        self.places = Places(words, at)
        self.links = links
        self.html: list[str] = []
        self.plain: list[str] = []
        self.open: list[tuple[int, int, str]] = []
        self.end = 0
        self.linked_to = 0
        self.quotes = 0
        self.problems: list[Diagnostic] = []
        self.formulas = Formulas(self.problems)

    def result(self, shown: str, said: str) -> Result:
        """Return all that was set."""
        done = Typeset(
            html=shown,
            plain=said,
            inline_math=self.formulas.inline,
            display_math=self.formulas.display,
        )
        return done, tuple(self.problems)

    def run(self, start: int, end: int) -> None:
        """Set ``words[start:end]``."""
        self.end = end
        words, position = self.words, start
        while found := SPECIAL.search(words, position, end):
            here = found.start()
            self.say(words[position:here])
            if self.open and self.open[-1][0] == here:
                position = self.close()
            else:
                position = _HANDLERS[words[here]](self, here)
        self.say(words[position:end])

    @property
    def limit(self) -> int:
        """Where the innermost open element must end."""
        return self.open[-1][0] if self.open else self.end

    def say(self, words: str) -> None:
        """Add words that need no escaping."""
        if words:
            self.html.append(words)
            self.plain.append(words)

    def show(self, shown: str, said: str, position: int) -> int:
        """Add HTML and what it says; return *position*, where the text goes on."""
        self.html.append(shown)
        self.plain.append(said)
        return position

    def literal(self, start: int, end: int) -> int:
        """Add ``words[start:end]`` as printed."""
        words = self.words[start:end]
        return self.show(text(words), words, end)

    def hide(self, words: str) -> None:
        """Add characters of the source that no reader needs."""
        self.html.append(f'<span class="tex" aria-hidden="true">{text(words)}</span>')

    def close(self) -> int:
        """End the innermost element at its closing mark."""
        start, end, shown = self.open.pop()
        if self.words[start] == "}":
            shown += f'<span class="tex" aria-hidden="true">{self.words[start:end]}</span>'
        return self.show(shown, "", end)

    def ampersand(self, here: int) -> int:
        """Resolve an entity; any other ampersand is one."""
        entity = _ENTITY.match(self.words, here, self.limit)
        char = html.unescape(entity[0]) if entity else ""
        if entity and len(char) == 1 and (char.isprintable() or char == "\u00a0"):
            return self.show(text(char), char, entity.end())
        return self.literal(here, here + 1)

    def less_than(self, here: int) -> int:
        """Understand a closed set of tags, in pairs; anything else is text."""
        tag = _TAG.match(self.words, here, self.limit)
        if not tag:
            return self.literal(here, here + 1)
        if not tag[2]:
            return self.show("<br>", "\n", tag.end())
        partner = self.tags.get(here)
        if partner and partner.end() <= self.limit and len(self.open) < DEEPEST:
            name = tag[2].lower()
            self.open.append((partner.start(), partner.end(), f"</{name}>"))
            return self.show(f"<{name}>", "", tag.end())
        return self.literal(here, tag.end())

    def dollar(self, here: int) -> int:
        """Set a formula; any other dollar is money."""
        found = formula_at(self.words, here, self.limit)
        if not found:
            if prices := refused(self.words, here, self.limit):
                self.problems.append(money(prices, self.places.of(here)))
            return self.literal(here, here + 1)
        shown = self.formulas.draw(
            found.tex, found.display, lambda: self.places.of(here), alone=found.display
        )
        return self.show(shown, found.tex, found.end)

    def backslash(self, here: int) -> int:
        """Understand a sign, a formula, a command or an accent; others stay as printed."""
        words, after = self.words, self.words[here + 1 : here + 2]
        if after in ("(", "["):
            return self.dollar(here)
        if sign := SIGNS.get(f"\\{after}"):
            return self.show(text(sign), sign, here + 2)
        if after == "\\":
            return self.literal(here, here + 2)
        if (command := _COMMAND.match(words, here, self.limit)) and self.element(
            COMMANDS[command[1]], command.end() - 1, command
        ):
            return command.end()
        if (link := _LINK.match(words, here, self.limit)) or _ADDRESS.match(words, here):
            position = self.hyperlink(here, link)
            if position:
                return position
        accent = ACCENT.match(words, here, self.limit)
        if accent and not (accent["mark"] == '"' and self.escaped_quotes):
            return self.accent(accent)
        letter = _LETTER.match(words, here, self.limit)
        if letter and letter[1] in LETTERS:
            self.hide(letter[0])
            return self.show(text(LETTERS[letter[1]]), LETTERS[letter[1]], letter.end())
        return self.literal(here, here + 1)

    def accent(self, accent: re.Match[str]) -> int:
        """Set an accented letter; a command that is itself a letter stays in the page."""
        if accent["before"]:
            self.hide(accent["before"])
        char = composed(accent)
        return self.show(char, char, accent.end())

    def brace(self, here: int) -> int:
        """Open a group like ``{\\bf …}``; a closing brace without a group is text."""
        switch = _SWITCH.match(self.words, here, self.limit)
        if switch and self.element(SWITCHES[switch[1]], here, switch):
            return switch.end()
        return self.literal(here, here + 1)

    def element(self, tag: str, opening: int, command: re.Match[str]) -> bool:
        """Open *tag* for the group whose brace stands at *opening*; say if that can be done."""
        closing = self.braces.get(opening, self.end)
        if closing >= self.limit or len(self.open) >= DEEPEST:
            return False
        self.hide(command[0])
        self.html.append(f"<{tag}>")
        self.open.append((closing, closing + 1, f"</{tag.partition(' ')[0]}>"))
        return True

    def hyperlink(self, here: int, link: re.Match[str] | None) -> int:
        r"""Set ``\href{…}{…}`` or ``\url{…}``; 0 where no link may stand."""
        if not self.links or here < self.linked_to:
            return 0
        if link:
            tag = f'a href="{html.escape(href(link[2]))}"'
            closing = self.braces.get(link.end() - 1, 0)
            if not self.element(tag, link.end() - 1, link):
                return 0
            self.linked_to = closing
            return link.end()
        address = _ADDRESS.match(self.words, here, self.limit)
        if not address:
            return 0
        self.hide(self.words[here : address.start(1)])
        self.link(address[1], 0)
        self.hide("}")
        return address.end()

    def link(self, address: str, position: int) -> int:
        """Add an address that leads where it says."""
        said = plain(address)
        shown = f'<a href="{html.escape(href(address))}">{text(said)}</a>'
        return self.show(shown, said, position)

    def colon(self, here: int) -> int:
        """Link a bare address, whose scheme has just been said."""
        for scheme in ("https", "http", "HTTPS", "HTTP"):
            start = here - len(scheme)
            if not self.html or not self.html[-1].endswith(scheme):
                continue
            url = URL.match(self.words, start, self.limit)
            if not url or not self.links or start < self.linked_to:
                break
            end = end_of_url(self.words, start, url.end())
            address = self.words[start:end]
            self.html[-1] = self.html[-1].removesuffix(scheme)
            self.plain[-1] = self.plain[-1].removesuffix(scheme)
            return self.link(address, end)
        return self.literal(here, here + 1)

    def quote(self, here: int) -> int:
        """Turn TeX's quotation marks into the printer's."""
        mark = self.words[here]
        run = here
        while run < self.end and self.words[run] == mark:
            run += 1
        if run - here != 2 or (mark == "'" and not self.quotes):
            return self.literal(here, run)
        self.quotes += 1 if mark == "`" else -1
        return self.show(*(("“", "“") if mark == "`" else ("”", "”")), run)

    def tilde(self, here: int) -> int:
        """Make a tie between two words a space that does not break."""
        if _TIE.match(self.words, here):
            return self.show("\u00a0", "\u00a0", here + 1)
        return self.literal(here, here + 1)

    def newline(self, here: int) -> int:
        """Drop a line end between two Han characters, where it would show as a space."""
        if joins(self.words, here, here + 1):
            return here + 1
        return self.literal(here, here + 1)

    @cached_property
    def escaped_quotes(self) -> bool:
        """Whether the text puts backslashes before its quotation marks."""
        return QUOTED.search(self.words) is not None

    @cached_property
    def braces(self) -> dict[int, int]:
        """Every opening brace with its partner."""
        pairs: dict[int, int] = {}
        waiting: list[int] = []
        for brace in _BRACES.finditer(self.words):
            if brace[0] == "{":
                waiting.append(brace.start())
            elif brace[0] == "}" and waiting:
                pairs[waiting.pop()] = brace.start()
        return pairs

    @cached_property
    def tags(self) -> dict[int, re.Match[str]]:
        """Every opening tag with its closing one; pairs that cross are not pairs."""
        pairs: dict[int, re.Match[str]] = {}
        waiting: list[re.Match[str]] = []
        for tag in _TAG.finditer(self.words):
            if not tag[1] and tag[2]:
                waiting.append(tag)
            elif tag[1] and waiting and waiting[-1][2].lower() == tag[2].lower():
                pairs[waiting.pop().start()] = tag
            elif tag[1]:
                waiting.clear()
        return pairs


_HANDLERS: dict[str, Callable[[_Setter, int], int]] = {
    "&": _Setter.ampersand,
    "<": _Setter.less_than,
    ">": lambda setter, here: setter.literal(here, here + 1),
    "$": _Setter.dollar,
    "\\": _Setter.backslash,
    "{": _Setter.brace,
    "}": _Setter.brace,
    "~": _Setter.tilde,
    "`": _Setter.quote,
    "'": _Setter.quote,
    ":": _Setter.colon,
    "\n": _Setter.newline,
}
