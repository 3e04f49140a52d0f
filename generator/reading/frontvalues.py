"""The values of front matter, each of the kind that its key wants."""

import difflib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

from generator.diagnostics import Diagnostic, Severity
from generator.model import Author, Link, Rel
from generator.reading.arxiv import arxiv_id, named_id
from generator.reading.dates import find_date
from generator.reading.names import read_authors
from generator.regex import regex
from generator.slugs import old_path
from generator.source import Span
from generator.text import LANGS, Lang, Text, text_of

if TYPE_CHECKING:
    from generator.reading.yamlblock import Node

TEXTS = ("title", "subtitle", "abstract")
_DOI = regex(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_DAY = regex(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{4}年 ?[0-9]{1,2}月 ?[0-9]{1,2}日")
_ADDRESS = regex(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class Reader:
    """Reads a mapping key by key; a value of the wrong kind is said and left out."""

    def __init__(self, path: str, nodes: "dict[str, Node]") -> None:
        self.path = path
        self.nodes = nodes
        self.problems: list[Diagnostic] = []

    def read(self) -> dict[str, object]:
        """Return the value of every key that was given and could be understood."""
        found: dict[str, object] = {}
        for key, node in self.nodes.items():
            read = _KINDS.get(key)
            if read is None:
                self.unknown(key, node, tuple(_KINDS))
            elif node.value != "":
                try:
                    found[key] = read(self, node)
                except ValueError as error:
                    self.wrong(node, f"{key}: {error}")
        return found

    def line(self, key: str) -> int:
        """Return the line of *key* in the file."""
        return self.at(self.nodes[key]).line

    def guessed(self, key: str) -> bool:
        """Tell whether only its script says in which language the text under *key* is."""
        return key in TEXTS and isinstance(self.nodes[key].value, str)

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
        day = find_date(word) if _DAY.fullmatch(word) else ""
        if not day:
            raise ValueError(f"{word!r} is not a date like 2026-03-02")
        return day

    def number(self, node: "Node") -> str:
        """A number without leading zeros, or whatever stands for one."""
        return re.sub("^0+(?=[0-9])", "", self.word(node))

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

    def old_addresses(self, node: "Node") -> tuple[str, ...]:
        """Old addresses of the text on this site; one that cannot be a path is left out."""
        nodes = node.value if isinstance(node.value, list) else [node]
        found: dict[str, None] = {}
        for one in nodes:
            for word in self.words(one):
                place = old_path(word)
                if place:
                    found[place] = None
                else:
                    self.wrong(one, f"aliases: {word!r} cannot be an address of this site")
        return tuple(found)

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

    def translated(self, node: "Node") -> tuple[Lang | None, ...]:
        """``{en: machine}``; a plain ``machine`` is said of the file's own language (``None``)."""
        sides = node.value if isinstance(node.value, dict) else {"": node}
        for key, one in sides.items():
            if key not in ("", *LANGS):
                self.unknown(key, one, LANGS)
            elif self.word(one) != "machine":
                raise ValueError(f"{self.word(one)!r}: only 'machine' is known")
        return (None,) if "" in sides else tuple(lang for lang in LANGS if lang in sides)

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
        links = []
        for name, href, label, place in self.addresses(node):
            if not _ADDRESS.match(href):
                if href:
                    self.wrong(place, f"links: {href!r} is no address like https://… or mailto:…")
                continue
            rel = next((rel for rel in rels if rel == name), None)
            if rel is None:
                self.unknown(name, place, rels)
            links.append(Link(rel or "source", href, label or ("" if rel else name)))
        return tuple(links)

    def addresses(self, node: "Node") -> list[tuple[str, str, str, "Node"]]:
        """Name, address and label of each link, and where it stands."""
        if isinstance(node.value, dict):
            return [(name, self.word(one), "", one) for name, one in node.value.items()]
        if not isinstance(node.value, list):
            return [("source", self.word(node), "", node)]
        found = []
        for one in node.value:
            said = self.fields(one, ("rel", "href", "label"), "href")
            place = one.value["href"] if isinstance(one.value, dict) else one
            found.append((said.get("rel", "source"), said["href"], said.get("label", ""), place))
        return found

    def fields(self, node: "Node", known: tuple[str, ...], needed: str) -> dict[str, str]:
        """The strings of a small mapping."""
        if not isinstance(node.value, dict) or needed not in node.value:
            raise ValueError(f"each entry needs {needed!r}")
        for key, one in node.value.items():
            if key not in known:
                self.unknown(key, one, known)
        return {key: self.word(one) for key, one in node.value.items() if key in known}


_KINDS: dict[str, Callable[[Reader, "Node"], object]] = {
    **dict.fromkeys(("style", "id", "slug", "cover", "series"), Reader.word),
    **dict.fromkeys(TEXTS, Reader.text),
    **dict.fromkeys(("date", "publish"), Reader.day),
    "number": Reader.number,
    "authors": Reader.authors,
    "topics": Reader.words,
    "aliases": Reader.old_addresses,
    "draft": Reader.flag,
    "lang": Reader.lang,
    "arxiv": Reader.arxiv,
    "doi": Reader.doi,
    "links": Reader.links,
    "translated": Reader.translated,
}
