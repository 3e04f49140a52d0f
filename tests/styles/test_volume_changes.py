"""A volume of proceedings, changed as others would print it; heads of papers of other fields."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from generator.model import Item
from generator.reading.byline import read_head
from generator.source import Source
from generator.styles.proceedings import matches, parse
from tests.pace import is_linear
from tests.styles.test_newsletter_changes import letters
from tests.styles.test_proceedings import FOOTER, PAPER, issue_of, rows_of, seed

TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
BYLINES = (Path(__file__).parent / "bylines.txt").read_text("utf-8").splitlines()
Rows = list[list[str]]
COLUMNS = {
    "index": "index int64 0 18.8k",
    "text": "text stringlengths 0 826k",
    "year": "year stringdate 1980 2024",
    "No": "No stringlengths 1 4",
}


def table(rows: Rows, names: list[str]) -> str:
    """Return the rows as a viewer would save them with the columns of these *names* only."""
    order = [list(COLUMNS).index(name) for name in names]
    head = [word for name in names for word in COLUMNS[name].split()]
    return "\n".join([*head, *(row[at] for row in rows for at in order)])


def each(change: Callable[[str], str]) -> Callable[[Rows], Rows]:
    """Return a change of every paper's text."""
    return lambda rows: [[row[0], change(row[1]), *row[2:]] for row in rows]


def accented(text: str) -> str:
    """Put accents on names in the head."""
    head, abstract, rest = text.partition(" Abstract ")
    for plain, other in (("Wang", "Wäng"), ("Li ", "Łi "), ("Zhang", "Žhang"), ("Chen", "Çhen")):
        head = head.replace(plain, other)
    return head + abstract + rest


def marked(text: str) -> str:
    """Print other signs behind the names of those who share a place."""
    head, abstract, rest = text.partition(" Abstract ")
    return head.replace("*", "§").replace("†", "¶") + abstract + rest


def without_abstract_heading(text: str) -> str:
    """Print the heading of the abstract in capitals."""
    return text.replace(" Abstract ", " ABSTRACT ", 1)


def without_references(text: str) -> str:
    """Drop the word above the references."""
    return text.replace(" References ", " ", 1)


def of_other_venue(text: str) -> str:
    """Print another footer."""
    return re.sub(
        r"The Thirty-Eighth AAAI Conference on Artificial Intelligence \(AAAI-24\)",
        "Proceedings of the 7th Meeting on Quiet Machines, Northport",
        text,
    )


ALL = list(COLUMNS)
CHANGES: dict[str, tuple[Callable[[Rows], Rows], list[str]]] = {
    "columns in another order": (lambda rows: rows, ["No", "year", "text", "index"]),
    "no number": (lambda rows: rows, ["index", "text", "year"]),
    "no index": (lambda rows: rows, ["text", "year", "No"]),
    "no year": (lambda rows: rows, ["index", "text", "No"]),
    "text alone": (lambda rows: rows, ["text"]),
    "another venue": (each(of_other_venue), ALL),
    "accents": (each(accented), ALL),
    "other signs": (each(marked), ALL),
    "capitals": (each(without_abstract_heading), ALL),
    "no word above the references": (each(without_references), ALL),
}


def said(item: Item) -> str:
    """Return the letters of all that an item shows."""
    authors = "".join(author.name for author in item.authors)
    fields = "".join(words for _, words in item.fields)
    texts = (item.title, item.abstract, item.body)
    return letters(authors + fields + "".join(text.zh + text.en for text in texts))


def runs_of(text: str) -> list[str]:
    """Return a short run of letters out of every line's length of a text."""
    whole = letters(text)
    return [whole[at : at + 12] for at in range(0, len(whole) - 12, 120)]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_volume_is_read_as_well(change: str) -> None:
    """Titles, pages and abstracts stay; of the text no long run of words is lost."""
    _, rows, truth = seed()
    rows = Random(change).sample(rows, 100 if TRIAL else 10)
    make, names = CHANGES[change]
    changed = make(rows)
    text = table(changed, names)
    assert matches(Source("a.txt", text)) == 100
    issue = issue_of(text)
    assert len(issue.items) == len(rows)
    right = titled = 0
    lines = text.split("\n")
    for item in issue.items:
        paper = truth.get(item.title.en, {})
        titled += bool(paper)
        right += len(item.authors) == len(paper.get("authors", ()))
        assert item.pages == (paper["first_page"], paper["last_page"])
        assert len(item.abstract.en) == paper["abstract_chars"]
        printed = max(lines[item.lines[0] - 1 : item.lines[1]], key=len)
        runs = runs_of(re.sub(rf"{re.escape(issue.title.en)} \d+", "", printed))
        shown = said(item)
        assert sum(run in shown for run in runs) >= 0.98 * len(runs)
    assert titled == len(rows)
    assert right >= 0.97 * len(rows) - 1


def test_heads_of_other_fields_are_split_or_said_to_be_doubtful() -> None:
    """Of heads of other fields, most are right and certain, and what is not is doubted."""
    right = wrong = 0
    for line in BYLINES:
        title, byline, names, body = line.split(" | ")
        head = read_head(f"{title} {byline}", body)
        same = head.title == title and [one.name for one in head.authors] == names.split("; ")
        right += same
        wrong += head.certain and not same
        assert f"{head.title} {head.byline}".strip().endswith(byline.split()[-1])
    assert len(BYLINES) >= 60
    assert wrong <= 1
    assert right >= 0.9 * len(BYLINES)


def test_two_thousand_rows_take_linear_time() -> None:
    """Four times the rows take about four times the time."""

    def read(count: int) -> None:
        text = rows_of(*(PAPER.replace("Quiet", f"Quiet{n}") for n in range(count)))
        parsed = parse(Source("a.txt", text))
        assert parsed.issue
        assert len(parsed.issue.items) == count
        assert FOOTER in parsed.issue.title.zh

    assert is_linear(read, 2000)
