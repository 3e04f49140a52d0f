"""What a build says while it works, and how little it needs when there is nothing to do."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.progress import progress
from tests.conftest import DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]
PROJECT = Path(__file__).parent.parent


def run(site: SiteFolder, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the site's folder."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=site.root,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_to_do_imports_no_pipeline(make_site: MakeSite) -> None:
    """An unchanged site is seen to be so without parsers, pages and templates."""
    site = make_site({"a.md": DAY})
    build = ("-X", "importtime", "-m", "generator", "build", "--as-of", "2026-12-31")
    kept = {"generator.build", "generator.render", "generator.compose", "jinja2"}
    seen = []
    for _ in range(3):  # a file that is just written proves nothing: its stamp is too young
        done = run(site, *build)
        assert done.returncode == 0, done.stderr
        seen.append(kept & {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()})
    assert seen[0] == kept
    assert seen[-1] == set()


class Terminal(io.StringIO):
    """A terminal that remembers what it showed."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows the stage, how many of how many, and how many a second; then the line ends."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress("render", 2000) as step:
        for _ in range(4):
            step(500)
    shown = sys.stderr.getvalue()
    assert "rendering" in shown
    assert "1000/2000" in shown
    assert "2000/2000" in shown
    assert "pages a second" in shown
    assert shown.endswith("\n")


def test_plain_lines_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """A log gets one line a stage, and none for what takes no time."""
    for stage, total in (("read", 365), ("render", 30_000), ("read", 1), ("render", 7)):
        with progress(stage, total) as step:
            step(total)
    assert capsys.readouterr() == ("", "reading 365 files\nrendering 30000 pages\n")


def test_quiet(make_site: MakeSite) -> None:
    """Nothing is said but what is wrong."""
    days = [f"2026-03-{number:02}" for number in range(1, 26)]
    site = make_site({f"{day}.md": DAY.replace("2026-03-02", day) for day in days})
    done = run(site, "-m", "generator", "build", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    site.write({"content/z.md": "---\ntopics: [nowhere]\n---\n# 一\n\n字\n"})
    done = run(site, "-m", "generator", "build", "-q")
    assert (done.returncode, done.stdout) == (0, "")
    assert "unknown-topic" in done.stderr
    assert "reading" not in done.stderr


def test_an_executor_that_is_none(make_site: MakeSite) -> None:
    """What is no cluster is said in a sentence, with or without Dask."""
    site = make_site({"a.md": DAY})
    done = run(site, "-m", "generator", "build", "--executor", "here")
    assert done.returncode == 2
    assert done.stderr.startswith("jianbao: --executor ")
    assert "Traceback" not in done.stderr
    assert not (site.root / "public").exists()
