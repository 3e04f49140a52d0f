"""An item: as a card on an issue's page, and its own page."""

import re
from collections.abc import Iterator

import msgspec
from markupsafe import Markup, escape

from generator.assemble import Entry, IssueEntry
from generator.cards import Body, Leaf
from generator.index import kind_of
from generator.model import Item
from generator.pages.cite import cite_view
from generator.pages.frame import ATTR, Frame, id_href, id_label, is_lone, kind_anchor
from generator.pages.occasions import item_dates
from generator.plan import around
from generator.text import LANGS, NO_TEXT, Lang, Text, other, text_of
from generator.views import Anchor, Fact, ItemPage, ItemView, LinkView, Mention, Words

OUTSIDE = ("http://", "https://", "mailto:")

TEASER = 300
"""Characters of an abstract that a long list of papers shows."""

TAG = re.compile(r'<[a-z](?:[^<>"]|"[^"]*")*>')


def item_view(frame: Frame, entry: Entry, leaf: Leaf, *, linked: bool = False) -> ItemView:
    """Return one item with all that it says; its authors may be *linked* to their pages."""
    item, t = leaf.item, frame.t
    far = other(frame.lang)
    title = leaf.title or Text(**{frame.lang: str(escape(item.paper or t["untitled"]))})
    plain = leaf.plain if leaf.title else title
    return ItemView(
        anchor=entry.anchor,
        number=str(entry.number),
        href=frame.link(entry.path),
        title=frame.best(title),
        plain_title=plain.best(frame.lang)[1],
        plain_alt=plain[far] if plain[frame.lang] else "",
        pages=t["pages"].format(first=item.pages[0], last=item.pages[1]) if item.pages else "",
        affiliations=_affiliations(frame, item),
        kind_label="" if item.kind == "paper" else t[f"kind_{item.kind}"],
        alt=frame.alt(leaf.title),
        title_mark=frame.mark("title", leaf.title),
        subtitle=frame.best(leaf.subtitle) if leaf.subtitle else None,
        subtitle_mark=frame.mark("subtitle", leaf.subtitle),
        kicker=frame.name(item.kicker) if item.kicker else None,
        authors=frame.authors(entry.card.authors, item.et_al, linked=linked),
        id_label=id_label(item.paper) if item.paper else "",
        id_href=id_href(item.paper) if item.paper else "",
        date=frame.date(item.date),
        abstract=frame.best(leaf.abstract) if leaf.abstract else None,
        abstract_mark=frame.mark("abstract", leaf.abstract),
        other_abstract=frame.alt(leaf.abstract),
        abstract_summary=t[f"abstract_summary_{far}"],
        body=frame.best(leaf.body) if leaf.body else None,
        body_mark=frame.mark("body", leaf.body),
        other_body=_second(frame, leaf.body),
        body_summary=t[f"body_summary_{far}"],
        other_attr=ATTR[far],
        fields=tuple((_field(frame, label), frame.name_html(html)) for label, html in leaf.fields),
        links=_links(frame, leaf),
        topics=tuple(frame.topic(name) for name in item.topics),
        has_code=any(link.rel == "code" for link in item.links),
        source=frame.source(frame.scene.site.issues[entry.issue].card.path, item.lines),
        notices=tuple(_notices(frame, leaf)),
    )


def _notices(frame: Frame, leaf: Leaf) -> Iterator[str]:
    """Say of each language which of the shown words a machine translated, and which are stale."""
    t = frame.t
    shown = {"title": leaf.title, "subtitle": leaf.subtitle}
    shown |= {"abstract": leaf.abstract, "text": leaf.body}
    for what, names in (("machine", leaf.item.machine), ("stale", leaf.item.stale)):
        for lang in LANGS:
            parts = [t[f"part_{p}"] for p, text in shown.items() if text and f"{p}.{lang}" in names]
            if parts:
                listed = t["list_separator"].join(parts)
                yield t[f"translated_{what}"].format(side=t[f"side_{lang}"], parts=listed)


def _affiliations(frame: Frame, item: Item) -> tuple[Words, ...]:
    """Return where the authors are from, each place once."""
    said = (author.affiliation for author in item.authors if author.affiliation)
    places = dict.fromkeys(place for places in said for place in places.split("; "))
    return tuple(frame.name(place) for place in places)


def brief(leaf: Leaf) -> Leaf:
    """Return a leaf without what only its own page shows: its body and its fields."""
    return msgspec.structs.replace(leaf, body=NO_TEXT, fields=())


def teaser(leaf: Leaf) -> Leaf:
    """Return a leaf with no more than the first lines of its abstract."""
    cut = leaf.item.abstract.map(_first_lines)
    return msgspec.structs.replace(brief(leaf), abstract=cut)


def _first_lines(words: str) -> str:
    shown = words if len(words) <= TEASER else words[:TEASER].rpartition(" ")[0] + " …"
    return f"<p>{escape(shown)}</p>"


def _second(frame: Frame, body: Text) -> Words | None:
    """Return the other language's body; its ids carry the language, since both are on one page."""
    words = frame.alt(body)
    if words is None:
        return None
    far = other(frame.lang)
    return Words(Markup(TAG.sub(lambda tag: _renamed(tag[0], far), str(words.html))), words.attr)


def _renamed(tag: str, lang: Lang) -> str:
    return tag.replace(' id="', f' id="{lang}-').replace(' href="#', f' href="#{lang}-')


def _field(frame: Frame, label: str) -> Words:
    """Return a field's label; the printed one stays beside a name from ``[names]``."""
    words, printed, _ = frame.named(text_of(label))
    if printed is None or words.html == escape(label):
        return words
    return Words(words.html + Markup(f" <span{printed.attr}>({printed.html})</span>"), words.attr)


def _links(frame: Frame, leaf: Leaf) -> tuple[LinkView, ...]:
    """Return the links that lead somewhere; any other is in the text, and only there."""
    return tuple(
        frame.out(link.rel, link.href, link.label)
        for link in leaf.item.links
        if link.href.lower().startswith(OUTSIDE)
    )


def item_page(frame: Frame, entry: Entry, body: Body) -> ItemPage:
    """Return the page of an item: its newest text, and every issue that has it."""
    scene = frame.scene
    issue = scene.site.issues[entry.issue]
    leaf = leaf_of(body, entry)
    view = item_view(frame, entry, leaf, linked=True)
    previous, following = around(issue.entries, entry.number - 1)
    shared = scene.site.pages[entry.path]
    return ItemPage(
        item=view,
        crumbs=_crumbs(frame, issue, entry),
        date=view.date,
        facts=tuple(_facts(frame, view, issue, entry)),
        contents=tuple(
            Anchor(frame.best(Text(**{frame.lang: heading.html})), f"#{heading.anchor}")
            for heading in leaf.contents.get(leaf.body.best(frame.lang)[0], ())
            if heading.level <= 3
        ),
        mentions=() if is_lone(issue) else tuple(_mention(frame, one) for one in shared),
        cite=cite_view(frame, entry, leaf.item),
        related=tuple(frame.title_row(one) for one in scene.index.related.get(entry.path, ())),
        newer=_entry_anchor(frame, following),
        older=_entry_anchor(frame, previous),
        dates=item_dates(frame, scene.index.agenda.items.get(entry.path, ())),
    )


def leaf_of(body: Body, entry: Entry) -> Leaf:
    """Return an entry's leaf."""
    before = sum(len(leaves) for leaves in body.leaves[: entry.section])
    return body.leaves[entry.section][entry.number - 1 - before]


def _crumbs(frame: Frame, issue: IssueEntry, entry: Entry) -> tuple[Anchor, ...]:
    crumbs = [Anchor(frame.own(frame.t["issues"]), frame.link("issues/"))]
    crumbs.append(Anchor(frame.issue_title(issue), frame.link(issue.path)))
    section = issue.card.sections[entry.section]
    if section.title:
        href = f"{frame.link(issue.path)}#s-{section.slug}"
        crumbs.append(Anchor(frame.named(section.title)[0], href))
    return tuple(crumbs)


def _facts(frame: Frame, view: ItemView, issue: IssueEntry, entry: Entry) -> list[Fact]:
    t = frame.t
    facts = []
    if view.id_label:
        name, _, number = view.id_label.partition(" ")
        facts.append(Fact(name, (Anchor(frame.own(number), view.id_href),)))
    kind = Anchor(
        frame.kind(kind_of(issue)), f"{frame.link('issues/')}#{kind_anchor(kind_of(issue))}"
    )
    facts.append(Fact(t["mentions"], (kind,)))
    if view.pages:
        facts.append(Fact(t["pages_label"], (Anchor(frame.own(view.pages), ""),)))
    if view.topics:
        facts.append(Fact(t["topics"], view.topics))
    return facts


def _mention(frame: Frame, entry: Entry) -> Mention:
    issue = frame.scene.site.issues[entry.issue]
    section = issue.card.sections[entry.section].title
    return Mention(
        issue=frame.issue_title(issue),
        href=f"{frame.link(issue.path)}#{entry.anchor}",
        section=frame.named(section)[0] if section else None,
        number=frame.t["number"].format(n=entry.number),
        kind=frame.kind(kind_of(issue)),
    )


def _entry_anchor(frame: Frame, entry: Entry | None) -> Anchor | None:
    return Anchor(frame.entry_title(entry), frame.link(entry.path)) if entry else None
