"""The site as others meet it: programs that read it, and whoever follows its links.

The samples go through in every run; raw files of a reader's own through ``make trial``.
"""

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from generator.renew import build
from generator.workshop import Choices, open_workshop
from tests import outward
from tests.conftest import Files, SiteFolder
from tests.crawl import Crawl, served

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
ADDRESS = "https://name.example/repo/"
Check = Callable[[outward.Files, str], Iterable[str]]
CHECKS: tuple[Check, ...] = (outward.feed_faults, outward.sitemap_faults, outward.record_faults)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample content for an address in a folder of another site; return what was made."""
    top = tmp_path_factory.mktemp("served")
    shop = open_workshop(config=ROOT / "site.toml", output=top / "repo", base_url=ADDRESS)
    build(shop, Choices(as_of="2026-12-31", jobs=1))
    return top / "repo"


def test_programs_can_read_the_samples(sample: Path) -> None:
    """Feeds and sitemap are valid, and every page of an item says what its source says."""
    files = files_of(sample)
    assert sum(data.count(b"<entry>") for name, data in files.items() if "/topics/" in name) > 40
    assert [fault for check in CHECKS for fault in check(files, ADDRESS)] == []


def test_every_address_is_answered(sample: Path) -> None:
    """From the front page, sitemap, feeds, texts and data on, in a folder of a server."""
    with served(sample.parent) as root:
        crawl = Crawl(f"{root}repo/", ADDRESS)
    assert crawl.faults == []
    pages = {path.parent.relative_to(sample).as_posix() for path in sample.rglob("index.html")}
    asked = {place.removeprefix(f"{root}repo/").rstrip("/") or "." for place in crawl.answers}
    assert {page for page in pages if page.isascii()} <= asked


PAPER, ISSUE = "en/papers/*/index.html", "zh/issues/*/index.html"


@pytest.mark.parametrize(
    ("check", "name", "found", "spoilt", "said"),
    [
        (CHECKS[2], PAPER, r'(citation_author" content=")', r"\1X ", "citation_author"),
        (CHECKS[2], PAPER, r'("citation_title" content=")', r"\1X ", "citation_title"),
        (CHECKS[2], PAPER, r'"datePublished":"20', '"datePublished":"19', "datePublished"),
        (CHECKS[2], PAPER, r'(_arxiv_id" content=")\d', r"\g<1>9", "citation_arxiv_id"),
        (CHECKS[2], PAPER, r'(_language" content=")en', r"\1zh", "citation_title"),
        (CHECKS[2], ISSUE, r'(og:image" content=")https:', r"\1", "og:image"),
        (CHECKS[2], ISSUE, '"PublicationIssue"', '"Book"', "@type"),
        (CHECKS[2], "issues/*.png", "IHDR", "IHDR    ", "1200 × 630"),
        (CHECKS[1], "sitemap.xml", "<lastmod>", "<lastmod>in ", "sitemap.xml"),
        (CHECKS[1], "sitemap.xml", '(href="[^"]+)/en/topics/', r"\1/en/", "does not name"),
        (CHECKS[1], PAPER, r'<link rel="alternate" hreflang="zh"[^>]+>', "", "hreflang"),
        (CHECKS[0], "zh/feed.json", '"title"', '"titel"', "JSON Feed"),
        (CHECKS[0], "zh/feed.atom", "<updated>", "<updated>x", "zh/feed.atom"),
    ],
)
def test_what_is_spoilt_is_found(
    sample: Path, check: Check, name: str, found: str, spoilt: str, said: str
) -> None:
    """Each check can fail: one thing is spoilt in one file, and it is named."""
    files = files_of(sample)
    one = min(sample.glob(name)).relative_to(sample).as_posix()
    text = files[one].decode("latin-1")
    files[one] = re.sub(found, spoilt, text, count=1).encode("latin-1")
    assert files[one] != text.encode("latin-1")
    assert any(said in fault for fault in check(files, ADDRESS))


@pytest.mark.skipif(not os.environ.get("JIANBAO_TRIAL"), reason="a site of raw files: make trial")
@pytest.mark.skipif(not SEEDS.is_dir(), reason="no raw files beside this clone")
def test_programs_can_read_a_site_of_raw_files(make_site: Callable[[Files], SiteFolder]) -> None:
    """A series for each raw file, as it is: valid, right, and without one dead link."""
    raw = sorted(SEEDS.glob("*.txt"))
    files: dict[str, str | bytes] = {f"s{n}/{p.name}": p.read_bytes() for n, p in enumerate(raw)}
    series = "".join(
        f'[series.s{n}]\ntitle = {{ zh = "第{n}种", en = "S{n}" }}\n' for n in range(len(raw))
    )
    site = make_site({**files, "site.toml": f'base_url = "{ADDRESS}"\n{series}'})
    site.build("served/repo")
    built = site.files("served/repo")
    assert [fault for check in CHECKS for fault in check(built, ADDRESS)] == []
    with served(site.root / "served") as root:
        assert Crawl(f"{root}repo/", ADDRESS).faults == []
