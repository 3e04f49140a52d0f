"""The theme's rules for formulas, for a page that stands by itself."""

import msgspec

from generator.regex import regex
from generator.theme import Theme

FORMULAS = "math.css"
_URL = regex(r'url\("(?P<name>[^"]+)"\)')


class Rules(msgspec.Struct, frozen=True):
    """A style sheet and the files that it asks for, by the names it has for them."""

    css: str
    files: dict[str, bytes]


def formula_rules(theme: Theme) -> Rules:
    """Return how formulas are drawn, with the font that draws them."""
    path = theme.hrefs.get(FORMULAS)
    if path is None:
        return Rules("", {})
    css = theme.assets[path].decode()
    names = {found["name"] for found in _URL.finditer(css)}
    files = {name: theme.assets.get(f"assets/{name}") for name in sorted(names)}
    return Rules(css, {name: data for name, data in files.items() if data is not None})
