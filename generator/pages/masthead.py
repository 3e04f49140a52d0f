"""The front of an issue as a journal has it: its number, its cover, the people who made it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import escape

from generator.assemble import IssueEntry
from generator.cards import IssueCard
from generator.model import Person
from generator.pages.frame import Frame
from generator.text import language_of, text_of
from generator.views import Cover, People, Role, Serial, Words

COVERED = frozenset({"newsletter"})
"""Styles whose issues have a front cover."""


def serial_of(frame: Frame, card: IssueCard) -> tuple[Serial, ...]:
    """Return the number of an issue, in its year and in all."""
    said = []
    if card.number and card.date:
        words = frame.t["issue_number"].replace("{year}", card.date[:4])
        said.append(_serial(words, card.number))
    if card.total_number:
        said.append(_serial(frame.t["total_number"], card.total_number))
    return tuple(said)


def _serial(words: str, number: str) -> Serial:
    before, _, after = words.partition("{n}")
    return Serial(before, number, after)


def cover_of(frame: Frame, issue: IssueEntry) -> Cover | None:
    """Return the front cover of an issue of a journal, or of any issue that has a picture."""
    card = issue.card
    if card.style not in COVERED and not issue.cover:
        return None
    printed = card.title.zh or card.title.en or issue.id
    lang = language_of(printed)
    total = frame.t["total_number"].format(n=card.total_number) if card.total_number else ""
    year = frame.month(card.date[:4]) if card.date else ""
    return Cover(
        number=card.number.zfill(2) if card.number else "",
        title=frame.words(escape(printed), lang),
        upright=lang == "zh",
        foot=tuple(words for words in (year, total) if words),
        picture=f"{frame.up}../{issue.cover}" if issue.cover else "",
        picture_label=frame.t["cover_label"].format(title=printed),
    )


def people_of(frame: Frame, people: Sequence[Person]) -> Iterator[People]:
    """Give the masthead column by column, in the order in which it is printed."""
    for column, persons in groupby(people, key=lambda person: person.section):
        title, printed, _ = frame.named(text_of(column)) if column else (None, None, "")
        roles = [
            Role(_role(frame, some[0]), tuple(_person(frame, person) for person in some))
            for _, group in groupby(persons, key=lambda person: person.role)
            if (some := list(group))
        ]
        yield People(title, tuple(roles), printed)


def _role(frame: Frame, person: Person) -> Words:
    return frame.labelled(person.role.zh or person.role.en, spare=person.role)


def _person(frame: Frame, person: Person) -> tuple[Words, Words | None]:
    place = frame.name(person.affiliation) if person.affiliation else None
    return frame.name(person.name), place
