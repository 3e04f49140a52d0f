"""Feeds, sitemap and JSON stay what they are, whatever a text holds."""

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.conftest import Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]

WORDS = [
    *("]]>", "</script>", "<!--", "-->", "&", "&amp;", "&nosuch;", "<![CDATA[", "<?xml?>"),
    *('"', "'", "\x00", "\x0b", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff", "\ufdd0", "\u2028"),
    *("\u202e", "\\ud800", "𠀀", "👩‍🔬", "</feed>", "</entry>", "</content>", "%00", "{{ 7 }}"),
]
FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
XML_FORBIDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """A site whose titles, authors and texts hold all that a format may stumble over."""
    files = {}
    for at, word in enumerate(WORDS):
        shown = json.dumps(f"甲 {FORBIDDEN.sub('-', word)} 乙", ensure_ascii=False)
        files[f"{at}.md"] = (
            f"---\ntitle: {shown}\nauthors: [{shown}]\nabstract: {shown}\ndate: 2026-03-01\n---\n"
            f"前 {word} 后\n\n`{word}`\n"
        )
    made = make_site({**files, "site.toml": 'base_url = "https://a.example/x/"\n'})
    made.build()
    return made


def test_xml_is_well_formed(site: SiteFolder) -> None:
    """Every feed and sitemap parses, holds no forbidden character, and all its entries."""
    found = {n: d for n, d in site.files().items() if n.endswith((".atom", ".xml", ".rss"))}
    assert {"zh/feed.atom", "en/feed.atom", "sitemap.xml"} <= found.keys()
    for name, data in found.items():
        text = data.decode()
        assert not XML_FORBIDS.search(text), name
        top = ElementTree.fromstring(text)
        if name in ("zh/feed.atom", "en/feed.atom"):
            titles = [one.text or "" for one in top.iter("{http://www.w3.org/2005/Atom}title")]
            assert len(titles) == len(WORDS) + 1
            assert any("]]>" in title for title in titles)
            for content in top.iter("{http://www.w3.org/2005/Atom}content"):
                assert "<script" not in (content.text or "").lower()


def test_json_is_json(site: SiteFolder) -> None:
    """Every JSON file parses, also as strict UTF-8, and says the words as they are."""
    found = {n: d for n, d in site.files().items() if n.endswith(".json")}
    assert "api/site.json" in found
    said = ""
    for data in found.values():
        said += json.dumps(json.loads(data.decode("utf-8", "strict")), ensure_ascii=False)
    assert "]]>" in said
    assert "</script>" in said


def test_no_page_holds_a_forbidden_character(site: SiteFolder) -> None:
    """Neither raw nor as a number."""
    for name, data in site.files().items():
        text = data.decode("utf-8", "strict") if name.endswith((".html", ".atom", ".xml")) else ""
        assert not XML_FORBIDS.search(text), name
        assert not re.search(r"&#(?:0|x0|11|x0*b|27|x0*1b);", text, re.IGNORECASE), name
