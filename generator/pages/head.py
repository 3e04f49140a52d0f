"""What the head of every page is made of: its policy, its languages, the letters of its seal."""

import base64
import hashlib

from markupsafe import Markup

from generator.text import HAN, HANT_LANG, LANGS, Text
from generator.trees import HANT


def alternates(
    address: str, path: str, spare: str, *, hant: bool = False
) -> tuple[tuple[str, str], ...]:
    """Return the languages of a page, and *spare* for a reader of neither, both as in an address.

    With *hant* the page is there in traditional characters as well.
    """
    trees = [(str(lang), f"{address}{lang}/{path}") for lang in LANGS]
    if hant:
        trees.append((HANT_LANG, f"{address}{HANT}/{path}"))
    return (*trees, ("x-default", address + spare))


def seal(title: Text) -> str:
    """Return what the red seal says: two Chinese characters of the title, or its first letter."""
    return title.zh[:2] if HAN.match(title.zh) else (title.en or title.zh)[:1]


def policy(inline: str) -> Markup:
    """Return the content security policy: ourselves, and the one inline script by its hash."""
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    return Markup(
        f"default-src 'none'; script-src 'self' 'sha256-{digest}'; style-src 'self'; "
        "img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
    )
