"""``new site`` and ``new issue``: they ask nothing, overwrite nothing, and what they make works."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

import generator
from generator.cards import IssueCard
from generator.cli import main
from generator.config import load_config
from generator.newissue import next_numbers
from generator.newsite import files
from generator.styles import begun, load_styles
from generator.text import NO_TEXT
from tests.conftest import SiteFolder
from tests.pages import faults

STYLES = sorted(load_styles())


def run(*words: str) -> Result:
    """Run ``jianbao`` in the current folder; a traceback is a failure."""
    done = CliRunner().invoke(main, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_site_works(here: Path) -> None:
    """It says what it made; it has a sample of each style, no problem, and not one fault."""
    done = run("new", "site", "letter")
    assert done.exit_code == 0
    made = sorted(path for path in (here / "letter").rglob("*") if path.is_file())
    assert done.stdout.splitlines() == [path.relative_to(here).as_posix() for path in made]
    assert "cd letter\n" in done.stderr
    site = SiteFolder(here / "letter")
    assert run("check", "--strict", "--config", "letter/site.toml").exit_code == 0
    report = site.build()
    assert {path.parent.name for path in made if "content" in path.parts} == set(STYLES)
    assert report.issues == len(STYLES)
    assert list(faults(site.files())) == []


def test_its_settings_are_explained_and_right(here: Path) -> None:
    """Each style has a series, no key is unknown, and nothing is for one version only."""
    made = dict(files())
    (here / "site.toml").write_bytes(made["site.toml"])
    config, problems = load_config(here / "site.toml")
    assert problems == []
    assert sorted(series.folder for series in config.series) == STYLES
    assert made["requirements.txt"].decode().endswith(f"jianbao=={generator.__version__}\n")
    assert b"/public/\n" in made[".gitignore"]
    assert b"@" + b"VERSION" not in b"".join(made.values())


def test_its_workflow() -> None:
    """It checks before it builds, with a cache, and deploys what was built with least rights."""
    flow = yaml.safe_load(dict(files())[".github/workflows/pages.yml"])
    build, deploy = flow["jobs"]["build"], flow["jobs"]["deploy"]
    runs = [step["run"] for step in build["steps"] if "run" in step]
    assert runs[1:] == ["jianbao check --format github", 'jianbao build --base-url "$ADDRESS"']
    uses = [step["uses"] for job in (build, deploy) for step in job["steps"] if "uses" in step]
    assert all(one.startswith("actions/") and "@v" in one for one in uses)
    for name in ("cache", "configure-pages", "upload-pages-artifact", "deploy-pages"):
        assert sum(one.startswith(f"actions/{name}@v") for one in uses) == 1
    assert flow["permissions"] == {"contents": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert deploy["needs"] == "build"


@pytest.mark.parametrize("there", [".git", None])
def test_a_place_for_a_site(here: Path, there: str | None) -> None:
    """The current folder will do, and so will a clone of an empty repository."""
    if there:
        (here / there).mkdir()
    done = run("new", "site", ".")
    assert done.exit_code == 0
    assert "cd " not in done.stderr
    assert (here / "site.toml").is_file()


@pytest.mark.parametrize("kind", ["file in it", "file", "link"])
def test_no_place_for_a_site(here: Path, kind: str) -> None:
    """What holds something, or is no folder, is left alone and named."""
    folder = here / "letter"
    if kind == "file in it":
        folder.mkdir()
        (folder / "a.md").write_text("甲")
    elif kind == "file":
        folder.write_text("甲")
    else:
        folder.symlink_to("nowhere")
    done = run("new", "site", "letter")
    assert done.exit_code == 2
    assert "letter" in done.stderr
    assert not (folder / "site.toml").exists()


@pytest.mark.parametrize("style", STYLES)
def test_a_new_issue(here: Path, style: str) -> None:
    """It has its day or number, its front matter is explained, and it is read without a warning."""
    (here / "site.toml").write_text("")
    (here / "content").mkdir()
    done = run("new", "issue", style, "--date", "2027-03-08")
    assert done.exit_code == 0
    (file,) = done.stdout.splitlines()
    assert file.startswith(f"content/{style}/")
    text = (here / file).read_text(encoding="utf-8")
    assert text.startswith("---\n# ")
    assert f"\nstyle: {style}\n" in text
    assert run("check", "--strict", "--as-of", "2027-03-08").exit_code == 0


@pytest.mark.parametrize("style", STYLES)
def test_what_is_filled_in_stands_in_the_starter(style: str) -> None:
    """Each blank that a style names itself is there, or a date would stay that of the sample."""
    found = load_styles()[style]
    own = [
        blank for blank, _ in found.beginning.blanks if not blank.startswith(("2026-01", "2601"))
    ]
    assert [blank for blank in own if blank not in found.starter] == []
    one, two = (begun(found, date(year, 5, 6), year, year) for year in (2026, 2027))
    assert one[1] != two[1]


def test_nothing_is_overwritten(here: Path) -> None:
    """A second file of a day has a name of its own; numbers go on where issues are kept."""
    run("new", "site", ".")
    run("new", "issue", "article", "--date", "2027-03-08")
    done = run("new", "issue", "article", "--date", "2027-03-08")
    assert done.stdout == "content/article/2027-03-08-2.md\n"
    (here / "content" / "newsletter").rename(here / "content" / "letters")
    done = run("new", "issue", "newsletter", "--date", "2026-04-01")
    assert done.stdout == "content/letters/2026-02.md\n"
    text = (here / "content/letters/2026-02.md").read_text(encoding="utf-8")
    assert "2026 年第 2 期" in text
    assert "总第 2 期" in text


def test_a_series_says_where(here: Path) -> None:
    """The first issue of a style goes where a series of that style is kept."""
    (here / "content").mkdir()
    (here / "site.toml").write_text('[series.letters]\nfolder = "post"\nstyle = "newsletter"\n')
    done = run("new", "issue", "newsletter", "--date", "2027-03-08")
    assert done.stdout == "content/post/2027-01.md\n"


def test_a_style_that_is_none(here: Path) -> None:
    """The one that was meant is proposed, or all are named."""
    (here / "content").mkdir()
    assert "did you mean 'article'?" in run("new", "issue", "artikel").stderr
    done = run("new", "issue", "x")
    assert done.exit_code == 2
    assert ", ".join(STYLES) in done.stderr
    assert list((here / "content").iterdir()) == []


def test_no_site_here(here: Path) -> None:
    """Without content there is nowhere to put it."""
    done = run("new", "issue", "article")
    assert done.exit_code == 2
    assert "there is no content folder" in done.stderr


def card(day: str, number: str, total: str = "") -> IssueCard:
    """Return the card of an issue with nothing in it."""
    return IssueCard(
        "a.md", "x", "", NO_TEXT, day, number, total, (1, 1), False, "", (), (), False, b""
    )


@pytest.mark.parametrize(
    ("issues", "following"),
    [
        ([], (1, 1)),
        ([("2026-03-01", "1", "41"), ("2026-06-01", "2", "42")], (3, 43)),
        ([("2025-12-01", "4", "40")], (1, 41)),
        ([("2025-12-01", "12", ""), ("2026-01-09", "13", "")], (14, 1)),
        ([("2025-06-01", "1", ""), ("2025-12-01", "2", ""), ("2026-01-09", "1", "")], (2, 1)),
        ([("", "7", "")], (8, 1)),
        ([("2026-01-01", "特刊", "")], (1, 1)),
    ],
)
def test_the_next_number(issues: list[tuple[str, str, str]], following: tuple[int, int]) -> None:
    """Numbers begin anew with a year where they do, and go on where they do not."""
    assert next_numbers([card(*one) for one in issues], date(2026, 9, 1)) == following
