"""Bare web addresses in running text, Chinese text and TeX included."""

from urllib.parse import quote

from generator.regex import regex

SCHEME = "[Hh][Tt][Tt][Pp][Ss]?://"
URL = regex(
    rf"{SCHEME}[A-Za-z0-9]"
    r"(?:[^\s<>\"'`\\^{}|$\[\]\u007f-\U0010ffff]|\\(?=[_%#&~]))*"
)
"""An address up to the first character that cannot be in one; anything not ASCII ends it.
A backslash is part of it where TeX hides a character behind it: see `plain`."""

_TRAILING = ".,;:!?*_~\\"
_ESCAPED = regex(r"\\([_%#&~])")
_FORBIDDEN = regex(r"[\s\"<>\\^`{}|\[\]\x00-\x1f]|%(?![0-9A-Fa-f]{2})")


def end_of_url(words: str, start: int, end: int) -> int:
    """Return where the address ``words[start:end]`` ends without the sentence's punctuation.

    A bracket stays if its other half is inside the address.
    """
    surplus = words.count(")", start, end) - words.count("(", start, end)
    while end > start:
        last = words[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def plain(address: str) -> str:
    r"""Return an address as it is meant where TeX has printed it (``\_`` for ``_``)."""
    return _ESCAPED.sub(r"\1", address) if "\\" in address else address


def href(address: str) -> str:
    """Return *address* as it is meant, with only what an address may not hold percent-encoded."""
    return _FORBIDDEN.sub(lambda found: quote(found[0], safe=""), plain(address.strip()))
