"""What readers are led to beside an item's source, and what an editor is told of heavy pages."""

import gzip
import hashlib
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from generator.weight import LIMIT, NAMED, Scales, heavy_pages
from tests.conftest import SiteFolder

MakeSite = Callable[..., SiteFolder]

NOTE = "---\ntitle: {title}\ndate: 2026-03-01\nslug: one\nid: first\n---\n正文一行。\n"


def hrefs(site: SiteFolder, page: str, part: str) -> list[str]:
    """Return the addresses of a page that hold *part*."""
    html = site.files()[page].decode()
    found = (piece.partition('"')[0] for piece in html.split('href="')[1:])
    return [unescape(href) for href in found if part in href]


@pytest.mark.parametrize(
    ("repository", "path", "title", "body", "lines"),
    [
        ("https://github.com/a/b", "/a/b/issues/new", "title", "body", "#L7-L7"),
        ("https://codeberg.org/a/b", "/a/b/issues/new", "title", "body", "#L7-L7"),
        (
            "https://gitlab.com/a/b",
            "/a/b/-/issues/new",
            "issue[title]",
            "issue[description]",
            "#L7",
        ),
        (
            "https://gitlab.lab.example/a",
            "/a/-/issues/new",
            "issue[title]",
            "issue[description]",
            "",
        ),
    ],
)
def test_where_errors_are_reported(
    make_site: MakeSite, repository: str, path: str, title: str, body: str, lines: str
) -> None:
    """Each kind of repository gets the address it knows, with what the report is about."""
    toml = f'base_url = "https://example.org/"\nrepository = "{repository}"\n'
    site = make_site({"site.toml": toml, "a.md": NOTE.format(title="边缘 & 注意力?")})
    site.build()
    for lang, word in (("zh", "勘误"), ("en", "Error")):
        (href,) = hrefs(site, f"{lang}/issues/first/one/index.html", "issues/new")
        url = urlsplit(href)
        said = parse_qs(url.query)
        assert url.path == path
        assert said[title][0].startswith(word)
        assert "边缘 & 注意力?" in said[title][0]
        assert f"https://example.org/{lang}/issues/first/one/" in said[body][0]
        assert "content/a.md:" in said[body][0]
    assert any(lines in href for href in hrefs(site, "zh/issues/first/one/index.html", "blob/HEAD"))


def test_no_repository_no_report(make_site: MakeSite) -> None:
    """Without a repository nobody is led anywhere."""
    site = make_site({"a.md": NOTE.format(title="一篇")})
    site.build()
    assert hrefs(site, "zh/issues/first/one/index.html", "issues/new") == []


def test_a_long_title_is_cut(make_site: MakeSite) -> None:
    """A title of any length makes an address that a server still takes."""
    toml = 'repository = "https://github.com/a/b"\n'
    site = make_site({"site.toml": toml, "a.md": NOTE.format(title="很长" * 400)})
    site.build()
    (href,) = hrefs(site, "zh/issues/first/one/index.html", "issues/new")
    assert len(href) < 6000
    assert "…" in parse_qs(urlsplit(href).query)["title"][0]


def test_a_title_is_never_a_template(make_site: MakeSite) -> None:
    """Braces and percent signs of a title stay as they are."""
    toml = 'repository = "https://github.com/a/b"\n'
    site = make_site({"site.toml": toml, "a.md": NOTE.format(title="'{page} {0} 100%'")})
    site.build()
    (href,) = hrefs(site, "en/issues/first/one/index.html", "issues/new")
    assert parse_qs(urlsplit(href).query)["title"] == ["Error: {page} {0} 100%"]


def test_heavy_pages_are_counted_and_named() -> None:
    """One note names the heaviest and their weight; without any nothing is said."""
    weights = {f"zh/issues/{n}/index.html": LIMIT + 1024 * n for n in range(1, NAMED + 3)}
    (note,) = heavy_pages(weights)
    assert note.code == "heavy-page"
    assert note.message.startswith(
        f"{NAMED + 2} pages take more than 30 KB of a first visit: zh/issues/12/ (42.0 KB)"
    )
    assert note.message.endswith("and 2 more")
    assert heavy_pages({}) == []


def test_a_page_weighs_what_a_browser_fetches() -> None:
    """The page and what its head asks for, compressed; fonts, feeds, other pages do not count."""
    noise = hashlib.shake_256(b"x").hexdigest(25_000).encode()
    assets = {f"assets/{name}": noise[:size] for name, size in (("a.css", 4000), ("b.js", 2000))}
    assets["assets/c.woff2"] = noise
    asks = (
        b'<link rel="stylesheet" href="../../assets/a.css">'
        b'<script defer src="../../assets/b.js" data-more="x"></script>'
        b'<link rel="preload" as="font" href="../../assets/c.woff2">'
        b'<link rel="alternate" href="../feed.atom"><a href="../../assets/a.css">'
    )
    page = asks + noise
    expected = sum(len(gzip.compress(data, 6)) for data in (page, noise[:4000], noise[:2000]))
    assert abs(Scales(assets).weigh(page) - expected) <= 60
    assert Scales(assets).weigh(asks) == 0


def test_a_heavy_page_is_told_again(make_site: MakeSite) -> None:
    """A build that renders other pages still tells of a heavy one that stayed as it was."""
    noise = hashlib.shake_256(b"x").hexdigest(40_000)
    lines = (f"{noise[at : at + 40]}。" for at in range(0, len(noise), 40))
    long = NOTE.format(title="长文") + "\n\n".join(lines)
    site = make_site({"a.md": long, "b.md": "---\ntitle: 短文\n---\n一行。\n"})
    first = [one for one in site.build().problems if one.code == "heavy-page"]
    site.write({"content/b.md": "---\ntitle: 短文\n---\n另一行。\n"})
    report = site.build()
    assert first
    assert [one for one in report.problems if one.code == "heavy-page"] == first
    assert "zh/issues/first/one/" in first[0].message
