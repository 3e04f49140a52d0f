"""Lines of the form ``**Key:** value``, as robots and people write them."""

import re

from generator.regex import regex

MARGIN = "> \t\xa0\u200b\ufeff"
"""What may stand before the words of a line: quote marks, blanks, characters without width."""

_BOLD = regex(
    rf"[{MARGIN}]*(?:[-+] +|\d+[.)] +)?\*\*([^*:：|]{{1,40}})(?:[:：] ?\*\*|\*\* ?[:：])[ \t]*"
)
_PLAIN = regex(
    rf"[{MARGIN}]*(?:[-*+] +|\d+[.)] +)?([A-Za-z\u4e00-\u9fff][^*:：|<>]{{0,20}})[:：][ \t]*"
)
_BREAK = regex(r"<br\s{0,9}/?>", re.IGNORECASE)

Field = tuple[str, str, bool]
"""Label and value as printed, and whether a ``<br />`` stood behind them."""


def bold_field(line: str) -> Field | None:
    """Return the field that *line* holds under a bold key, quoted, listed or not."""
    found = _BOLD.match(line)
    return _field(line, found) if found else None


def plain_field(line: str) -> Field | None:
    """Return what may be a field under a key that is not bold; any sentence may look like one."""
    found = _PLAIN.match(line)
    return _field(line, found) if found else None


def _field(line: str, found: re.Match[str]) -> Field:
    value = line[found.end() :].rstrip()
    if value.endswith("<br />") and value[-7:-6] not in ("", ">", " ", "\t"):  # the usual case
        return found[1].strip(), value[:-6], True
    end = len(value)
    while value.endswith(">", 0, end):
        at = value.rfind("<", 0, end)
        if at < 0 or not _BREAK.fullmatch(value, at, end):
            break
        end = at
        while end and value[end - 1] in " \t":
            end -= 1
    return found[1].strip(), value[:end], end < len(value)
