"""Headings as plain words: level and name, without the marks of Markdown."""

from generator.reading.fields import MARGIN
from generator.regex import regex

_HEADING = regex(rf"[{MARGIN}]*(#{{1,6}})(?!#)[ \t]*(.*)")
_MARKUP = regex(
    r"</?[A-Za-z]+(?:\s[^<>]*)?/?>|\*\*|`|\u200b"
    r"|\[(?P<words>[^\[\]]*)\]\((?:#[^()\s]*)?\)"
)
"""Tags, emphasis and links inside the page; the address of another is no markup."""
_CLOSING = regex(r"(?<=[ \t])#+$")
_NUMBERING = regex(r"(?:\d{1,3}[.)] +|\d{1,3}、|[一二三四五六七八九十]{1,3}、)(?=\S)")
_SPACE = regex(r"\s+")


def read_heading(line: str) -> tuple[int, str] | None:
    """Return level and name of a heading, quoted or not; emphasis, links, numbering removed."""
    found = _HEADING.match(line)
    if not found:
        return None
    name = _MARKUP.sub(lambda mark: mark["words"] or "", found[2].rstrip())
    name = _SPACE.sub(" ", _CLOSING.sub("", name)).strip()
    return len(found[1]), _NUMBERING.sub("", name, count=1)
