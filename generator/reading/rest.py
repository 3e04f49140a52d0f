"""What a style does not understand: kept as Markdown, told once for neighbouring lines."""

import re

from generator.reading.problems import Problems
from generator.regex import regex

_TAG = regex(r"<[^<>]*>")
_WAY_BACK = regex(r"\W*(?:back to top|top|返回顶部|回到顶部)?\W*", re.IGNORECASE)
_WAY_IN = regex(r"[-*+\d.) \t]*\[[^\[\]]*\]\(#[^()\s]*\)")


class Rest:
    """The lines of a source that belong to none of its items."""

    def __init__(self, problems: Problems, code: str, hint: str) -> None:
        """Tell of unknown lines under *code*, with *hint*."""
        self._problems, self._code, self._hint = problems, code, hint
        self._kept: list[tuple[int, str]] = []
        self._end = 0  # of a run of unknown lines

    def keep(self, number: int, text: str) -> None:
        """Keep a line that is understood, though it is not part of an item."""
        self._kept.append((number, text))

    def unknown(self, number: int, text: str) -> None:
        """Keep a line that is not understood, and tell where a run of them begins."""
        self.keep(number, text)
        if not self._end or number > self._end + 1:
            self._problems.warn(self._code, "text outside the entries", number, self._hint)
        self._end = number

    def blank(self, number: int) -> None:
        """Pass over an empty line; it does not end a run of unknown ones."""
        if self._end and number == self._end + 1:
            self._end = number

    @property
    def line(self) -> int:
        """The first line that was kept, 0 for none."""
        return min((number for number, _ in self._kept), default=0)

    @property
    def markdown(self) -> str:
        """All lines in the order of the source; those apart there stay apart."""
        out: list[str] = []
        before = 0
        for number, text in sorted(self._kept):
            out += ["", text] if out and number != before + 1 else [text]
            before = number
        return "\n".join(out)


def is_navigation(text: str) -> bool:
    """Tell whether a line only leads about its own page: an anchor, a way back, contents."""
    if _WAY_IN.fullmatch(text):
        return True
    words = _TAG.sub("", text)
    return words != text and bool(_WAY_BACK.fullmatch(words))
