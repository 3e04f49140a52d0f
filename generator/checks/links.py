"""Links of the content to other files and to pages of the site must lead somewhere."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from generator.diagnostics import Diagnostic, Severity
from generator.linking import Places, Target
from generator.markup.result import Inner
from generator.pages.links import Links
from generator.pages.scene import Scene
from generator.plan import Plan
from generator.text import LANGS

WARNING = Severity.WARNING


def check(scene: Scene, plan: Plan) -> Iterator[Diagnostic]:
    """Warn of every link that leads nowhere, and of every anchor that its page does not have."""
    linked = [issue for issue in scene.site.issues if issue.card.inner]
    links = Links(scene, plan)
    for issue in linked:
        for link in issue.card.inner:
            target = links.places.target(issue.card.path, link.href)
            if target is None:
                yield _lost(links.places, link)
            elif _is_lost_inside(links, target):
                message = f"the page is there, but nothing on it is called #{target.fragment}"
                hint = "name a heading by its words, a paper by its id"
                yield Diagnostic(WARNING, "link-anchor", message, link.span, hint)


def _is_lost_inside(links: Links, target: Target) -> bool:
    """Say whether *target* names an anchor that its page, made from content, does not have."""
    if not target.fragment or not target.page or target.page.issue < 0:
        return False
    return not any(links.anchor(target, lang) for lang in LANGS)


def _lost(places: Places, link: Inner) -> Diagnostic:
    """Return the warning of a link that leads nowhere, with a file of that name if there is one."""
    message = f"a link leads nowhere on the site: {link.href}"
    hint = "link to a content file, to a page like /zh/topics/, or to a full address"
    try:
        name = posixpath.basename(unquote(urlsplit(link.href).path))
    except ValueError:
        name = ""
    same = sorted(path for path in places.sources if name and posixpath.basename(path) == name)
    if same:
        here = posixpath.dirname(link.span.path) or "."
        hint = f"did you mean {posixpath.relpath(same[0], here)}?"
    return Diagnostic(WARNING, "link-relative", message, link.span, hint)
