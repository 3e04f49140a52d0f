"""``publish``: from the content to a branch, said before it is done, and undone by what it says."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.conftest import ARTICLE, DAY, SiteFolder
from tests.pages import faults, target
from tests.remotes import Desk, make_desk

HOME = "https://lan.github.io/Letter/"


class Letter(SiteFolder):
    """A site in a working tree, with its server."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.root)
        self.desk = desk

    def publish(self, *words: str) -> Result:
        """Run ``jianbao publish`` there."""
        done = CliRunner().invoke(main, ["publish", "--as-of", "2026-12-31", *words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Letter:
    """Return a small site whose remote looks like one on GitHub and is a folder."""
    site = Letter(make_desk(tmp_path, monkeypatch))
    site.write(
        {
            "site.toml": "",
            "content/2026-03-02.md": DAY,
            "content/捷径.md": ARTICLE,
            ".gitignore": "/public/\n/.public.jianbao/\n/.jianbao/\n",
        }
    )
    monkeypatch.chdir(site.root)
    site.desk.git("add", "--all")
    site.desk.git("commit", "--quiet", "--message", "甲")
    return site


def test_from_content_to_branch_and_back(letter: Letter) -> None:
    """A dry run says all and changes nothing; what is published has no fault; back is back."""
    said = letter.publish("--dry-run")
    assert said.exit_code == 0
    assert f"added    {HOME}zh/papers/2603.00001/\n" in said.stdout
    assert re.search(r"would publish to gh-pages of origin: .* 0 changed, 0 removed", said.stdout)
    assert letter.desk.git("branch", "--list", cwd=letter.desk.bare) == ""

    first = letter.publish()
    assert first.exit_code == 0
    assert f"→ {HOME}" in first.stdout
    assert "git push origin --delete gh-pages" in first.stderr
    assert "https://github.com/Lan/Letter/settings/pages" in first.stderr
    files = letter.desk.files()
    assert files == letter.files()
    assert list(faults(files, HOME)) == []
    assert f"<loc>{HOME}zh/".encode() in files["sitemap.xml"]
    for name in ("sitemap.xml", "zh/feed.atom", "en/feed.atom", "zh/feed.json", "en/feed.json"):
        addresses = re.findall(rf'{HOME}[^"<\s\\]*', files[name].decode())
        assert addresses
        assert [one for one in addresses if target("", one, HOME) not in files] == []
    assert letter.desk.git("status", "--porcelain") == ""
    source = letter.desk.git("rev-parse", "--short", "HEAD")
    assert f"Source: {source}\n" in letter.desk.git("log", "gh-pages", cwd=letter.desk.bare) + "\n"

    assert "nothing has changed" in letter.publish().stdout

    (letter.root / "content" / "捷径.md").unlink()
    letter.write({"content/2026-03-02.md": DAY.replace("很稀薄", "可以很稀薄")})
    told = letter.publish("--dry-run").stdout
    assert f"changed  {HOME}zh/papers/2603.00001/\n" in told
    assert re.search(rf"removed  {HOME}en/issues/\S+\n", told)
    second = letter.publish()
    assert "and changes that are not committed" in letter.desk.git(
        "log", "-1", "gh-pages", cwd=letter.desk.bare
    )
    for line in re.findall(r"^  (git .*)$", second.stderr, re.M):
        letter.desk.git(*line.split(" ")[1:])
    assert letter.desk.files() == files


def test_errors_stop_it(letter: Letter) -> None:
    """With an error in the content, what is online stays."""
    letter.publish()
    before = letter.desk.log()
    letter.write({"content/b.md": "---\ntitle： 词\ndate: 2026-03-03\n---\n正文。\n"})
    done = letter.publish()
    assert done.exit_code == 1
    assert "b.md:" in done.stderr
    assert "nothing was published: 1 error" in done.stderr
    assert letter.desk.log() == before
    letter.write({"content/b.md": "正文。\n", "site.toml": "titel = 1\n"})
    assert letter.publish().exit_code == 2
    assert letter.desk.log() == before


def test_the_work_of_others_is_not_replaced_in_silence(letter: Letter) -> None:
    """It is named and stays; a dry run warns; ``--replace`` builds upon it, forcing nothing."""
    letter.desk.edit({"notes.txt": "留给自己"})
    theirs = letter.desk.log()
    dry = letter.publish("--dry-run")
    assert dry.exit_code == 0
    assert "warning: gh-pages holds what was not published from here: notes.txt" in dry.stderr
    done = letter.publish()
    assert done.exit_code == 2
    assert "notes.txt" in done.stderr
    assert "--replace" in done.stderr
    assert letter.desk.log() == theirs
    assert letter.publish("--replace").exit_code == 0
    assert letter.desk.log()[1:] == theirs
    assert "notes.txt" not in letter.desk.files()


def test_a_domain(letter: Letter) -> None:
    """The branch's domain is kept and is the address of the site."""
    letter.desk.edit({"CNAME": "letter.example.org"})
    done = letter.publish()
    assert "→ https://letter.example.org/" in done.stdout
    files = letter.desk.files()
    assert files.pop("CNAME") == b"letter.example.org"
    assert list(faults(files, "https://letter.example.org/")) == []


def test_a_domain_that_is_none(letter: Letter) -> None:
    """What somebody else wrote into the branch is no address because it stands there."""
    letter.desk.edit({"CNAME": "a b/<script>"})
    assert f"→ {HOME}" in letter.publish().stdout


def test_settings_and_options(letter: Letter) -> None:
    """``[publish]`` names remote and branch, options win; an address that cannot be is told."""
    letter.write(
        {
            "site.toml": 'base_url = "https://ming.github.io/x/"\n'
            '[publish]\nremote = "there"\nbranch = "pages"\n'
        }
    )
    done = letter.publish("--dry-run")
    assert "no remote 'there'" in done.stderr
    assert "there is: origin" in done.stderr
    done = letter.publish("--remote", "origin")
    assert f"but the site will be served at {HOME}" in done.stderr
    assert letter.desk.git("branch", "--format=%(refname)", cwd=letter.desk.bare) == (
        "refs/heads/pages"
    )


def test_outside_a_repository(make_site) -> None:
    """How to make one is said."""
    make_site({"2026-03-02.md": DAY})
    done = CliRunner().invoke(main, ["publish"])
    assert done.exit_code == 2
    assert "is in no git repository" in done.stderr
    assert "git init" in done.stderr
