"""People: the list of those with several items, and one person with all of them."""

from generator.agenda import UNDATED
from generator.index import beside
from generator.listviews import Group, PeoplePage, PersonPage, PersonRow
from generator.pages.frame import Frame
from generator.persons import Person
from generator.plan import few, newest_years, people_listed
from generator.views import Anchor


def people_page(frame: Frame) -> PeoplePage:
    """Return those with the most items; a very long list says how many it leaves out."""
    people = frame.scene.index.people
    shown = people_listed(people)
    return PeoplePage(
        people=tuple(
            PersonRow(frame.name(one.name), frame.link(one.path), str(len(one.entries)))
            for one in shown
        ),
        more=frame.count("people", len(people) - len(shown)) if len(shown) < len(people) else "",
    )


def person_page(frame: Frame, place: int, year: str) -> PersonPage:
    """Return a person's first page, or one year of it."""
    person = frame.scene.index.people[place]
    years = person.years()
    shown = [year] if year else newest_years(person)
    names = tuple(years)
    newer, older = beside(names, names.index(year)) if year else (None, None)
    if not year and len(shown) < len(names):
        older = names[len(shown)]
    return PersonPage(
        name=frame.name(person.name),
        year=_year(frame, year) if year else "",
        size=frame.count("items", len(person.entries)),
        groups=tuple(_group(frame, person, one) for one in shown),
        years=()
        if year or few(person)
        else tuple(
            Anchor(frame.own(_year(frame, one)), _href(frame, person, one), str(len(years[one])))
            for one in names
        ),
        newer=_step(frame, person, newer),
        older=_step(frame, person, older),
    )


def _group(frame: Frame, person: Person, year: str) -> Group:
    rows = tuple(frame.entry_row(entry) for entry in person.years()[year])
    count = frame.count("items", len(rows))
    return Group(frame.own(_year(frame, year)), rows, f"y-{year}", count)


def _year(frame: Frame, year: str) -> str:
    return frame.t["undated"] if year == UNDATED else frame.t["date_year"].format(year=year)


def _href(frame: Frame, person: Person, year: str) -> str:
    return frame.link(f"{person.path}{year}/")


def _step(frame: Frame, person: Person, year: str | None) -> Anchor | None:
    return Anchor(frame.own(_year(frame, year)), _href(frame, person, year)) if year else None
