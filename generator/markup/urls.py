"""Bare web addresses in running text, Chinese text included."""

import re
from urllib.parse import quote

URL = re.compile(r"(?:https?|HTTPS?)://[A-Za-z0-9][^\s<>\"'`\\^{}|$\[\]\u007f-\U0010ffff]*")
"""An address up to the first character that cannot be in one; anything not ASCII ends it."""

_TRAILING = ".,;:!?*_~"
_FORBIDDEN = re.compile(r"[\s\"<>\\^`{}|\[\]\x00-\x1f]|%(?![0-9A-Fa-f]{2})")


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


def href(address: str) -> str:
    """Return *address* as printed, with only what an address may not hold percent-encoded."""
    return _FORBIDDEN.sub(lambda found: quote(found[0], safe=""), address.strip())
