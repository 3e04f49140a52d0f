"""Feeds: the newest items in full, as Atom (RFC 4287) and as JSON Feed 1.1, one a language.

Dates are the content's own; an item without a date cannot be in a feed and is left out.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import msgspec

from generator.assemble import Entry
from generator.pages.frame import Frame
from generator.pages.item import leaf_of
from generator.text import HTML_LANG, Lang

VERSION = "https://jsonfeed.org/version/1.1"


class Feed(msgspec.Struct, frozen=True):
    """What a feed is of: *path* is its file, *page* the page it follows, below the language."""

    path: str
    page: str
    title: str
    entries: Sequence[Entry]


class _Story(msgspec.Struct, frozen=True):
    """An entry as a feed tells it; *html* is in *lang*, *url* its address and its id."""

    url: str
    title: str
    date: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    lang: Lang
    html: str


def atom(frame: Frame, feed: Feed) -> bytes:
    """Return a feed as Atom."""
    base = _base(frame)
    updated = max((entry.card.date for entry in feed.entries), default="1970-01-01")
    title = escape(feed.title)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{HTML_LANG[frame.lang]}"'
        f" xml:base={quoteattr(base)}>",
        f"<title>{title}</title>",
        f"<id>{escape(base + feed.page)}</id>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(base + feed.path)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(base + feed.page)}/>',
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{title}</name></author>",
        *(_entry(story) for story in _stories(frame, feed)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(story: _Story) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in story.authors)
    topics = "".join(f"<category term={quoteattr(name)}/>" for name in story.topics)
    lang = HTML_LANG[story.lang]
    content = f'<content type="html" xml:lang="{lang}">{escape(story.html)}</content>'
    return (
        f"<entry><title>{escape(story.title)}</title><id>{escape(story.url)}</id>"
        f'<link rel="alternate" type="text/html" href={quoteattr(story.url)}/>'
        f"<updated>{story.date}T00:00:00Z</updated>{authors}{topics}"
        f"{content if story.html else ''}</entry>"
    )


def json_feed(frame: Frame, feed: Feed) -> bytes:
    """Return a feed as JSON Feed."""
    base = _base(frame)
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": base + feed.page,
        "feed_url": base + feed.path,
        "language": HTML_LANG[frame.lang],
        "items": [_item(story) for story in _stories(frame, feed)],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"


def _item(story: _Story) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": story.url,
        "url": story.url,
        "title": story.title,
        "content_html": story.html,
        "date_published": f"{story.date}T00:00:00Z",
        "language": HTML_LANG[story.lang],
    }
    if story.authors:
        item["authors"] = [{"name": name} for name in story.authors]
    if story.topics:
        item["tags"] = list(story.topics)
    return item


def _base(frame: Frame) -> str:
    return f"{frame.scene.config.address}{frame.lang}/"


def _stories(frame: Frame, feed: Feed) -> Iterator[_Story]:
    scene, base = frame.scene, _base(frame)
    for entry in feed.entries:
        card = entry.card
        leaf = leaf_of(scene.body(scene.site.issues[entry.issue]), entry)
        lang, html = (leaf.abstract or leaf.body).best(frame.lang)
        yield _Story(
            base + quote(entry.path),
            card.plain.best(frame.lang)[1] or card.paper or frame.t["untitled"],
            card.date,
            card.authors,
            tuple(str(frame.topic(name).label.html.striptags()) for name in card.topics),
            lang,
            html,
        )
