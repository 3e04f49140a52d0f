"""Feeds: valid, complete, the same entry under the same id whatever becomes of its title."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import feedparser
import msgspec
import pytest
from lxml import etree

from generator.outputs import feed as feeds
from tests import robot
from tests.conftest import ARTICLE, DAY, Files, SiteFolder
from tests.outward import ATOM, Whole

MakeSite = Callable[[Files], SiteFolder]
ADDRESS = "https://example.org/letter/"
CONFIG = f"""\
base_url = "{ADDRESS}"
tagline = {{ zh = "试验", en = "A & <trial>" }}
[series.daily]
folder = "daily"
title = {{ zh = "日报", en = "Daily" }}
licence = {{ zh = "保留权利", en = "Some rights <reserved> & kept" }}
[series.empty]
folder = "empty"
"""
TAG = "tag:example.org,2026:letter/"
HARM = """
## "A" & <b>B</b> ]]> {{ x }}

公式 $x<y$，见[起点](#起点)与[论文](../daily/a.md#2603.00001)。
:::
"""
STORY = ARTICLE.replace("残差让深层网络学得动。\n:::\n", "残差让深层网络学得动。\n" + HARM, 1)


def built(make_site: MakeSite, **more: str | bytes) -> dict[str, bytes]:
    """Return the files of a site of two series and a lone article, with *more* content."""
    files = {"daily/a.md": DAY, "articles/捷径.md": STORY, "site.toml": CONFIG, **more}
    site = make_site(files)
    site.build()
    return site.files()


def feeds_of(files: dict[str, bytes], suffix: str) -> dict[str, bytes]:
    """Return the feeds among *files*."""
    return {name: data for name, data in files.items() if name.endswith(f"feed.{suffix}")}


def ids(files: dict[str, bytes], name: str = "zh/feed.json") -> dict[str, str]:
    """Return the ids of a feed by address."""
    return {item["url"]: item["id"] for item in json.loads(files[name])["items"]}


def test_every_feed_is_valid_atom(make_site: MakeSite) -> None:
    """Each follows the schema, and a reader of feeds finds nothing to mend in it."""
    found = feeds_of(built(make_site), "atom")
    assert {"zh/feed.atom", "en/series/daily/feed.atom", "zh/topics/generation/feed.atom"} <= {
        *found
    }
    for name, data in found.items():
        ATOM.assertValid(etree.fromstring(data))
        told = feedparser.parse(data)
        assert not told.bozo, f"{name}: {told.get('bozo_exception')}"
        assert told.feed.links[0].href == f"{ADDRESS}{name}"
        assert len({entry.id for entry in told.entries}) == len(told.entries)


def test_every_feed_is_valid_json_feed(make_site: MakeSite) -> None:
    """Each has the keys of JSON Feed 1.1 and no other, and says what the Atom feed says."""
    files = built(make_site)
    for name, data in feeds_of(files, "json").items():
        told = msgspec.json.decode(data, type=Whole, strict=True)
        assert told.feed_url == f"{ADDRESS}{name}"
        assert all(item.content_html or item.content_text for item in told.items)
        atom = feedparser.parse(files[name.replace(".json", ".atom")])
        assert [(item.id, item.url) for item in told.items] == [
            (e.id, e.link) for e in atom.entries
        ]


@pytest.mark.parametrize(
    "change",
    [
        lambda feed: feed.remove(feed.find("{*}id")),
        lambda feed: feed.find("{*}updated").__setattr__("text", "yesterday"),
        lambda feed: feed.find("{*}entry/{*}id").__setattr__("text", "2603.00001"),
        lambda feed: etree.SubElement(feed, "extra"),
    ],
)
def test_the_schema_finds_a_fault(
    make_site: MakeSite, change: Callable[[etree._Element], None]
) -> None:
    """A feed that has been spoilt is not valid: the check can fail."""
    feed = etree.fromstring(built(make_site)["en/feed.atom"])
    change(feed)
    assert not ATOM.validate(feed)


def test_the_whole_text_is_in_a_feed(make_site: MakeSite) -> None:
    """Abstract, links and formulas are there; whatever led inside the page or site is whole."""
    told = feedparser.parse(built(make_site)["zh/feed.atom"], sanitize_html=False)
    paper, article = told.entries
    assert "注意力可以很稀薄" in paper.content[0].value
    assert 'href="http://arxiv.org/pdf/2603.00001v1"' in paper.content[0].value
    words = article.content[0].value
    assert "残差让深层网络学得动" in words
    assert "<math" in words
    assert "x&lt;y" in words
    assert f'href="{ADDRESS}zh/issues/a-shortcut/a-shortcut/#' in words
    assert f'href="{ADDRESS}zh/issues/2026-03-02/#2603.00001"' in words
    assert "data-" not in words
    assert ' id="' not in words


def test_what_only_the_other_language_says(make_site: MakeSite) -> None:
    """A missing side is filled from the other, and each text says its language."""
    day = "\n".join(line for line in DAY.split("\n") if "Abstract_cn" not in line)
    feed = etree.fromstring(built(make_site, **{"daily/a.md": day})["zh/feed.atom"])
    entry = feed.find("{*}entry")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert entry.find("{*}title").get(lang) == "zh-Hans"
    assert entry.find("{*}content").get(lang) == "en"
    assert '<p lang="zh-Hans"><a href' in entry.find("{*}content").text


def test_an_id_outlives_a_title(make_site: MakeSite) -> None:
    """New titles give new addresses to what has no id of its own; subscribers see no new entry."""
    before = ids(built(make_site))
    after = ids(
        built(
            make_site,
            **{
                "articles/捷径.md": STORY.replace("A shortcut", "Another way"),
                "daily/a.md": DAY.replace("Sparse attention", "Thin attention"),
            },
        )
    )
    assert list(before.values()) == list(after.values())
    assert list(before) != list(after)
    assert [*before.values()] == [
        f"{TAG}zh/papers/2603.00001/",
        f"{TAG}zh/content/articles/%E6%8D%B7%E5%BE%84.md",
    ]


def test_a_fixed_title_keeps_the_id_among_many(make_site: MakeSite) -> None:
    """Of several things in one file each has its id; a title put right by a fix file keeps it."""
    both = "# 合集\n\n2026-03-01\n\n## 甲\n\n一\n\n## 乙\n\n二\n"
    day = DAY.replace("**PDF:** <http://arxiv.org/pdf/2603.00001v1><br />\n", "")
    second = (
        DAY.split("---\n", 1)[1].replace("index:** 1", "index:** 2").replace("at the", "by the")
    )
    text = (
        day
        + ">>"
        + second.removeprefix(">>").replace(
            "**PDF:** <http://arxiv.org/pdf/2603.00001v1><br />\n", ""
        )
    )
    before = ids(built(make_site, **{"daily/a.md": text, "b.md": both}))
    slug = next(url for url in before if "sparse" in url).rstrip("/").rpartition("/")[2]
    fix = f'[item."{slug}"]\ntitle.zh = "改过的题目"\n'
    site = make_site({"daily/a.fix.toml": fix})
    site.build()
    assert ids(site.files()) == before
    assert "改过的题目" in site.page("zh/feed.json")
    assert len(set(before.values())) == len(before)


def test_ids_can_be_kept_when_the_site_moves(make_site: MakeSite) -> None:
    """``feed.tag`` keeps the ids of an old address."""
    before = ids(built(make_site))
    moved = CONFIG.replace(ADDRESS, "https://new.example/") + f'[feed]\ntag = "{TAG[4:]}"\n'
    after = ids(built(make_site, **{"site.toml": moved}))
    assert list(before.values()) == list(after.values())
    assert all(url.startswith("https://new.example/zh/") for url in after)


@pytest.mark.parametrize(
    "tag", ["example.org", "example.org,26:", "a b,2026:", "http://x/,2026:", "x,2026:a?b/"]
)
def test_a_wrong_tag_is_said(make_site: MakeSite, tag: str) -> None:
    """What can be no tag is an error with its line; the address is used instead."""
    site = make_site({"a.md": DAY, "site.toml": f'base_url = "{ADDRESS}"\n[feed]\ntag = "{tag}"\n'})
    problems = [str(p.span) for p in site.build().problems if p.code == "config-value"]
    assert problems == ["site.toml:3:1"]
    assert ids(site.files())[f"{ADDRESS}zh/papers/2603.00001/"].startswith(TAG)


def test_a_series_has_its_own_words(make_site: MakeSite) -> None:
    """A paper that came again elsewhere stands in the older series' feed with that series' text."""
    again = DAY.replace("2026-03-02", "2026-03-05").replace("很稀薄", "更稀薄")
    files = built(make_site, **{"other/b.md": again})
    assert "很稀薄" in files["zh/series/daily/feed.json"].decode()
    assert "更稀薄" in files["zh/feed.json"].decode()
    assert not any("series/empty" in name for name in files)
    shown = files["zh/issues/index.html"].decode()
    assert '../series/daily/feed.atom"' in shown
    assert "Some rights &lt;reserved&gt; &amp; kept" in files["en/series/daily/feed.atom"].decode()


def test_a_feed_stays_of_a_size(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries beyond the limit are left out, the oldest first; one at least is there."""
    site = make_site({"site.toml": CONFIG})
    robot.corpus(site.root / "content" / "daily", 3, 20)
    site.build()
    assert len(ids(site.files(), "en/feed.json")) == 40
    assert len(ids(site.files(), "en/series/daily/feed.json")) == 20
    whole = len(site.files()["en/feed.json"])
    monkeypatch.setattr(feeds, "LARGEST", whole // 2)
    site.build(clean=True)
    assert 5 < len(ids(site.files(), "en/feed.json")) < 40
    monkeypatch.setattr(feeds, "LARGEST", 1)
    site.build(clean=True)
    assert len(ids(site.files(), "en/feed.json")) == 1


def test_a_feed_follows_what_its_links_lead_to(make_site: MakeSite) -> None:
    """A page that a link leads to may move: the feed is made again, as in a clean build."""
    site = make_site({"daily/a.md": DAY, "articles/捷径.md": STORY, "site.toml": CONFIG})
    site.build()
    target = site.root / "content" / "daily" / "a.md"
    target.write_text(target.read_text(encoding="utf-8").replace("2603.00001", "2603.00009"))
    site.build()
    site.build("clean", clean=True)
    assert site.files() == site.files("clean")


def test_signs_that_xml_forbids_in_the_settings(make_site: MakeSite) -> None:
    """A title with a control character or a markup sign leaves the feed well-formed."""
    config = 'title = { zh = "简\\u0001报", en = "A \\uFFFF <b> & ]]>" }\n'
    site = make_site({"a.md": DAY, "site.toml": config})
    site.build()
    for name, data in feeds_of(site.files(), "atom").items():
        assert not feedparser.parse(data).bozo, name
        assert urlsplit(feedparser.parse(data).feed.link).hostname == "example.invalid"
