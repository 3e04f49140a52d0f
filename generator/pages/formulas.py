"""Which pages have formulas: only these ask for the font and the style sheet of mathematics."""

from generator.assemble import Entry
from generator.listviews import EventsPage, PersonPage, TopicPage
from generator.pages.frame import Scene
from generator.plan import Page, around


def has_math_on(scene: Scene, page: Page, view: object) -> bool:
    """Say whether a formula stands on a page, in its own text or in a title that it lists."""
    site, index = scene.site, scene.index
    if page.kind == "issue":
        return site.issues[page.issue].card.has_math
    if page.number >= 0:
        entries, at = site.issues[page.issue].entries, page.number
        near = (*around(entries, at), *index.related.get(page.path, ()))
        return entries[at].card.has_math or any(map(_math_in_title, near))
    if page.kind == "home":
        return index.lead is not None and any(map(_math_in_title, index.lead.entries))
    if isinstance(view, EventsPage):
        rows = (row for group in view.groups for row in group.rows)
        return any("<math" in item.label.html for row in rows for item, _ in row.sources)
    groups = view.groups if isinstance(view, TopicPage | PersonPage) else ()
    return any("<math" in row.title.html for group in groups for row in group.rows)


def _math_in_title(entry: Entry | None) -> bool:
    if entry is None:
        return False
    return "<math" in entry.card.title.zh or "<math" in entry.card.title.en
