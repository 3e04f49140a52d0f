"""The search page: what a browser needs to know before it asks the index."""

import json
from collections.abc import Container

from generator.agenda import UNDATED
from generator.bundles import HANT, INDEX
from generator.listviews import SearchPage, SearchTopic
from generator.pages.frame import Frame
from generator.pages.topic import topic_row
from generator.plan import Plan
from generator.text import LANGS, Text, other

WORDS = (
    *("results_one", "results_many", "results_none", "results_first", "beside", "also_searched"),
    *("search_topic", "search_failed", "search_short", "more_results", "search_page"),
)
"""Interface words that the script places."""

VERSION = 12
"""Characters of a file's digest that its address carries, so that no cache gives an older one."""

READ = ("home", "archive", "topics", "topic", "events", "people", "person", "issue")
"""Kinds of page of which the script reads one, where the index knows of little."""


def search_page(frame: Frame, plan: Plan) -> SearchPage:
    """Return the search page of a language."""
    scene, t = frame.scene, frame.t
    used = sorted({issue.card.style for issue in scene.site.issues})
    kinds = sorted({one.card.kind for issue in scene.site.issues for one in issue.entries})
    topics = tuple(_topic(frame, name) for name in scene.index.topics)
    said = (*scene.topics.terms.items(), *scene.topics.also.items())
    hant = next(one.digest[:VERSION] for one in plan.files if one.name == HANT)
    first = [f"{HANT}.txt?v={hant}"]
    first += [f"{one.name}/{frame.lang}.bin?v={one.digest[:VERSION]}" for one in plan.bundles[:1]]
    facts = {
        "words": {key: t[key] for key in WORDS},
        "kinds": {kind: t[f"kind_{kind}"] for kind in kinds} | {"issue": t["search_issue"]},
        "marks": {lang: t[f"title_only_{lang}"] for lang in LANGS},
        "root": f"{frame.up}../",
        "pages": _one_of_each(plan, scene.index.agenda.topics),
        "hant": hant,
        "terms": sorted([word, en] for en, words in said for word in words),
    }
    return SearchPage(
        action=frame.link("search/"),
        bundles=" ".join(f"{one.name}:{one.bits}:{one.digest[:VERSION]}" for one in plan.bundles),
        preloads=tuple(f"{frame.up}../{INDEX}{one}" for one in first),
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        styles=tuple((style, t.get(f"style_{style}", style)) for style in used),
        years=tuple(
            sorted({issue.card.date[:4] for issue in scene.site.issues} - {""}, reverse=True)
        ),
        topics=topics,
        topics_href=frame.link("topics/"),
        archive_href=frame.link("issues/"),
    )


def _one_of_each(plan: Plan, dated: Container[str]) -> list[str]:
    """Return a page of each kind of list: of a month, of no date, of all, with a calendar."""
    found: dict[tuple[str, bool, bool, bool], str] = {}
    for page in plan.pages:
        if page.kind in READ:
            part = page.month or page.year
            kind = (page.kind, bool(part), part == UNDATED, page.topic in dated)
            found.setdefault(kind, page.path)
    return list(found.values())


def _topic(frame: Frame, name: str) -> SearchTopic:
    topic = frame.scene.topics.topics.get(name)
    row = topic_row(frame, name, 0)
    title = topic.title if topic else Text(zh=name, en=name)
    called = (name, title[frame.lang], title[other(frame.lang)], *(topic.aliases if topic else ()))
    return SearchTopic(name, row.name, row.alt, row.href, "\n".join(dict.fromkeys(called)))
