"""arXiv identifiers, found in addresses and folded to one form for all versions."""

import re

from generator.regex import regex

_ID = r"(?P<id>\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d{1,3})?"
_ADDRESS = regex(
    rf"(?:https?:)?//(?:[a-z0-9-]+\.)?arxiv\.org/(?:abs|pdf|html|ps|format)/{_ID}"
    r"(?:\.pdf)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_NAME = regex(rf"(?:arxiv\s*[:：]\s*)?{_ID}", re.IGNORECASE)


def arxiv_id(address: str) -> str:
    """Return the identifier in an arXiv *address*, without its version, or an empty string.

    Known are abstract, PDF and HTML pages of arxiv.org and its mirrors (``export.``, ``cn.``), new
    (``2006.11239``) and old (``hep-th/9901001``) identifiers, with or without version and ``.pdf``.
    """
    found = _ADDRESS.fullmatch(address)
    return found["id"] if found else ""


def named_id(words: str) -> str:
    """Return the identifier that *words* consist of (``arXiv:2006.11239v1``), or nothing."""
    found = _NAME.fullmatch(words.strip())
    return found["id"] if found else ""
