"""What the page of an item says, as plain words sorted by how prominently they stand there.

The views of the page are read, whatever they hold: what a page shows can be found.
"""

import html
import re
from collections.abc import Sequence
from functools import cache

import msgspec
from markupsafe import Markup

from generator.assemble import Entry, IssueEntry
from generator.cards import Body
from generator.index import kind_of
from generator.pages.frame import Frame
from generator.pages.item import item_page
from generator.pages.masthead import cover_of, people_of, serial_of
from generator.plan import around
from generator.regex import regex
from generator.search.blocks import LEVELS, Parts
from generator.views import Words

PLACES = {
    **dict.fromkeys(("title", "alt", "subtitle"), "title"),
    **dict.fromkeys(("authors", "affiliations"), "authors"),
    **dict.fromkeys(("abstract", "other_abstract"), "abstract"),
}
"""The level of a view's field; any other is ``body``."""

HEADINGS = {
    "abstract": "abstract",
    "contents": "article_contents",
    "dates": "item_dates",
    "source": "source",
    "cite": "cite",
    "fields": "notes",
    "body": "body",
    "mentions": "mentions",
    "related": "related",
}
"""The interface word over a field, where it says something."""

NEIGHBOURS = ("item", "contents", "related", "newer", "older")

LONG = 300
"""Characters from which a text is folded by itself: many are ASCII, which is fast."""

_SILENT = regex("href|anchor|attr|rel$|iso|kind_label|plain_")
_TAGS = regex("<[^<>]*>")
_TEX = regex("<annotation.*?</annotation>", re.S)


def said(frames: Sequence[Frame], entry: Entry, body: Body) -> Parts:
    """Return the words of an entry's page in all languages, by level.

    The view of the first language is read in full. Another page says the same words but for names
    of what the item stands in, and interface words.
    """
    parts: dict[str, list[str]] = {level: [] for level in LEVELS}
    first, *others = frames
    page = item_page(first, entry, body)
    beside = parts["beside"]
    beside += [frame.t["star"] for frame in frames]
    for view, left_out in ((page, NEIGHBOURS), (page.item, ())):
        for name in _spoken(type(view)):
            value = getattr(view, name)
            if value and name in HEADINGS:
                beside += [frame.t[HEADINGS[name]] for frame in frames]
            if value and name not in left_out:
                _gather(value, parts[PLACES.get(name, "body")])
    if not (page.item.abstract or page.item.body):
        beside += [frame.t["no_abstract"] for frame in frames]
    if page.former:
        beside += [frame.t["former"] for frame in frames]
    for mention in page.mentions:
        if mention.kind and mention.section:  # in one line, but for a gap of the style sheet
            parts["body"].append(mention.kind.html + mention.section.html)
    for frame in others:
        parts["body"] += _names(frame, entry)
    scene = first.scene
    near = (*around(scene.site.issues[entry.issue].entries, entry.number - 1),)
    for one in (*near, *scene.index.related.get(entry.path, ())):
        if one:
            beside += [one.card.plain.zh, one.card.plain.en]
    return tuple(tuple(map(_plain, _told(words))) for words in parts.values())


def said_by_issue(frames: Sequence[Frame], issue: IssueEntry, body: Body) -> Parts:
    """Return the words of an issue's page, but for those of its items, by level."""
    parts: dict[str, list[str]] = {level: [] for level in LEVELS}
    card = issue.card
    _gather((card.title.zh, card.title.en), parts["title"])
    for frame in frames:
        _gather(frame.issue_title(issue), parts["title"])
        _gather(tuple(people_of(frame, body.issue.people)), parts["authors"])
        kind, day = frame.kind(kind_of(issue)), frame.date(card.date)
        named = tuple(frame.named(one.title)[:2] for one in card.sections if one.title)
        serial = tuple(f"{one.before}{one.number}{one.after}" for one in serial_of(frame, card))
        cover = cover_of(frame, issue)
        _gather((kind, day, named, serial, cover.foot if cover else ()), parts["beside"])
        heads = {"people": body.issue.people, "rest": body.rest, "issue_contents": card.sections}
        parts["beside"] += [frame.t[head] for head, value in heads.items() if value]
        parts["beside"] += [frame.t[word] for word in ("this_issue", "issue_links", "star")]
    if body.rest:
        parts["body"].append(body.rest)
    return tuple(tuple(map(_plain, _told(words))) for words in parts.values())


def _names(frame: Frame, entry: Entry) -> list[str]:
    """Return what a language calls the topics, the issue, the section and the day of an entry."""
    issue = frame.scene.site.issues[entry.issue]
    section = issue.card.sections[entry.section].title
    words: list[str] = [frame.issue_title(issue).html, frame.kind(kind_of(issue)).html]
    words += [frame.topic(name).label.html for name in entry.card.topics]
    words += [frame.t[f"rel_{link.rel}"] for link in entry.card.links]
    day = frame.date(entry.card.date)
    if section:
        words.append(frame.kind(kind_of(issue)).html + frame.named(section)[0].html)
    if day:
        words += [day.day, day.month, day.year, day.weekday]
    return words


@cache
def _spoken(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields of a view that a reader can see."""
    return tuple(name for name in kind.__struct_fields__ if not _SILENT.search(name))


def _gather(value: object, into: list[str]) -> None:
    """Add every word in a value of a view, as HTML."""
    if isinstance(value, str):
        into.append(value if isinstance(value, Markup) else html.escape(value))
    elif isinstance(value, Words):
        into.append(value.html)
    elif isinstance(value, tuple):
        for one in value:
            _gather(one, into)
    elif isinstance(value, msgspec.Struct):
        for name in _spoken(type(value)):
            _gather(getattr(value, name), into)


def _told(words: Sequence[str]) -> list[str]:
    """Return long texts by themselves, for many are ASCII; the short ones as one."""
    short = " ".join(dict.fromkeys(one for one in words if len(one) < LONG))
    return [*(one for one in words if len(one) >= LONG), *([short] if short else [])]


def _plain(markup: str) -> str:
    """Return HTML as words, as a page's plain text has them: nothing but spaces parts two of them.

    A formula is there as it is seen, and once more with its TeX.
    """
    if "<annotation" in markup:
        markup = f"{_TEX.sub('', markup)} {markup}"
    if "<" in markup:
        markup = _TAGS.sub("", markup)
    return html.unescape(markup) if "&" in markup else markup
