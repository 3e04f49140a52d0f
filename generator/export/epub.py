"""An issue as an EPUB 3: a file for each item, formulas as MathML, pictures packed.

The archive has no clock in it: all its files are of one day, and ``dcterms:modified`` is the day
of the issue, so the same issue gives the same bytes.
"""

import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping

import msgspec

from generator.export.edition import Edition, Export, Setter, Sheet, Wanted
from generator.export.package import Content, package
from generator.export.pictures import Album, Picture, is_picture, missed
from generator.export.reshape import Reshaper
from generator.export.styles import Rules, formula_rules
from generator.export.tree import Element, change, each, made, parse, xhtml_of
from generator.regex import regex
from generator.views import Anchor, IssueView, ItemView, SectionView, Words

ROOT = "OEBPS/"
TITLE, NAV, STYLE = "title.xhtml", "nav.xhtml", "style.css"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""
MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the earliest that one can say."""

NO_DAY = "1970-01-01"
"""Stands for the day of the last change where the issue has no date; the format demands one."""

SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "jianbao")
_LINK = regex(r"</?a\b[^>]*>")


class ItemSheet(msgspec.Struct, frozen=True):
    """What the template of an item sees as ``view``."""

    item: ItemView
    section: SectionView


class Part(msgspec.Struct, frozen=True):
    """A section in the contents of the book."""

    title: Words | None
    items: tuple[Anchor, ...]


class Contents(msgspec.Struct, frozen=True):
    """What the template of the contents sees as ``view``."""

    title_file: str
    sections: tuple[Part, ...]


def export(edition: Edition, wanted: Wanted) -> Export:
    """Return an issue as one EPUB file."""
    book = _Book(Setter(edition, wanted))
    data = book.archive()
    name = f"{edition.name}.{wanted}.epub"
    return Export({name: data}, tuple(missed(book.lost, "the book")))


class _Book:
    """Puts a book together; *lost* are the pictures that are not in it."""

    def __init__(self, setter: Setter) -> None:
        self.setter = setter
        self.album = Album(setter.edition)
        self.images: dict[str, tuple[str, bytes, str]] = {}
        self.lost: list[Picture] = []

    def archive(self) -> bytes:
        """Return the bytes of the book."""
        setter = self.setter
        view = setter.view()
        sheet = setter.sheet(view)
        rules = formula_rules(setter.edition.shop.theme)
        contents = list(self._pages(view, sheet))
        formulas = any("mathml" in one.properties for one in contents)
        css = setter.fill("epub.css", view, sheet) + (rules.css if formulas else "")
        contents.append(Content(STYLE, css.encode(), "text/css"))
        if formulas:
            contents += _fonts(rules)
        contents += [Content(name, data, media) for name, data, media in self.images.values()]
        opf = package(setter, view, sheet, contents, identifier(setter), modified(setter))
        return _zipped({one.name: one.data for one in contents} | {"package.opf": opf})

    def _pages(self, view: IssueView, sheet: Sheet) -> Iterator[Content]:
        issue = self.setter.edition.issue
        files = {e.path: _file(e.number) for e in reversed(issue.entries)}
        yield self._page(TITLE, self.setter.fill("epub_title.html", view, sheet), files)
        parts = []
        for section in view.sections:
            for item in section.items:
                said = self.setter.fill("epub_item.html", ItemSheet(item, section), sheet)
                yield self._page(_file(int(item.number)), said, files)
            links = tuple(Anchor(_plain(i.title), _file(int(i.number))) for i in section.items)
            if links:
                parts.append(Part(section.title, links))
        contents = Contents(TITLE, tuple(parts))
        nav = self._page(NAV, self.setter.fill("epub_nav.html", contents, sheet), {})
        yield msgspec.structs.replace(nav, properties=("nav", *nav.properties), spine=False)

    def _page(self, name: str, html: str, files: Mapping[str, str]) -> Content:
        top = parse(html)
        lang = self.setter.lang
        Reshaper(self.setter.edition, lang, anchors=True, files=files).reshape(top)
        change(top, self._bookish)
        for one in top.iter():
            if "lang" in one.attrib:
                one.set("xml:lang", one.attrib["lang"])
        for root in each(top, "html"):
            root.set("xmlns:epub", "http://www.idpf.org/2007/ops")
        properties = ("mathml",) if any(each(top, "math")) else ()
        return Content(name, xhtml_of(top), "application/xhtml+xml", properties, spine=True)

    def _bookish(self, one: Element) -> Element | str | None:
        """Put a picture in its place; take away what only a browser on the site reads."""
        if is_picture(one):
            picture = self.album.of(one)
            if picture.data:
                number = len(self.images) + 1
                name = f"images/{number:03}.{picture.suffix}"
                known = self.images.setdefault(picture.file, (name, picture.data, picture.media))
                return made("img", src=known[0], alt=picture.words or picture.address)
            self.lost.append(picture)
        for name in [key for key in one.attrib if key.startswith("data-")]:
            del one.attrib[name]
        if one.tag == "mtable" and "scriptlevel" in one.attrib:  # MathML 3 has it elsewhere only
            around = made("mstyle", scriptlevel=one.attrib.pop("scriptlevel"))
            around.append(one)
            return around
        return one


def _file(number: int) -> str:
    return f"item-{number:04}.xhtml"


def _plain(words: Words) -> Words:
    """Return a title without links, to be one."""
    return Words(type(words.html)(_LINK.sub("", words.html)), words.attr)


def _fonts(rules: Rules) -> Iterator[Content]:
    for name, data in rules.files.items():
        yield Content(name, data, "font/woff2")


def identifier(setter: Setter) -> str:
    """Return what names the book: the same for the same issue of a site in the same language."""
    config, issue = setter.edition.shop.config, setter.edition.issue
    name = f"{config.base_url}\0{config.title.zh}\0{config.title.en}\0{issue.id}"
    return f"urn:uuid:{uuid.uuid5(SPACE, f'{name}{chr(0)}{setter.lang}{setter.both}')}"


def modified(setter: Setter) -> str:
    """Return the day of the issue, or the earliest there is."""
    return setter.day or NO_DAY


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive: the media type first and as it is, then the files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _put(archive, "META-INF/container.xml", CONTAINER.encode())
        for name in sorted(files):
            _put(archive, ROOT + name, files[name])
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    info = zipfile.ZipInfo(name, MIDNIGHT)
    info.compress_type = how
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
