"""Days and ranges of days as journals print them: in digits, in Chinese characters, in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.regex import regex

_HAN = "〇一二三四五六七八九"
_YEAR = r"(?:[12１２]\d{3}|[〇○零Ｏ一二三四五六七八九]{4})"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = r" ?(?:[-–—－~～〜]{1,2}|至|到|to|through) ?"
_WEEKDAY = r"(?: ?[（(](?:星期|周|礼拜)?[一二三四五六日天][)）])?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_NTH = r"(?:st|nd|rd|th)?"

_CHINESE = (
    rf"(?:(?P<y1>{_YEAR}) ?年 ?)?(?P<m1>{_SMALL}) ?月 ?(?P<d1>{_SMALL}) ?(?:[日号]{_WEEKDAY}|"
    rf"(?={_TO}{_SMALL} ?[日号]))(?: ?[上下]午| ?晚)?"
    rf"(?:{_TO}(?:(?:(?P<y2>{_YEAR}) ?年 ?)?(?P<m2>{_SMALL}) ?月 ?)?(?P<d2>{_SMALL}) ?[日号])?"
)
_NUMERIC = (
    rf"(?<![\d./-])(?P<ny1>{_YEAR}) ?(?P<sep>[-./]) ?(?P<nm1>\d{{1,2}}) ?(?P=sep) ?"
    rf"(?P<nd1>\d{{1,2}})(?:{_TO}(?:(?:(?P<ny2>\d{{4}})[-./])?(?P<nm2>\d{{1,2}})[-./])?(?P<nd2>\d{{1,2}}))?(?![\d])"
)
_MONTH_FIRST = (
    rf"\b(?P<em1>{_MONTH}) (?P<ed1>\d{{1,2}}){_NTH}(?:{_TO}(?:(?P<em2>{_MONTH}) )?"
    rf"(?P<ed2>\d{{1,2}}){_NTH})?,? (?P<ey>\d{{4}})\b"
)
_DAY_FIRST = (
    rf"\b(?P<fd1>\d{{1,2}}){_NTH}(?: (?P<fm1>{_MONTH}))?(?:{_TO}(?P<fd2>\d{{1,2}}){_NTH})?"
    rf" (?P<fm2>{_MONTH}),? (?P<fy>\d{{4}})\b"
)
_DAY = regex(f"{_CHINESE}|{_NUMERIC}|{_MONTH_FIRST}|{_DAY_FIRST}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Days:
    """A day or a range in a text, from *start* to *end*; *first* is its first day as ISO.

    *words* are ISO, ``ISO/ISO`` for a range, or what is printed where a year is missing or a day is
    none of the calendar; *first* is then empty.
    """

    start: int
    end: int
    words: str
    first: str


def find_days(text: str) -> Iterator[Days]:
    """Give every day in *text*, in order."""
    for found in _DAY.finditer(text):
        first, last = _both(found)
        begins, ends = _iso(*first), _iso(*last) if last else ""
        words = f"{begins}/{ends}" if last else begins
        if not begins or (last and (not ends or ends < begins)):
            words = found[0].strip()
        yield Days(found.start(), found.end(), words, begins)


Printed = tuple[str | None, str | None, str | None]
"""Year, month and day as printed."""


def _both(found: re.Match[str]) -> tuple[Printed, Printed | None]:
    """Return the first day of a range and the last; a day alone has no last one."""
    part = found.groupdict()
    if part["d1"]:
        first = (part["y1"], part["m1"], part["d1"])
        last = (part["y2"] or part["y1"], part["m2"] or part["m1"], part["d2"])
    elif part["nd1"]:
        first = (part["ny1"], part["nm1"], part["nd1"])
        last = (part["ny2"] or part["ny1"], part["nm2"] or part["nm1"], part["nd2"])
    elif part["ed1"]:
        first = (part["ey"], part["em1"], part["ed1"])
        last = (part["ey"], part["em2"] or part["em1"], part["ed2"])
    else:
        first = (part["fy"], part["fm1"] or part["fm2"], part["fd1"])
        last = (part["fy"], part["fm2"], part["fd2"])
    return first, last if last[2] else None


def _iso(year: str | None, month: str | None, day: str | None) -> str:
    try:
        return date(number(year or ""), _month(month or ""), number(day or "")).isoformat()
    except ValueError:
        return ""


def _month(words: str) -> int:
    small = words.casefold()[:3]
    return _MONTHS.index(small) + 1 if small in _MONTHS else number(words)


def number(words: str) -> int:
    """Return a number in digits or Chinese characters, ``二十三`` or ``二〇二六``.

    Raise ValueError where it is none.
    """
    if words.isdecimal():
        return int(words)
    tens, ten, ones = words.translate({ord(zero): "〇" for zero in "○零Ｏ"}).rpartition("十")
    if ten:
        return 10 * (_HAN.index(tens) if tens else 1) + (_HAN.index(ones) if ones else 0)
    return int("".join(str(_HAN.index(char)) for char in ones))
