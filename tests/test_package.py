"""The package: what is in the wheel, and that it is all that a new site needs."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.crawl import Crawl, served
from tests.newcomer import walk
from tests.pages import faults
from tests.test_project import locked, read

ROOT = Path(__file__).parents[1]
TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
BUILD = "from setuptools import build_meta as b; b.build_wheel('dist'); b.build_sdist('dist')"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both distributions in a copy of the project; return their folder."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("generator", "themes", "content", "docs", ".ci", ".github", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copy(path, copy)
    (copy / "dist").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return copy / "dist"


def tree(folder: str) -> set[str]:
    """Return every file of a folder of the project that is not made by running it."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    made = {"__pycache__", ".DS_Store"}
    return {path.relative_to(ROOT).as_posix() for path in found if not made & set(path.parts)}


def test_what_is_in_the_wheel(built: Path) -> None:
    """The package, its data and the themes, which stand inside it; nothing else."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        meta = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        told = archive.read(meta).decode()
    assert held == tree("generator") | {f"generator/{path}" for path in tree("themes")}
    assert "Requires-Python: >=3.11\n" in told
    assert "License-Expression: MIT\n" in told


def test_what_is_in_the_source_distribution(built: Path) -> None:
    """All that is needed to build, test and read."""
    (archive,) = built.glob("*.tar.gz")
    shutil.unpack_archive(archive, built / "unpacked", filter="data")
    (top,) = (built / "unpacked").iterdir()
    held = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
    wanted = {
        path for name in ("generator", "themes", "content", "docs", "tests") for path in tree(name)
    }
    assert wanted | {"setup.py", "Makefile", "requirements.lock", "LICENSE", "site.toml"} <= held


def test_python_versions_are_said_alike() -> None:
    """The oldest Python is the first that is named, and all that are named are tested."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    prefix = "Programming Language :: Python :: 3."
    named = [f"3.{c.removeprefix(prefix)}" for c in project["classifiers"] if c.startswith(prefix)]
    assert project["requires-python"] == f">={named[0]}"
    tested = read(".github/workflows/test.yml")
    assert [version for version in named if f'"{version}"' not in tested] == []


@pytest.mark.skipif(not TRIAL, reason="installs the wheel and goes the whole way: make trial")
@pytest.mark.skipif(sys.platform == "win32", reason="the workflow does it there with pip")
def test_a_newcomer_gets_there(built: Path, tmp_path: Path) -> None:
    """With the wheel and what it asks for, and nothing more, a site is made and published."""
    place = tmp_path / "venv"
    venv.create(place, with_pip=False, symlinks=True)
    inside = Path(sysconfig.get_path("purelib", "venv", {"base": str(place)}))
    for name in locked("requirements.lock"):
        if name != "setuptools":
            link_distribution(name, inside)
    (wheel,) = built.glob("*.whl")
    shutil.unpack_archive(wheel, inside, "zip")
    program = [str(place / "bin" / "python"), "-I", "-m", "generator"]
    folder = tmp_path / "empty"
    folder.mkdir()
    server = walk(folder, program)
    words = ["git", "archive", "--format=tar", "--output", str(tmp_path / "site.tar"), "gh-pages"]
    subprocess.run(words, cwd=server, check=True)
    branch, address = tmp_path / "served" / "repo", "https://new.github.io/repo/"
    shutil.unpack_archive(tmp_path / "site.tar", branch, filter="data")
    paths = [path for path in branch.rglob("*") if path.is_file()]
    files = {path.relative_to(branch).as_posix(): path.read_bytes() for path in paths}
    assert list(faults(files, address)) == []
    with served(branch.parent) as root:
        crawl = Crawl(f"{root}repo/", address)
    assert crawl.faults == []
    assert {f"{root}repo/zh/", f"{root}repo/en/"} <= set(crawl.answers)


def link_distribution(name: str, inside: Path) -> None:
    """Let an environment have a package that is installed here, if this platform has it."""
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return
    tops = {
        file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")
    }
    for top in tops:
        (inside / top).symlink_to(Path(str(found.locate_file(top))))
