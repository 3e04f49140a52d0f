"""A blog post that has lost its tags, line by line: what each line is by itself.

Such a text has a paragraph in every line and blank lines between them, ``图片`` where a picture
was, bullets and numbers where lists were. Which lines were headings their neighbours have to tell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from generator.regex import regex
from generator.text import HAN

LineKind = Literal["words", "picture", "video", "caption", "bullet", "number"]


@dataclass(slots=True)
class Line:
    """A line that says something; *words* are without the *mark* of a list's item (``-``, ``3.``).

    The mark of a caption is ``图`` or ``表``. *apart* and *ended* say whether a blank line stands
    above and below it.
    """

    kind: LineKind
    number: int
    words: str
    mark: str = ""
    apart: bool = True
    ended: bool = True

    @property
    def printed(self) -> str:
        """The words with the number before them."""
        return f"{self.mark} {self.words}" if self.kind == "number" else self.words

    @property
    def alone(self) -> bool:
        """Whether the line is a paragraph of its own."""
        return self.apart and self.ended

    @property
    def in_list(self) -> bool:
        """Whether the line is an item of a list."""
        return self.kind in ("bullet", "number")


_SPACES = regex(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_NOTHING = regex(r"[\u200b-\u200d\u2060\ufeff]")
_PICTURE = regex(r"[\[【(（]?(?:图片?|插图|image|img)[\]】)）]?", re.IGNORECASE)
_VIDEO = regex(r"[,，]?\s*(?:视频)?时长\s*[:：]?\s*\d{1,3}(?:[:：]\d\d){1,2}")
_BULLET = regex(r"[•·●○◦▪■□‣∙–-]\s+(?=\S)")
_NUMBER = regex(r"(\d{1,3}\.)\s+(?=\S)")
_PROSE = (
    r"(?:展示|显示|给出|中|所示|可见|可以|说明|表明|为|是|和|与|及|的|[,，、;；~～]"
    r"|shows?\b|is\b|are\b)"
)
"""What follows the number when the words go on about it: a paragraph like any other."""
_CAPTION = regex(
    rf"(?:(?P<figure>[图圖]|Figure|Fig\.?)|表|Table|Tab\.)\s*[A-Z]?\d+(?:[.\-–]\d+)*"
    rf"(?:\s*(?:[:：.．|｜(（]|$)|\s+(?!{_PROSE})|(?!\s*{_PROSE})(?={HAN.pattern}))",
    re.IGNORECASE,
)
LONGEST_CAPTION = 300
_WIDE = regex(r"[\u2e80-\uffff\U00020000-\U0003ffff]")


def tidy(line: str) -> str:
    """Return *line* with common spaces for those of other kinds, and none around it."""
    return line.strip() if line.isascii() else _NOTHING.sub("", _SPACES.sub(" ", line)).strip()


def read_lines(numbered: Iterable[tuple[int, str]]) -> list[Line]:
    """Return what each of the *numbered* tidy lines is; where a number is missing, one is blank."""
    lines: list[Line] = []
    for number, text in numbered:
        line = _read(number, text)
        if lines and lines[-1].number == number - 1:
            lines[-1].ended = line.apart = False
        lines.append(line)
    return lines


def _read(number: int, words: str) -> Line:
    if len(words) <= LONGEST_CAPTION:
        if _PICTURE.fullmatch(words):
            return Line("picture", number, words)
        if _VIDEO.fullmatch(words):
            return Line("video", number, words)
        caption = None if words.endswith((":", "：")) else _CAPTION.match(words)
        if caption:
            return Line("caption", number, words, "图" if caption["figure"] else "表")
    if bullet := _BULLET.match(words):
        return Line("bullet", number, words[bullet.end() :], "-")
    if item := _NUMBER.match(words):
        return Line("number", number, words[item.end() :], item[1])
    return Line("words", number, words)


def fits(words: str, wide: int) -> bool:
    """Say whether *words* are no wider than *wide* Latin letters; a Chinese sign is two of them."""
    return len(words) <= wide and len(words) + len(_WIDE.findall(words)) <= wide


def is_figure(line: Line) -> bool:
    """Say whether *line* is the caption of a figure."""
    return line.kind == "caption" and line.mark == "图"
