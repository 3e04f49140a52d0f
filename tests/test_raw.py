"""Raw files dropped into a folder: the sample content always, real files where they are at hand."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import SiteFolder
from tests.pages import faults, target

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
COVERAGE = SHARED / "truth" / "check_coverage.py"
ROW = re.compile(r'<li class="k-[^"]*"[^>]*><h3[^>]*><a href="([^"]*)"')


def raw_files() -> list[Path]:
    """Return the real files beside the project, if there are any."""
    return sorted((SHARED / "seeds").glob("*.txt"))


@pytest.fixture(scope="module", params=["sample", "raw"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Return a built site: of the sample content, or of every real file in one folder."""
    site = SiteFolder(tmp_path_factory.mktemp(request.param))
    files = [file for file in (ROOT / "content").rglob("*") if file.is_file()]
    top = ROOT / "content"
    if request.param == "raw":
        top = SHARED / "seeds"
        files = raw_files()
        if not files:
            pytest.skip("the real files are not beside the project")
    site.write({f"content/{file.relative_to(top)}": file.read_bytes() for file in files})
    site.write({"site.toml": ""})
    site.build(jobs=2)
    return site


def issues_of(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    """Return the issues as ``inspect`` gives them."""
    found = [json.loads(files[name]) for name in sorted(files) if name.startswith("api/issues/")]
    return [issue for one in found for issue in one["issues"]]


def test_no_page_is_at_fault(built: SiteFolder) -> None:
    """Every link leads somewhere, and every run of words says its language, on all pages."""
    assert list(faults(built.files())) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_topics_gather_what_is_theirs(built: SiteFolder, lang: str) -> None:
    """The pages of a topic, month by month, list exactly the items that ``inspect`` files there."""
    files = built.files()
    wanted: dict[str, set[str]] = {}
    for issue in issues_of(files):
        for section in issue["sections"]:  # type: ignore[attr-defined]
            for item in section["items"]:
                for topic in item["topics"]:
                    path = f"{unquote(item['url']).replace('/zh/', f'{lang}/', 1)}index.html"
                    wanted.setdefault(topic, set()).add(path)
    months: dict[str, set[str]] = {}
    front: dict[str, set[str]] = {}
    for name in files:
        found = re.fullmatch(rf"{lang}/topics/([^/]+)/(?:[^/]+/)?index\.html", name)
        if found:
            page = files[name].decode()
            rows = {target(name, unescape(href), "") or href for href in ROW.findall(page)}
            (front if name.count("/") == 3 else months).setdefault(found[1], set()).update(rows)
    assert months == wanted
    assert set(front) == set(wanted)
    assert all(front[topic] <= wanted[topic] for topic in wanted)


def bare(title: str) -> str:
    """Return the letters and digits of a title."""
    return "".join(char for char in title.lower() if char.isalnum())


def test_real_items_are_filed_as_a_reader_would(built: SiteFolder) -> None:
    """The primary topic is the one chosen by hand for at least nine items in ten."""
    truth = SHARED / "truth" / "truth.json"
    if is_sample(built) or not truth.exists():
        pytest.skip("only the real files have been filed by hand")
    chosen = json.loads(truth.read_text(encoding="utf-8"))["topics"]["items"]
    right = 0
    for issue in issues_of(built.files()):
        items = [item for section in issue["sections"] for item in section["items"]]  # type: ignore[attr-defined]
        mine = [one for one in chosen if str(issue["source"]).startswith(one["seed"])]
        assert len(mine) == len(items)
        by_title = {bare(side)[:60]: i for i in items for side in i["title"].values() if side}
        for one in mine:
            item = by_title[bare(one["title"].partition(" — ")[0])[:60]]
            right += item["topics"][0] == one["topic"]
    assert right >= 0.9 * len(chosen)


def is_sample(built: SiteFolder) -> bool:
    """Tell whether the site is made of the sample content."""
    return (built.root / "content" / "daily").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("style", ["notes", "roundup"])
def test_nothing_of_a_real_file_is_lost(built: SiteFolder, style: str, lang: str) -> None:
    """Every run of a file's text is on some page of its issue, in each language alone."""
    if is_sample(built) or not COVERAGE.exists():
        pytest.skip("the check needs the real files and stands beside them")
    (issue,) = [one for one in issues_of(built.files()) if one["style"] == style]
    source = built.root / "content" / str(issue["source"])
    pages = built.root / "public" / lang / "issues" / str(issue["id"])
    command = [sys.executable, COVERAGE, source, pages, "--seed", source.name[:3], "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["missing"] == 0
