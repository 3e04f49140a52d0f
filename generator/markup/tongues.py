"""Which words of a text are in the other language: ``lang`` where a reader's voice has to change.

A text is Chinese or English as a whole, but its parts need not be: references below a Chinese
article, a Chinese heading in English notes. The smallest element that is in the other language says
so; words that stand alone in a sentence get a ``span``. Latin words among Chinese ones belong to
their sentence.
"""

import re
from collections.abc import Iterator

from generator.regex import regex
from generator.text import HAN, HTML_LANG, Lang

_TAG = regex(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_LANG = regex(r' lang="([^"]*)"')
_GAP = r"(?:[\s,;:()&'’“”]|\.\s|\b[A-Za-z]\b\.?)+"
_ENGLISH = regex(rf"(?<![A-Za-z])[A-Za-z]{{2,}}+(?:{_GAP}+[A-Za-z]{{2,}}+){{3}}")
"""Four words in a row: less may be a name, which is at home in both languages.

Nothing is given back once it is read, or one endless word would take for ever."""
_WORD = regex(r"[A-Za-z]{2,}")
_CHINESE = regex(
    rf"{HAN.pattern}(?:(?:{HAN.pattern}|[\d\s\u3000-\u303f\uff00-\uffef])*"
    rf"(?:{HAN.pattern}|[\u3000-\u303f\uff01-\uff1f]))?"
)
_MATH = regex(r"<math\b.*?</math>", re.DOTALL)
_ANNOTATION = regex(r"<annotation\b.*?</annotation>", re.DOTALL)
DEEP = 16
"""Elements around a word that hear it; what is nested deeper is nobody's writing."""
_VOID = frozenset({"br", "hr", "wbr", "img"})
_BLOCKS = frozenset(
    {"blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h2"}
    | {"h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "section", "summary", "table", "tbody"}
    | {"td", "tfoot", "th", "thead", "tr", "ul"}
)


class _Piece:
    """A tag, a formula or a run of words; for an opening tag *said* is what stands in it.

    A block's *said* leaves out the blocks inside it, which speak for themselves.
    """

    __slots__ = ("close", "said", "tag", "text")

    def __init__(self, text: str, tag: str = "", close: bool = False) -> None:
        self.text = text
        self.tag = tag
        self.close = close
        self.said: list[str] = []


def tell(html: str, lang: Lang) -> str:
    """Return balanced *html* that is in *lang*, with what is in the other language marked so."""
    if lang == "en":
        if html.isascii() or not HAN.search(html):
            return html
    elif not _ENGLISH.search(html):
        return html
    pieces = list(_pieces(html))
    _listen(pieces)
    return "".join(_told(pieces, lang))


def _pieces(html: str) -> Iterator[_Piece]:
    """Take HTML apart; a formula stays whole."""
    at = 0
    while found := _TAG.search(html, at):
        if found.start() > at:
            yield _Piece(html[at : found.start()])
        at = found.end()
        if found[2] == "math" and (whole := _MATH.match(html, found.start())):
            at = whole.end()
            yield _Piece(whole[0], "math")
        else:
            yield _Piece(found[0], found[2], bool(found[1]))
    if at < len(html):
        yield _Piece(html[at:])


def _listen(pieces: list[_Piece]) -> None:
    """Note for every opening tag what is said in it."""
    open_tags: list[_Piece] = []
    for piece in pieces:
        if not piece.tag:
            for above in reversed(open_tags[-DEEP:]):
                above.said.append(piece.text)
                if above.tag in _BLOCKS:
                    break
        elif piece.tag not in _VOID and piece.tag != "math":
            if piece.close:
                open_tags.pop()
            else:
                open_tags.append(piece)


def _told(pieces: list[_Piece], lang: Lang) -> Iterator[str]:
    """Give the pieces again, each in a language; one that we do not speak is left alone."""
    tongues: list[Lang | None] = [lang]
    for piece in pieces:
        here = tongues[-1]
        if not piece.tag:
            yield _words(piece.text, here)
        elif piece.tag == "math":
            need = _need("".join(_texts(_ANNOTATION.sub("", piece.text))), here)
            yield _span(piece.text, need) if need != here else piece.text
        elif piece.tag in _VOID:
            yield piece.text
        elif piece.close:
            tongues.pop()
            yield piece.text
        else:
            given = _LANG.search(piece.text)
            need = _named(given[1]) if given else _need(" ".join(piece.said), here)
            tongues.append(need)
            yield piece.text if given or need == here else f"{piece.text[:-1]}{_attr(need)}>"


def _texts(html: str) -> list[str]:
    return _TAG.sub("\0", html).split("\0")


def _named(code: str) -> Lang | None:
    return next((lang for lang in HTML_LANG if code.split("-")[0] == lang), None)


def _need(said: str, here: Lang | None) -> Lang | None:
    """Return the language of words that stand among words in *here*; in doubt it is the same."""
    if here is None:
        return None
    han = len(HAN.findall(said))
    if not han:
        return "en" if _ENGLISH.search(said) else here
    latin = len(_WORD.findall(said))
    if here == "en":
        return "zh" if han >= latin else "en"
    return "en" if latin > max(3 * han, 8) else "zh"


def _words(words: str, here: Lang | None) -> str:
    """Return a run of words with what is in the other language marked by itself."""
    if here == "en":
        return _CHINESE.sub(lambda found: _span(found[0], "zh"), words)
    if here == "zh" and not HAN.search(words) and _ENGLISH.search(words):
        return _span(words, "en")
    return words


def _span(html: str, lang: Lang | None) -> str:
    return f"<span{_attr(lang)}>{html}</span>"


def _attr(lang: Lang | None) -> str:
    return f' lang="{HTML_LANG[lang]}"' if lang else ""
