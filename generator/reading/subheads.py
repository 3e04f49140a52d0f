"""Headings of a post that are nothing but short lines, and how deep each stands.

A heading is a paragraph of its own at the left edge, short, no sentence, and something follows it.
Numbers are believed; the rest is told by its looks and may be wrong either way.
"""

import re
from collections.abc import Container, Sequence

import msgspec

from generator.reading.posts import Line, fits
from generator.regex import regex

WIDEST = 60
"""Latin letters, or twice the Chinese ones, that a heading may be wide."""
WIDEST_LABEL = 16
"""The same where it ends in a colon, as a sentence that leads to a list does."""
MOST_IN_A_RUN = 2
"""Items of a list that may be headings; three are a list of short words."""

_HAN_DIGITS = "一二三四五六七八九十"
_SINGLE = regex(
    rf"(?:(?P<digits>[1-9]\d?)(?:、|[.．](?!\d)|\s(?=\D)|$)|(?P<han>[{_HAN_DIGITS}]{{1,3}})、"
    rf"|第(?P<part>\d{{1,2}}|[{_HAN_DIGITS}]{{1,3}})(?:章|节|部分))\s*"
)
_DOTTED = regex(r"[1-9]\d?(?P<more>(?:[.．]\d{1,2}){1,3})[.．、]?\s*(?=[^\d\s.．])")
_CLOSING = regex(
    r"(?:(?:全文|本文)?(?:总结|结论|结语|小结)|参考(?:文献|资料)|引用|致谢|附录|conclusions?|references?"
    r"|acknowledge?ments?|appendix)(?:(?:与|和|及)(?:展望|讨论|未来工作))?[:：]?",
    re.IGNORECASE,
)
_USUAL = regex(
    r"(?:研究|相关|主要|实验|模型|方法|技术|数据集?|问题|任务|整体|算法|论文|基本|总体|网络)?"
    r"(?:导读|导言|前言|引言|序言|背景|动机|摘要|简介|介绍|概述|概要|方法|原理|架构|框架|流程|实验|结果|设置|细节|讨论|"
    r"分析|评估|局限性?|展望|信息|工作|贡献|创新点?|要点|亮点|代码|introduction|background|motivation|abstract|"
    r"overview|methods?|experiments?|results?|discussion|limitations?)[:：]?",
    re.IGNORECASE,
)
_STOPS = regex(r"[。；;！!？?…]|[，,](?!\d{3})")
_ENDS = ("。", ".", "；", ";", "，", ",", "、", "：", ":", "！", "!", "？", "?", "…")
_LEADS = regex(
    r".*(?:如下|所示|例如|比如|包括|包含|如图|分别|是|为|有|说|的)[:：]|(?:例|注|即|其中|答|问)[:：]"
)
_FIELD = regex(
    r"(?:(?:论文|文章|英文|中文|项目|作者|通讯|第一|发表|收录)?(?:标题|题目|名称?|作者|单位|机构|会议|期刊|关键[词字]|时间|日期|"
    r"来源|出处|编辑|排版|地址|链接|网址|代码|任务|版本|微信|公众号)|titles?|authors?|affiliations?|venue|date|tasks?)"
    r"\s*[:：]\s*\S",
    re.IGNORECASE,
)
_GOING_ON = regex(
    r"其[中次]|因此|所以|[例比]如|此外|另外|同时|最后|首先|然后|接(?:着|下来)|以及|如下?图?(?:所示)?|[即且和或而则注]"
    r"|但是|然而|where|and|or|then",
    re.IGNORECASE,
)
"""A word that leads from the paragraph above, around a lost picture or formula, to the next."""
_OTHER = regex(r"[(（\[【]?\d{1,2}[)）\]】]|[①-⑳（!#-&(-/:-@\[-`{-~]|[a-z]+@")
_SAID = regex("[:：，,、]")


class Numbering(msgspec.Struct, frozen=True):
    """The number that a line begins with: its *value*, or 0 and how many *dots* are inside it."""

    value: int
    dots: int = 0


def numbering(line: Line) -> Numbering | None:
    """Return the number that *line* begins with as a heading does, if it has one."""
    words = line.printed
    if line.kind not in ("words", "number"):
        return None
    if found := _DOTTED.match(words):
        return Numbering(0, dots=len(found["more"]) // 2)
    if found := _SINGLE.match(words):
        return Numbering(_value(found["digits"] or found["han"] or found["part"]))
    return None


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    one = _HAN_DIGITS.find(ones[:1]) + 1 if ones else 0
    return (10 * (_HAN_DIGITS.find(tens) + 1 if tens else 1) if ten else 0) + one


def is_short(line: Line) -> bool:
    """Say whether *line* looks like a heading that has no number."""
    words = line.words
    return (
        line.kind == "words"
        and line.alone
        and fits(words, WIDEST)
        and not _GOING_ON.fullmatch(words)
        and (not words.endswith(_ENDS) or _is_label(words))
        and not _STOPS.search(words)
        and not _OTHER.match(words)
        and not _FIELD.match(words)
        and "://" not in words
        and any(char.isalnum() for char in words)
    )


def is_usual(words: str) -> bool:
    """Say whether *words* are what parts of a post are commonly called."""
    return bool(_USUAL.fullmatch(words) or _CLOSING.fullmatch(words))


def _is_label(words: str) -> bool:
    return words.endswith((":", "：")) and fits(words, WIDEST_LABEL) and not _LEADS.match(words)


def find_subheads(lines: Sequence[Line], taken: Container[int]) -> dict[int, int]:
    """Return the headings among *lines*, by their place in it, with their level from 2 on.

    The places in *taken* are something else.
    """
    found: dict[int, Numbering | None] = {}
    for at in range(len(lines)):
        if at in taken:
            continue
        said = numbering(lines[at])
        if _with_number(lines, at, said, found) if said else _without_number(lines, at):
            found[at] = said
    return _levels(lines, found)


def _without_number(lines: Sequence[Line], at: int) -> bool:
    """Say whether a short line is a heading: not the last one, and no label of an address."""
    if at + 1 == len(lines) or not is_short(lines[at]):
        return False
    return not (lines[at].words.endswith((":", "：")) and lines[at + 1].words.startswith("http"))


def _with_number(lines: Sequence[Line], at: int, said: Numbering, found: Container[int]) -> bool:
    """Say whether a line with a number is a heading: short, and no neighbour counts on from it."""
    line = lines[at]
    words = line.printed
    if not fits(words, WIDEST) or "://" in words:
        return False
    if said.dots:
        return line.alone and not words.rstrip(":：").endswith(_ENDS)
    if _STOPS.search(line.words) or words.endswith(_ENDS):
        return False
    if not line.alone:
        return line.kind == "number" and _is_short_run(lines, at)
    above = numbering(lines[at - 1]) if at and at - 1 not in found else None
    below = numbering(lines[at + 1]) if at + 1 < len(lines) else None
    counted = (above and above.value == said.value - 1) or (below and below.value == said.value + 1)
    return not counted or said.value == 0


def _is_short_run(lines: Sequence[Line], at: int) -> bool:
    """Say whether an item stands in a list so short that its items may be headings."""
    first = last = at
    while not lines[first].apart and at - first < MOST_IN_A_RUN:
        first -= 1
    while not lines[last].ended and last - first < MOST_IN_A_RUN:
        last += 1
    run = lines[first : last + 1]
    return len(run) <= MOST_IN_A_RUN and all(
        one.kind == "number" and fits(one.words, WIDEST // 2) and not _SAID.search(one.words)
        for one in run
    )


def _levels(lines: Sequence[Line], found: dict[int, Numbering | None]) -> dict[int, int]:
    """Return the level of each heading: what comes first stands highest.

    Numbers that begin again stand below the headings without one; closing words stand alone.
    """
    kinds = [said for at, said in found.items() if not (said and said.dots)]
    counts = sum(said is not None and said.value == 1 for said in kinds)
    numbers_first = bool(kinds) and kinds[0] is not None
    levels: dict[int, int] = {}
    above = 1
    for at, said in found.items():
        if said and said.dots:
            level = 2 + said.dots
        elif said:
            level = 2 if numbers_first or counts < 2 else 3
        else:
            level = 3 if numbers_first and not _CLOSING.fullmatch(lines[at].words) else 2
        levels[at] = above = min(level, above + 1)
    return levels
