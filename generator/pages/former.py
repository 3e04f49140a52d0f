"""What an older mention of an item says that its newest text does not: shown below that."""

import posixpath
import re
from html import escape, unescape
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from generator.cards import Leaf
from generator.regex import regex
from generator.text import LANGS, NO_TEXT, Text
from generator.views import ItemView, Words

TAG = regex(r'<[a-z](?:[^<>"]|"[^"]*")*>')
_INNER = regex(r'(?P<name> data-(?:href|src)=)"(?P<address>[^"]*)"')


def apart(leaf: Leaf, newest: Leaf) -> Leaf | None:
    """Return *leaf* without what *newest* says as well, but for its title; ``None`` if that is all.

    Of a text in two languages both sides stay where one of them differs.
    """
    item, known = leaf.item, newest.item
    rest = msgspec.structs.replace(
        leaf,
        subtitle=_other(leaf.subtitle, newest.subtitle),
        abstract=_other(leaf.abstract, newest.abstract),
        body=_other(leaf.body, newest.body),
        fields=tuple(field for field in leaf.fields if field not in newest.fields),
        item=msgspec.structs.replace(
            item,
            kicker="" if item.kicker == known.kicker else item.kicker,
            authors=() if item.authors == known.authors else item.authors,
            events=tuple(event for event in item.events if event not in known.events),
            links=tuple(link for link in item.links if link not in known.links),
        ),
    )
    told = rest.item
    own = (_other(leaf.title, newest.title), rest.subtitle, rest.abstract, rest.body, rest.fields)
    facts = (told.kicker, told.authors, told.events, told.links)
    return rest if any(own) or any(facts) else None


def _other(text: Text, newest: Text) -> Text:
    return NO_TEXT if all(text[lang] in ("", newest[lang]) for lang in LANGS) else text


def mark(number: int) -> str:
    """Return what the ids in the text of mention *number* begin with, from 1 for the second."""
    return f"m{number}-"


def below(view: ItemView, number: int, path: str) -> ItemView:
    """Return the view of an older mention, from the file at *path*, for a page that is another's.

    Its ids are told from those of the newest text, and its links still start from its own file.
    """

    def moved(words: Words | None) -> Words | None:
        if words is None:
            return None
        html = TAG.sub(lambda tag: _led(renamed(tag[0], mark(number)), path), str(words.html))
        return Words(Markup(html), words.attr)

    return msgspec.structs.replace(
        view,
        abstract=moved(view.abstract),
        other_abstract=moved(view.other_abstract),
        body=moved(view.body),
        other_body=moved(view.other_body),
        fields=tuple((label, moved(said) or said) for label, said in view.fields),
    )


def renamed(tag: str, prefix: str) -> str:
    """Return a tag with *prefix* before its id, and before the id that it leads to."""
    return tag.replace(' id="', f' id="{prefix}').replace(' href="#', f' href="#{prefix}')


def _led(tag: str, path: str) -> str:
    """Return a tag whose link or picture is named from the root of the content, not from *path*."""

    def lead(found: re.Match[str]) -> str:
        address = unescape(found["address"])
        try:
            parts = urlsplit(address)
        except ValueError:
            return found[0]
        near = parts.path
        if parts.scheme or parts.netloc or not near or near.startswith("/"):
            return found[0]
        whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), near))
        return f'{found["name"]}"{escape(whole + address[len(near) :])}"'

    return _INNER.sub(lead, tag) if " data-" in tag else tag
