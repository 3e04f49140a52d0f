"""Dates as listings print them, and the headings that hold little else."""

from datetime import date

from generator.regex import regex

_DATE = regex(r"(?<!\d)(\d{4})[-./年] ?(\d{1,2})[-./月] ?(\d{1,2})(?!\d)日?")
_WORD = regex(r"[^\W_]+")
_DAY_WORDS = frozenset(
    {"updated", "update", "publish", "published", "time", "date", "on", "daily", "arxiv", "papers"}
    | {"更新", "更新时间", "发布", "发布时间", "发布日期", "日期", "日报", "年", "月", "日"}
)


def find_date(words: str) -> str:
    """Return the first date in *words* as ISO; nothing where it is none of the calendar."""
    found = _DATE.search(words)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else ""
    except ValueError:
        return ""


def other_words(heading: str) -> bool:
    """Tell whether a heading says more than that a day has been updated or published."""
    words = _WORD.findall(_DATE.sub(" ", heading))
    return any(word.casefold() not in _DAY_WORDS for word in words)
