"""Regular expressions that are compiled when they are first used.

The program has some five hundred, most of them for kinds of content that a site does not have.
Compiling all would take a third of the time of a build after one edit.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, cast


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression; a fault in *pattern* shows when it is first used."""
    return cast("re.Pattern[str]", Regex(pattern, flags))


class Regex:
    """What modules use of a ``re.Pattern``: each method is that of the compiled one, once made."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags

    def __reduce__(self) -> tuple[object, ...]:
        return Regex, (self.pattern, self.flags)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.pattern, self.flags)

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """``re.Pattern.match``."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """``re.Pattern.fullmatch``."""
        return self.compiled.fullmatch

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """``re.Pattern.search``."""
        return self.compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """``re.Pattern.finditer``."""
        return self.compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[Any]]:
        """``re.Pattern.findall``."""
        return self.compiled.findall

    @cached_property
    def split(self) -> Callable[..., list[Any]]:
        """``re.Pattern.split``."""
        return self.compiled.split

    @cached_property
    def sub(self) -> Callable[..., str]:
        """``re.Pattern.sub``."""
        return self.compiled.sub
