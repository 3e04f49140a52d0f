"""``new theme``: a folder that works at once, and names that are refused."""

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.conftest import ARTICLE, DAY
from tests.pages import faults

MADE = ["static/tokens.css", "templates/base.html", "templates/issue.html", "theme.toml"]


def new(*words: str) -> Result:
    """Run ``jianbao new theme`` in the current folder."""
    return CliRunner().invoke(main, ["new", "theme", *words])


@pytest.mark.parametrize("name", ["quiet", "素白"])
def test_a_new_theme_works(make_site, name: str) -> None:
    """It says what it made and what to write, and a site builds with it without a fault."""
    site = make_site({"2026-03-02.md": DAY, "捷径.md": ARTICLE, "site.toml": f'theme = "{name}"'})
    done = new(name)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [f"themes/{name}/{file}" for file in MADE]
    assert f'theme = "{name}"' in done.stderr
    site.build()
    assert list(faults(site.files())) == []
    assert "assets/tokens." in site.page("zh/index.html")


def test_it_stands_beside_the_settings(make_site, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a folder of the content, the theme is made where the site looks for it."""
    site = make_site({"daily/2026-03-02.md": DAY, "site.toml": ""})
    monkeypatch.chdir(site.root / "content" / "daily")
    assert new("quiet").exit_code == 0
    assert (site.root / "themes" / "quiet" / "theme.toml").is_file()


@pytest.mark.parametrize(
    "name", ["../quiet", "a/b", "/quiet", "Quiet", "two words", ".", "..", ".hidden", "", "甲！"]
)
def test_bad_names_are_refused(make_site, name: str) -> None:
    """A name is a folder's and an address's; another one is proposed, nothing is made."""
    site = make_site({"site.toml": ""})
    done = new("--", name)
    assert done.exit_code == 2
    assert "cannot be called" in done.stderr
    assert "hint: call it" in done.stderr
    assert [path.name for path in site.root.iterdir()] == ["site.toml"]


@pytest.mark.parametrize("name", ["default", "journal"])
def test_the_packages_names_are_refused(make_site, name: str) -> None:
    """A theme that hides one of the package would be found by accident."""
    site = make_site({"site.toml": ""})
    done = new(name)
    assert done.exit_code == 2
    assert "comes with the package" in done.stderr
    assert not (site.root / "themes").exists()


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link"])
def test_what_is_there_stays(make_site, kind: str) -> None:
    """Nothing of that name is ever written over, whatever it is."""
    site = make_site({"site.toml": ""})
    (site.root / "themes").mkdir()
    place = site.root / "themes" / "quiet"
    if kind == "folder":
        place.mkdir()
    elif kind == "file":
        place.write_text("甲")
    else:
        place.symlink_to("nowhere")
    done = new("quiet")
    assert done.exit_code == 2
    assert "is there already" in done.stderr
    assert place.is_symlink() or place.is_file() or list(place.iterdir()) == []
    assert not (site.root / "themes" / "nowhere").exists()


def test_settings_that_are_not_there_are_named(make_site) -> None:
    """``--config`` leads to a file or the command stops."""
    make_site({"site.toml": ""})
    done = new("quiet", "--config", "no.toml")
    assert done.exit_code == 2
    assert "no.toml" in done.stderr


def test_a_themes_folder_that_is_a_file_is_told(make_site) -> None:
    """What the disk refuses is one sentence."""
    site = make_site({"site.toml": ""})
    (site.root / "themes").write_text("甲")
    done = new("quiet")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
