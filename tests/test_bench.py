"""The measurement beside Hugo: a corpus that is always the same, and two sites that are one."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from tests.bench import corpus
from tests.bench.sites import contenders
from tests.conftest import Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]


def test_the_corpus_is_always_the_same() -> None:
    """The same number of papers gives the same bytes; no two have one id."""
    days = corpus.days(2 * corpus.PER_DAY + 3)
    assert [len(day.papers) for day in days] == [40, 40, 3]
    assert len({paper.id for day in days for paper in day.papers}) == 83
    told = "".join(map(corpus.digest, days))
    assert hashlib.sha256(told.encode()).hexdigest() == SEAL


SEAL = "43c43aa8778ec8978fe9a8d290c13e383942ba9cfd58c5a1b1307e9c9fc05fc5"


def test_an_edit_changes_one_paper() -> None:
    """An edited day has the same papers, one of them with other words in both languages."""
    day = corpus.day(3)
    changed = corpus.edited(day)
    differing = [(a, b) for a, b in zip(day.papers, changed.papers, strict=True) if a != b]
    assert len(differing) == 1
    before, after = differing[0]
    assert before.id == after.id
    assert before.abstract != after.abstract
    assert before.abstract_cn != after.abstract_cn


def test_every_contender_has_every_paper(make_site: MakeSite, tmp_path: Path) -> None:
    """All three are given the same papers; ours makes a page of each, without a complaint."""
    days = corpus.days(12)
    ids = {paper.id for paper in days[0].papers}
    ours, pages, data = contenders(Path("hugo"), ())
    for number, one in enumerate((pages, data)):
        one.lay_out(tmp_path / str(number), days)
    written = {path.stem for path in (tmp_path / "0" / "content").rglob("2*.*.md")}
    assert written == ids
    told = (tmp_path / "1" / "assets" / "days" / f"{days[0].date}.json").read_text("utf-8")
    assert all(f'"{paper}"' in told for paper in ids)
    site = make_site({})
    ours.write(site.root, days[0])
    report = site.build()
    assert report.items == len(ids)
    assert {problem.code for problem in report.problems} <= {"no-base-url"}
