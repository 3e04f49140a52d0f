"""A file to begin an issue with: where its style is kept, under the next number or the day."""

import difflib
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from generator.cards import IssueCard
from generator.errors import SiteError
from generator.look import look
from generator.styles import begun
from generator.workshop import Workshop, shown

_MOST = 1000
"""Files of one name that nobody has."""


def make_issue(shop: Workshop, style: str, day: date) -> Path:
    """Make a file of *style* among the content and return it; nothing is ever overwritten.

    Raises SiteError for an unknown style, and where the file cannot be written.
    """
    found = shop.styles.get(style)
    if not found:
        near = difflib.get_close_matches(style, shop.styles, 1)
        known = ", ".join(sorted(shop.styles))
        hint = f"did you mean {near[0]!r}?" if near else f"there is: {known}"
        raise SiteError(f"there is no style {style!r}", hint)
    seen = look(shop, (), as_of="9999-12-31", drafts=True)
    cards = [one.card for one in seen.draft.site.issues if one.card.style == style]
    number, total = next_numbers(cards, day)
    name, text = begun(found, day, number, total)
    folder = shop.config.content / _folder(shop, style, cards)
    stem, dot, suffix = name.rpartition(".")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for count in range(1, _MOST):
            place = folder / (name if count == 1 else f"{stem}-{count}{dot}{suffix}")
            try:
                with open(place, "x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            except FileExistsError:
                continue
            return place
    except OSError as error:
        raise SiteError(f"{shown(folder)} cannot be written: {error.strerror}") from None
    raise SiteError(f"{shown(folder)} has too many files called {name}", "name one by hand")


def _folder(shop: Workshop, style: str, cards: Sequence[IssueCard]) -> str:
    """Return where files of *style* are kept: beside the newest, in a series of that style."""
    if cards:
        return cards[-1].path.rpartition("/")[0]
    return next((one.folder for one in shop.config.series if one.style == style), style)


def next_numbers(cards: Sequence[IssueCard], day: date) -> tuple[int, int]:
    """Return the number of the next issue after *cards* (oldest first), and its total number.

    Numbers begin anew with a year where they have done so before, or where the issues have a total
    number beside, which does not.
    """
    totals = [int(card.total_number) for card in cards if card.total_number.isdigit()]
    told = [(card.date[:4], int(card.number)) for card in cards if card.number.isdigit()]
    yearly = bool(totals) or any(
        later < earlier and year > before for (before, earlier), (year, later) in pairwise(told)
    )
    counted = [n for year, n in told if not yearly or year == f"{day:%Y}"]
    return max(counted, default=0) + 1, max(totals, default=0) + 1
