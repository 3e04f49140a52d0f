"""Feeds: the newest items in full, as Atom (RFC 4287) and as JSON Feed 1.1.

Dates are the content's own; an item without a date cannot be in a feed and is left out. The id of
an entry is made from what it is, a paper or a place in a file, and never from its title.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from markupsafe import Markup
from markupsafe import escape as html_escape

from generator import __version__
from generator.assemble import Entry
from generator.cards import Leaf
from generator.files import Feed
from generator.outputs.xml import escape, quoted
from generator.pages.frame import Frame, kind_anchor
from generator.pages.leads import shown_links
from generator.pages.links import Links
from generator.pages.pictures import with_pictures
from generator.pages.scene import leaf_of
from generator.regex import regex
from generator.text import HTML_LANG, Lang, Text, language_of

VERSION = "https://jsonfeed.org/version/1.1"

LARGEST = 1_000_000
"""Bytes of text that a feed holds. What is older is left out; the newest entry never is."""

SINCE = "2026"
"""The year that ids name beside the site's host: a constant, or every id would change with it."""

_TAG = regex(r'<[a-z](?:[^<>"]|"[^"]*")*>')
_PLACE = regex(r' (?:id|tabindex|data-label)="[^"]*"')
_LOST = regex(r' data-(?:src|alt|figure)="[^"]*"')
_UNSEEN = regex(r'<span class="tex" aria-hidden="true">.*?</span>', re.DOTALL)
_NOT_XML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Story(msgspec.Struct, frozen=True):
    """An entry as a feed tells it; *html* and *title* are each in their language."""

    id: str
    url: str
    title: str
    title_lang: Lang
    date: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    lang: Lang
    html: str
    rights: str


class Told(msgspec.Struct, frozen=True):
    """What a feed says of itself: its *folder* and its *page*, below the language, its *title*."""

    folder: str
    page: str
    title: str


def page_of(frame: Frame, feed: Feed) -> str:
    """Return the page that a feed follows, below the language."""
    if feed.topic:
        return feed.folder
    if not feed.series:
        return ""
    series = next(one for one in frame.scene.config.series if one.name == feed.series)
    named = (kind for kind in frame.scene.index.kinds if kind == f"series:{series.name}")
    return "".join(("issues/", *(f"#{quote(kind_anchor(kind))}" for kind in named)))


def stories(frame: Frame, feed: Feed, links: Links) -> list[Story]:
    """Return what a feed tells, newest first."""
    told: list[Story] = []
    size = 0
    for entry in feed.entries:
        story = _story(frame, entry, links)
        size += len(story.html.encode())
        if told and size > LARGEST:
            break
        told.append(story)
    return told


def atom(frame: Frame, feed: Told, told: Sequence[Story]) -> bytes:
    """Return a feed as Atom."""
    base = _base(frame)
    updated = max((story.date for story in told), default="1970-01-01")
    title, page, own = escape(feed.title), base + feed.page, f"{base}{feed.folder}feed.atom"
    tagline = frame.scene.config.tagline.best(frame.lang)[1]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{HTML_LANG[frame.lang]}"'
        f" xml:base={quoted(base)}>",
        f"<title>{title}</title>",
        *([f"<subtitle>{escape(tagline)}</subtitle>"] if tagline else []),
        f"<id>{escape(_tag(frame, feed.folder))}</id>",
        f'<link rel="self" type="application/atom+xml" href={quoted(own)}/>',
        f'<link rel="alternate" type="text/html" href={quoted(page)}/>',
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{title}</name></author>",
        f'<generator version="{__version__}">Jianbao</generator>',
        *map(_entry, told),
        "</feed>",
    ]
    return _NOT_XML.sub("\ufffd", "\n".join(lines) + "\n").encode()


def _entry(story: Story) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in story.authors)
    topics = "".join(f"<category term={quoted(name)}/>" for name in story.topics)
    title = f'<title xml:lang="{HTML_LANG[story.title_lang]}">{escape(story.title)}</title>'
    lang = HTML_LANG[story.lang]
    content = f'<content type="html" xml:lang="{lang}">{escape(story.html)}</content>'
    rights = f"<rights>{escape(story.rights)}</rights>" if story.rights else ""
    day = f"{story.date}T00:00:00Z"
    return (
        f"<entry>{title}<id>{escape(story.id)}</id>"
        f'<link rel="alternate" type="text/html" href={quoted(story.url)}/>'
        f"<published>{day}</published><updated>{day}</updated>"
        f"{authors}{topics}{rights}{content if story.html else ''}</entry>"
    )


def json_feed(frame: Frame, feed: Told, told: Sequence[Story]) -> bytes:
    """Return a feed as JSON Feed."""
    base = _base(frame)
    whole = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": base + feed.page,
        "feed_url": f"{base}{feed.folder}feed.json",
        "language": HTML_LANG[frame.lang],
        "items": list(map(_item, told)),
    }
    tagline = frame.scene.config.tagline.best(frame.lang)[1]
    if tagline:
        whole["description"] = tagline
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _item(story: Story) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": story.id,
        "url": story.url,
        "title": story.title,
        "date_published": f"{story.date}T00:00:00Z",
        "language": HTML_LANG[story.lang],
    }
    item |= {"content_html": story.html} if story.html else {"content_text": story.title}
    if story.authors:
        item["authors"] = [{"name": name} for name in story.authors]
    if story.topics:
        item["tags"] = list(story.topics)
    return item


def _base(frame: Frame) -> str:
    return f"{frame.scene.config.address}{frame.lang}/"


def _tag(frame: Frame, path: str) -> str:
    """Return an id that stays when the site's pages get other addresses (RFC 4151)."""
    config = frame.scene.config
    site = urlsplit(config.address)
    root = quote(site.path.lstrip("/"))
    begin = config.feed_tag or f"{quote(site.hostname or '')},{SINCE}:{root}"
    return f"tag:{begin}{frame.lang}/{quote(path)}"


def _key(frame: Frame, entry: Entry) -> str:
    """Return what an entry is: a paper, a file, or one of several things in a file."""
    issue = frame.scene.site.issues[entry.issue]
    if entry.card.paper:
        return entry.path
    one = "" if len(issue.entries) == 1 else f"/{entry.card.slug}"
    return f"content/{issue.card.path}{one}"


def _story(frame: Frame, entry: Entry, links: Links) -> Story:
    scene, card = frame.scene, entry.card
    issue = scene.site.issues[entry.issue]
    leaf = leaf_of(scene.body(issue), entry)
    lang = (leaf.body or leaf.abstract or leaf.plain).best(frame.lang)[0]
    url = _base(frame) + quote(entry.path)
    title_lang, title = card.plain.best(frame.lang)
    licence = issue.series.licence if issue.series else None
    html = "\n".join(_parts(frame, entry, leaf, lang))
    return Story(
        _tag(frame, _key(frame, entry)),
        url,
        title or card.paper or frame.t["untitled"],
        title_lang,
        card.date,
        card.authors,
        tuple(str(frame.topic(name).label.html.striptags()) for name in card.topics),
        lang,
        _alone(html, entry.issue, frame, url, links),
        licence.words.best(frame.lang)[1] if licence else "",
    )


def _parts(frame: Frame, entry: Entry, leaf: Leaf, lang: Lang) -> Iterator[str]:
    """Give all that an item says below its title; what is not in *lang* says its language."""

    def told(text: Text, tag: str) -> str:
        own, html = text.best(frame.lang)
        attr = "" if own == lang else f' lang="{HTML_LANG[own]}"'
        return f"<{tag}{attr}>{html}</{tag}>" if attr or tag == "p" else html

    if leaf.subtitle:
        yield told(leaf.subtitle, "p")
    for text in (leaf.abstract, leaf.body):
        if text:
            yield told(text, "div")
    if leaf.fields:
        rows = (
            f"<dt>{html_escape(label)}</dt><dd{_lang(words, lang)}>{words}</dd>"
            for label, words in leaf.fields
        )
        yield f"<dl>{''.join(rows)}</dl>"
    views = shown_links(frame, entry, leaf)
    if views:
        anchors = (Markup('<a href="{}">{}</a>').format(one.href, one.label) for one in views)
        attr = "" if frame.lang == lang else f' lang="{HTML_LANG[frame.lang]}"'
        yield f"<p{attr}>{' · '.join(anchors)}</p>"


def _lang(words: str, lang: Lang) -> str:
    own = language_of(words)
    return "" if own == lang else f' lang="{HTML_LANG[own]}"'


def _alone(html: str, issue: int, frame: Frame, url: str, links: Links) -> str:
    """Return HTML that can stand without its page: every link whole, nothing that a page hides."""

    def freed(tag: re.Match[str]) -> str:
        return _PLACE.sub("", tag[0]).replace(' href="#', f' href="{html_escape(url)}#')

    seen = _TAG.sub(freed, _UNSEEN.sub("", html))
    address = frame.scene.config.address
    if 'data-src="' in seen:
        seen = with_pictures(seen.encode(), frame.scene, issue, address).decode()
        seen = _LOST.sub("", seen)
    if 'data-href="' in seen:
        seen = links.led(seen.encode(), issue, frame.lang, address).decode()
    return seen
