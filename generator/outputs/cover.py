"""The picture of an issue that is shown when its address is shared: 1200 × 630 pixels, no browser.

It is set in a font of our own, so that the same version of Pillow gives the same bytes on every
machine. Words with a character that this font has not are left out: they stand beside the picture
wherever it is shown.
"""

import hashlib
import io
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

import generator
from generator.assemble import IssueEntry
from generator.pages.frame import Frame
from generator.pages.scene import Scene

SIZE = (1200, 630)
EDGE = 72
PAPER, INK, SEAL, SOFT, RULE = "#fbf9f3", "#1d1b17", "#a62c1b", "#5f574a", "#dbd4c4"

SHADES = {INK: 5, SEAL: 5, SOFT: 4, RULE: 1}
"""Shades of every colour over that of the paper: with it sixteen, which is half a byte a pixel."""

FONT = Path(generator.__file__).parent / "data" / "cover.otf"
"""Noto Serif CJK SC Bold: the 3,755 commonest characters, and Latin letters; see its licence."""

BARS = 40
"""Sections of which a cover shows the sizes; of more it shows none."""


class Cover(msgspec.Struct, frozen=True):
    """What a cover says: *site* and *titles* in both languages, a great *numeral*, small *facts*.

    *sizes* are the items of every section, in their order.
    """

    site: tuple[str, ...]
    titles: tuple[str, ...]
    numeral: str
    facts: tuple[str, ...]
    sizes: tuple[int, ...] = ()


@lru_cache(1)
def characters() -> frozenset[str]:
    """Return the characters that the font has, as listed beside it."""
    return frozenset(FONT.with_suffix(".txt").read_text(encoding="utf-8"))


@lru_cache(1)
def made_by() -> str:
    """Return what the bytes of covers depend on beside what they say."""
    import PIL  # its version alone

    return f"pillow-{PIL.__version__} {hashlib.blake2b(FONT.read_bytes()).hexdigest()[:16]}"


def cover_of(scene: Scene, issue: IssueEntry) -> Cover:
    """Return what the cover of an issue says."""
    card, config = issue.card, scene.config
    english, chinese = Frame(scene, "en", ""), Frame(scene, "zh", "")
    if english.is_dated(issue):
        titles = [chinese.date_label(card.date), english.date_label(card.date)]
    else:
        titles = [card.title.zh, card.title.en] if card.title else ["", issue.spare_title]
    day = card.date[8:10] if len(card.date) == 10 else ""
    series = issue.series.title if issue.series else config.tagline
    facts = (
        "" if english.is_dated(issue) else english.date_label(card.date),
        series.en,
        english.count("items", len(issue.entries)),
    )
    return Cover(
        tuple(dict.fromkeys((config.title.zh, config.title.en))),
        tuple(titles),
        card.number.zfill(2) if card.number else day,
        facts,
        tuple(len(section.cards) for section in card.sections),
    )


def draw(what: Cover) -> bytes:
    """Return a cover as PNG."""
    from PIL import Image

    sheet = Image.new("L", SIZE)
    _lay_out(what, _Pen(sheet))
    palette = [*_rgb(PAPER)]
    for colour, shades in SHADES.items():
        for level in range(1, shades + 1):
            palette += _mixed(colour, level / shades)
    indexed = Image.frombytes("P", SIZE, sheet.tobytes())
    indexed.putpalette(palette)
    out = io.BytesIO()
    indexed.save(out, "PNG", bits=4, compress_level=4)
    return out.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, share: float) -> list[int]:
    """Return a colour over that of the paper."""
    return [
        round(ours * share + paper * (1 - share))
        for ours, paper in zip(_rgb(colour), _rgb(PAPER), strict=True)
    ]


def _lay_out(what: Cover, pen: "_Pen") -> None:
    width, height = SIZE
    pen.box((0, 0, 18, height), SEAL)
    pen.box((EDGE, 132, width - EDGE, 137), INK)
    pen.box((EDGE, 142, width - EDGE, 143), INK)
    pen.line(EDGE, 64, " · ".join(filter(pen.can, what.site)), 40, INK)
    if pen.can(what.numeral):
        size = 190 if len(what.numeral) <= 3 else 110
        pen.line(width - EDGE - pen.width(what.numeral, size), 170, what.numeral, size, SEAL)
    y = 190
    for place, title in enumerate(one for one in what.titles if pen.can(one)):
        size = 36 if place else 56
        for words in pen.lines(
            title, size, width - 2 * EDGE - 330, 2 if len(what.titles) > 1 else 3
        ):
            pen.line(EDGE, y, words, size, SOFT if place else INK)
            y += round(size * 1.3)
        y += 12
    pen.line(EDGE, height - 92, " · ".join(filter(pen.can, what.facts)), 30, SOFT)
    most = max(what.sizes, default=0)
    if 2 <= len(what.sizes) <= BARS and most:
        step = min(48.0, (width - 2 * EDGE) / len(what.sizes))
        foot = height - 108
        for at, size in enumerate(what.sizes):
            x, tall = EDGE + at * step, size * 48 / most
            right = round(x + step * 0.6)
            pen.box((round(x), round(foot - tall), right, foot), SEAL if size == most else RULE)


@lru_cache(8)
def _font(size: int) -> Any:
    """Return the font in a *size*, in pixels."""
    from PIL import ImageFont

    basic = ImageFont.Layout.BASIC  # the same everywhere, whatever shapes text there
    return ImageFont.truetype(FONT, size, layout_engine=basic)


class _Pen:
    """Draws on a sheet of numbered shades, in a font that has the words."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.first: dict[str, int] = {}
        first = 1
        for colour, shades in SHADES.items():
            self.first[colour] = first
            first += shades

    def box(self, box: tuple[int, int, int, int], colour: str) -> None:
        """Fill a box: left, top, right, bottom."""
        self.sheet.paste(self.first[colour] + SHADES[colour] - 1, box)

    def can(self, words: str) -> bool:
        """Say whether there are words, and a sign for every character of them."""
        known = characters()
        return bool(words.strip()) and all(char in known for char in words)

    def width(self, words: str, size: int) -> int:
        """Return how wide words are, in pixels."""
        return int(_font(size).getlength(words)) + 1

    def line(self, x: int, y: int, words: str, size: int, colour: str) -> None:
        """Write one line; what lies below shows through."""
        from PIL import Image, ImageDraw

        mask = Image.new("L", (min(self.width(words, size) + 8, SIZE[0] - x), round(size * 1.5)))
        ImageDraw.Draw(mask).text((0, 0), words, font=_font(size), fill=255)
        first, shades = self.first[colour] - 1, SHADES[colour]
        levels = [round(value * shades / 255) for value in range(256)]
        shaded = mask.point([first + level if level else 0 for level in levels])
        self.sheet.paste(shaded, (x, y), mask.point([255 if level else 0 for level in levels]))

    def lines(self, words: str, size: int, room: int, most: int) -> Iterator[str]:
        """Give words in *most* lines, none wider than *room*; what is left out are three dots."""
        lines: list[str] = []
        line = ""
        for piece in _pieces(words):
            if line and self.width((line + piece).rstrip(), size) > room:
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
        if len(lines) > most:
            lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
        for one in lines:
            while self.width(one, size) > room and len(one) > 2:
                one = f"{one[:-2].rstrip()}…"
            yield one


def _pieces(words: str) -> Sequence[str]:
    """Return words as pieces between which a line may end: Latin words whole, Han one by one."""
    pieces = [""]
    for char in " ".join(words.split()):
        last = pieces[-1][-1:]
        if last and (_is_wide(char) or last == " " or _is_wide(last)):
            pieces.append("")
        pieces[-1] += char
    return pieces


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
