"""What a line of reading notes is by itself: a group, a numbered field, a link, a picture, a title.

The notes have been copied out of an editor as plain text. What was a heading there is known here
only by its neighbours, so these questions are asked of lines at the left edge, and answered with
care: a title is followed by a field or by a link, never told by its looks alone.
"""

import re

import msgspec

from generator.regex import regex
from generator.text import HAN

_LABEL = r"[^\s\d:：,，。;；$*\[\]()][^:：,，。;；$*]{0,19}?"
_FIELD = regex(
    rf"(?P<printed>(?P<number>\d{{1,2}})[、.．][ \t]*(?P<label>{_LABEL}))"
    r"[ \t]*[:：][ \t]*(?P<text>.*)"
)
_HOSTS = r"git ?hub|git ?lab|gitee|hugging ?face|arxiv"
_NAMED = rf"{_HOSTS}|(?:source )?codes?|paper|pdf|project(?: page)?|home ?page|demo|data ?sets?|"
_NAMED += r"(?:论文|代码|源码|项目|数据集?|演示)(?:地址|链接|主页|网址)?|主页"
_LINK = regex(
    rf"\[(?P<bracketed>[^\[\]]{{1,60}})\]\((?P<target>[^()]*)\)"
    rf"|(?P<host>{_HOSTS})"
    rf"|(?:(?P<named>{_NAMED})[ \t]*[:：]?[ \t]*)?<?(?P<address>https?://[^\s<>]+)>?",
    re.IGNORECASE,
)
_HOST = regex(_HOSTS, re.IGNORECASE)
_PICTURE = regex(
    r"image-\d{8,}|(?:WechatIMG|mmexport|IMG_|Snipaste_|微信(?:图片|截图)_?)\d.{0,40}"
    r"|(?:截屏|截图|屏幕(?:快照|截图)|Screen ?shot)[ _]?\d.{0,40}"
    r"|[^\s$|]{1,80}\.(?:png|jpe?g|gif|svg|webp|bmp)",
    re.IGNORECASE,
)
_DISPLAY = regex(r"\$\$(?:[^$]|\$(?!\$))+\$\$|\$[^$]+\$")
_FORMULAS = regex(r"(?:\$[^$]+\$[ /,;]*)+")
_BULLET = regex(r"(?P<mark>[•◦▪▫‣∙●○■□◆◇])[ \t\u00a0]*|(?P<plain>[-*+]|\d{1,3}[.)])[ \t]+")
_STOPS = ("。", "！", "；", "：", "，", "、", ".", ";", ":", ",")
_WORD = regex(r"[A-Za-z][\w'’-]*")
_RULE = "-—–─=_*~"
LONGEST_NAME = 60
LONGEST_TITLE = 300


class Numbered(msgspec.Struct, frozen=True):
    """A field: *printed* is all before its colon, *text* what follows on the same line."""

    number: int
    label: str
    printed: str
    text: str


class Reference(msgspec.Struct, frozen=True):
    """A line that is a link, or was one; *href* is empty where only its name has survived."""

    label: str
    href: str
    on_its_own: bool
    """Whether the name of a host says by itself that this is a link."""


def group_of(line: str) -> str:
    """Return the name of the group that *line* opens, ``name----------``; empty if it is none."""
    line = line.rstrip()
    if line[-4:].strip(_RULE) or line[:1].isspace() or line.startswith("|"):
        return ""
    name = line.rstrip(_RULE)
    long = len(line) - len(name) >= 8
    return name.rstrip() if long and len(name) <= LONGEST_NAME and "$" not in name else ""


def field_of(line: str) -> Numbered | None:
    """Return what may be a field, ``4、label: text``; whether its label is one, others decide."""
    found = _FIELD.fullmatch(line.rstrip()) if line[:1].isdigit() else None
    if not found:
        return None
    printed, number, label, text = found.group("printed", "number", "label", "text")
    return Numbered(int(number), label, printed, text)


def link_of(line: str) -> Reference | None:
    """Return the link that all of *line* is: an address, a link in Markdown, or a host's name."""
    found = _LINK.fullmatch(line.strip()) if len(line) <= 2000 else None
    if not found:
        return None
    label = found["bracketed"] or found["host"] or found["named"] or ""
    target = (found["target"] or found["address"] or "").strip("<> ")
    href = target if target.lower().startswith(("http://", "https://")) else ""
    return Reference(label.strip(), href, bool(_HOST.fullmatch(label.strip())))


def is_picture(line: str) -> bool:
    """Say whether all of *line* is the name of a picture file, as editors give them."""
    return _PICTURE.fullmatch(line.strip(), 0) is not None if len(line) <= 200 else False


def is_display(words: str) -> bool:
    """Say whether *words* are one formula and nothing else."""
    return words.startswith("$") and _DISPLAY.fullmatch(words) is not None


def is_formula(words: str) -> bool:
    """Say whether *words* are nothing but formulas, one or several."""
    return words.startswith("$") and _FORMULAS.fullmatch(words) is not None


def bullet_of(text: str) -> tuple[str, str] | None:
    """Return mark and words of a list's item; the mark of an unordered one is ``-``."""
    found = _BULLET.match(text)
    if not found:
        return None
    plain = found["plain"] or "-"
    return (plain if plain[0].isdigit() else "-"), text[found.end() :]


def may_be_title(line: str) -> bool:
    """Say whether *line* could be a title at all: at the left edge, and no sentence, item, list."""
    line = line.rstrip()
    return (
        not line[:1].isspace()
        and 1 < len(line) <= LONGEST_TITLE
        and not line.endswith(_STOPS)
        and "。" not in line
        and not line.startswith(("$", "|", ">", "```", "[^"))
        and not bullet_of(line)
        and not is_picture(line)
    )


def is_title(line: str) -> bool:
    """Say whether *line* is set like the title of an English paper, most long words in capitals."""
    if not may_be_title(line) or "$" in line or HAN.search(line):
        return False
    words = _WORD.findall(line)
    long = [word for word in words if len(word) > 3]
    capital = sum(not word.islower() and word[0].isupper() for word in long)
    return 3 <= len(words) <= 40 and words[0][0].isupper() and capital * 5 >= len(long) * 3 > 0


def is_phrase(line: str) -> bool:
    """Say whether *line* might be a title by the looks of it: English words without a comma."""
    plain = may_be_title(line) and not HAN.search(line) and "$" not in line and "," not in line
    return plain and line[0].isupper() and len(_WORD.findall(line[:LONGEST_TITLE])) > 3


_HEADING_STOPS = regex(r"[，,。.;；:：!！?？、()（）$\\|=<>\[\]`*#]|[为是即得有]$")


def is_subheading(line: str) -> bool:
    """Say whether a paragraph of its own at the left edge is a heading within a field."""
    line = line.rstrip()
    return (
        1 < len(line) <= 30
        and not line[:1].isspace()
        and not _HEADING_STOPS.search(line)
        and line[0].isalpha()
        and not is_picture(line)
    )
