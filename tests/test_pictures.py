"""Pictures: what a reader gets of them, and what becomes of those that are none."""

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from PIL import Image, ImageCms

from generator.pictures import looked, svg
from generator.pictures.found import pictures_in
from generator.pictures.looked import copy, facts_of, widths_of
from tests.conftest import Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]
PAGE = "zh/issues/a-shortcut/a-shortcut/index.html"
IMG = re.compile(r"<img [^>]*>")
CONFIG = 'base_url = "https://example.org/letter/"\n'


def picture(size: tuple[int, int] = (1000, 500), form: str = "PNG", **more: Any) -> bytes:
    """Return a picture with a slope of colours in it."""
    mode = more.pop("mode", "RGB")
    slope = Image.linear_gradient("L").resize(size)
    out = io.BytesIO()
    slope.convert(mode).save(out, form, **more)
    return out.getvalue()


def located() -> Image.Exif:
    """Return what a camera says of the place where it stood."""
    exif = Image.Exif()
    exif.get_ifd(looked.GPS)[1] = "N"
    return exif


def bomb(side: int) -> bytes:
    """Return a small PNG that says it is a square of a *side*, with the right sum of its head."""
    data = bytearray(picture((1, 1)))
    data[16:24] = side.to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def drawing(inside: str = "", head: str = "") -> bytes:
    """Return an SVG of 40 by 20."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {space} viewBox="0 0 40 20">{inside}</svg>'.encode()


def text(body: str) -> str:
    """Return an article with a Chinese text."""
    head = "---\ntitle: {zh: 一条捷径, en: A shortcut}\ndate: 2026-03-01\n---\n"
    return f"{head}::: zh\n{body}\n:::\n"


def said(site: SiteFolder, **choices: object) -> list[str]:
    """Return the codes of what a build says, with their places."""
    codes = ("image", "missing-image", "fix")
    found = site.build(**choices).problems
    return [f"{p.span} {p.code}" for p in found if p.code.startswith(codes)]


def test_a_picture_fits_every_screen(make_site: MakeSite) -> None:
    """It is there as WebP in several widths, with its size, its words and its original."""
    site = make_site(
        {
            "甲/a.md": text("![残差块](<图/照 片.jpg>)"),
            "甲/图/照 片.jpg": picture((2400, 1200), "JPEG"),
        }
    )
    assert said(site) == []
    page, files = site.page(PAGE), site.files()
    image = IMG.search(page)
    assert image
    assert 'width="2400" height="1200"' in image[0]
    assert 'loading="lazy"' in image[0]
    assert 'alt="残差块"' in image[0]
    widths = {}
    for path, width in re.findall(r"((?:\.\./)*images/\S+) (\d+)w", image[0]):
        data = files[path.replace("../", "")]
        widths[int(width)] = Image.open(io.BytesIO(data)).size
        assert data[8:12] == b"WEBP"
    assert widths == {480: (480, 240), 960: (960, 480), 1920: (1920, 960)}
    original = re.search(r'class="picture" href="(?:\.\./)*([^"]+)"', page)
    assert original
    assert files[original[1]] == picture((2400, 1200), "JPEG")


def test_a_picture_in_running_text_and_in_a_feed(make_site: MakeSite) -> None:
    """In a line it is no link; in a feed its addresses are whole, and a lost one is only words."""
    body = '见 ![小<b>"图"](a.png) 与 ![没有](b.png)。'
    site = make_site({"a.md": text(body), "a.png": picture((100, 50)), "site.toml": CONFIG})
    assert said(site) == ["a.md:6:29 missing-image"]
    page = site.page(PAGE)
    image = IMG.search(page)
    assert image
    assert "小&lt;b&gt;&quot;图&quot;" in image[0].replace("&#34;", "&quot;")
    assert 'class="picture"' not in page
    assert '<span class="lost" data-src="b.png">没有' in page
    words = feedparser.parse(site.files()["zh/feed.atom"], sanitize_html=False).entries[0]
    assert 'src="https://example.org/letter/images/a.' in words.content[0].value
    assert "data-src" not in words.content[0].value


def test_a_lost_picture_is_put_back(make_site: MakeSite) -> None:
    """The fix file says which file is figure 2, and which the third of all; others stay lost."""
    body = "![]()\n\n图 2 流程\n\n![]()\n\n图 3 结果\n\n![]()\n\n末尾。"
    fix = '[item.a-shortcut]\nfigures = { "图 2" = "流程.png", "#3" = "别处/c.png" }\n'
    files: dict[str, str | bytes] = {"甲/a.md": text(body), "甲/a.fix.toml": fix}
    files |= {"甲/figures/流程.png": picture(), "甲/别处/c.png": picture((50, 50))}
    site = make_site(files)
    assert said(site) == []
    page = site.page(PAGE)
    assert [re.sub(r".*alt=", "", one) for one in IMG.findall(page)] == ['"图 2 流程">', '"">']
    assert page.count('class="lost"') == 1


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ('{ "图 9" = "a.png" }', "fix-unknown-figure"),
        ('{ "图 2" = "none.png" }', "missing-image"),
        ('{ "图 2" = "../../../etc/passwd" }', "missing-image"),
        ('{ "流程" = "a.png" }', "fix-value"),
        ('{ "图 2" = 2 }', "fix-value"),
        ('"a.png"', "fix-value"),
    ],
)
def test_a_slip_in_putting_back(make_site: MakeSite, figures: str, code: str) -> None:
    """What names no figure, or no file, is said at its line in the fix file; the page stays."""
    fix = f"[item.a-shortcut]\nfigures = {figures}\n"
    site = make_site({"a.md": text("![]()\n\n图 2 流程"), "a.fix.toml": fix, "a.png": picture()})
    assert [one.partition(":")[0] + " " + one.split()[-1] for one in said(site)] == [
        f"a.fix.toml {code}"
    ]
    assert "图 2" in site.page(PAGE)


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("a.png", b"", ["image-broken"]),
        ("a.png", picture()[:400], ["image-broken"]),
        ("a.png", b"<html>", ["image-format"]),
        ("a.png", b"MZ\x90\x00", ["image-format"]),
        ("a.tif", picture(form="TIFF"), ["image-format"]),
        ("a.svg", drawing("<script>alert(1)</script>"), ["image-unsafe"]),
        ("a.svg", b"<svg", ["image-broken"]),
        ("a.svg", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", ["image-broken"]),
        ("a.jpg", picture(form="JPEG", mode="CMYK"), ["image-print-colours"]),
        (
            "a.gif",
            picture(form="GIF", save_all=True, append_images=[Image.new("L", (9, 9))]),
            ["image-moving"],
        ),
    ],
)
def test_what_is_no_usual_picture(
    make_site: MakeSite, name: str, data: bytes, codes: list[str]
) -> None:
    """It is said where the text shows it; the page is there whatever it is."""
    site = make_site({"a.md": text(f"![甲]({name})\n\n又 ![乙]({name})"), name: data})
    assert said(site) == [f"a.md:6:6 {code}" for code in codes]
    shown = codes[0] in ("image-print-colours", "image-moving")
    assert len(IMG.findall(site.page(PAGE))) == (2 if shown else 0)
    assert "甲" in site.page(PAGE)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many pixels are known from the head alone; what is too large is not read."""
    monkeypatch.setattr(looked, "MOST", 1000)
    assert facts_of(picture((40, 40)), is_svg=False).remarks[0].code == "image-huge"
    for side in (1000, 60_000, 2**31 - 1):
        facts = facts_of(bomb(side), is_svg=False)
        assert (facts.suffix, facts.remarks[0].code) == ("", "image-huge")


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>",
        "<g onload='x()'/>",
        "<foreignObject/>",
        "<a href='javascript:x()'/>",
        "<image xlink:href='https://example.org/a.png'/>",
        "<image href='data:image/svg+xml,x'/>",
        "<use xlink:href='other.svg#a'/>",
        "<set attributeName='href' to='javascript:x()'/>",
        "<style>@import 'a.css';</style>",
        "<rect fill='url(https://example.org/a)'/>",
        "<style>a { background: url( 'x.png') }</style>",
        "<?xml-stylesheet href='a.css'?>",
    ],
)
def test_a_drawing_that_is_more(inside: str) -> None:
    """Scripts, handlers, and files from elsewhere have no place in a drawing."""
    with pytest.raises(svg.UnsafeError):
        svg.size_of(drawing(inside))


def test_a_drawing_with_entities() -> None:
    """An entity that grows when it is read is refused before it grows."""
    with pytest.raises(svg.UnsafeError):
        svg.size_of(drawing("&b;", '<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'))


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('viewBox="0 0 40 20"', (40, 20)),
        ('width="10cm" height="5cm"', (378, 189)),
        ('width="80" viewBox="0 0 40 20"', (80, 40)),
        ('width="100%" height="100%"', (300, 150)),
        ('width="0" height="-1" viewBox="0 0 0 0"', (300, 150)),
    ],
)
def test_the_size_of_a_drawing(head: str, size: tuple[int, int]) -> None:
    """It is said in pixels, whatever the drawing says of it."""
    inside = "<style>a { fill: url('#b') }</style><use href='#a'/>"
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{inside}</svg>'
    assert svg.size_of(data.encode()) == size


def test_a_turned_picture_stands_upright() -> None:
    """A camera's remark on which side is up is followed, in the size and in the copies."""
    exif = Image.Exif()
    exif[0x0112] = 6
    data = picture((1000, 500), "JPEG", exif=exif)
    facts = facts_of(data, is_svg=False)
    assert (facts.width, facts.height, facts.widths) == (500, 1000, (480, 500))
    assert Image.open(io.BytesIO(copy(data, 480))).size == (480, 960)
    assert not Image.open(io.BytesIO(copy(data, 480))).getexif()


def test_where_a_picture_was_taken() -> None:
    """A place in a picture's head is published with it: the editor is told."""
    facts = facts_of(picture(form="JPEG", exif=located()), is_svg=False)
    assert [one.code for one in facts.remarks] == ["image-location"]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel(mode: str) -> None:
    """Copies are in the colours of screens: what is white stays white, what is clear clear."""
    white = Image.new("L", (600, 300), 255)
    if mode == "I;16":
        image = Image.new("I;16", (600, 300), 65535)
    else:
        image = white.convert("RGB").convert(mode) if mode in ("P", "CMYK") else white.convert(mode)
    out = io.BytesIO()
    image.save(out, "TIFF" if mode == "CMYK" else "PNG")
    if mode == "CMYK":
        out = io.BytesIO()
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        image.save(out, "JPEG", icc_profile=profile)  # a profile that does not fit
    shown = Image.open(io.BytesIO(copy(out.getvalue(), 480)))
    assert shown.size == (480, 240)
    assert shown.convert("RGB").getpixel((240, 120)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((100, 50), (100,)),
        ((480, 9), (480,)),
        ((1920, 9), (480, 960, 1920)),
        ((4000, 3000), (480, 960, 1920)),
        ((1000, 40_000), ()),
    ],
)
def test_the_widths_of_copies(size: tuple[int, int], widths: tuple[int, ...]) -> None:
    """None is wider than the picture, none taller than WebP can be."""
    if size == (1920, 9):
        widths = (480, 960)  # the widest is the picture itself
    assert widths_of(*size) == widths or widths_of(*size) == (*widths, 1920)


def test_the_same_bytes_every_time(make_site: MakeSite) -> None:
    """Two clean builds are equal, a warm one writes nothing, a changed picture is seen."""
    site = make_site({"a.md": text("![甲](a.png)"), "a.png": picture(), "site.toml": CONFIG})
    site.build()
    first = site.files()
    site.build("other", clean=True)
    assert site.files("other") == first
    assert site.build().written == 0
    (site.root / "content/a.png").write_bytes(picture((700, 300)))
    assert site.build().written > 0
    site.build("third", clean=True)
    assert site.files() == site.files("third")
    (site.root / "content/a.png").unlink()
    assert said(site) == ["a.md:6:6 missing-image"]
    assert not [name for name in site.files() if name.startswith("images/")]


def test_copies_are_remembered(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new output folder takes the copies that the store holds; a damaged one is made again."""
    site = make_site({"a.md": text("![甲](a.png)"), "a.png": picture()})
    site.build()
    monkeypatch.setattr("generator.album.copy", lambda *_: pytest.fail("made again"))
    site.build("other")
    assert site.files("other") == site.files()
    monkeypatch.undo()
    for one in (site.root / ".jianbao/copies").iterdir():
        one.write_bytes(b"damaged")
    site.build("third")
    assert site.files("third") == site.files()


@pytest.mark.parametrize(
    "address",
    ["../b.png", "/etc/passwd", "..%2fb.png", ".hidden.png", "out/b.png", "%00.png"],
)
def test_nothing_outside_is_shown(make_site: MakeSite, address: str) -> None:
    """What lies outside of the folder, or is hidden in it, is no picture of the site."""
    site = make_site(
        {"a.md": text(f"![甲](<{address}>)"), ".hidden.png": picture(), "a.png": picture()}
    )
    (site.root / "b.png").write_bytes(picture())
    (site.root / "content/out").symlink_to(site.root)
    assert [one.split()[-1] for one in said(site)] == ["missing-image"]
    assert not IMG.search(site.page(PAGE))


def test_a_link_inside_the_folder(make_site: MakeSite) -> None:
    """A link to a picture inside is followed, one that leads out or nowhere is not."""
    site = make_site({"a.md": text("甲"), "a.png": picture()})
    content = site.root / "content"
    (content / "b.png").symlink_to("a.png")
    (content / "c.png").symlink_to("/etc/hostname")
    (content / "d.png").symlink_to("nowhere.png")
    assert list(pictures_in(content)) == ["a.png", "b.png"]
    assert pictures_in(content / "nowhere") == {}
    assert list(pictures_in(site.root, content)) == []
    assert isinstance(Path(content), Path)


def test_a_picture_without_words(make_site: MakeSite) -> None:
    """It is a warning; a caption does for words."""
    site = make_site(
        {"a.md": text("![](a.png)\n\n中间。\n\n![](a.png)\n\n图 1 残差块"), "a.png": picture()}
    )
    assert said(site) == ["a.md:6:5 image-no-alt"]


def test_a_name_that_is_nearly_right(make_site: MakeSite) -> None:
    """The warning of a picture that is not there names the one that may be meant."""
    site = make_site({"甲/a.md": text("![甲](Flow.PNG)"), "乙/flow.png": picture()})
    found = [p.hint for p in site.build().problems if p.code == "missing-image"]
    assert found == ["did you mean ../乙/flow.png?"]
