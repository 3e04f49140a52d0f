"""The site as its pages see it, and what several of them say alike."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import msgspec

from generator.album import NO_ALBUM, Album
from generator.assemble import Entry, IssueEntry, Site
from generator.cards import Body, Leaf
from generator.config import Config
from generator.index import Index
from generator.text import Lang, Text
from generator.topics import Topics

T = TypeVar("T")

LAST = 256
"""What was made of the last entries stays at hand: some issues' worth.

Pages of both languages are rendered side by side, items soon after their issue.
"""


class Scene(msgspec.Struct, frozen=True, dict=True):
    """The whole site as pages see it.

    *labels* are roles and fields of content in both languages, by their printed name in lower case;
    *body* reads an issue's body from the store; *album* are the pictures of the content, *covers*
    those of issues by output path.
    """

    site: Site
    index: Index
    config: Config
    topics: Topics
    words: Mapping[Lang, Mapping[str, str]]
    labels: Mapping[str, Text]
    body: Callable[[IssueEntry], Body]
    album: Album = NO_ALBUM
    covers: Mapping[str, bytes] = {}

    def leaf(self, entry: Entry) -> Leaf:
        """Return all that an entry says."""
        return leaf_of(self.body(self.site.issues[entry.issue]), entry)

    def once(self, make: Callable[["Scene", Entry], T], entry: Entry) -> T:
        """Return what *make* makes of an entry, whatever page asks."""
        made: T = self._made(make, entry)
        return made

    @cached_property
    def _made(self) -> Callable[[Callable[["Scene", Entry], Any], Entry], Any]:
        return lru_cache(LAST)(lambda make, entry: make(self, entry))


def leaf_of(body: Body, entry: Entry) -> Leaf:
    """Return an entry's leaf."""
    before = sum(len(leaves) for leaves in body.leaves[: entry.section])
    return body.leaves[entry.section][entry.number - 1 - before]
