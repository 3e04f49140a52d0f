"""Feeds, sitemap and JSON: well-formed, complete, escaped by their own rules."""

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from generator import plan
from tests import robot
from tests.conftest import ARTICLE, DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
ADDRESS = "https://example.org/letter/"
TAG = "tag:example.org,2026:letter/"
CONFIG = f'base_url = "{ADDRESS}"\n'


def parsed(site: SiteFolder, path: str) -> ElementTree.Element:
    """Return a file of the site as XML."""
    return ElementTree.fromstring(site.files()[path])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_feed(make_site: MakeSite, lang: str) -> None:
    """Ids name the site, dates are the content's, each entry has a title, a link and its text."""
    site = make_site({"a.md": DAY, "捷径.md": ARTICLE, "site.toml": CONFIG})
    site.build()
    feed = parsed(site, f"{lang}/feed.atom")
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"{TAG}{lang}/papers/2603.00001/",
        f"{TAG}{lang}/content/%E6%8D%B7%E5%BE%84.md",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-03-02T00:00:00Z"
    assert "<p>" in (entries[0].findtext(f"{ATOM}content") or "")
    title = entries[0].findtext(f"{ATOM}title")
    assert title == (
        "边缘处的稀疏注意力" if lang == "zh" else "Sparse attention at the edge of \\beta"
    )


def test_what_xml_forbids(make_site: MakeSite) -> None:
    """Signs that mean something to XML, and characters it may not hold, do no harm in a feed."""
    day = DAY.replace("Sparse attention", "A ]]> <b>&amp; \x00\x0b </title>")
    site = make_site({"a.md": day})
    site.build()
    assert parsed(site, "en/feed.atom").findall(f"{ATOM}entry")


def test_an_undated_item_is_in_no_feed(make_site: MakeSite) -> None:
    """Without a date of its own nothing is invented."""
    site = make_site({"a.md": "# 无日期\n\n正文\n"})
    site.build()
    assert parsed(site, "zh/feed.atom").findall(f"{ATOM}entry") == []


def test_the_sitemap(make_site: MakeSite) -> None:
    """Every page is there once in each language, with links both ways."""
    site = make_site({"a.md": DAY, "site.toml": CONFIG})
    site.build()
    urls = parsed(site, "sitemap.xml").findall(f"{MAP}url")
    places = [url.findtext(f"{MAP}loc") for url in urls]
    assert len(places) == len(set(places))
    pages = {n.removesuffix("index.html") for n in site.files() if n.endswith("index.html")}
    assert {str(place).removeprefix(ADDRESS) for place in places} == pages
    paper = next(url for url in urls if "zh/papers" in str(url.findtext(f"{MAP}loc")))
    assert {link.attrib["hreflang"] for link in paper.findall(LINK)} == {"zh", "en", "x-default"}
    assert paper.findtext(f"{MAP}lastmod") == "2026-03-02"


def test_a_long_sitemap_is_split(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """More pages than a file may list stand in several, and all of them are listed."""
    monkeypatch.setattr(plan, "SITEMAP", 10)
    monkeypatch.setattr("generator.outputs.sitemap.SITEMAP", 10)
    site = make_site({"site.toml": CONFIG})
    robot.corpus(site.root / "content", 3, 5)
    report = site.build()
    parts = [p.findtext(f"{MAP}loc") for p in parsed(site, "sitemap.xml").findall(f"{MAP}sitemap")]
    assert len(parts) > 2
    listed = set()
    for part in parts:
        urls = parsed(site, str(part).removeprefix(ADDRESS)).findall(f"{MAP}url")
        listed |= {url.findtext(f"{MAP}loc") for url in urls}
    assert len(listed) == report.pages + 1


def test_site_json_lists_pages_and_issues(make_site: MakeSite) -> None:
    """The overview names every page that there is."""
    site = make_site({"a.md": DAY})
    site.build()
    told = json.loads(site.files()["api/site.json"])
    assert [issue["id"] for issue in told["issues"]] == ["2026-03-02"]
    files = site.files()
    assert all(f"{page[1:]}index.html" in files for page in told["pages"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_topic_has_its_feed(make_site: MakeSite, lang: str) -> None:
    """A topic's feed holds its own items only, and its pages lead to it."""
    site = make_site({"a.md": DAY, "捷径.md": ARTICLE, "site.toml": CONFIG})
    site.build()
    files = site.files()
    feeds = [n for n in files if n.startswith(f"{lang}/topics/") and n.endswith("feed.atom")]
    assert feeds
    for name in feeds:
        feed = parsed(site, name)
        page = name.removesuffix("feed.atom")
        assert feed.findtext(f"{ATOM}id") == f"{TAG}{page}"
        shown = files[f"{page}index.html"].decode()
        assert 'type="application/atom+xml"' in shown
        for entry in feed.findall(f"{ATOM}entry"):
            link = entry.find(f"{ATOM}link")
            assert link is not None
            path = link.attrib["href"].removeprefix(f"{ADDRESS}{lang}/")
            assert f'href="../../{path}"' in shown


def test_the_json_feed(make_site: MakeSite) -> None:
    """The JSON feed tells what the Atom feed tells, each text with its language."""
    site = make_site({"a.md": DAY, "捷径.md": ARTICLE, "site.toml": CONFIG})
    site.build()
    told = json.loads(site.files()["en/feed.json"])
    atom = parsed(site, "en/feed.atom").findall(f"{ATOM}entry")
    assert [item["id"] for item in told["items"]] == [e.findtext(f"{ATOM}id") for e in atom]
    assert told["version"].endswith("/1.1")
    assert told["feed_url"] == f"{ADDRESS}en/feed.json"
    assert {item["language"] for item in told["items"]} == {"en"}
    assert all("<p>" in item["content_html"] for item in told["items"])
