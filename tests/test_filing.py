"""What is filed where: brought up to date after edits, it is what it would be if made anew."""

from collections.abc import Sequence
from random import Random

import msgspec
import pytest
from msgspec import to_builtins

from generator.assemble import Site, assemble
from generator.cards import Card, IssueCard, Record, SectionCard
from generator.config import Config, Series, load_config
from generator.filing import Filing, file, file_after
from generator.index import index
from generator.text import NO_TEXT, Text
from generator.topics import Topics, load_topics

NAMES = ("李兰", "Wang Ming", "wang  ming", "Ada Ek", "ADA EK", "何 几", "Bo Fu")
TOPICS, _ = load_topics(None)
CONFIG, _ = load_config(None)
LEAST = 2


def card(random: Random) -> Card:
    """Return an item that shares papers, names and topics with many others."""
    paper = f"2603.{random.randrange(40):05}" if random.random() < 0.7 else ""
    topics = tuple(random.sample(TOPICS.order[:5], k=random.randrange(4)))
    title = Text(zh=f"题{random.randrange(9)}")
    return Card(
        kind="paper" if paper else "article",
        slug=f"题-{random.randrange(10**6)}",
        paper=paper,
        title=title,
        plain=title,
        authors=tuple(random.sample(NAMES, k=random.randrange(4))),
        et_al=False,
        date="2026-03-02" if random.random() < 0.8 else "",
        topics=topics,
        links=(),
        lines=(1, 2),
        languages=("zh",),
        has_math=False,
        digest=random.randbytes(4),
        face=random.randbytes(4),
        editors=tuple(random.sample(NAMES, k=random.randrange(2))),
    )


def record(random: Random, path: str) -> Record:
    """Return a source with a few items; some say nothing, some are drafts."""
    cards = tuple(card(random) for _ in range(random.randrange(6)))
    issue = IssueCard(
        path=path,
        style="digest",
        id=random.choice((path.removesuffix(".md"), "2026-03-02")),
        title=NO_TEXT,
        date=random.choice(("2026-03-02", "2026-03-03", path[:10], "")),
        number="",
        total_number="",
        lines=(1, 9),
        draft=random.random() < 0.1,
        publish="",
        sections=(SectionCard(NO_TEXT, "s", cards),),
        languages=("zh",),
        has_math=False,
        digest=random.randbytes(4),
    )
    said = issue if random.random() < 0.9 else None
    return Record(path, (), random.randbytes(4), random.randbytes(4).hex(), said, ())


def site_of(records: Sequence[Record], config: Config, before: Site | None = None) -> Site:
    """Return the site of *records*."""
    return assemble(records, config, as_of="2026-12-31", drafts=False, before=before)[0]


def same(ours: Filing, whole: Filing) -> None:
    """Fail where two filings of one site differ, naming the part."""
    for name in ours.__struct_fields__:
        assert getattr(ours, name) == getattr(whole, name), name


@pytest.mark.parametrize("seed", range(4))
def test_after_edits_as_if_made_anew(seed: int) -> None:
    """Edits, new, renamed and removed files one after another leave the same as a clean start."""
    random = Random(seed)
    records = [record(random, f"2026-03-{day:02}.md") for day in range(1, 29)]
    site = site_of(records, CONFIG)
    filing = file(site, TOPICS, LEAST)
    for step in range(60):
        at = random.randrange(len(records))
        match random.randrange(5):
            case 0:
                del records[at]
            case 1:
                records.append(record(random, f"2026-04-{step:02}.md"))
            case 2:
                records[at] = msgspec.structs.replace(records[at], path=f"moved-{step}.md")
            case _:
                for one in random.sample(range(len(records)), k=random.randrange(1, 3)):
                    records[one] = record(random, records[one].path)
        before, site = site, site_of(records, CONFIG, site)
        assert to_builtins(site) == to_builtins(site_of(records, CONFIG))
        filing = file_after(filing, before, site, TOPICS, LEAST)
        same(filing, file(site, TOPICS, LEAST))
        assert index(site, TOPICS, 10, LEAST, filing) == index(site, TOPICS, 10, LEAST)


def test_what_did_not_change_is_the_same_object() -> None:
    """An edit makes new entries for its own issue alone."""
    random = Random(1)
    records = [record(random, f"2026-03-{day:02}.md") for day in range(1, 29)]
    before = site_of(records, CONFIG)
    at = next(at for at, one in enumerate(records) if one.card and one.card.sections[0].cards)
    kept = records[at].card
    assert kept is not None
    changed = msgspec.structs.replace(kept, digest=b"another")
    records[at] = msgspec.structs.replace(records[at], card=changed)
    after = site_of(records, CONFIG, before)
    other = [
        new.card.path
        for new, old in zip(after.issues, before.issues, strict=True)
        if new is not old
    ]
    assert other == ([] if kept.draft else [records[at].path])


def test_another_series_is_another_issue() -> None:
    """The same file under another series is told anew."""
    random = Random(2)
    records = [record(random, "a/2026-03-01.md"), record(random, "2026-03-02.md")]
    before = site_of(records, CONFIG)
    series = Series(name="甲", folder="a", title=Text(zh="甲"), licence=None)
    config = msgspec.structs.replace(CONFIG, series=(series,))
    again = site_of(records, config, before)
    assert to_builtins(again) == to_builtins(site_of(records, config))


def test_nobody_has_a_page() -> None:
    """Where people are not wanted, edits bring none back."""
    random = Random(3)
    records = [record(random, f"2026-03-{day:02}.md") for day in range(1, 29)]
    before = site_of(records, CONFIG)
    filing = file(before, TOPICS, 0)
    records[5] = record(random, records[5].path)
    after = site_of(records, CONFIG, before)
    assert file_after(filing, before, after, TOPICS, 0).people.people == ()


def test_topics_of_none() -> None:
    """A topic without entries is filed as an empty one, and its kin are none."""
    nothing = file(site_of([], CONFIG), TOPICS, LEAST)
    assert set(nothing.topics) == set(TOPICS.order)
    assert nothing.kin(TOPICS.order[0]) == ()
    assert isinstance(TOPICS, Topics)
