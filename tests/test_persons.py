"""People: who has several items under one printed name, and what their pages say."""

from collections.abc import Callable

import pytest

from tests.conftest import DAY, Files, SiteFolder
from tests.pages import faults

MakeSite = Callable[[Files], SiteFolder]


def day(date: str, paper: str, authors: str) -> str:
    """Return a day with one paper."""
    return (
        f"## [UPDATED!] **{date}** (Publish Time)\n\n>## **生成模型**\n>---\n"
        f">>**index:** 1<br />\n**Date:** {date}<br />\n**Title:** **Study {paper}**<br />\n"
        f"**Title_cn:** **研究 {paper}**<br />\n**Authors:** {authors}<br />\n"
        f"**PDF:** <http://arxiv.org/pdf/{paper}v1><br />\n"
    )


def people(site: SiteFolder) -> set[str]:
    """Return the pages of people, list included."""
    start = "zh/people/"
    return {n[len(start) : -len("index.html")] for n in site.files() if n.startswith(start)}


def test_two_papers_make_a_page(make_site: MakeSite) -> None:
    """Whoever has two items has a page with both, and every paper of theirs leads there."""
    site = make_site(
        {
            "a.md": day("2026-03-01", "2603.00001", "王小明, Ada Lovelace"),
            "b.md": day("2026-03-02", "2603.00002", "Ada Lovelace, Grace Hopper"),
        }
    )
    site.build()
    assert people(site) == {"", "ada-lovelace/"}
    page = site.files()["en/people/ada-lovelace/index.html"].decode()
    assert page.index("papers/2603.00002/") < page.index("papers/2603.00001/")
    paper = site.files()["zh/papers/2603.00001/index.html"].decode()
    assert '<a href="../../people/ada-lovelace/">Ada\u00a0Lovelace</a>' in paper
    assert '<span lang="zh-Hans">王小明</span>' in paper
    assert list(faults(site.files(), "")) == []


def test_one_paper_in_two_issues_is_one_item(make_site: MakeSite) -> None:
    """A paper that stands in two issues counts once."""
    site = make_site(
        {
            "a.md": day("2026-03-01", "2603.00001", "Ada Lovelace"),
            "b.md": day("2026-03-02", "2603.00001", "Ada Lovelace"),
        }
    )
    site.build()
    assert people(site) == set()


def test_spellings_of_one_name(make_site: MakeSite) -> None:
    """Case and blanks make no other person; another name with the same slug is another person."""
    names = ["Li Lei", "li lei", "Li-Lei", "李雷"]
    site = make_site(
        {
            f"{at}.md": day(f"2026-03-{at + 1:02}", f"2603.000{at + 1:02}", names[at // 2 % 4])
            for at in range(8)
        }
    )
    site.build()
    assert people(site) == {"", "li-lei/", "li-lei-2/", "李雷/"}
    first = site.files()["zh/people/li-lei/index.html"].decode()
    assert first.count("papers/2603.") == 4


@pytest.mark.parametrize(("least", "pages"), [(0, 0), (3, 0), (1, 3)])
def test_how_many_it_takes(make_site: MakeSite, least: int, pages: int) -> None:
    """site.toml says from how many items a person has a page; with 0 nobody has, nor is there a
    link to a list."""
    site = make_site(
        {
            "a.md": day("2026-03-01", "2603.00001", "甲, 乙"),
            "b.md": day("2026-03-02", "2603.00002", "甲"),
            "site.toml": f"[people]\nleast = {least}\n",
        }
    )
    site.build()
    assert len(people(site)) == pages
    assert ('href="people/"' in site.files()["zh/index.html"].decode()) == bool(pages)


def test_a_name_that_is_a_path(make_site: MakeSite) -> None:
    """No name leads out of the folder of people."""
    names = "../../etc, <b>x</b>, con, ???"
    site = make_site(
        {
            "a.md": day("2026-03-01", "2603.00001", names),
            "b.md": day("2026-03-02", "2603.00002", names),
        }
    )
    site.build()
    assert all(page.count("/") <= 1 and ".." not in page for page in people(site))
    assert len(people(site)) > 3


def test_a_very_long_list_is_split(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has very many items has a page for each year, and all of them are there."""
    monkeypatch.setattr("generator.plan.SIGNED", 3)
    monkeypatch.setattr("generator.plan.LIST", 2)
    dates = ["2024-01-01", "2024-01-02", "2025-01-01", "2026-01-01", "2026-01-02"]
    site = make_site(
        {f"{at}.md": day(date, f"2603.0000{at}", "陈一") for at, date in enumerate(dates)}
    )
    site.build()
    assert people(site) == {"", "陈一/", "陈一/2024/", "陈一/2025/", "陈一/2026/"}
    assert list(faults(site.files(), "")) == []


def test_a_changed_title(make_site: MakeSite) -> None:
    """A paper's new title reaches the pages of its authors."""
    files = {"a.md": DAY, "b.md": DAY.replace("2603.00001", "2603.00009")}
    site = make_site(files)
    site.build()
    before = {name: data for name, data in site.files().items() if "/people/" in name}
    assert before
    folder = site.root / "content"
    (folder / "a.md").write_text(files["a.md"].replace("attention", "atention"), encoding="utf-8")
    site.build()
    after = {name: data for name, data in site.files().items() if "/people/" in name}
    assert before.keys() == after.keys()
    assert before != after
