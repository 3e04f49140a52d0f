"""The contract of a content style."""

from collections.abc import Callable
from datetime import date

import msgspec

from generator.model import Parsed
from generator.source import Source

DATES = (("2026-01-31", "{date}"), ("2601.00001", "{date:%y%m}.00001"))
"""What stands for the day in a starter, where nothing else is said."""


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is begun from the starter of a style, in patterns of ``str.format``.

    They may name *date* (a ``datetime.date``), *number* and *total*. *file* is the name, *front*
    are more lines for the front matter. *blanks* are pairs: what stands in the starter, and what
    takes its place.
    """

    file: str = "{date}.md"
    front: str = ""
    blanks: tuple[tuple[str, str], ...] = DATES


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of content file.

    *matches* says how sure it is that a source is of this style: 0 not at all, 100 certain. It
    looks at the text, never at the file's name. *parse* is pure: no disk, clock, configuration or
    network, and it never raises for anything a file may hold. *version* goes up whenever *parse*
    would answer differently. *starter* is a file to begin with; *beginning* says how ``new issue``
    makes one of it.
    """

    name: str
    version: int
    matches: Callable[[Source], int]
    parse: Callable[[Source], Parsed]
    starter: str
    beginning: Beginning = Beginning()


def begun(style: Style, day: date, number: int, total: int) -> tuple[str, str]:
    """Return the name and the text of a new file: the starter with date and numbers filled in."""
    told = {"date": day, "number": number, "total": total}
    text = style.starter
    for blank, pattern in style.beginning.blanks:
        text = text.replace(blank, pattern.format(**told))
    own, rest = "", text
    if text.startswith("---\n"):
        own, _, rest = text.removeprefix("---\n").partition("---\n")
    front = _FRONT.format(style=style.name, more=own + style.beginning.front.format(**told))
    return style.beginning.file.format(**told), f"{front}{rest}"


_FRONT = """\
---
# What this file says of itself. Readers do not see it, and all of it may be left out.
# 文件对自己的说明：读者看不到，每一行都可以不写。
style: {style}
{more}# draft: true            not published yet 暂不发布
# publish: 2030-01-31    published from that day on 到这一天才发布
---
"""
