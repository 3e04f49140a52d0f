"""The picture of an issue: there for each, right, the same everywhere."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from generator.outputs.cover import SIZE, Cover, characters, draw
from tests.conftest import ARTICLE, DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]
ADDRESS = "https://example.org/letter/"
WHAT = Cover(("简报", "Jianbao"), ("稀疏注意力", "Thin attention"), "02", ("40 items",), (3, 9))


def pixels(what: Cover) -> Image.Image:
    """Return a cover as pixels."""
    image = Image.open(io.BytesIO(draw(what)))
    assert (image.format, image.size) == ("PNG", SIZE)
    return image.convert("RGB")


def test_every_issue_has_its_picture(make_site: MakeSite) -> None:
    """Issue and items name it by its whole address, and it is there."""
    site = make_site({"a.md": DAY, "b.md": ARTICLE, "site.toml": f'base_url = "{ADDRESS}"\n'})
    site.build()
    for page, image in (
        ("zh/issues/2026-03-02/", "issues/2026-03-02.png"),
        ("en/papers/2603.00001/", "issues/2026-03-02.png"),
        ("zh/issues/a-shortcut/a-shortcut/", "issues/a-shortcut.png"),
    ):
        shown = site.page(f"{page}index.html")
        assert f'<meta property="og:image" content="{ADDRESS}{image}">' in shown
        assert 'name="twitter:card" content="summary_large_image"' in shown
        assert Image.open(io.BytesIO(site.files()[image])).size == SIZE
    first = site.files()
    site.build("other", clean=True)
    assert site.files("other") == first
    assert all(len(data) < 40_000 for name, data in first.items() if name.endswith(".png"))


@pytest.mark.parametrize("config", ["", f'base_url = "{ADDRESS}"\ncovers = false\n'])
def test_no_picture_where_none_is_wanted(make_site: MakeSite, config: str) -> None:
    """Without an address nobody could be led to it; and a site may do without."""
    site = make_site({"a.md": DAY, "site.toml": config})
    site.build()
    assert not [name for name in site.files() if name.endswith(".png")]
    assert "og:image" not in site.page("zh/issues/2026-03-02/index.html")


@pytest.mark.parametrize(
    "change",
    [
        {"titles": ("别的题目", "Thin attention")},
        {"titles": ("稀疏注意力", "Other words")},
        {"numeral": "03"},
        {"site": ("另一份",)},
        {"facts": ("41 items",)},
        {"sizes": (9, 3)},
    ],
)
def test_all_that_it_says_is_seen(change: dict[str, tuple[str, ...]]) -> None:
    """Whatever a cover says changes its pixels."""
    told = {name: getattr(WHAT, name) for name in WHAT.__struct_fields__}
    assert draw(Cover(**{**told, **change})) != draw(WHAT)


@pytest.mark.parametrize(
    "title", ["𠀀", "龘靐", "x" * 500, "很长" * 200, "", " ", "\u202eabc", "a\nb", "<b>&", "🎉"]
)
def test_any_title_will_do(title: str) -> None:
    """Rare characters leave the line out; a long title stays inside, whatever it is made of."""
    image = pixels(Cover(("简报",), (title, ""), "", ()))
    corner = image.crop((SIZE[0] - 60, 0, *SIZE))
    assert corner.getcolors() == [(60 * SIZE[1], (251, 249, 243))]
    if title in ("𠀀", "龘靐", "🎉", "\u202eabc"):
        assert draw(Cover(("简报",), (title, ""), "", ())) == draw(Cover(("简报",), (), "", ()))


def test_what_the_font_has() -> None:
    """The list beside the font is what it has: no character of it is drawn as a missing one."""
    assert {"简", "报", "力", "A", "é", "…"} <= characters()
    assert "\U0010ffff" not in characters()
    assert len(characters()) > 3800


def test_any_number_of_sections() -> None:
    """None, empty ones, or very many: nothing is drawn outside of its place."""
    for sizes in ((), (0, 0), (5,), tuple(range(40)), tuple(range(400))):
        assert pixels(Cover(("简报",), (), "", (), sizes)).getpixel((1190, 600)) == (251, 249, 243)
