"""Where an item leads outside the site: papers, code, data and whatever else it names."""

from collections import Counter
from urllib.parse import urlsplit

import msgspec

from generator.assemble import Entry
from generator.cards import OUTSIDE, Leaf
from generator.pages.frame import Frame
from generator.views import LinkView


def shown_links(frame: Frame, entry: Entry, leaf: Leaf, most: int = 0) -> tuple[LinkView, ...]:
    """Return the links that lead somewhere, or *most* of them and the way to all.

    The first of every kind goes before the second of any, and code before the rest of its rank.
    """
    links = [link for link in leaf.item.links if link.href.lower().startswith(OUTSIDE)]
    shown = links
    if most and len(links) > most:
        seen: Counter[str] = Counter()
        ranks = []
        for at, link in enumerate(links):
            ranks.append((seen[link.rel], link.rel != "code", at))
            seen[link.rel] += 1
        shown = [links[at] for at in sorted(at for _, _, at in sorted(ranks)[:most])]
    views = [frame.out(link.rel, link.href, link.label) for link in shown]
    if not most:
        views = _told_apart(views)
    if len(shown) < len(links):
        said = frame.t["all_links"].format(n=len(links))
        views.append(LinkView("more", said, frame.link(entry.path)))
    return tuple(views)


def _told_apart(views: list[LinkView]) -> list[LinkView]:
    """Return links kind by kind; of those with one label each says where it leads."""
    if len(views) < 2:
        return views
    kinds = list(dict.fromkeys(view.rel for view in views))
    labels = Counter(view.label for view in views)
    return [
        msgspec.structs.replace(view, note=urlsplit(view.href).netloc.removeprefix("www."))
        if labels[view.label] > 1
        else view
        for view in sorted(views, key=lambda view: kinds.index(view.rel))
    ]
