"""The command line when it is used wrong: one sentence, a way out, exit status 2, no traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]


def run(site: SiteFolder, *words: str, below: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in the site's folder, or in one *below* it."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=site.root / below,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("", ["--content", "typo"]),
        ("", ["--content", "content/a.md"]),
        ('content = "contents"', []),
    ],
)
def test_a_wrong_content_folder_costs_nothing(
    make_site: MakeSite, config: str, words: list[str]
) -> None:
    """The site of before stays as it is, and the folder is named."""
    site = make_site({"a.md": DAY, "site.toml": ""})
    assert run(site, "build").returncode == 0
    before = site.files()
    site.write({"site.toml": config})
    done = run(site, "build", "--output", "public", *words)
    assert done.returncode == 2
    assert "there is no content folder" in done.stderr
    assert "hint: " in done.stderr
    assert site.files() == before


def test_a_build_in_the_wrong_folder_leaves_nothing(make_site: MakeSite) -> None:
    """So a site can be begun there: what is not empty is refused."""
    site = make_site({"site.toml": ""})
    (site.root / "empty").mkdir()
    done = run(site, "build", "--content", "empty/content", "--output", "empty/public")
    assert done.returncode == 2
    assert "jianbao new site" in done.stderr
    assert list((site.root / "empty").iterdir()) == []


def test_content_beside_the_configuration(make_site: MakeSite) -> None:
    """The content may lie outside the folder of ``site.toml``."""
    site = make_site({"a.md": DAY})
    site.write({"conf/site.toml": 'repository = "https://github.com/example/letter"\n'})
    done = run(site, "build", "--config", "conf/site.toml", "--content", "content")
    assert done.returncode == 0, done.stderr
    assert "zh/papers/2603.00001/index.html" in site.files("conf/public")


def test_the_configuration_here_serves_content_elsewhere(tmp_path: Path) -> None:
    """Where no ``site.toml`` lies above the content, the one here is used."""
    site = SiteFolder(tmp_path / "here")
    site.write({"site.toml": "titel = 1\n", "../raw/a.md": DAY})
    done = run(site, "check", "--content", "../raw")
    assert done.returncode == 2
    assert "site.toml:1:1: error[config-unknown-key]" in done.stderr
    site.write({"../raw/site.toml": "theme = 1\n"})
    nearer = run(site, "check", "--content", "../raw").stderr
    assert "theme must be a string" in nearer
    assert "titel" not in nearer


@pytest.mark.parametrize("below", ["", "content"])
def test_a_configuration_is_named_as_it_can_be_opened(make_site: MakeSite, below: str) -> None:
    """The path leads from the current folder to the file, wherever that is."""
    site = make_site({"a.md": DAY})
    site.write({"conf/my.toml": "titel = 1\n"})
    config = site.root / "conf" / "my.toml"
    done = run(site, "check", "--config", str(config), "--content", ".", below=below)
    named = config if below else "conf/my.toml"
    assert f"{named}:1:1: error[config-unknown-key]" in done.stderr
    assert "1 | titel = 1" in done.stderr


@pytest.mark.parametrize("command", ["check", "inspect"])
def test_a_file_that_is_not_there(make_site: MakeSite, command: str) -> None:
    """A path that leads nowhere is a slip of the hand, not of the content."""
    done = run(make_site({"a.md": DAY}), command, "nowhere.md")
    assert done.returncode == 2
    assert "there is no such file: nowhere.md" in done.stderr


@pytest.mark.parametrize("side", ["zh", "en"])
def test_one_side_of_a_pair(make_site: MakeSite, side: str) -> None:
    """Inspecting one file of a pair shows the article in both languages."""
    site = make_site(
        {
            "捷径.zh.md": "---\ntitle: 一条捷径\ndate: 2026-03-01\n---\n残差让深层网络学得动。\n",
            "捷径.en.md": "---\ntitle: A shortcut\n---\nResiduals let deep networks learn.\n",
        }
    )
    done = run(site, "inspect", f"content/捷径.{side}.md")
    issue = json.loads(done.stdout)["issues"][0]
    assert issue["title"] == {"zh": "一条捷径", "en": "A shortcut"}


@pytest.mark.parametrize("address", ["not a url", "https://x y/?q#f", "example.org", "https://"])
def test_an_address_that_is_none(make_site: MakeSite, address: str) -> None:
    """``--base-url`` is held to what ``base_url`` is held to."""
    done = run(make_site({"a.md": DAY}), "build", "--base-url", address)
    assert done.returncode == 2
    assert "is not an address" in done.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none(make_site: MakeSite, port: str) -> None:
    """Ports go from 0 to 65535."""
    assert run(make_site({"a.md": DAY}), "serve", "--port", port).returncode == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no disk that is always full")
@pytest.mark.parametrize("words", [["build"], ["check"], ["inspect", "content"]])
def test_results_that_cannot_be_written(make_site: MakeSite, words: list[str]) -> None:
    """A full disk behind the standard output is said in one sentence."""
    site = make_site({"a.md": DAY})
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *words],
            cwd=site.root,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("jianbao: the results cannot be written: ")
    assert done.stderr.count("\n") == 1


def test_a_console_that_knows_few_characters(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it cannot show is written in its place; the command goes on."""
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252:strict")
    done = run(make_site({"甲.md": DAY}), "build")
    assert done.returncode == 0
    assert "\\u2192 public/" in done.stdout


def test_topics_that_cannot_be_read(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is built with the package's topics, and the file is named."""
    site = make_site({"a.md": DAY, "topics.toml": "", "site.toml": ""})
    read_bytes = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.parent == site.root / "content" and path.name == "topics.toml":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    told = [str(problem) for problem in site.build().problems]
    said = "topics.toml:1:1: error[config-unreadable]: the file cannot be read: Permission denied"
    assert said in told
    assert "zh/papers/2603.00001/index.html" in site.files()


@pytest.mark.skipif(sys.platform == "darwin", reason="this disk takes UTF-8 names only")
def test_a_name_that_is_not_utf8(make_site: MakeSite) -> None:
    """A file with such a name is left out of the site and named; the folder may have one too."""
    site = make_site({"a.md": DAY})
    bad = Path(os.fsdecode(bytes(site.root) + b"/content/\xb1\xea.md"))
    bad.write_text(DAY)
    done = run(site, "build")
    assert done.returncode == 0
    assert "\ufffd\ufffd.md:1:1: warning[bad-name]" in done.stderr
    named = run(site, "check", str(bad))
    assert named.returncode == 0
    assert "bad-name" in named.stderr
    folder = Path(os.fsdecode(bytes(site.root) + b"/\xb1\xea"))
    (site.root / "content").rename(folder)
    assert run(site, "build", "--content", str(folder), "--output", "out").returncode == 0
