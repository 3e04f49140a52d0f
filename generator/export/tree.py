"""A finished page taken apart, to be changed and put together again as HTML or as XML.

The pages are our own and balanced; names of elements and attributes are in small letters.
"""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

from generator.regex import regex

Element = ElementTree.Element
Change = Callable[[Element], Element | str | None]
"""What to do with an element whose inside is changed already: keep it or another one in its place,
put words in its place, or leave out its tags and keep what stands in it."""

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
GONE = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML has no way to say."""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("top")
        self.open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag == tag:  # what HTML lets a writer leave open ends with it
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        add_words(self.open[-1], data)


def parse(html: str) -> Element:
    """Return the content of *html* in an element ``top``; comments and the doctype are left out."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.top


def add_words(parent: Element, words: str) -> None:
    """Add *words* after all that is in *parent*."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def change(element: Element, how: Change) -> None:
    """Change everything inside *element*, the innermost first; what follows an element stays."""
    before, element.text = element.text or "", None
    children = list(element)
    element[:] = []
    add_words(element, before)
    for child in children:
        change(child, how)
        tail, child.tail = child.tail or "", None
        made = how(child)
        if isinstance(made, str):
            add_words(element, made)
        elif made is None:
            add_words(element, child.text or "")
            element.extend(child)
        else:
            element.append(made)
        add_words(element, tail)


def each(element: Element, *names: str) -> Iterator[Element]:
    """Give the elements of these names inside *element*, in their order."""
    return (one for one in element.iter() if one.tag in names)


def find(element: Element, name: str) -> Element:
    """Return the first element of a name. Raises ValueError where there is none."""
    for one in each(element, name):
        return one
    raise ValueError(f"there is no <{name}>")


def words_of(element: Element) -> str:
    """Return all words in *element*, as they stand."""
    return "".join(element.itertext())


def made(name: str, words: str = "", **attributes: str) -> Element:
    """Return a new element; an attribute ``class_`` is called ``class``."""
    one = Element(name, {key.rstrip("_"): value for key, value in attributes.items() if value})
    one.text = words
    return one


def classes(element: Element) -> set[str]:
    """Return the classes of an element."""
    return set(element.get("class", "").split())


def html_of(top: Element) -> str:
    """Return what stands in *top* as HTML."""
    parts = [ElementTree.tostring(one, encoding="unicode", method="html") for one in top]
    return f"<!doctype html>\n{''.join(parts).strip()}\n"


def xhtml_of(top: Element) -> bytes:
    """Return the one element in *top* as a file of XML; formulas and drawings say what they are."""
    for one in top.iter():
        one.text, one.tail = _sayable(one.text), _sayable(one.tail)
        for name, value in one.attrib.items():
            one.set(name, _sayable(value) or "")
    for one in each(top, "math"):
        one.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    root = find(top, "html")
    root.set("xmlns", "http://www.w3.org/1999/xhtml")
    root.tail = None
    said = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{said}\n'.encode()


def _sayable(words: str | None) -> str | None:
    return GONE.sub("\ufffd", words) if words else words
