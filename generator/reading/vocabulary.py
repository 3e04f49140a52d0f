"""Which words a paper, and its volume, use: those of a title are among them, names are not."""

import re
from collections import Counter
from collections.abc import Sequence

from generator.regex import regex

_CLOSED = (
    "a an the of for in on at to by from with without within via using under over into onto "
    "between among through across against toward towards beyond near about before after "
    "during since until around behind below above per and or nor but as is are be can do does "
    "how why what when where which who that than its their our your not no vs &"
)
FUNCTION = frozenset(_CLOSED.split())
"""English words that no title ends with."""
_NOUN = regex(
    r"[^\W\d_]{2,}(?:tions?|sions?|ity|ities|ments?|ness|ics|isms?|olog(?:y|ies)|graph[ys]|[ae]nc(?:e|y|ies)"
    r"|tures?|[itzsc]t?ed|als?|ous|ives?|ibles?|ables?|ers|ors|ings|sets?|works?)"
)
"""English endings that hardly a given name has."""
_GERUND = regex(r"[^\W\d_]{3,}ing")
_PINYIN = regex(r"(?:(?:[bpmfdtnlgkhjqxrywzcs]|[zcs]h)?[aeiouv]{1,3}(?:ng?|r)?)+", re.IGNORECASE)
_ALONE, _FORM, _ANY = (regex(end) for end in (r"(?!\w)", r"(?:e?s|e?d|ing)?(?!\w)", ""))
"""How a word may go on: not at all, in another form, in any way."""
_SMALL = regex(r"(?<![\w.@/-])[a-z]{4,}(?![\w@/])")
_MOST_TEXTS = 200
_ENOUGH = 20_000
"""Papers, and characters of each, in which common words are looked for."""
_SAMPLE = 200_000
"""Characters of a paper in which its words are looked for."""
_LONG = regex(r"[^\W\d_]{4,}")
_STEM = 6
"""Letters from which on the end of a word may be another."""


def common_words(texts: Sequence[str]) -> frozenset[str]:
    """Return the words in small letters that several of *texts* use: no names, but for a few."""
    step = max(1, len(texts) // _MOST_TEXTS)
    counts: Counter[str] = Counter()
    for text in texts[::step]:
        counts.update(set(_SMALL.findall(text[:_ENOUGH])))
    return frozenset(word for word, count in counts.items() if count > 1)


class Known:
    """The words that a paper uses: a word of its title is one of them, a name is not."""

    def __init__(self, body: str, common: frozenset[str]) -> None:
        self.body = body[:_SAMPLE]
        self.common = common

    def lower(self, word: str) -> bool:
        """Say whether the text has *word*, or another form of it, in small letters."""
        small = word.lower()
        if small in self.common:
            return True
        return self._has(small, _FORM) if len(small) < _STEM else self._has(small[:-2], _ANY)

    def has_all(self, title: str) -> bool:
        """Say whether the text has every longer word of *title*: another is none of it."""
        long = [word for word in _LONG.findall(title) if word.lower() not in FUNCTION]
        return len(long) > 1 and all(map(self.any, long))

    def outside(self, word: str) -> bool:
        """Say whether *word* can hardly be a name: the text has it, or its ending is no name's."""
        if len(word) > _STEM - 1 and (_NOUN.fullmatch(word) or _is_gerund(word)):
            return True
        return self.any(word)

    def any(self, word: str) -> bool:
        """Say whether the text has *word* in small letters or as it is."""
        return self.lower(word) or self._has(word, _ALONE)

    def _has(self, start: str, end: re.Pattern[str]) -> bool:
        """Say whether a word of the text begins with *start* and goes on like *end*."""
        at = self.body.find(start)
        while at >= 0:
            after = at + len(start)
            if not self.body[at - 1 : at].isalnum() and end.match(self.body, after):
                return True
            at = self.body.find(start, after)
        return False


def _is_gerund(word: str) -> bool:
    """Say whether *word* is a form like ``Printing``; ``Jianming`` is a name."""
    return bool(_GERUND.fullmatch(word)) and not _PINYIN.fullmatch(word)
