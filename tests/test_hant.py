"""The third tree: Chinese pages in traditional characters, everything else as it was."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from generator.config import Hant
from generator.errors import ConfigError
from generator.outputs.hant import Turner
from tests.conftest import DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]
ADDRESS = "https://example.org/letter/"
CONFIG = f'base_url = "{ADDRESS}"\nzh-Hant = true\n'
STORY = """\
---
title: {zh: 软件里的后门, en: Back doors}
date: 2026-03-01
---
::: zh
## 网络与头发

皇后在后面看[软件](../a.md)，`软件` 与 $软_1$，李后主。
:::
"""
PAGE = "issues/back-doors/back-doors/index.html"
TAG = re.compile(r"<[a-z/!](?:[^<>\"]|\"[^\"]*\")*>", re.IGNORECASE)


def built(make_site: MakeSite, config: str = CONFIG) -> SiteFolder:
    """Return a built site with a day and an article."""
    site = make_site({"a.md": DAY, "b/c.md": STORY, "site.toml": config})
    site.build()
    return site


def test_words_are_turned_and_nothing_else(make_site: MakeSite) -> None:
    """Each tag of the page is that of the Chinese page, but for language, canonical and toggle."""
    site = built(make_site)
    plain, turned = site.page(f"zh/{PAGE}"), site.page(f"zh-hant/{PAGE}")
    assert '<html lang="zh-Hant"' in turned
    assert "軟體裡的後門" in turned
    assert "皇后在後面看" in turned
    assert "<code>软件</code>" in turned
    assert 'href="../../../../zh-hant/issues/2026-03-02/"' in turned
    body = [page[page.index("<main") : page.index('id="cite"')] for page in (plain, turned)]
    tags = [[t.replace("zh-hant/", "zh/") for t in TAG.findall(half)] for half in body]
    assert tags[0] == [tag.replace("zh-Hant", "zh-Hans") for tag in tags[1]]
    assert (
        plain[plain.index("<pre") : plain.rindex("</pre>")]
        == (turned[turned.index("<pre") : turned.rindex("</pre>")])
    )


def test_every_page_leads_to_every_language(make_site: MakeSite) -> None:
    """The toggle and ``hreflang`` are mutual; the sitemap knows the third tree."""
    site = built(make_site)
    paper = "papers/2603.00001/index.html"
    for tree in ("zh", "zh-hant", "en"):
        page = site.page(f"{tree}/{paper}")
        assert f'hreflang="zh-Hant" href="{ADDRESS}zh-hant/papers/2603.00001/"' in page
        assert f'rel="canonical" href="{ADDRESS}{tree}/papers/2603.00001/"' in page
        marked = re.findall(r'hreflang="([\w-]+)" aria-current="true"', page)
        assert marked == [{"zh": "zh-Hans", "en": "en", "zh-hant": "zh-Hant"}[tree]]
        assert 'lang="zh-Hans" hreflang="zh-Hans"' in page
        assert ">中文</a>" in page
    places = [
        one.text for one in ElementTree.fromstring(site.files()["sitemap.xml"]).iter() if one.text
    ]
    assert f"{ADDRESS}zh-hant/papers/2603.00001/" in places
    assert 'href="zh-hant/"' in site.page("index.html")


def test_every_link_of_the_tree_leads_somewhere(make_site: MakeSite) -> None:
    """Pages of the tree lead to pages of the tree, and to files that are there."""
    files = built(make_site).files()
    assert 'href="../../../zh/feed.atom"' in files["zh-hant/issues/2026-03-02/index.html"].decode()
    for name in (one for one in files if one.startswith("zh-hant/") and one.endswith(".html")):
        for href in re.findall(
            r'(?:href|src)="((?!https?:|mailto:|#)[^"#?]+)', files[name].decode()
        ):
            parts = name.split("/")[:-1]
            for step in href.split("/"):
                parts = parts[:-1] if step == ".." else parts if step == "." else [*parts, step]
            path = "/".join(parts)
            path = f"{path}index.html" if path.endswith("/") or not path else path
            assert path in files, f"{name}: {href}"


def test_off_unless_asked_for(make_site: MakeSite) -> None:
    """Without the setting there is no third tree, and no page speaks of one."""
    files = built(make_site, f'base_url = "{ADDRESS}"\n').files()
    assert not [name for name in files if name.startswith("zh-hant")]
    assert not [name for name, data in files.items() if b"zh-Hant" in data and "assets" not in name]


def test_a_glossary_goes_first(make_site: MakeSite) -> None:
    """Words of the glossary are written as it says, names as they are; the form is chosen."""
    config = f'base_url = "{ADDRESS}"\n[zh-Hant]\nform = "hk"\nkeep = ["李后主"]\n'
    config += '[zh-Hant.glossary]\n"网络" = "網絡"\n"头发" = "秀髮"\n'
    turned = built(make_site, config).page(f"zh-hant/{PAGE}")
    assert "網絡與秀髮" in turned
    assert "軟件裏的後門" in turned
    assert "李后主" in turned


@pytest.mark.parametrize(
    ("html", "turned"),
    [
        ('<p id="后" title="软件">软件</p>', '<p id="后" title="软件">軟體</p>'),
        ("<pre>软件<b>软件</b></pre>软件", "<pre>软件<b>软件</b></pre>軟體"),
        ('<i lang="ja">软件<i>软件</i></i>软件', '<i lang="ja">软件<i>软件</i></i>軟體'),
        ("<script>软件 < 1</script>软件", "<script>软件 < 1</script>軟體"),
        ("<!-- 软件 -->软件", "<!-- 软件 -->軟體"),
        ('<b lang="zh-Hans">软件</b>', '<b lang="zh-Hant">軟體</b>'),
        ("a &lt;软件&gt; <br> 软件", "a &lt;軟體&gt; <br> 軟體"),
        ('<img alt="软>件">软件', '<img alt="软>件">軟體'),
        ("软件<", "軟體<"),
        ('<span translate="no">软件</span>', '<span translate="no">软件</span>'),
    ],
)
def test_what_is_turned(html: str, turned: str) -> None:
    """Only words in Chinese are."""
    assert Turner(Hant()).page(html) == turned


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ('zh-Hant = "yes"', "config-value"),
        ('[zh-Hant]\nform = "cn"', "config-value"),
        ("[zh-Hant]\nglossary = 3", "config-value"),
        ("[zh-Hant]\nkept = []", "config-unknown-key"),
        ("zh-hant = true", "config-unknown-key"),
    ],
)
def test_a_wrong_setting(make_site: MakeSite, setting: str, code: str) -> None:
    """It is said in the line where it stands."""
    site = make_site({"a.md": DAY, "site.toml": setting})
    assert code in [problem.code for problem in site.build().problems]


def test_without_the_package(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that wants the tree and cannot have it is told what to install."""
    from importlib import metadata

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    site = make_site({"a.md": DAY, "site.toml": CONFIG})
    with pytest.raises(ConfigError, match="opencc"):
        site.build()


def test_a_warm_build_of_the_tree(make_site: MakeSite) -> None:
    """An edit reaches the third tree, as in a clean build."""
    site = built(make_site)
    file = site.root / "content/b/c.md"
    file.write_text(file.read_text(encoding="utf-8").replace("头发", "发展"), encoding="utf-8")
    site.build()
    site.build("clean", clean=True)
    assert "網路與發展" in site.page(f"zh-hant/{PAGE}")
    assert site.files() == site.files("clean")
