"""Topics: concepts with two names, and the rules that file an item under them."""

import hashlib
import os
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import msgspec

import generator
from generator.diagnostics import Diagnostic
from generator.regex import regex
from generator.slugs import slug
from generator.text import NO_TEXT, Text
from generator.tomlfile import Table, load_toml, read_toml

MOST = 4
"""Topics an item gets from the keyword rules at the most, the primary one included."""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One concept; *keywords* are lower case, English ones count at the start of a word."""

    id: str
    title: Text
    description: Text = NO_TEXT
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """What the name of a group says: its topic, and whether the keywords are asked first."""

    topic: str
    decides: bool = False


class Topics(msgspec.Struct, frozen=True, dict=True):
    """All topics in the order of the rules; *groups* by folded name.

    *terms* are English terms, in lower case, each with the Chinese ones that mean the same;
    *also* more of them, which are only a help in searching.
    """

    topics: dict[str, Topic]
    order: tuple[str, ...]
    groups: dict[str, Group]
    catch_all: str
    terms: dict[str, tuple[str, ...]] = {}
    also: dict[str, tuple[str, ...]] = {}

    @property
    def digest(self) -> str:
        """A hash of everything that can change a classification or a topic's page."""
        return hashlib.blake2b(msgspec.msgpack.encode(self), digest_size=16).hexdigest()

    def of(
        self, own: Sequence[str], titles: Sequence[str], group: str, opening: str = ""
    ) -> tuple[str, ...]:
        """Return the topics of an item, the primary one first.

        First match wins: its *own* ones, a group that decides, keywords in its *titles* (what the
        title says, then what the subtitle adds; each in both languages), the group's topic, the
        first keyword in its *opening* words, the catch-all.
        """
        given = dict.fromkeys(topic for name in own if (topic := self.known(name)))
        if given:
            return tuple(given)
        home = self.groups.get(fold(group))
        if home and home.decides:
            return (home.topic,)
        found = dict.fromkeys(topic for words in titles for topic in self._by_keyword(words))
        if found:
            return tuple(found)[:MOST]
        return (home.topic,) if home else self._by_keyword(opening)[:1] or (self.catch_all,)

    def known(self, name: str) -> str:
        """Return the id of the topic that *name* (an id, a title, an alias) is; empty for none."""
        if name in self.topics:
            return name
        group = self.groups.get(fold(name))
        return group.topic if group else ""

    def _by_keyword(self, words: str) -> tuple[str, ...]:
        """Return the topics whose keywords stand in *words*, in the order of the rules."""
        words = words.lower()
        rules = self._rules
        found = {
            rank
            for sign in rules.chinese.keys() & set(words)
            for rank, word in rules.chinese[sign]
            if word in words
        }
        for start in _WORD.finditer(words):
            at = start.start()
            for rank, word in rules.latin.get(words[at : at + 2], ()):
                if words.startswith(word, at):
                    found.add(rank)
        return tuple(self.order[rank] for rank in sorted(found))

    @cached_property
    def _rules(self) -> "_Rules":
        """The keywords, laid out to be found in one walk over the words of a title."""
        chinese: dict[str, list[tuple[int, str]]] = {}
        latin: dict[str, list[tuple[int, str]]] = {}
        for rank, name in enumerate(self.order):
            for word in self.topics[name].keywords:
                if _WORD.match(word):
                    latin.setdefault(word[:2], []).append((rank, word))
                else:
                    chinese.setdefault(word[0], []).append((rank, word))
        return _Rules(chinese, latin)


class _Rules(msgspec.Struct, frozen=True):
    """Keywords with their topic's rank: those that may stand anywhere by their first character,
    those that begin a word by their first two."""

    chinese: dict[str, list[tuple[int, str]]]
    latin: dict[str, list[tuple[int, str]]]


_WORD = regex(r"(?<![a-z0-9])[a-z0-9]")


def fold(name: str) -> str:
    """Return a group's name without what drifts: case, width, spaces, a tail of dots."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(plain.split()).rstrip("./…。")


def load_topics(content: Path | None) -> tuple[Topics, list[Diagnostic]]:
    """Return the package's topics, changed and added to by ``topics.toml`` in *content*."""
    own = Path(generator.__file__).with_name("data").joinpath("topics.toml").read_bytes()
    tables = [read_toml(own, "generator/data/topics.toml")]
    file = content / "topics.toml" if content else None
    if file and os.path.isfile(file):
        tables.append(load_toml(file, file.name))
    topics: dict[str, Topic] = {}
    order: tuple[str, ...] = ()
    groups: dict[str, Group] = {}
    catch_all = ""
    terms: dict[str, tuple[str, ...]] = {}
    also: dict[str, tuple[str, ...]] = {}
    for table in tables:
        order = table.strings("order") or order
        catch_all = table.string("catch_all", catch_all)
        known = table.table("topics")
        for name in known.data:
            if slug(name) in (name, f"{name}-x"):  # a name kept for us is in nobody's way here
                topics[name] = _topic(name, known.table(name), topics.get(name))
            else:
                hint = f"an id is part of an address: write {slug(name)!r}"
                known.wrong(name, f"{name!r} cannot be the id of a topic", hint)
        for name, group in _groups(table.table("groups"), topics):
            groups[fold(name)] = group
        for key, kept in (("terms", terms), ("also", also)):
            said = table.table(key)
            kept.update({name.lower(): said.strings(name) for name in said.data})
            said.finish()
        table.finish()
    ranked = dict.fromkeys(name for name in (*order, *topics) if name in topics)
    for topic in topics.values():
        for name in (topic.title.zh, topic.title.en, *topic.aliases):
            groups.setdefault(fold(name), Group(topic.id))
    catch_all = catch_all if catch_all in topics else next(reversed(ranked), "")
    found = Topics(topics, tuple(ranked), groups, catch_all, terms, also)
    return found, [p for t in tables for p in t.problems]


def _topic(name: str, table: Table, base: Topic | None) -> Topic:
    base = base or Topic(id=name, title=Text(zh=name, en=name))
    aliases = table.table("aliases")
    topic = Topic(
        id=name,
        title=table.words("title", base.title),
        description=table.words("description", base.description),
        aliases=(aliases.strings("zh") + aliases.strings("en")) or base.aliases,
        keywords=tuple(word.lower() for word in table.strings("keywords") if word) or base.keywords,
    )
    aliases.finish()
    table.finish()
    return topic


def _groups(table: Table, topics: dict[str, Topic]) -> list[tuple[str, Group]]:
    found = []
    for name in table.data:
        if isinstance(table.data[name], str):
            group = Group(table.string(name, ""))
        else:
            one = table.table(name)
            group = Group(one.string("topic", ""), one.flag("decides", False))
            one.finish()
        if group.topic in topics:
            found.append((name, group))
        else:
            table.wrong(name, f"no topic is called {group.topic!r}", "add it under [topics]")
    return found
