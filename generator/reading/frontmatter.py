"""What the author says above the text, between two lines of ``---``, in YAML."""

import re

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.model import Author, Issue, Item, Link
from generator.reading.frontvalues import Reader
from generator.regex import regex
from generator.source import Span
from generator.text import NO_TEXT, Lang, Text

_FENCE = regex(r"---[ \t]*\n")
_CLOSING = regex(r"^---[ \t]*$", re.MULTILINE)
_KEY_LINE = regex(r"(?:#.*\n)*(?:\"?[A-Za-z_-]+\"?[ \t]*[:：]|---[ \t]*$)", re.MULTILINE)


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """What front matter may say; *lines* has the line of every key that was given and understood.

    *date* and *publish* are ISO dates, *aliases* addresses below a language, *paper* is the
    identifier of ``arxiv`` or ``doi`` as items have it. A title or abstract in one language leaves
    the other side to the text; *guessed* names those whose language only their script tells.
    *translated* are the languages that a machine wrote; ``None`` stands for the language of the
    file.
    """

    style: str = ""
    id: str = ""
    slug: str = ""
    title: Text = NO_TEXT
    subtitle: Text = NO_TEXT
    abstract: Text = NO_TEXT
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    date: str = ""
    publish: str = ""
    number: str = ""
    topics: tuple[str, ...] = ()
    draft: bool = False
    cover: str = ""
    lang: Lang | None = None
    arxiv: str = ""
    doi: str = ""
    series: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    translated: tuple[Lang | None, ...] = ()
    guessed: tuple[str, ...] = ()
    lines: dict[str, int] = {}

    @property
    def machine(self) -> tuple[Lang, ...]:
        """The languages that a machine wrote."""
        return tuple(lang for one in self.translated if (lang := one or self.lang))

    @property
    def paper(self) -> str:
        """The identifier of the paper that the file is about, or nothing."""
        return self.arxiv or (f"doi:{self.doi}" if self.doi else "")


NO_FRONT_MATTER = FrontMatter()


def split(text: str, path: str) -> tuple[FrontMatter, str, tuple[Diagnostic, ...]]:
    """Return the front matter of *text*, the text with its lines emptied, and what is wrong.

    A block that cannot be read stays in the text, so that nothing is lost. Three hyphens with no
    key below them are a rule between paragraphs.
    """
    opening = _FENCE.match(text)
    if not opening or not _KEY_LINE.match(text, opening.end()):
        return NO_FRONT_MATTER, text, ()
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        hint = "close the front matter with a line of '---'"
        message = "the front matter has no end"
        return NO_FRONT_MATTER, text, (_error(message, Span(path), hint),)
    # most files have no front matter, and need no YAML
    from generator.reading.yamlblock import YamlError, read_block

    block = text[opening.end() : closing.start()]
    try:
        top = read_block(block)
    except YamlError as error:
        span = Span(path, error.line + 2, error.column + 1)
        message = f"the front matter cannot be read: {error.message}"
        return NO_FRONT_MATTER, text, (_error(message, span, error.hint),)
    if not isinstance(top.value, dict):
        if top.value in ("", []):
            return NO_FRONT_MATTER, _emptied(text, closing.end()), ()
        hint = "write 'key: value', with a half-width colon and a space"
        message = "the front matter is not a list of keys and values"
        return NO_FRONT_MATTER, text, (_error(message, Span(path, top.line + 2), hint),)
    reader = Reader(path, top.value)
    front = _front_matter(reader)
    return front, _emptied(text, closing.end()), tuple(reader.problems)


def _front_matter(reader: Reader) -> FrontMatter:
    found = reader.read()
    lines = {key: reader.line(key) for key in found}
    guessed = tuple(key for key in found if reader.guessed(key))
    if "authors" in found:
        found["authors"], found["et_al"] = found["authors"]  # type: ignore[misc]
    return msgspec.structs.replace(FrontMatter(guessed=guessed, lines=lines), **found)


def _emptied(text: str, end: int) -> str:
    return "\n" * text.count("\n", 0, end) + text[end:]


def _error(message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "front-matter", message, span, hint)


_ISSUE_KEYS = ("id", "date", "number", "draft", "publish", "cover", "aliases")
_ITEM_KEYS = ("date", "slug", "authors", "et_al", "links", "paper")
_ARTICLE_ONLY = ("subtitle", "abstract", "authors", "links", "arxiv", "doi", "lang")


def with_language(front: FrontMatter, lang: Lang) -> FrontMatter:
    """Return *front* in *lang*, as the file's name has it, unless its author says a language."""
    return front if front.lang else msgspec.structs.replace(front, lang=lang)


def unused(front: FrontMatter, issue: Issue, path: str) -> tuple[Diagnostic, ...]:
    """Return a warning for each key that changes nothing on the pages of *issue*."""
    hints = {"series": "nothing shows it yet; leave it out"}
    if len(front.machine) < len(front.translated):
        hints["translated"] = "say which language a machine wrote: translated: {en: machine}"
    if issue.style == "article":
        hints["cover"] = "an article has no cover; leave it out"
    else:
        hint = f"only articles have it, and this file is read as {issue.style}; leave it out"
        hints |= dict.fromkeys(_ARTICLE_ONLY, hint)
    return tuple(
        Diagnostic(
            Severity.WARNING,
            "front-matter-unused",
            f"the key {key!r} has no effect here",
            Span(path, line),
            hints[key],
        )
        for key, line in front.lines.items()
        if key in hints
    )


def apply(front: FrontMatter, issue: Issue) -> Issue:
    """Return *issue* as its front matter wants it; what is not said there stays as parsed.

    An article is one item, and what is said of the file is said of the item too; only an article
    can be in one language as a whole.
    """
    if not front.lines and not front.lang:
        return issue
    if issue.style != "article":
        front = msgspec.structs.replace(front, lang=None)
    given = {key: getattr(front, key) for key in _ISSUE_KEYS if key in front.lines}
    if issue.style == "article":
        given.pop("cover", None)
    elif "cover" in given:
        given["cover_line"] = front.lines["cover"]
    if "id" not in given and front.slug:
        given["id"] = front.slug
    items = tuple(
        msgspec.structs.replace(
            section, items=tuple(_item(front, issue.style, item) for item in section.items)
        )
        for section in issue.sections
    )
    title = _own(front, "title").fill(_said_in(front.lang, issue.title))
    return msgspec.structs.replace(issue, **given, title=title, sections=items)


def _said_in(lang: Lang | None, text: Text) -> Text:
    """Return a text of one side in *lang*: its author knows better than its script."""
    if lang is None or not text.missing():
        return text
    return Text(**{lang: text.best(lang)[1]})


def _own(front: FrontMatter, key: str) -> Text:
    """Return the text under *key*, in the language of the file where it does not say its own."""
    text: Text = getattr(front, key)
    return _said_in(front.lang, text) if key in front.guessed else text


def _item(front: FrontMatter, style: str, item: Item) -> Item:
    if style != "article":
        return msgspec.structs.replace(item, topics=front.topics or item.topics)
    line = {key: front.lines.get(key, 0) for key in ("title", "abstract")}
    given = {key: getattr(front, key) for key in _ITEM_KEYS if getattr(front, key)}
    body, title = _said_in(front.lang, item.body), _said_in(front.lang, item.title)
    if body != item.body:
        given["body_lines"] = item.body_lines[::-1]
    if title != item.title:
        given["title_lines"] = item.title_lines[::-1]
    if front.title:
        given["title_lines"] = (line["title"], line["title"])
    if front.abstract:
        given["abstract_lines"] = (line["abstract"], line["abstract"])
    return msgspec.structs.replace(
        item,
        **given,
        topics=front.topics or item.topics,
        title=_own(front, "title").fill(title),
        body=body,
        subtitle=_own(front, "subtitle").fill(item.subtitle),
        abstract=_own(front, "abstract").fill(item.abstract),
    )
