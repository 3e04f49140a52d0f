"""An issue's page: its contents, and every item in its section."""

from collections.abc import Callable

import msgspec
from markupsafe import escape

from generator.assemble import IssueEntry
from generator.cards import Body, Leaf, SectionCard
from generator.index import kind_of
from generator.pages.forge import source
from generator.pages.frame import Frame
from generator.pages.item import brief, item_view, teaser
from generator.pages.masthead import cover_of, people_of, serial_of
from generator.views import Anchor, IssueView, LinkView, SectionView

SHOWN: dict[str, Callable[[Leaf], Leaf]] = {"digest": lambda leaf: leaf, "proceedings": teaser}
"""How much of an item its issue's page shows; of any other style all but the body."""


LINKS = 6
"""Links of an item that its issue's page shows; its own page shows all."""


def issue_view(
    frame: Frame, issue: IssueEntry, body: Body, show: Callable[[Leaf], Leaf] | None = None
) -> IssueView:
    """Return the page of an issue.

    *show* says how much of its items there is to be, with all of their links, away from the site.
    """
    card = issue.card
    entries = iter(issue.entries)
    shown = show or SHOWN.get(card.style, brief)
    most = 0 if show else LINKS
    kinds = {entry.card.kind for entry in issue.entries}
    sections = []
    for section, leaves in zip(card.sections, body.leaves, strict=True):
        items = tuple(item_view(frame, next(entries), shown(leaf), most=most) for leaf in leaves)
        if len(kinds) == 1:
            items = tuple(msgspec.structs.replace(item, kind_label="") for item in items)
        title, alt, mark = frame.named(section.title) if section.title else (None, None, "")
        count = frame.count(_noun(issue), len(items))
        sections.append(SectionView(f"s-{section.slug}", title, alt, mark, count, items))
    newer, older = frame.scene.index.near[issue.id]
    contents = tuple(_contents(frame, section) for section in card.sections if section.title)
    coded = any(view.has_code for section in sections for view in section.items)
    return IssueView(
        kicker=frame.kind(kind_of(issue)),
        title=frame.issue_title(issue),
        alt=None if frame.is_dated(issue) else frame.alt(card.title.map(escape)),
        date=frame.date(card.date),
        size=frame.count(_noun(issue), len(issue.entries)),
        contents=contents,
        sections=tuple(sections),
        filtered=coded or (len(contents) > 1 and shown is not brief),
        coded=coded,
        rest=frame.name_html(body.rest) if body.rest else None,
        links=_links(frame, issue),
        newer=frame.issue_anchor(newer),
        older=frame.issue_anchor(older),
        serial=serial_of(frame, card),
        people=tuple(people_of(frame, body.issue.people)),
        listing=shown is brief,
        cover=cover_of(frame, issue),
    )


def _noun(issue: IssueEntry) -> str:
    return "papers" if all(entry.card.kind == "paper" for entry in issue.entries) else "items"


def _contents(frame: Frame, section: SectionCard) -> Anchor:
    title = frame.named(section.title)[0]
    return Anchor(title, f"#s-{section.slug}", str(len(section.cards)))


def _links(frame: Frame, issue: IssueEntry) -> tuple[LinkView, ...]:
    root = frame.up + "../"
    links = [
        LinkView("bib", "BibTeX", f"{root}issues/{issue.id}.bib"),
        LinkView("csl", "CSL-JSON", f"{root}issues/{issue.id}.json"),
        LinkView("json", "JSON", f"{root}api/issues/{issue.id}.json"),
    ]
    kept = source(frame, issue.card.path, issue.card.lines)
    return (*links, kept) if kept else tuple(links)
