"""Where in its file a text begins: a style knows the line, and problems want the column too."""

from collections.abc import Iterator, Mapping, Sequence

from generator.markup.result import Result
from generator.markup.typeset import Setting, moved
from generator.model import Markup
from generator.source import Source, Span

REACH = 40
"""Lines below and above the one that a style names in which a text is looked for."""

SURE = 4
"""Characters that are not found in a line by chance."""


class Placing:
    """Sets words as *setting* does; what is said of them has its place in *sources*, by path.

    The first line of a text is looked for as it is printed, and as TOML writes it. A text that a
    style has put together of several lines stays where it was said to be.
    """

    def __init__(self, setting: Setting, sources: Mapping[str, Source]) -> None:
        self.setting = setting
        self.sources = sources

    def inline(self, words: str, markup: Markup, at: Span, *, links: bool = True) -> Result:
        """Set a title, a caption or a cell."""
        return self._placed(self.setting.inline(words, markup, at, links=links), words, at)

    def block(
        self, words: str, markup: Markup, at: Span, anchors: Sequence[str] | None = None
    ) -> Result:
        """Set running text."""
        return self._placed(self.setting.block(words, markup, at, anchors), words, at)

    def _placed(self, result: Result, words: str, at: Span) -> Result:
        if not (result[1] or result[0].inner or result[0].pictures):
            return result  # nothing of it needs a place
        source = self.sources.get(at.path)
        return moved(result, at, _begin(words, source.lines, at)) if source else result


def _begin(words: str, lines: Sequence[str], at: Span) -> Span:
    """Return where *words* begin in *lines*: in the one of *at*, or the nearest below or above."""
    first = words.partition("\n")[0].rstrip()
    escaped = first.replace("\\", "\\\\").replace('"', '\\"')
    for number in _near(at.line, len(lines)):
        line = lines[number - 1]
        for wanted in (first, escaped):
            is_there = len(wanted) >= SURE or (number == at.line and line.count(wanted) == 1)
            column = line.find(wanted) if wanted and is_there else -1
            if column >= 0:
                return Span(at.path, number, column + 1)
    return at


def _near(line: int, last: int) -> Iterator[int]:
    yield from range(line, min(line + REACH, last) + 1)
    yield from range(min(line - 1, last), max(line - REACH, 0), -1)
