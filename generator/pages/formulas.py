"""Whether a formula stands on a page: only then does it ask for a font and a style sheet more."""

from generator.assemble import Entry
from generator.listviews import EventsPage, PersonPage, TopicPage
from generator.pages.scene import Scene
from generator.plan import Page, around


def has_math(scene: Scene, page: Page, view: object) -> bool:
    """Say whether a formula stands on *page*, in its own text or in a title that it lists."""
    site, index = scene.site, scene.index
    if page.kind == "issue":
        return site.issues[page.issue].card.has_math
    if page.number >= 0:
        entries, at = site.issues[page.issue].entries, page.number
        near = (*around(entries, at), *index.related.get(page.path, ()))
        own = any(one.card.has_math for one in site.pages[page.path])
        return own or any(map(_in_title, near))
    if page.kind == "home":
        return index.lead is not None and any(map(_in_title, index.lead.entries))
    if isinstance(view, EventsPage):
        rows = (row for group in view.groups for row in group.rows)
        return any("<math" in item.label.html for row in rows for item, _ in row.sources)
    groups = view.groups if isinstance(view, TopicPage | PersonPage) else ()
    return any("<math" in row.title.html for group in groups for row in group.rows)


def _in_title(entry: Entry | None) -> bool:
    if entry is None:
        return False
    return "<math" in entry.card.title.zh or "<math" in entry.card.title.en
