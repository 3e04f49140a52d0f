"""The package document of an EPUB: what the book is, what is in it, in which order it is read."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

import msgspec
from markupsafe import Markup

from generator.export.edition import Setter, Sheet
from generator.regex import regex
from generator.text import HTML_LANG
from generator.views import IssueView

DAY = regex(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class Content(msgspec.Struct, frozen=True):
    """A file of the book; those of the *spine* are read one after the other."""

    name: str
    data: bytes
    media: str
    properties: tuple[str, ...] = ()
    spine: bool = False


def package(
    setter: Setter,
    view: IssueView,
    sheet: Sheet,
    contents: Sequence[Content],
    identifier: str,
    day: str,
) -> bytes:
    """Return the package document of *contents*; *day* is that of the last change."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{sheet.html_lang}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="id">{escape(identifier)}</dc:identifier>',
        *_said(setter, view, sheet),
        f'<meta property="dcterms:modified">{day}T00:00:00Z</meta>',
        *_access(contents),
        "</metadata>",
        "<manifest>",
        *(_item(at, one) for at, one in enumerate(contents, 1)),
        "</manifest>",
        "<spine>",
        *(f'<itemref idref="f{at}"/>' for at, one in enumerate(contents, 1) if one.spine),
        "</spine>",
        "</package>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _said(setter: Setter, view: IssueView, sheet: Sheet) -> Iterator[str]:
    """Give what the book says of itself."""
    card = setter.edition.issue.card
    yield f'<dc:title id="title">{_words(sheet.title)}</dc:title>'
    if sheet.both and view.alt:
        far = HTML_LANG["en" if setter.lang == "zh" else "zh"]
        yield f'<dc:title xml:lang="{far}">{_words(Markup(view.alt.html).striptags())}</dc:title>'
    for lang in sheet.langs:
        yield f"<dc:language>{lang}</dc:language>"
    name = setter.edition.shop.config.title.best(setter.lang)[1]
    yield f"<dc:publisher>{_words(name)}</dc:publisher>"
    if DAY.fullmatch(card.date):
        yield f"<dc:date>{card.date}</dc:date>"
    if sheet.href:
        yield f"<dc:source>{_words(sheet.href)}</dc:source>"
    if sheet.licence:
        words = Markup(sheet.licence.label.html).striptags()
        yield f"<dc:rights>{_words(f'{words} {sheet.licence.href}')}</dc:rights>"


def _words(words: str) -> str:
    """Return *words* on one line as XML can say them."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return escape(" ".join(shown.split())) or "-"


def _access(contents: Sequence[Content]) -> Iterator[str]:
    """Give what readers with other needs may want to know before they open the book."""
    yield '<meta property="schema:accessMode">textual</meta>'
    if any(one.media.startswith("image/") for one in contents):
        yield '<meta property="schema:accessMode">visual</meta>'
    yield '<meta property="schema:accessModeSufficient">textual</meta>'
    features = ["structuralNavigation", "tableOfContents", "readingOrder"]
    if any("mathml" in one.properties for one in contents):
        features.append("MathML")
    for feature in features:
        yield f'<meta property="schema:accessibilityFeature">{feature}</meta>'
    yield '<meta property="schema:accessibilityHazard">none</meta>'


def _item(at: int, one: Content) -> str:
    properties = f' properties="{" ".join(one.properties)}"' if one.properties else ""
    name = quoteattr(one.name)
    return f'<item id="f{at}" href={name} media-type="{one.media}"{properties}/>'
