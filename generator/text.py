"""Words in two languages, kept together in one value."""

from collections.abc import Callable
from typing import Literal, Self

import msgspec

from generator.regex import regex

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
HTML_LANG: dict[Lang, str] = {"zh": "zh-Hans", "en": "en"}
HANT_LANG = "zh-Hant"

HAN = regex(
    "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af]"
)
"""One Han character, the extensions up to H included."""


def other(lang: Lang) -> Lang:
    """Return the language that *lang* is not."""
    return "en" if lang == "zh" else "zh"


class Text(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One value in Chinese and in English; an empty side is a missing side."""

    zh: str = ""
    en: str = ""

    def __getitem__(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def best(self, lang: Lang) -> tuple[Lang, str]:
        """Return the words for *lang*, or the other side, and say which."""
        if self[lang] or not self[other(lang)]:
            return lang, self[lang]
        return other(lang), self[other(lang)]

    def missing(self) -> tuple[Lang, ...]:
        """Return the languages in which nothing is said."""
        return tuple(lang for lang in LANGS if not self[lang])

    def map(self, change: Callable[[str], str]) -> Self:
        """Return both sides changed; a missing side stays missing."""
        return type(self)(
            zh=change(self.zh) if self.zh else "", en=change(self.en) if self.en else ""
        )

    def fill(self, spare: "Text") -> Self:
        """Return this text with its missing sides taken from *spare*."""
        return type(self)(zh=self.zh or spare.zh, en=self.en or spare.en)

    def to_json(self) -> dict[str, str | None]:
        """Return both sides under their names, ``None`` for a missing one."""
        return {"zh": self.zh or None, "en": self.en or None}


NO_TEXT = Text()


def language_of(words: str) -> Lang:
    """Return ``zh`` for words with a Han character, else ``en``."""
    return "zh" if not words.isascii() and HAN.search(words) else "en"


def text_of(words: str) -> Text:
    """Return *words* as a text in the one language they are written in."""
    return Text(zh=words) if language_of(words) == "zh" else Text(en=words)


def pair(printed: str, name: str) -> Text:
    """Return a *printed* name with its *name* in the other language; the script tells which."""
    return Text(zh=printed, en=name) if language_of(printed) == "zh" else Text(zh=name, en=printed)
