"""An issue for a 公众号: styles in the elements, links as notes, formulas as drawings.

What its editor takes away (scripts, classes, ids, links to other sites, pictures of other sites)
is not in the file: the page can be opened in a browser, copied whole and pasted.
"""

from urllib.parse import urlsplit

from generator.errors import ConfigError
from generator.export.drawing import drawn
from generator.export.edition import Edition, Export, Setter, Wanted
from generator.export.formulas import readable
from generator.export.pictures import Album, Picture, is_picture
from generator.export.reshape import Reshaper
from generator.export.tree import (
    Element,
    change,
    classes,
    each,
    html_of,
    made,
    parse,
    words_of,
)

OWN_HOST = "mp.weixin.qq.com"
"""The one host that a post may link to."""

OWN_PAGE = "own"
"""The class of a link from an item's title to its page: what a post is about needs no note."""

BLOCKS = frozenset({"article", "div", "dd", "dl", "dt", "figure", "figcaption", "header", "hgroup"})
"""What becomes a ``section``, the block that the editor leaves alone."""

_KEPT = frozenset({"style", "href", "src", "alt", "colspan", "rowspan", "start", "value", "lang"})


def export(edition: Edition, wanted: Wanted) -> Export:
    """Return an issue as a page to paste, and the list of its pictures.

    Raises ConfigError where a package is missing.
    """
    setter = Setter(edition, wanted)
    view = setter.view()
    top = parse(setter.fill("wechat.html", view, setter.sheet(view)))
    Reshaper(edition, setter.lang, anchors=False).reshape(top)
    post = _Post(edition)
    change(top, post.outward)
    post.add_notes(top)
    top = parse(_inlined(html_of(top)))
    for one in list(each(top, "head")):
        one[:] = [child for child in one if child.tag in ("meta", "title")]
    change(top, post.plainly)
    stem = f"{edition.name}.{wanted}.wechat"
    files = {f"{stem}.html": html_of(top).encode()}
    notes = list(dict.fromkeys(post.faults))
    if post.pictures:
        files[f"{stem}.pictures.txt"] = _listed(post.pictures).encode()
        there = sum(1 for one in post.pictures if one.data)
        notes.append(
            f"{len(post.pictures)} pictures to put in by hand, {there} of them are at hand: "
            f"see {stem}.pictures.txt"
        )
    return Export(files, tuple(notes))


def _inlined(html: str) -> str:
    try:
        import css_inline
    except ModuleNotFoundError as error:
        hint = "install it: pip install 'jianbao[wechat]'"
        raise ConfigError(f"a 公众号 post needs the package {error.name}", hint) from None
    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(html)


class _Post:
    """Changes a page, collecting its links, its pictures, and what could not be drawn."""

    def __init__(self, edition: Edition) -> None:
        self.album = Album(edition)
        self.links: dict[str, str] = {}
        self.pictures: list[Picture] = []
        self.faults: list[str] = []

    def outward(self, one: Element) -> Element | str | None:
        """Turn links into numbers, pictures into places for them."""
        if one.tag == "a":
            return self._link(one)
        if is_picture(one):
            return self._picture(one)
        return one

    def _link(self, link: Element) -> Element | None:
        href = link.attrib.pop("href", "")
        if OWN_PAGE in classes(link):
            return None
        if urlsplit(href).hostname == OWN_HOST:
            link.set("href", href)
            return link
        link.tag = "span"
        if not href:
            return link
        words = " ".join(words_of(link).split())
        if words != href.removeprefix("mailto:"):
            self.links.setdefault(href, words)
            number = list(self.links).index(href) + 1
            link.append(made("sup", f"[{number}]", class_="note"))
        return link

    def _picture(self, one: Element) -> Element:
        picture = self.album.of(one)
        self.pictures.append(picture)
        words = picture.words if picture.data else " ".join(words_of(one).split())
        tag = "span" if one.tag == "span" else "div"
        return made(tag, f"［图片 {len(self.pictures)}］{words}", class_="picture")

    def add_notes(self, top: Element) -> None:
        """Put the numbered links where the template has its place for them, if there are any."""
        for place in list(each(top, "div")):
            title = place.attrib.pop("data-notes", "")
            if not title:
                continue
            if self.links:
                place.append(made("p", title))
                for number, (href, words) in enumerate(self.links.items(), 1):
                    place.append(made("p", f"[{number}] {words}: {href}" if words else href))

    def plainly(self, one: Element) -> Element | str | None:
        """Draw formulas; leave elements and attributes that the editor keeps."""
        if one.tag == "math":
            return self._formula(one)
        if one.tag == "div" and not len(one) and not (one.text or "").strip():
            return ""
        if one.tag in BLOCKS:
            one.tag = "section"
        if one.tag == "meta":
            return one
        for name in [key for key in one.attrib if key not in _KEPT]:
            del one.attrib[name]
        return one

    def _formula(self, math: Element) -> Element:
        drawing = drawn(math)
        if drawing.svg is not None:
            drawing.svg.set("role", "img")
            drawing.svg.set("aria-label", readable(math)[0])
            return drawing.svg
        tex, _ = readable(math)
        self.faults.append(f"a formula stands as its words, {drawing.why}: {tex}")
        return made("code", tex)


def _listed(pictures: list[Picture]) -> str:
    """Return the list of pictures: number, file or why there is none, words."""
    lines = []
    for number, one in enumerate(pictures, 1):
        place = one.file or f"({one.why}{': ' + one.address if one.address else ''})"
        lines.append(f"{number}\t{place}\t{one.words}\n")
    return "".join(lines)
