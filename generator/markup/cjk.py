"""Characters of Chinese text, and what they change about line ends and emphasis."""

from generator.regex import regex

WIDE = regex(
    "[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U000323af]"
)
"""A Han character, kana or full-width punctuation: no space is written next to it."""

_LINE_END = regex(rf"(?<={WIDE.pattern})[ \t]*\n[ \t]*(?={WIDE.pattern})")


def is_wide(char: str) -> bool:
    """Say whether *char* is set without a space on either side."""
    return WIDE.match(char) is not None


def joins(words: str, start: int, end: int) -> bool:
    """Say whether the line end ``words[start:end]`` stands between two wide characters."""
    return start > 0 and end < len(words) and is_wide(words[start - 1]) and is_wide(words[end])


def join_lines(words: str) -> str:
    """Return *words* without the line ends that stand between wide characters."""
    return _LINE_END.sub("", words) if "\n" in words else words
