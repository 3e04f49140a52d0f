"""Two files of one article, a language each, made one."""

from collections.abc import Sequence

import msgspec

from generator.cards import Body, Leaf
from generator.markup.tongues import tell
from generator.model import Counts, Section
from generator.text import language_of


def join(bodies: Sequence[Body]) -> Body:
    """Return an article's two languages as one; bodies of any other shape one after the other."""
    first, *others = bodies
    for far in others:
        ours, theirs = first.issue, far.issue
        if [len(x) for x in first.leaves] == [len(x) for x in far.leaves] == [1]:
            leaf = _join_leaves(first.leaves[0][0], far.leaves[0][0])
            leaves: tuple[tuple[Leaf, ...], ...] = ((leaf,),)
            section = msgspec.structs.replace(ours.sections[0], items=(leaf.item,))
            sections: tuple[Section, ...] = (section,)
        else:
            leaves = (*first.leaves, *far.leaves)
            sections = (*ours.sections, *theirs.sections)
        issue = msgspec.structs.replace(
            ours,
            title=ours.title.fill(theirs.title),
            sections=sections,
            draft=ours.draft or theirs.draft,
            publish=max(ours.publish, theirs.publish),
            aliases=tuple(dict.fromkeys((*ours.aliases, *theirs.aliases))),
            **{key: getattr(ours, key) or getattr(theirs, key) for key in ("date", "number")},
        )
        rest = first.rest + far.rest
        inner = (*first.inner, *far.inner)
        pictures = (*first.pictures, *far.pictures)
        first = Body(issue, leaves, tell(rest, language_of(rest)), inner, pictures)
    return first


_COPIES = frozenset({"figures", "tables", "references", "bios"})
"""What the second language shows again; its formulas and citations are its own."""


LINES = ("title_lines", "abstract_lines", "body_lines")


def _lines(ours: tuple[int, int], theirs: tuple[int, int]) -> tuple[int, int]:
    """Return where each side stands, in the file that has it."""
    return ours[0] or theirs[0], ours[1] or theirs[1]


def _join_leaves(ours: Leaf, theirs: Leaf) -> Leaf:
    """Return one leaf with the sides of both; of any other fact the first that says it counts."""
    item, far = ours.item, theirs.item
    texts = ("title", "subtitle", "abstract", "body")
    either = ("paper", "kicker", "authors", "editors", "date", "topics", "figures", "tables")
    counts = {}
    for key in item.counts.__struct_fields__:
        numbers = (getattr(item.counts, key), getattr(far.counts, key))
        counts[key] = max(numbers) if key in _COPIES else sum(numbers)
    item = msgspec.structs.replace(
        item,
        **{key: getattr(item, key).fill(getattr(far, key)) for key in texts},
        **{key: getattr(item, key) or getattr(far, key) for key in either},
        et_al=item.et_al or far.et_al,
        **{key: (*getattr(item, key), *getattr(far, key)) for key in ("machine", "stale")},
        **{key: _lines(getattr(item, key), getattr(far, key)) for key in LINES},
        fixed={**far.fixed, **item.fixed},
        links=tuple(dict.fromkeys((*item.links, *far.links))),
        events=tuple(dict.fromkeys((*item.events, *far.events))),
        deadlines=tuple(dict.fromkeys((*item.deadlines, *far.deadlines))),
        counts=Counts(**counts),
    )
    sides = ("title", "plain", "subtitle", "abstract", "body", "text")
    return msgspec.structs.replace(
        ours,
        item=item,
        **{key: getattr(ours, key).fill(getattr(theirs, key)) for key in sides},
        contents={**theirs.contents, **ours.contents},
        inner=(*ours.inner, *theirs.inner),
        pictures=(*ours.pictures, *theirs.pictures),
    )
