"""What a citation says of a thing, whatever the format it is then written in."""

import hashlib
import re
from html import unescape
from typing import Literal

import msgspec

from generator.regex import regex
from generator.text import Lang

Form = Literal["preprint", "journal", "proceedings", "periodical", "web"]

_FORMULA = regex(
    r'<math.*?<annotation encoding="application/x-tex">(?P<tex>.*?)</annotation>.*?</math>',
    re.DOTALL,
)
_YEAR = regex(r"\d{4}")
_UNSEEN = regex(r'<span class="tex" aria-hidden="true">.*?</span>', re.DOTALL)
_TAG = regex(r'<[a-z/](?:[^<>"]|"[^"]*")*>')
_UNSAFE = regex(r"[^A-Za-z0-9.:-]+-*|-{2,}")
_ARXIV = regex(r"(?:[a-z.-]+/)?(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])\.?\d{3,5}$")


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a title: words as a reader sees them, or the TeX of a formula."""

    words: str
    formula: bool = False


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A thing to be cited, every fact as its source prints it; what is unknown is empty.

    *key* is ASCII and unique within the site. *date* is ISO, perhaps only its year. *container* is
    the journal, the series, the volume or the site; *number* the issue in it. *url* is the thing's
    own address, none while the site has no address.
    """

    key: str
    form: Form
    lang: Lang
    title: tuple[Piece, ...]
    authors: tuple[str, ...] = ()
    et_al: bool = False
    date: str = ""
    container: str = ""
    number: str = ""
    pages: tuple[int, int] | None = None
    arxiv: str = ""
    doi: str = ""
    url: str = ""

    @property
    def year(self) -> str:
        """The year, empty where the date has none."""
        return self.date[:4] if _YEAR.match(self.date) else ""

    @property
    def plain_title(self) -> str:
        """The title in one line, formulas in dollars."""
        return "".join(f"${piece.words}$" if piece.formula else piece.words for piece in self.title)


def pieces(html: str) -> tuple[Piece, ...]:
    """Return a title that was set as HTML as its words and formulas."""
    seen = _UNSEEN.sub("", html)
    found: list[Piece] = []
    end = 0
    for formula in _FORMULA.finditer(seen):
        found.append(Piece(_plain(seen[end : formula.start()])))
        found.append(Piece(unescape(formula["tex"]).strip(), formula=True))
        end = formula.end()
    found.append(Piece(_plain(seen[end:])))
    return tuple(piece for piece in found if piece.words)


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html))


def key_of(name: str) -> str:
    """Return an ASCII key for what is unique as *name*; whatever is lost becomes a hash."""
    key = _UNSAFE.sub("-", name).strip("-.:")
    if key == name:
        return key
    mark = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
    return f"{key[:40].rstrip('-.:')}-{mark}".lstrip("-")


def arxiv_date(arxiv: str) -> str:
    """Return the month that an arXiv identifier says, as ``2024-02``; empty where it says none."""
    found = _ARXIV.match(arxiv)
    if not found:
        return ""
    century = "19" if found["year"] > "90" else "20"
    return f"{century}{found['year']}-{found['month']}"
