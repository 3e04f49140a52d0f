"""The gallery of a theme: everything in every state, by its own templates, only when asked for."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import ThemeError
from generator.gallery import PLACES, gallery
from generator.theme import own_themes
from generator.workshop import Choices, open_workshop
from tests.conftest import DAY
from tests.pages import pages_of, target


@pytest.fixture(scope="module", params=["default", "journal"])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """Give the gallery of a theme that comes with the package, with the theme's own files."""
    folder = tmp_path_factory.mktemp("empty")
    shop = open_workshop(content=folder, output=folder / "public", theme=request.param)
    return {**shop.theme.assets, **gallery(shop)}


def test_ids_are_unique_and_links_lead_somewhere(shown: dict[str, bytes]) -> None:
    """Thirty pages on one do not get into each other's way."""
    pages = pages_of(shown)
    assert sorted(pages) == sorted(PLACES)
    for name, page in pages.items():
        assert page.faults == []
        assert sorted(page.ids) == sorted(set(page.ids))
        for tag, href in page.links:
            found = target(name, href, "")
            if found is None or found.endswith(("/zh/index.html", "/en/index.html")):
                continue
            if href.startswith("#"):
                assert href[1:] in page.ids, (tag, href)
            elif found not in ("zh/index.html", "en/index.html"):
                assert found in shown, (tag, href)


def test_every_template_is_shown(shown: dict[str, bytes]) -> None:
    """No page template of the default theme is left out; one that leads away shows nothing."""
    names = [path.name for path in (own_themes() / "default" / "templates").glob("[!_]*.html")]
    for place in PLACES:
        html = shown[place].decode()
        told = set(re.findall(r'<p class="label ui"><code>(.+?)</code>', html))
        assert set(names) - {"base.html", "redirect.html"} <= told


@pytest.mark.parametrize(
    "state",
    [
        'class="mark"',
        'class="notices"',
        "Olga Tang",
        'class="lost"',
        'class="math-error"',
        "<math",
        '<table class="cal"',
        'class="filter',
        'class="reports"',
        'class="mast"',
        'class="cover"',
        '<details class="other"',
        'class="footnotes"',
        'class="ref"',
        'class="asked"',
        'id="both"',
        'class="block rest"',
        'class="empty"',
    ],
)
def test_every_state_is_shown(shown: dict[str, bytes], state: str) -> None:
    """What a theme has to be ready for is there to be looked at."""
    for place in PLACES:
        assert state in shown[place].decode(), place


def test_only_who_asks_gets_it(make_site) -> None:
    """A build without the option has no gallery, takes an old one away, and never links to it."""
    site = make_site({"2026-03-02.md": DAY, "site.toml": 'title = {zh = "报", en = "Letter"}'})
    runner = CliRunner()
    assert runner.invoke(main, ["build", "--theme-gallery"]).exit_code == 0
    files = site.files()
    assert set(PLACES) <= set(files)
    assert {name for name, data in files.items() if b"theme-gallery" in data} == set(PLACES)
    assert b"noindex" in files["zh/theme-gallery/index.html"]
    assert runner.invoke(main, ["build"]).exit_code == 0
    assert not set(PLACES) & set(site.files())
    site.build("other", clean=True)
    assert site.files() == site.files("other")


def test_it_uses_the_themes_own_parts(make_site) -> None:
    """A list that a theme sets in its own way is set so in the gallery too, within its frame."""
    site = make_site(
        {
            "site.toml": 'theme = "quiet"',
            "themes/quiet/theme.toml": 'extends = "default"',
            "themes/quiet/templates/_topics.html": "{% macro topics(list) %}"
            "<p>甲乙丙</p>{% endmacro %}",
            "themes/quiet/templates/base.html": '{% extends "default!base.html" %}'
            "{% block bar %}<p>丁戊己</p>{% endblock %}",
        }
    )
    shop = open_workshop(config=site.root / "site.toml")
    html = gallery(shop)["zh/theme-gallery/index.html"].decode()
    assert "甲乙丙" in html
    assert html.count("丁戊己") == 1


def test_two_galleries_are_equal(make_site) -> None:
    """The same theme gives the same bytes, whatever the site holds."""
    one = make_site({"site.toml": ""})
    shop = open_workshop(config=one.root / "site.toml")
    first = gallery(shop)
    one.write({"content/2026-03-02.md": DAY})
    assert gallery(shop) == first


def test_a_broken_template_is_named(make_site) -> None:
    """What fails in a theme's template is said as in a build: file and line."""
    site = make_site(
        {
            "site.toml": 'theme = "quiet"',
            "themes/quiet/theme.toml": 'extends = "default"',
            "themes/quiet/templates/topics.html": '{% extends "base.html" %}\n'
            "{% block main %}{{ view.nothing }}{% endblock %}",
        }
    )
    shop = open_workshop(config=site.root / "site.toml")
    with pytest.raises(ThemeError, match=r"quiet/templates/topics\.html:2: .*nothing"):
        gallery(shop)


def test_the_preview_has_it_where_it_is_asked_for(make_site, tmp_path: Path) -> None:
    """``serve --theme-gallery`` answers at its address, and plain ``serve`` does not."""
    from generator.preview import Preview

    site = make_site({"2026-03-02.md": DAY})
    where = {"content": site.root / "content", "output": tmp_path / "public"}
    choices = Choices(as_of="2026-12-31")
    shown = Preview(where, choices, with_gallery=True).reply("/en/theme-gallery/")
    assert shown
    assert b"Theme gallery" in shown.data
    assert Preview(where, choices).reply("/en/theme-gallery/") is None
