"""The lines of a blog post as Markdown: headings, lists as they are numbered, lost pictures."""

from collections.abc import Mapping, Sequence

from generator.reading.literal import literal, literal_line
from generator.reading.posts import Line, is_figure

LOST_PICTURE = "![]()"
LOST_VIDEO = "![](video:)"


def to_markdown(
    lines: Sequence[Line], headings: Mapping[int, int], captions: Mapping[int, int]
) -> str:
    """Return *lines* as Markdown: *headings* with their level, *captions* below their picture.

    Both are places in *lines*. A figure's caption without a picture stands for a lost one.
    """
    below = {picture: lines[caption].words for caption, picture in captions.items()}
    writer = _Writer()
    for at, line in enumerate(lines):
        if at in captions:
            continue
        if at in headings:
            writer.block(line, f"{'#' * headings[at]} {_heading(line)}")
        elif line.in_list:
            writer.item(line)
        elif line.kind == "words":
            writer.words(line)
        else:
            writer.block(line, _picture(line, below.get(at, "")))
    return "".join(writer.out)


class _Writer:
    """Writes line after line; what stands together in the source stands together in Markdown."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._before: Line | None = None  # what a line may go on from
        self._indent = 0  # of the words of the open item
        self._nested = 0  # of bullets below a number

    def block(self, line: Line, markdown: str) -> None:
        """Write a heading, a picture or a paragraph."""
        self.out.append(f"\n\n{markdown}" if self.out else markdown)
        self._before = line if line.kind == "words" else None
        self._indent = self._nested = 0

    def item(self, line: Line) -> None:
        """Write an item of a list; bullets right below a number belong to it."""
        together = not line.apart and self._before is not None
        if line.kind == "number" or not together:
            self._nested = len(line.mark) + 1 if line.kind == "number" else 0
        inside = " " * self._nested if line.kind == "bullet" else ""
        gap = "\n" if together and self._before and self._before.in_list else "\n\n"
        text = f"{inside}{line.mark} {literal_line(line.words)}"
        self.out.append(f"{gap}{text}" if self.out else text)
        self._before = line
        self._indent = len(inside) + len(line.mark) + 1

    def words(self, line: Line) -> None:
        """Write a paragraph, or a further line of what stands right above."""
        if line.apart or self._before is None:
            self.block(line, literal_line(line.words))
        else:
            self.out.append(f"  \n{' ' * self._indent}{literal_line(line.words)}")
            self._before = line


def _heading(line: Line) -> str:
    words = literal(line.printed)
    return f"{words[:-1]}\\#" if words.endswith("#") else words


def _picture(line: Line, caption: str) -> str:
    """Return what stands for a picture or a video; a table's caption alone is a paragraph."""
    if line.kind == "caption" and not is_figure(line):
        return literal_line(line.words)
    if line.kind != "picture":
        caption = line.words
    lost = LOST_VIDEO if line.kind == "video" else LOST_PICTURE
    return f"{lost}\n{literal_line(caption)}" if caption else lost
