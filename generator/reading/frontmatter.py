"""What the author says above the text, between two lines of ``---``, in YAML."""

import datetime
import difflib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.model import Author, Issue, Item, Link, Rel
from generator.reading.arxiv import arxiv_id, named_id
from generator.reading.names import read_authors
from generator.source import Span
from generator.text import LANGS, NO_TEXT, Lang, Text, text_of

if TYPE_CHECKING:
    from generator.reading.yamlblock import Node

_FENCE = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_KEY_LINE = re.compile(r"(?:#.*\n)*(?:\"?[A-Za-z_-]+\"?[ \t]*[:：]|---[ \t]*$)", re.MULTILINE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """What front matter may say; *lines* has the line of every key that was given and understood.

    *date* and *publish* are ISO dates, *paper* is the identifier of ``arxiv`` or ``doi`` as items
    have it. A title or abstract in one language leaves the other side to the text.
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
    links: tuple[Link, ...] = ()
    lines: dict[str, int] = {}

    @property
    def paper(self) -> str:
        """The identifier of the paper that the file is about, or nothing."""
        return self.arxiv or (f"doi:{self.doi}" if self.doi else "")


NO_FRONT_MATTER = FrontMatter()
KEYS = tuple(name for name in FrontMatter.__struct_fields__ if name not in ("lines", "et_al"))


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
    reader = _Reader(path, top.value)
    front = reader.read()
    return front, _emptied(text, closing.end()), tuple(reader.problems)


def _emptied(text: str, end: int) -> str:
    return "\n" * text.count("\n", 0, end) + text[end:]


def _error(message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "front-matter", message, span, hint)


class _Reader:
    """Reads a mapping key by key; a value of the wrong kind is said and left out."""

    def __init__(self, path: str, nodes: "dict[str, Node]") -> None:
        self.path = path
        self.nodes = nodes
        self.problems: list[Diagnostic] = []

    def read(self) -> FrontMatter:
        """Return everything that could be understood."""
        found: dict[str, object] = {}
        for key, node in self.nodes.items():
            read = _KINDS.get(key)
            if read is None:
                self.unknown(key, node, KEYS)
            elif node.value != "":
                try:
                    found[key] = read(self, node)
                except ValueError as error:
                    self.wrong(node, f"{key}: {error}")
        lines = {key: self.nodes[key].line + 2 for key in found}
        if "authors" in found:
            found["authors"], found["et_al"] = found["authors"]  # type: ignore[misc]
        return msgspec.structs.replace(FrontMatter(lines=lines), **found)

    def at(self, node: "Node") -> Span:
        """Return the place of *node* in the file."""
        return Span(self.path, node.line + 2, node.column + 1)

    def wrong(self, node: "Node", message: str) -> None:
        """Say that a value is left out."""
        hint = "mend it; until then it is left out"
        self.problems.append(
            Diagnostic(Severity.WARNING, "front-matter-value", message, self.at(node), hint)
        )

    def unknown(self, key: str, node: "Node", known: tuple[str, ...]) -> None:
        """Say that a key is not known, and which one it resembles."""
        near = difflib.get_close_matches(key.lower(), known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
        code, message = "front-matter-unknown-key", f"unknown key {key!r}"
        self.problems.append(Diagnostic(Severity.WARNING, code, message, self.at(node), hint))

    def word(self, node: "Node") -> str:
        """A string."""
        if not isinstance(node.value, str):
            raise ValueError("it must be one value")
        return node.value.strip()

    def text(self, node: "Node") -> Text:
        """A string in its own language, or one under ``zh`` and one under ``en``."""
        if not isinstance(node.value, dict):
            return text_of(self.word(node))
        for key, value in node.value.items():
            if key not in LANGS:
                self.unknown(key, value, LANGS)
        return Text(**{lang: self.word(node.value[lang]) for lang in LANGS if lang in node.value})

    def day(self, node: "Node") -> str:
        """A date."""
        word = self.word(node)
        try:
            return datetime.date.fromisoformat(word[:10]).isoformat()
        except ValueError:
            raise ValueError(f"{word!r} is not a date like 2026-03-02") from None

    def flag(self, node: "Node") -> bool:
        """Yes or no."""
        word = self.word(node).lower()
        if word not in _YES_NO:
            raise ValueError(f"{word!r} is neither true nor false")
        return _YES_NO[word]

    def words(self, node: "Node") -> tuple[str, ...]:
        """A list of strings; one string may hold several, between commas."""
        if isinstance(node.value, list):
            return tuple(word for one in node.value if (word := self.word(one)))
        return tuple(one.strip() for one in re.split("[,，、;；]", self.word(node)) if one.strip())

    def lang(self, node: "Node") -> Lang:
        """``zh`` or ``en``."""
        word = self.word(node).lower()
        for lang in LANGS:
            if word == lang or word.startswith(f"{lang}-"):
                return lang
        raise ValueError(f"{word!r} is neither 'zh' nor 'en'")

    def arxiv(self, node: "Node") -> str:
        """An arXiv identifier or address."""
        word = self.word(node)
        found = named_id(word) or arxiv_id(word)
        if not found:
            raise ValueError(f"{word!r} is not an arXiv id like 2401.01230")
        return found

    def doi(self, node: "Node") -> str:
        """A DOI, or its address."""
        found = _DOI.fullmatch(self.word(node))
        if not found:
            raise ValueError(f"{self.word(node)!r} is not a DOI like 10.1000/182")
        return found[1].lower()

    def authors(self, node: "Node") -> tuple[tuple[Author, ...], bool]:
        """A line of names, or a list of names and of ``{name, affiliation}``."""
        if not isinstance(node.value, list):
            return read_authors(self.word(node))
        authors: list[Author] = []
        et_al = False
        for one in node.value:
            if isinstance(one.value, dict):
                authors.append(Author(**self.fields(one, ("name", "affiliation"), "name")))
            else:
                names, more = read_authors(self.word(one))
                authors += names
                et_al |= more
        return tuple(authors), et_al

    def links(self, node: "Node") -> tuple[Link, ...]:
        """``{code: https://…}``, or a list of ``{rel, href, label}``."""
        rels: tuple[Rel, ...] = get_args(Rel)
        if isinstance(node.value, dict):
            pairs = [(key, self.word(one), "", one) for key, one in node.value.items()]
        elif isinstance(node.value, list):
            pairs = []
            for one in node.value:
                said = self.fields(one, ("rel", "href", "label"), "href")
                pairs.append((said.get("rel", "source"), said["href"], said.get("label", ""), one))
        else:
            pairs = [("source", self.word(node), "", node)]
        links = []
        for name, href, label, place in pairs:
            rel = next((rel for rel in rels if rel == name), None)
            if rel is None:
                self.unknown(name, place, rels)
            links.append(Link(rel or "source", href, label or ("" if rel else name)))
        return tuple(links)

    def fields(self, node: "Node", known: tuple[str, ...], needed: str) -> dict[str, str]:
        """The strings of a small mapping."""
        if not isinstance(node.value, dict) or needed not in node.value:
            raise ValueError(f"each entry needs {needed!r}")
        for key, one in node.value.items():
            if key not in known:
                self.unknown(key, one, known)
        return {key: self.word(one) for key, one in node.value.items() if key in known}


_KINDS: dict[str, Callable[[_Reader, "Node"], object]] = {
    **dict.fromkeys(("style", "id", "slug", "number", "cover", "series"), _Reader.word),
    **dict.fromkeys(("title", "subtitle", "abstract"), _Reader.text),
    **dict.fromkeys(("date", "publish"), _Reader.day),
    "authors": _Reader.authors,
    "topics": _Reader.words,
    "draft": _Reader.flag,
    "lang": _Reader.lang,
    "arxiv": _Reader.arxiv,
    "doi": _Reader.doi,
    "links": _Reader.links,
}


def apply(front: FrontMatter, issue: Issue) -> Issue:
    """Return *issue* as its front matter wants it; what is not said there stays as parsed.

    An article is one item, and what is said of the file is said of the item too.
    """
    if not front.lines:
        return issue
    given = {key: getattr(front, key) for key in _ISSUE_KEYS if key in front.lines}
    if "id" not in given and front.slug:
        given["id"] = front.slug
    items = tuple(
        msgspec.structs.replace(
            section, items=tuple(_item(front, issue.style, item) for item in section.items)
        )
        for section in issue.sections
    )
    title = front.title.fill(_said_in(front.lang, issue.title))
    return msgspec.structs.replace(issue, **given, title=title, sections=items)


_ISSUE_KEYS = ("id", "date", "number", "draft", "publish", "cover")
_ITEM_KEYS = ("date", "slug", "authors", "et_al", "links", "paper")


def _said_in(lang: Lang | None, text: Text) -> Text:
    """Return a text of one side in *lang*: its author knows better than its script."""
    if lang is None or not text.missing():
        return text
    return Text(**{lang: text.best(lang)[1]})


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
        title=front.title.fill(title),
        body=body,
        subtitle=front.subtitle.fill(item.subtitle),
        abstract=front.abstract.fill(item.abstract),
    )
