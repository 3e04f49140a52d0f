"""Covers of issues: found, published under their contents, and told where they are no use."""

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DAY, SiteFolder

MakeSite = Callable[..., SiteFolder]


def png(red: int) -> bytes:
    """Return a picture of one dot."""

    def part(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    head = part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    dots = part(b"IDAT", zlib.compress(bytes([0, red, 0, 0])))
    return b"\x89PNG\r\n\x1a\n" + head + dots + part(b"IEND", b"")


def covered(cover: str) -> str:
    """Return a day of a digest that names a cover."""
    return f"---\ncover: {cover}\n---\n{DAY}"


def shown(site: SiteFolder) -> list[str]:
    """Return the covers that the issue's page shows, as paths of the output."""
    page = site.page("zh/issues/2026-03-02/index.html")
    found: list[str] = re.findall(r'<img class="cover" src="(?:\.\./)+([^"]+)" alt="[^"]+">', page)
    return found


@pytest.mark.parametrize("named", ["图/封面.png", "/daily/图/封面.png", "../daily/图/封面.png"])
def test_a_picture_is_published(make_site: MakeSite, named: str) -> None:
    """It is found from the file's own folder or the content's, and goes out byte for byte."""
    site = make_site({"daily/a.md": covered(named), "daily/图/封面.png": png(9)})
    problems = {one.code for one in site.build().problems}
    (path,) = shown(site)
    assert re.fullmatch(r"assets/cover\.[0-9a-f]{16}\.png", path)
    assert site.files()[path] == png(9)
    assert not problems & {"cover-lost", "front-matter-unused"}


def test_a_new_picture_changes_its_page_and_no_other(make_site: MakeSite) -> None:
    """A picture that changed in its place is published anew; without change nothing is written."""
    site = make_site({"a.md": covered("c.png"), "c.png": png(9)})
    site.build()
    before, old = shown(site), site.files()
    assert site.build().written == 0
    site.write({"content/c.png": png(8)})
    site.build()
    assert shown(site) != before
    warm = site.files()
    assert before[0] not in warm
    pages = {path for path, data in warm.items() if path.endswith(".html") and old[path] != data}
    issue = {f"{lang}/issues/2026-03-02/index.html" for lang in ("zh", "en")}
    assert pages - {"zh/search/index.html", "en/search/index.html"} == issue
    site.build(clean=True)
    assert site.files() == warm


@pytest.mark.parametrize(
    ("named", "data", "said"),
    [
        ("gone.png", None, "is not there"),
        ("c.png", b"<svg onload='alert(1)'/>", "is no PNG"),
        ("c.png", b"", "is no PNG"),
        ("../../secret.png", png(1), "lies outside"),
        ("https://example.org/c.png", None, "is on another site"),
        ("//example.org/c.png", None, "is on another site"),
        ("c.png", png(1) + bytes(2_000_000), "is larger than 2 MB"),
    ],
)
def test_what_is_no_cover(make_site: MakeSite, named: str, data: bytes | None, said: str) -> None:
    """It is told once with the reason; the page is built without it."""
    site = make_site({"daily/a.md": covered(named)})
    if data is not None:
        (site.root / "content/daily" / named).resolve().write_bytes(data)
    (problem,) = (one for one in site.build().problems if one.code == "cover-lost")
    assert said in problem.message
    assert str(problem.span) == "daily/a.md:2:1"
    assert shown(site) == []


def test_a_link_out_of_the_folder_is_no_cover(make_site: MakeSite, tmp_path: Path) -> None:
    """A picture elsewhere on the machine is not published by way of a link."""
    site = make_site({"a.md": covered("c.png")})
    (tmp_path / "private.png").write_bytes(png(1))
    (site.root / "content/c.png").symlink_to(tmp_path / "private.png")
    assert "cover-lost" in {one.code for one in site.build().problems}
    assert shown(site) == []
