"""What pages say in their own words about notes and round-ups: labels, titles, links, code."""

import re
from collections.abc import Callable

import pytest

from tests.conftest import Files, SiteFolder
from tests.pages import faults

MakeSite = Callable[[Files], SiteFolder]

NOTES = """模版
1、研究目标:
2、方法:
3、妙处:

量子--------------------

Quantum Machine Learning in Feature Hilbert Spaces

GitHub

1、研究目标:

核函数能不能更快。

2、方法:

把数据编码成量子态。

3、妙处:

简单。

Supervised Learning with Quantum Enhanced Spaces

GitHub: https://github.com/example/quantum

1、研究目标:分类。
"""

LETTER = """# 图像通讯

# IMAGE LETTERS

02 2026

总第 9 期

### 主 办 编委会

主 编 李白 乙研究所

#### /综述/

主 编 苏 轼 甲大学

CONTENTS

## 目录

### | 综述

- 03 一种方法

image@example.org

## 一种方法

甲大学 张三

正文。

责任编辑 苏轼
"""


NUMBER = re.compile(r'<span class="no">([^<]*)</span>')


def headings(page: str) -> list[str]:
    """Return the headings of an item's text, without their tags' names."""
    return re.findall(
        r'<h2 id="h-[^"]*"([^<]*(?:<span[^<]*</span>)?)</h2>', NUMBER.sub(r"\1", page)
    )


def notes_page(site: SiteFolder, lang: str) -> str:
    """Return the first paper's page."""
    slug = "quantum-machine-learning-in-feature-hilbert-spaces"
    return site.page(f"{lang}/issues/my-notes/{slug}/index.html")


def test_labels_of_fields_speak_both_languages(make_site: MakeSite) -> None:
    """A usual field is translated with the printed label beside it; an unusual one stays."""
    site = make_site({"my_notes.md": NOTES})
    site.build()
    assert headings(notes_page(site, "zh")) == [">1、研究目标", ">2、方法", ">3、妙处"]
    beside = '<span class="soft" lang="zh-Hans">({})</span>'
    english = headings(notes_page(site, "en"))
    assert english[:2] == [
        ' lang="en">Research goal ' + beside.format("1、研究目标"),
        ' lang="en">Method ' + beside.format("2、方法"),
    ]
    assert english[2].endswith(">3、妙处")
    contents = re.findall(r'<li><a href="#h-[^>]*>(\w[\w ]*) <span', notes_page(site, "en"))
    assert contents == ["Research goal", "Method"]
    assert list(faults(site.files())) == []


def test_a_site_says_it_in_its_own_words(make_site: MakeSite) -> None:
    """``[names]`` goes before the theme, and adds to it; another theme may say it in its way."""
    config = 'theme = "quiet"\n[names]\n"研究目标" = "Aim"\n"妙处" = "The trick"\n'
    quiet = {
        "themes/quiet/theme.toml": 'extends = "default"',
        "themes/quiet/i18n/names.toml": '"方法" = "How"\n"研究目标" = "Never seen"',
    }
    site = make_site({"my_notes.md": NOTES, "site.toml": config, **quiet})
    site.build()
    words = [re.sub(r"<.*", "", one.partition(">")[2]) for one in headings(notes_page(site, "en"))]
    assert words == ["Aim ", "How ", "The trick "]


def test_roles_speak_both_languages(make_site: MakeSite) -> None:
    """Roles of the masthead and the editor's line are translated; ``[names]`` overrides them."""
    site = make_site({"a.md": LETTER})
    site.build()
    page = "issues/2026-02/index.html"
    assert "<dt>主编</dt>" in site.page(f"zh/{page}")
    english = site.page(f"en/{page}")
    assert '<dt>Editor-in-chief <span class="soft" lang="zh-Hans">(主编)</span></dt>' in english
    item = site.page("en/issues/2026-02/一种方法/index.html")
    assert 'Editor in charge <span class="soft" lang="zh-Hans">(责任编辑)</span>' in item
    site.write({"site.toml": '[names]\n"主编" = "Chief"\n'})
    site.build()
    assert "<dt>Chief <span" in site.page(f"en/{page}")


def test_printed_english_labels_are_translated_too(make_site: MakeSite) -> None:
    """On Chinese pages an English label gets its Chinese name, whatever its case."""
    text = NOTES.replace("研究目标", "GOAL").replace("方法", "Method")
    site = make_site({"my_notes.md": text})
    site.build()
    assert headings(notes_page(site, "zh"))[:2] == [
        ' lang="zh-Hans">目标 <span class="soft" lang="en">(1、GOAL)</span>',
        ' lang="zh-Hans">方法 <span class="soft" lang="en">(2、Method)</span>',
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_code_is_marked_where_there_is_a_way_to_it(make_site: MakeSite, lang: str) -> None:
    """A host's name alone is shown but neither marked nor kept by the filter; an address is."""
    site = make_site({"my_notes.md": NOTES})
    site.build()
    issue = site.page(f"{lang}/issues/my-notes/index.html")
    marked = re.findall(r'<li class="k-note has-code" id="([^"]*)"', issue)
    assert marked == ["i-supervised-learning-with-quantum-enhanced-spaces"]
    assert "GitHub" in notes_page(site, lang)
    rows = "".join(text.decode() for name, text in site.files().items() if "/topics/" in name)
    assert re.findall(r'<li class="k-note has-code"><h3[^>]*><a href="[^"]*/([^/]*)/"', rows)
    assert not re.search(r'has-code"><h3[^>]*><a href="[^"]*quantum-machine', rows)


def test_a_name_of_a_file_stands_for_a_title(make_site: MakeSite) -> None:
    """An issue without title and date is called like its file, and the editor is told so."""
    site = make_site({"量子_读书-notes.md": NOTES, "b.md": f"---\ntitle: 有题\n---\n{NOTES}"})
    report = site.build()
    told = [(p.code, p.span.path) for p in report.problems if p.code == "issue-no-title"]
    assert told == [("issue-no-title", "量子_读书-notes.md")]
    for lang in ("zh", "en"):
        (page,) = [
            text.decode()
            for name, text in site.files().items()
            if re.fullmatch(rf"{lang}/issues/量子[^/]*/index.html", name)
        ]
        assert re.search(r"<h1[^>]*>量子 读书 notes</h1>", page)


def test_a_renamed_file_is_shown_under_its_new_name(make_site: MakeSite) -> None:
    """A warm build after a rename equals a clean one, though the address stays the same."""
    text = f"---\nid: quantum\n---\n{NOTES}"
    site = make_site({"first.md": text})
    site.build()
    (site.root / "content" / "first.md").rename(site.root / "content" / "second.md")
    site.build()
    warm = site.files()
    site.build(clean=True)
    assert warm == site.files()
    assert "<h1" in site.page("zh/issues/quantum/index.html")
    assert ">first</a>" not in site.page("zh/issues/index.html")
    assert ">second</a>" in site.page("zh/issues/index.html")


ROUNDUP = """读图周记 第 1 期

#一个数据集大全

九个好用的数据集

数据1:https://a.example/1
数据2:https://a.example/2
数据3:https://a.example/3
数据4:https://a.example/4
数据5:https://a.example/5
数据6:https://a.example/6
数据7:https://a.example/7
论文:https://arxiv.org/abs/2603.00001
代码:https://github.com/example/data

图片

#另一篇

说点别的

代码:https://github.com/example/other
"""


def test_a_card_shows_the_first_links_of_every_kind(make_site: MakeSite) -> None:
    """Six links at the most, each kind first, and the way to all; the item's page has them all."""
    text = (
        re.sub(r"数据(\d):", r"数据集\1:", ROUNDUP)
        .replace("\n数", "\n\n数")
        .replace("\n论", "\n\n论")
    )
    site = make_site({"周记.txt": text.replace("\n代", "\n\n代")})
    site.build()
    issue = site.page("en/issues/读图周记-第-1-期/index.html")
    card, other = issue.split('<li class="k-')[1:3]
    shown = re.findall(r'<ul class="links">(.*?)</ul>', card, re.DOTALL)[0]
    hrefs = re.findall(r'href="(https:[^"]*)"', shown)
    assert hrefs == [
        *(f"https://a.example/{n}" for n in (1, 2, 3, 4)),
        "https://arxiv.org/abs/2603.00001",
        "https://github.com/example/data",
    ]
    assert ">All 9 links</a>" in shown
    assert "All" not in re.findall(r'<ul class="links">(.*?)</ul>', other, re.DOTALL)[0]
    (page,) = [
        text.decode()
        for name, text in site.files().items()
        if name.startswith("en/issues/") and "一个数据集大全" in name
    ]
    for n in range(1, 8):
        assert f'<li><a href="https://a.example/{n}"' in page
