"""Bare web addresses in running text, Chinese text included."""

import re

URL = re.compile(r"(?:https?|HTTPS?)://[A-Za-z0-9\[][^\s<>\"'`\\^{}|$\u007f-\U0010ffff]*")
"""An address up to the first character that cannot be in one; anything not ASCII ends it."""

_TRAILING = ".,;:!?*_~"
_CLOSING = {")": "(", "]": "["}


def end_of_url(words: str, start: int, end: int) -> int:
    """Return where the address ``words[start:end]`` ends without the sentence's punctuation.

    A bracket stays if its other half is inside the address.
    """
    surplus = {
        closing: words.count(closing, start, end) - words.count(opening, start, end)
        for closing, opening in _CLOSING.items()
    }
    while end > start:
        last = words[end - 1]
        if last in _CLOSING and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end
