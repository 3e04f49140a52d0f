"""The topics of a listing, opened by its headings and filled with its items."""

from dataclasses import dataclass, field

from generator.model import Item
from generator.reading.problems import Problems
from generator.text import NO_TEXT, Text, text_of


@dataclass(slots=True)
class Topic:
    """A topic while the file is read; *numbers* are the indexes of its entries, by line."""

    title: Text
    line: int
    items: list[Item] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Outline:
    """All topics in the order of the source, and the headings that are open."""

    problems: Problems
    topics: list[Topic] = field(default_factory=list)
    _open: list[tuple[int, str, Topic]] = field(default_factory=list)
    _papers: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no topic has an item."""
        return not any(topic.items for topic in self.topics)

    def begin(self, level: int, name: str, line: int) -> None:
        """Open the topic of a heading; one that has only sub-topics is named by theirs."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        if self._open and self._open[-1][2] is self.topics[-1] and not self.topics[-1].items:
            self.topics.pop()
        names = [above for _, above, _ in self._open] + [name]
        topic = Topic(text_of(" / ".join(names)), line)
        self.topics.append(topic)
        self._open.append((level, name, topic))

    def close(self) -> None:
        """Close every heading: what follows is under none of them."""
        self._open.clear()

    def add(self, item: Item, index: str) -> None:
        """Put an item with its printed *index* under the open topic, which may have no name."""
        first = item.lines[0]
        if not self.topics:
            self.topics.append(Topic(NO_TEXT, first))
        topic = self.topics[-1]
        topic.items.append(item)
        if index and (line := topic.numbers.setdefault(index, first)) != first:
            message = f"index {index} is already taken in line {line} of this topic"
            hint = "both papers are listed; number them apart"
            self.problems.warn("digest-repeated-index", message, first, hint)
        if item.paper and (line := self._papers.setdefault(item.paper, first)) != first:
            message = f"paper {item.paper} is already listed in line {line}"
            hint = "nothing to do if it is meant: both entries lead to one page"
            self.problems.note("digest-repeated-paper", message, first, hint)
