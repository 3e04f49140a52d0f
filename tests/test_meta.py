"""What pages say of themselves to programs: right, complete, harmless whatever the words are."""

import gzip
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from generator.outputs.twin import deeper, literal
from generator.pages.meta import embedded
from tests.conftest import ARTICLE, DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]
ADDRESS = "https://example.org/letter/"
CONFIG = f"""\
base_url = "{ADDRESS}"
[series.daily]
folder = "daily"
title = {{ zh = "日报", en = "Daily" }}
licence = {{ zh = "保留权利", en = "Kept", href = "https://example.org/licence" }}
"""
PAPER = "papers/2603.00001/index.html"


class Head(HTMLParser):
    """The tags of a head that speak to programs, and the JSON in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.links: dict[str, str] = {}
        self.data: list[dict[str, Any]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a tag says."""
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and ("name" in said or "property" in said):
            self.tags.append((said.get("name") or said["property"], said["content"]))
        elif tag == "link" and said.get("rel") in ("canonical", "alternate"):
            self.links[said.get("type") or said.get("hreflang") or "canonical"] = said["href"]
        self.inside = tag == "script" and said.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        """Keep JSON."""
        if self.inside:
            self.data.append(json.loads(data))
            self.inside = False

    def all(self, name: str) -> list[str]:
        """Return every value of a tag."""
        return [value for key, value in self.tags if key == name]


def head(site: SiteFolder, path: str) -> Head:
    """Return the head of a page."""
    return Head(site.page(path))


def day_site(make_site: MakeSite, day: str = DAY, config: str = CONFIG) -> SiteFolder:
    """Return a built site of one day in a series, and an article."""
    site = make_site({"daily/a.md": day, "捷径.md": ARTICLE, "site.toml": config})
    site.build()
    return site


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_paper_can_be_imported(make_site: MakeSite, lang: str) -> None:
    """A page of a paper says in Highwire tags what its citation says, the same in both trees."""
    told = head(day_site(make_site), f"{lang}/{PAPER}")
    page = f"{ADDRESS}{lang}/papers/2603.00001/"
    assert {name: told.all(name) for name, _ in told.tags if name.startswith("citation_")} == {
        "citation_title": [r"Sparse attention at the edge of $\beta$"],
        "citation_author": ["Li Lan", "Wang Ming"],
        "citation_publication_date": ["2026/03"],
        "citation_arxiv_id": ["2603.00001"],
        "citation_language": ["en"],
        "citation_pdf_url": ["http://arxiv.org/pdf/2603.00001v1"],
        "citation_abstract_html_url": [page],
        "citation_keywords": ["Image & video generation"],
    }
    assert told.links["canonical"] == page


def test_a_paper_in_proceedings(make_site: MakeSite) -> None:
    """Pages, the volume, a DOI and affiliations are said where the source has them."""
    text = """\
---
title: {zh: 一篇, en: One paper}
date: 2026-03-01
doi: 10.1000/182
authors:
  - {name: 李兰, affiliation: 某大学}
---
::: zh
正文。
:::
"""
    site = make_site({"a.md": text, "site.toml": CONFIG})
    site.build()
    path = next(name for name in site.files() if name.startswith("zh/papers/doi/"))
    told = head(site, path)
    assert told.all("citation_doi") == ["10.1000/182"]
    assert told.all("citation_author") == ["李兰"]
    assert told.all("citation_author_institution") == ["某大学"]
    assert told.all("citation_publication_date") == ["2026/03/01"]
    assert told.data[0]["sameAs"] == "https://doi.org/10.1000/182"
    assert told.data[0]["author"] == [{"@type": "Person", "name": "李兰", "affiliation": "某大学"}]


def test_what_a_digest_tells_of_is_not_its_part(make_site: MakeSite) -> None:
    """A paper on arXiv is told of by an issue; an article of one's own is part of it."""
    site = day_site(make_site)
    paper = head(site, f"zh/{PAPER}").data[0]
    assert paper["@type"] == "ScholarlyArticle"
    assert paper["name"] == r"Sparse attention at the edge of $\beta$"
    assert paper["alternateName"] == "边缘处的稀疏注意力"
    assert paper["subjectOf"]["@type"] == "PublicationIssue"
    assert paper["subjectOf"]["isPartOf"]["name"] == "日报"
    assert "license" not in paper
    article = head(site, "en/issues/a-shortcut/a-shortcut/index.html").data[0]
    assert article["isPartOf"]["isPartOf"]["@type"] == "Periodical"
    assert article["datePublished"] == "2026-03-01"
    issue = head(site, "en/issues/2026-03-02/index.html").data[0]
    assert (issue["@type"], issue["name"]) == ("PublicationIssue", "2 March 2026")
    assert head(site, "zh/index.html").data[0]["@type"] == "Periodical"


@pytest.mark.parametrize(
    "words",
    ["</script><script>alert(1)</script>", "<!-- <script>", 'a\u2028b & "c" \'', "]]>{{ x }}"],
)
def test_words_stay_words(make_site: MakeSite, words: str) -> None:
    """Whatever a title or a name holds, it ends no element and is read back as it was."""
    day = DAY.replace("边缘处的稀疏注意力", f"边缘 {words}").replace("Li Lan", f"Li {words} Lan")
    told = head(day_site(make_site, day), f"en/{PAPER}")
    assert told.data[0]["alternateName"].startswith("边缘")
    assert "alert(1)" not in words or "<script>alert(1)" in told.data[0]["alternateName"]
    assert len(told.data) == 1
    assert told.all("citation_author")[0].startswith("Li ")


def test_json_in_a_page_has_no_sign_of_markup() -> None:
    """No ``<``, ``>`` or ``&`` is left, and what is empty is left out."""
    shown = str(embedded({"a": "</script>&\u2028", "b": "", "c": []}))
    assert not set("<>&\u2028") & set(shown)
    assert json.loads(shown) == {"a": "</script>&\u2028"}


@pytest.mark.parametrize("date", ["2026/??", "", "Spring 2026"])
def test_no_date_is_invented(make_site: MakeSite, date: str) -> None:
    """A date that is none is in no tag; without an address no address is made up."""
    text = ARTICLE.replace("date: 2026-03-01", f"date: '{date}'")
    site = make_site({"a.md": text})
    site.build()
    told = head(site, "zh/issues/a-shortcut/a-shortcut/index.html")
    assert not told.all("citation_publication_date")
    assert not told.all("article:published_time")
    assert not told.all("citation_abstract_html_url")
    assert not told.all("og:url")
    assert "datePublished" not in told.data[0]
    assert "@id" not in told.data[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_shown_when_a_page_is_shared(make_site: MakeSite, lang: str) -> None:
    """Every page says its title, its words, its language and its address."""
    site = day_site(make_site)
    for path in (n for n in site.files() if n.startswith(f"{lang}/") and n.endswith(".html")):
        told = head(site, path)
        assert all(told.all(f"og:{name}")[0] for name in ("title", "description", "site_name"))
        assert told.all("og:url") == [told.links["canonical"]]
        assert told.all("og:locale") == [{"zh": "zh_CN", "en": "en_GB"}[lang]]
    assert head(site, f"{lang}/{PAPER}").all("og:type") == ["article"]


def test_the_licence_is_on_every_page_of_a_series(make_site: MakeSite) -> None:
    """Issue and items say it; what is not of the series does not."""
    site = day_site(make_site)
    for path in ("issues/2026-03-02/index.html", PAPER):
        assert 'rel="license" href="https://example.org/licence"' in site.page(f"zh/{path}")
    assert 'rel="license"' not in site.page("zh/issues/a-shortcut/a-shortcut/index.html")


def test_the_twin_of_an_issue(make_site: MakeSite) -> None:
    """The Markdown twin holds titles, names, text with TeX, links and the licence."""
    site = day_site(make_site)
    told = site.page("zh/issues/2026-03-02/index.md")
    assert told.startswith("# 2026 年 3 月 2 日\n")
    assert "\n## 生成模型\n" in told
    assert "\n### 边缘处的稀疏注意力\n" in told
    assert "注意力可以很稀薄" in told
    assert "[保留权利](https://example.org/licence)" in told
    assert f"({ADDRESS}zh/papers/2603.00001/)" in told
    assert head(site, "zh/issues/2026-03-02/index.html").links["text/markdown"] == "index.md"
    assert "Residuals let deep networks learn." in site.page("en/issues/a-shortcut/index.md")


@pytest.mark.parametrize(
    ("words", "level", "shown"),
    [
        ("## 一\n\n### 二", 2, "### 一\n\n#### 二"),
        ("###### 深", 5, "###### 深"),
        ("```\n# 不是标题\n```\n# 是", 2, "```\n# 不是标题\n```\n### 是"),
        ("#话题 不是", 2, "#话题 不是"),
    ],
)
def test_headings_of_a_twin(words: str, level: int, shown: str) -> None:
    """Headings of a text stand below that of its item; code and tags stay as they are."""
    assert deeper(words, level) == shown


@pytest.mark.parametrize("words", ["# a", "> a", "- a", "1. a", "```", "---", "==="])
def test_plain_words_make_no_block(words: str) -> None:
    """What would be a heading, a quotation or a list in Markdown is escaped in plain text."""
    assert "\\" in literal(words)
    assert literal("$-1$ # 1.5") == "$-1$ # 1.5"


def test_llms_txt(make_site: MakeSite) -> None:
    """It names the site and leads to twins that are there, in both languages."""
    site = day_site(make_site)
    told = site.page("llms.txt")
    assert told.startswith("# 简报 · Jianbao\n")
    files = site.files()
    twins = re.findall(rf"\]\({re.escape(ADDRESS)}([^)]*index\.md)\)", told)
    assert len(twins) == 4
    assert all(path in files for path in twins)


def test_a_paper_is_light(make_site: MakeSite) -> None:
    """With its style sheets and scripts a paper's page is below 30 KB when compressed."""
    site = day_site(make_site)
    page = site.page(f"zh/{PAPER}")
    asked = {
        path
        for path in re.findall(r'(?:href|src)="(?:\.\./)*(assets/[^"]+)"', page)
        if not path.endswith((".woff2", ".svg"))
    }
    files = site.files()
    assert asked
    sizes = [len(gzip.compress(data, 9)) for data in (page.encode(), *(files[p] for p in asked))]
    assert sum(sizes) <= 30_000
