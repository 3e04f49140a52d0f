"""Pictures set into a finished page, where the words of a text stand for them."""

import re
from html import escape, unescape

from generator.album import Shown
from generator.pages.scene import Scene
from generator.regex import regex

SIZES = "(min-width: 45rem) 42rem, 100vw"
"""How wide a text is: of its copies a browser takes the one that fits."""

_PLACE = re.compile(
    rb'<(?P<tag>div|span) class="lost" data-src="(?P<src>[^"]+)"(?P<more>(?: [a-z-]+="[^"]*")*)>'
    rb'(?P<words>[^<]*(?:<span class="ui">[^<]*</span>)?)</(?P=tag)>'
)
_NOTE = regex(r' ?<span class="ui">.*?</span>', re.DOTALL)
_ALT = regex(r' data-alt="([^"]*)"')
_TITLE = regex(r' title="[^"]*"')


def with_pictures(html: bytes, scene: Scene, issue: int, root: str) -> bytes:
    """Return *html*, words of an issue, with every picture that is there; *root* leads to the site.

    A picture that is not there leaves its words, as before.
    """
    source = scene.site.issues[issue].card.path

    def put(place: re.Match[bytes]) -> bytes:
        shown = scene.album.of(source, unescape(place["src"].decode()))
        if shown is None:
            return place[0]
        more, words = place["more"].decode(), place["words"].decode()
        said = _ALT.search(more)
        alt = said[1] if said else escape(unescape(_NOTE.sub("", words).strip()))
        title = _TITLE.search(more)
        image = _image(shown, root, f'{alt}"{title[0] if title else ""}')
        if place["tag"] == b"span" or not alt:
            return image.encode()
        return f'<a class="picture" href="{escape(root + shown.path)}">{image}</a>'.encode()

    return _PLACE.sub(put, html)


def _image(shown: Shown, root: str, alt: str) -> str:
    """Return the element of a picture; *alt* goes on with its closing quote."""
    copies = [(width, escape(root + path)) for width, path in shown.copies]
    source = copies[-1][1] if copies else escape(root + shown.path)
    more = ""
    if len(copies) > 1:
        listed = ", ".join(f"{path} {width}w" for width, path in copies)
        more = f' srcset="{listed}" sizes="{SIZES}"'
    facts = shown.facts
    return (
        f'<img src="{source}"{more} width="{facts.width}" height="{facts.height}"'
        f' loading="lazy" decoding="async" alt="{alt}>'
    )
