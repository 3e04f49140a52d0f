"""One paper in several texts: the newest first, and below it whatever the others say."""

import re
from collections.abc import Callable

import pytest

from tests.conftest import DAY, Files, SiteFolder
from tests.pages import faults, pages_of

MakeSite = Callable[[Files], SiteFolder]

ONE = """---
title: 初读一条捷径
date: 2026-01-02
arxiv: "2603.00001"
---
## 起点

旧文独有的一段[^1]，公式 $x^2$。见[续篇](../b/两篇.md#终点)与[起点](#起点)。

[^1]: 旧注。
"""
TWO = """---
title: 再读一条捷径
date: 2026-02-03
arxiv: "2603.00001v2"
---
## 起点

新文的一段[^1]。

[^1]: 新注。
"""
OTHER = """---
title: 两篇
date: 2026-02-01
---
## 终点

另见[旧文](../a/一.md#起点)。
"""
PAGE = "zh/papers/2603.00001/index.html"


def test_two_articles_on_one_paper(make_site: MakeSite) -> None:
    """The page has the newest text and, below, the older one with its own notes and links."""
    site = make_site({"a/一.md": ONE, "b/二.md": TWO, "b/两篇.md": OTHER})
    report = site.build()
    assert not [p for p in report.problems if p.code.startswith("link-")]
    files = site.files()
    assert list(faults(files)) == []
    for lang in ("zh", "en"):
        page = files[PAGE.replace("zh", lang)].decode()
        assert page.index("新文的一段") < page.index("旧文独有的一段") < page.index("旧注")
        assert "初读一条捷径" in page
        assert '<annotation encoding="application/x-tex">x^2' in page
        assert "math" in re.findall(r'href="[^"]*assets/(\w+)\.', page)
    links = {href for _, href in pages_of(files)[PAGE].links}
    assert any("/issues/" in href and "#h-" in href for href in links)
    assert any(href.startswith("#m1-h-") for href in links)


def test_an_older_text_is_watched(make_site: MakeSite) -> None:
    """The page follows a change of the older text, and of what its links lead to."""
    site = make_site({"a/一.md": ONE, "b/二.md": TWO, "b/两篇.md": OTHER})
    site.build()
    changes: list[Files] = [
        {"content/a/一.md": ONE.replace("独有", "只有这里才有")},
        {"content/b/两篇.md": OTHER.replace("## 终点", "## 尽头")},
        {"content/b/两篇.md": "---\ndraft: true\n---\n"},
    ]
    for change in changes:
        site.write(change)
        site.build()
        site.build("clean", clean=True)
        assert site.files() == site.files("clean")
    assert "只有这里才有" in site.page(PAGE)


def test_the_same_text_twice_is_shown_once(make_site: MakeSite) -> None:
    """A digest that lists a paper again in the same words adds a line to its page, and no text."""
    again = DAY.replace("2026-03-02", "2026-03-05")
    site = make_site({"a.md": DAY, "b.md": again})
    site.build()
    page = site.page(PAGE).partition("<main")[2]  # the head has its beginning as a description
    assert page.count("注意力可以很稀薄") == 1
    assert page.count("/issues/2026-03-0") >= 2
    site.write({"content/a.md": DAY.replace("很稀薄", "非常稀薄")})
    site.build()
    page = site.page(PAGE)
    assert page.index("注意力可以很稀薄") < page.index("注意力可以非常稀薄")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_entries_of_one_issue(make_site: MakeSite, lang: str) -> None:
    """What the second entry of an issue says beside the first stands on the page they share."""
    entry = DAY[DAY.index(">>**index:") :].replace("thin and still see", "blind and still hear")
    site = make_site({"a.md": DAY + entry.replace("** 1<", "** 2<")})
    site.build()
    page = site.page(f"{lang}/papers/2603.00001/index.html")
    assert page.index("thin and still see") < page.index("blind and still hear")
