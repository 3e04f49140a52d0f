"""An issue as a PDF: its own page for paper, printed by a browser."""

from generator.export.browser import printed
from generator.export.edition import Edition, Export, Setter, Wanted
from generator.export.pictures import Album, Picture, is_picture, missed
from generator.export.reshape import Reshaper
from generator.export.styles import formula_rules
from generator.export.tree import Element, change, find, html_of, made, parse, words_of

PAGE, FORMULAS = "page.html", "formulas.css"


def export(edition: Edition, wanted: Wanted) -> Export:
    """Return an issue as one PDF file. Raises ConfigError where there is no browser to print it."""
    setter = Setter(edition, wanted)
    view = setter.view()
    top = parse(setter.fill("print.html", view, setter.sheet(view)))
    anchors = {entry.path: f"#i{entry.number}" for entry in reversed(edition.issue.entries)}
    Reshaper(edition, setter.lang, anchors=True, files=anchors).reshape(top)
    paper = _Paper(edition)
    change(top, paper.printable)
    rules = formula_rules(edition.shop.theme)
    find(top, "head").append(made("link", rel="stylesheet", href=FORMULAS))
    files = {PAGE: html_of(top).encode(), FORMULAS: rules.css.encode(), **rules.files}
    pdf = printed(files | paper.images, PAGE, setter.day)
    return Export({f"{edition.name}.{wanted}.pdf": pdf}, tuple(missed(paper.lost, "the PDF")))


class _Paper:
    """Puts pictures into a page and tells of those that are not there."""

    def __init__(self, edition: Edition) -> None:
        self.album = Album(edition)
        self.images: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.lost: list[Picture] = []

    def printable(self, one: Element) -> Element | str | None:
        """Return what stands on paper for an element; an address may go on in the next line."""
        if one.tag == "a" and one.get("href") == " ".join(words_of(one).split()):
            one.set("class", "url")
        if not is_picture(one):
            return one
        picture = self.album.of(one)
        if not picture.data:
            self.lost.append(picture)
            return one
        number = len(self.names) + 1
        name = self.names.setdefault(picture.file, f"picture-{number}.{picture.suffix}")
        self.images[name] = picture.data
        return made("img", src=name, alt=picture.words or picture.address)
