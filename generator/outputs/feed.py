"""The newest items as an Atom feed (RFC 4287), one a language."""

from xml.sax.saxutils import escape, quoteattr

from generator.assemble import Entry
from generator.pages.frame import Frame
from generator.pages.item import leaf_of
from generator.text import HTML_LANG


def atom(frame: Frame) -> bytes:
    """Return the feed of a language.

    Dates are the content's own; an item without a date cannot be in a feed and is left out.
    """
    config, lang = frame.scene.config, frame.lang
    base = f"{config.address}{lang}/"
    entries = frame.scene.index.newest
    updated = max((entry.card.date for entry in entries), default="1970-01-01")
    title = escape(config.title.best(lang)[1])
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{HTML_LANG[lang]}"'
        f" xml:base={quoteattr(base)}>",
        f"<title>{title}</title>",
        f"<id>{escape(base)}</id>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(base + "feed.atom")}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(base)}/>',
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{title}</name></author>",
        *(_entry(frame, entry, base) for entry in entries),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(frame: Frame, entry: Entry, base: str) -> str:
    card = entry.card
    issue = frame.scene.site.issues[entry.issue]
    leaf = leaf_of(frame.scene.body(issue), entry)
    lang, words = (leaf.abstract or leaf.body).best(frame.lang)
    title = card.plain.best(frame.lang)[1] or card.paper or frame.t["untitled"]
    href = quoteattr(base + entry.path)
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in card.authors)
    content = f'<content type="html" xml:lang="{HTML_LANG[lang]}">{escape(words)}</content>'
    return (
        f"<entry><title>{escape(title)}</title><id>{escape(base + entry.path)}</id>"
        f'<link rel="alternate" type="text/html" href={href}/>'
        f"<updated>{card.date}T00:00:00Z</updated>{authors}{content if words else ''}</entry>"
    )
