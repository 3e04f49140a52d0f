"""Whole sites: what readers, crawlers and editors are promised, on small content of every sort."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from generator.compose import card_of, set_issue
from generator.model import Issue, Item, Link, Section
from generator.text import Text
from tests import robot
from tests.conftest import ARTICLE, DAY, Files, SiteFolder
from tests.pages import faults, pages_of

ROOT = Path(__file__).parent.parent
TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
MakeSite = Callable[[Files], SiteFolder]

CONFIG = """
title = { zh = "视觉简报", en = "Vision Letter" }
base_url = "https://example.org/letter/"
repository = "https://github.com/example/letter"
[series.daily]
folder = "daily"
title = { zh = "每日论文", en = "Daily papers" }
licence = { zh = "署名", en = "CC BY", href = "https://creativecommons.org/licenses/by/4.0/" }
[names]
"生成模型" = "Generative models"
"""

MIXED: dict[str, str | bytes] = {
    "daily/2026-03-01.md": DAY.replace("2026-03-02", "2026-03-01").replace("00001", "00009"),
    "daily/2026-03-02.md": DAY,
    "daily/空.md": "## [UPDATED!] **2026-03-03** (Publish Time)\n",
    "other/2026-03-02.md": DAY,
    "捷径.md": ARTICLE,
    "只有中文.md": "---\ntitle: 只有中文\ndate: 2026-02-01\n---\n正文里有 $x^2$ 与 <b>粗体</b>。\n",
}
"""Two series with one day in common, an empty day, an article in two languages and one in one."""


def test_the_pages_of_a_site(make_site: MakeSite) -> None:
    """Every page that the design names is there, in both trees."""
    site = make_site({"daily/2026-03-02.md": DAY, "捷径.md": ARTICLE, "site.toml": CONFIG})
    site.build()
    files = site.files()
    for lang in ("zh", "en"):
        for path in (
            "index.html",
            "issues/index.html",
            "issues/2026-03-02/index.html",
            "issues/a-shortcut/a-shortcut/index.html",
            "papers/2603.00001/index.html",
            "topics/index.html",
            "topics/generation/index.html",
            "topics/generation/2026-03/index.html",
            "feed.atom",
        ):
            assert f"{lang}/{path}" in files
    others = {"index.html", "404.html", "sitemap.xml", "robots.txt", ".nojekyll", "api/site.json"}
    assert others <= set(files)


@pytest.mark.parametrize("config", ["", CONFIG])
def test_nothing_is_broken(make_site: MakeSite, config: str) -> None:
    """Links, anchors, assets, languages, hreflang, headings: no fault on any page."""
    site = make_site({**MIXED, "site.toml": config})
    site.build()
    address = "https://example.org/letter/" if config else ""
    assert list(faults(site.files(), address)) == []


def test_no_page_asks_for_more_than_it_may(make_site: MakeSite) -> None:
    """Every page carries the same policy, and one inline script at the most."""
    site = make_site({**MIXED})
    site.build()
    policies = set()
    for name, page in pages_of(site.files()).items():
        found = [m for m in page.metas if m.get("http-equiv") == "Content-Security-Policy"]
        assert len(found) == 1, name
        policies.add(found[0]["content"])
    assert len(policies) == 1
    assert "default-src 'none'" in policies.pop()


def test_a_paper_in_two_issues_is_one_page(make_site: MakeSite) -> None:
    """The newest text stands first, and both issues are named."""
    older = DAY.replace("2026-03-02", "2026-03-01").replace("稀疏注意力", "旧译题名")
    site = make_site({"a.md": older, "b.md": DAY})
    site.build()
    page = site.page("zh/papers/2603.00001/index.html")
    assert "边缘处的稀疏注意力" in page
    assert "issues/2026-03-01/#2603.00001" in page
    assert "issues/2026-03-02/#2603.00001" in page
    assert "旧译题名" in site.page("zh/issues/2026-03-01/index.html")


def test_one_language_only(make_site: MakeSite) -> None:
    """The other tree has the page too, says what it lacks, and points to the tree that has it."""
    site = make_site({"只有中文.md": MIXED["只有中文.md"], "site.toml": CONFIG})
    site.build()
    files = site.files()
    name = next(n for n in files if n.startswith("en/issues/只有中文/只有中文/"))
    page = pages_of(files)[name]
    canonical = next(one["href"] for one in page.heads if one.get("rel") == "canonical")
    assert canonical.startswith("https://example.org/letter/zh/")
    assert not any("hreflang" in one for one in page.heads if one.get("rel") == "alternate")
    assert "Chinese only" in files[name].decode()


def test_ids_that_clash(make_site: MakeSite) -> None:
    """The first keeps its id, the next gets a number, and both are named."""
    site = make_site({"a.md": DAY, "b.md": DAY})
    report = site.build()
    clash = [p for p in report.problems if p.code == "id-taken"]
    assert len(clash) == 1
    assert clash[0].span.path == "b.md"
    assert "a.md" in clash[0].message
    assert "zh/issues/2026-03-02-2/index.html" in site.files()


def test_a_series_becomes_the_prefix(make_site: MakeSite) -> None:
    """The same day from another series takes that series' name before its date."""
    config = CONFIG + '[series.other]\nfolder = "other"\n'
    site = make_site({"daily/x.md": DAY, "other/x.md": DAY, "site.toml": config})
    site.build()
    assert "zh/issues/other-2026-03-02/index.html" in site.files()


def test_drafts_and_days_to_come(make_site: MakeSite) -> None:
    """A draft and an issue of tomorrow are left out, unless asked for."""
    draft = ARTICLE.replace("date:", "draft: true\ndate:")
    later = ARTICLE.replace("date:", "publish: 2027-01-01\ndate:").replace("A shortcut", "Later")
    site = make_site({"draft.md": draft, "later.md": later})
    site.build()
    assert not any("a-shortcut" in name or "later" in name for name in site.files())
    site.build(drafts=True, as_of="2027-01-01")
    names = "\n".join(site.files())
    assert "issues/a-shortcut/" in names
    assert "issues/later/" in names


BROKEN: dict[str, tuple[str | bytes, str, str]] = {
    "not-utf8.md": ("# 标题\n这是中文的一段话".encode("gb18030"), "not-utf-8", "这是中文的一段话"),
    "bom.md": ("\ufeff# 标题\n\n带有标记的正文".encode(), "bom", "带有标记的正文"),
    "crlf.md": ("# 标题\r\n\r\n两行之间\r\n".encode(), "line-ends", "两行之间"),
    "nul.md": ("# 标题\n\n前\0后".encode(), "control-character", "后"),
    "empty.md": ("", "empty-file", ""),
    "blank.md": (" \n\n\t\n", "empty-file", ""),
    "no-title.md": (re.sub(r"\*\*Title.*\n", "", DAY), "digest-no-title", "2603.00001"),
    "unclosed.md": (DAY.replace("still see.</details>", "still see."),
                    "digest-unclosed-details", "still see"),
    "front.md": ("---\ntitle: [\ndate: 2026-01-01\n---\n正文仍在\n", "front-matter", "正文仍在"),
    "nobody.txt": ("没有哪种体例认得这些字\n", "unknown-style", "没有哪种体例认得这些字"),
}  # fmt: skip


def test_bad_files_never_take_the_site_down(make_site: MakeSite) -> None:
    """Each bad file is named with a hint, its words are shown, and the good ones stand."""
    files = {name: text for name, (text, _, _) in BROKEN.items()}
    site = make_site({**files, "good.md": DAY.replace("00001", "00077")})
    os.mkfifo(site.root / "content" / "pipe.md")
    (site.root / "content" / "dangling.md").symlink_to("nowhere.md")
    (site.root / "content" / "folder.md").mkdir()
    report = site.build()
    told = {(p.span.path, p.code) for p in report.problems}
    shown = b"\n".join(d for path, d in site.files().items() if path.endswith(".html")).decode()
    for name, (_, code, words) in BROKEN.items():
        assert (name, code) in told, told
        assert words in shown, name
    assert {
        ("pipe.md", "not-a-file"),
        ("dangling.md", "dangling-link"),
        ("folder.md", "not-a-file"),
    } <= told
    assert all(p.hint for p in report.problems)
    assert "zh/papers/2603.00077/index.html" in site.files()
    assert list(faults(site.files())) == []


def test_a_line_of_five_megabytes(make_site: MakeSite) -> None:
    """It is read, shown, and pointed out; outside a trial one of its characters in five will do."""
    site = make_site({"long.md": "# 长行\n\n" + "很长的一行，" * (800_000 if TRIAL else 170_000)})
    report = site.build()
    assert [p.code for p in report.problems if p.severity > 1] == ["long-line"]


def test_a_broken_configuration(make_site: MakeSite) -> None:
    """The site is built with the defaults, and the line is named."""
    site = make_site({"a.md": DAY, "site.toml": "title = \n", "topics.toml": "x = ["})
    report = site.build()
    told = [str(p) for p in report.problems if p.severity == 3]
    assert [line.partition(": error")[0] for line in told] == ["site.toml:1:9", "topics.toml:1:1"]
    assert "zh/papers/2603.00001/index.html" in site.files()


def run(site: SiteFolder, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the site's folder."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=site.root,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_same_input_same_bytes(make_site: MakeSite, tmp_path: Path) -> None:
    """Two builds from two folders under two hash seeds are equal, byte for byte."""
    first = make_site({**MIXED, "site.toml": CONFIG})
    second = SiteFolder(tmp_path / "elsewhere" / "deep")
    shutil.copytree(first.root, second.root)
    assert run(first, "build", "-j", "1", PYTHONHASHSEED="1", TZ="Asia/Shanghai").returncode == 0
    assert run(second, "build", "-j", "2", PYTHONHASHSEED="2", LC_ALL="C").returncode == 0
    assert first.files() == second.files()


def test_the_command_line(make_site: MakeSite) -> None:
    """Exit 0 where all is well, 1 for content, 2 for usage; never a traceback."""
    site = make_site({"a.md": DAY, "site.toml": CONFIG})
    good = run(site, "build")
    assert good.returncode == 0
    assert "pages" in good.stdout
    assert "no problems" in good.stdout
    assert run(site, "check").returncode == 0
    site.write({"content/bad.md": "中文".encode("gb18030")})
    bad = run(site, "build")
    assert bad.returncode == 1
    assert "bad.md:1:1: error[not-utf-8]" in bad.stderr
    assert "hint:" in bad.stderr
    assert run(site, "biuld").returncode == 2
    lost = run(site, "build", "--config", "nowhere.toml")
    assert lost.returncode == 2
    site.write({"site.toml": "titel = 1\n"})
    typo = run(site, "build")
    assert typo.returncode == 2
    assert "did you mean 'title'?" in typo.stderr
    for done in (good, bad, lost, typo):
        assert "Traceback" not in done.stderr


def test_strict(make_site: MakeSite) -> None:
    """Warnings fail only when asked."""
    site = make_site({"nobody.txt": "没有体例"})
    assert run(site, "check").returncode == 0
    assert run(site, "check", "--strict").returncode == 1


KEYS = {
    "issue": "id style source lines title date number total_number people sections",
    "item": "id url kind lines title subtitle kicker authors et_al editors date pages topics "
    "abstract links events deadlines figures tables counts fields text",
    "counts": "figures tables display_math inline_math references citations bios",
}


def test_inspect_prints_the_model_key_by_key(make_site: MakeSite) -> None:
    """Every key is there, in the order and shape of the design."""
    site = make_site({"a.md": DAY, "捷径.md": ARTICLE, "bad.md": "中文".encode("gb18030")})
    done = run(site, "inspect", "content")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert list(told) == ["schema", "issues", "diagnostics"]
    issue = told["issues"][0]
    assert list(issue) == KEYS["issue"].split()
    item = issue["sections"][0]["items"][0]
    assert list(item) == KEYS["item"].split()
    assert list(item["counts"]) == KEYS["counts"].split()
    assert item["title"] == {
        "zh": "边缘处的稀疏注意力",
        "en": "Sparse attention at the edge of $\\beta$",
    }
    assert item["links"] == [
        {"rel": "pdf", "href": "http://arxiv.org/pdf/2603.00001v1", "label": None}
    ]
    assert item["url"] == "/zh/papers/2603.00001/"
    assert item["topics"][0] == "generation"
    diagnostic = next(d for d in told["diagnostics"] if d["code"] == "not-utf-8")
    assert list(diagnostic) == ["severity", "code", "message", "path", "line", "column", "hint"]


def test_api_is_what_inspect_prints(make_site: MakeSite) -> None:
    """``/api/issues/ID.json`` holds the same issue."""
    site = make_site({"a.md": DAY})
    site.build()
    told = json.loads(run(site, "inspect", "content/a.md").stdout)
    twin = json.loads(site.files()["api/issues/2026-03-02.json"])
    assert twin["issues"] == told["issues"]


def test_raw_files_work_without_any_configuration(tmp_path: Path) -> None:
    """A raw day in a folder of any name becomes a site."""
    site = SiteFolder(tmp_path)
    site.write({"whatever/001_x.txt": DAY})
    done = run(site, "build", "--content", "whatever", "--output", "out")
    assert done.returncode == 0, done.stderr
    assert "zh/papers/2603.00001/index.html" in site.files("out")


EDITS = 300 if TRIAL else 6


BLOWS = ("none", "cut", "flipped", "swapped", "foreign", "killed")
"""What happens to the store between two builds; *killed* is a build that did not end."""


@pytest.mark.slow
def test_warm_equals_clean(make_site: MakeSite, tmp_path: Path) -> None:
    """After any edit and any blow to the store, a warm build is a clean one, byte for byte."""
    chance = random.Random(7)
    other = SiteFolder(tmp_path / "other")
    other.write({"content/a.md": DAY.replace("稀薄", "浓密"), "site.toml": ""})
    other.build()
    site = make_site({"site.toml": CONFIG})
    robot.corpus(site.root / "content" / "daily", 3, 3, seed=1)
    site.write({"content/捷径.md": ARTICLE})
    site.build()
    for number in range(EDITS):
        before = blow(site, chance, BLOWS[number % len(BLOWS)], other)
        what = f"{before}; {edit(site, chance, number)}"
        if before == "killed":
            interrupted(site, chance)
        site.build()
        site.build(output="clean", clean=True)
        assert site.files() == site.files("clean"), what
        shutil.rmtree(site.root / "clean")


def blow(site: SiteFolder, chance: random.Random, what: str, other: SiteFolder) -> str:
    """Do something to the store that nobody should; return what."""
    store = site.root / ".jianbao"
    files = sorted(path for path in store.rglob("*") if path.is_file() and path.suffix != ".lock")
    one, two = chance.choice(files), chance.choice(files)
    data = one.read_bytes()
    match what:
        case "cut":
            one.write_bytes(data[: chance.randrange(len(data) + 1)])
        case "flipped" if data:
            at = chance.randrange(len(data))
            flipped = data[at] ^ 1 << chance.randrange(8)
            one.write_bytes(data[:at] + bytes([flipped]) + data[at + 1 :])
        case "swapped":
            one.write_bytes(two.read_bytes())
            two.write_bytes(data)
        case "foreign":
            shutil.copytree(other.root / ".jianbao", store, dirs_exist_ok=True)
    return what


def interrupted(site: SiteFolder, chance: random.Random) -> None:
    """Begin a build and kill it, sooner or later."""
    command = [sys.executable, "-m", "generator", "build", "--as-of", "2026-12-31", "-j", "1"]
    silent = subprocess.DEVNULL
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=site.root, stdout=silent, stderr=silent, env=env) as one:
        with suppress(subprocess.TimeoutExpired):
            one.wait(chance.uniform(0.1, 2))
        one.kill()


def edit(site: SiteFolder, chance: random.Random, number: int) -> str:
    """Change one thing of a site, as an editor or a theme maker might; return what."""
    content = site.root / "content"
    files = sorted(path for path in content.rglob("*") if path.is_file())
    one = chance.choice(files)
    what = chance.choice(["change", "append", "add", "rename", "delete", "config", "theme", "none"])
    match what:
        case "change":
            text = one.read_text(encoding="utf-8")
            one.write_text(text.replace("the", f"the {number}", 2), encoding="utf-8")
        case "append":
            one.write_text(
                one.read_text(encoding="utf-8") + f"\n第 {number} 行\n", encoding="utf-8"
            )
        case "add":
            day = robot.day(f"2025-{number % 12 + 1:02d}-{number % 27 + 1:02d}", 3, "table", number)
            (content / f"新的{number}.md").write_text(day.text, encoding="utf-8")
        case "rename":
            one.rename(one.with_name(f"改名{number}.md"))
        case "delete":
            if len(files) > 2:
                one.unlink()
        case "config":
            title = f'title = {{ zh = "简报{number}", en = "Letter {number}" }}\n'
            lines = CONFIG.split("\n", 2)[2]
            (site.root / "site.toml").write_text(title + lines, encoding="utf-8")
        case "theme":
            site.write(
                {
                    "themes/mine/theme.toml": 'extends = "default"\n',
                    "themes/mine/static/theme.css": f"body {{ margin: {number}px }}\n",
                    "site.toml": 'theme = "mine"\n' + CONFIG,
                }
            )
    return f"{number}: {what} {one.name}"


@pytest.mark.parametrize("layout", ["fields", "table"])
def test_days_of_the_robot(make_site: MakeSite, layout: robot.Layout) -> None:
    """Made-up days in either layout become sites without a fault."""
    site = make_site({})
    robot.corpus(site.root / "content", 6, 8, seed=3, layout=layout)
    site.build(jobs=2)
    assert list(faults(site.files())) == []


SEED = ROOT.parent / "shared" / "seeds" / "001_605e755f8800047d.txt"
COVERAGE = ROOT.parent / "shared" / "truth" / "check_coverage.py"


@pytest.mark.skipif(
    not SEED.exists() or not COVERAGE.exists(), reason="no raw files on this machine"
)
def test_nothing_of_a_raw_file_is_lost(make_site: MakeSite) -> None:
    """Every run of the raw digest's text is on some page, in each tree alone."""
    site = make_site({SEED.name: SEED.read_bytes()})
    report = site.build()
    assert {p.code for p in report.problems} <= {"no-base-url", "heavy-page"}
    for lang in ("zh", "en"):
        done = subprocess.run(
            [
                sys.executable,
                COVERAGE,
                SEED,
                site.root / "public" / lang,
                "--seed",
                "001",
                "--json",
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout)["missing"] == 0


EMPTY_DAY = "## [UPDATED!] **2026-03-09** (Publish Time)\n"

CHANGES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "the day before an empty one": (
        {"a.md": DAY, "b.md": EMPTY_DAY},
        {"a.md": DAY.replace("稀疏注意力", "另一种注意力")},
    ),
    "the name of a section": (
        {"a.md": DAY},
        {"a.md": DAY.replace("生成模型", "多模态")},
    ),
    "an entry of an older issue, listed elsewhere": (
        {"a.md": DAY.replace("2026-03-02", "2026-03-01"), "b.md": DAY},
        {"a.md": "## [UPDATED!] **2026-03-01** (Publish Time)\n"},
    ),
    "a formula in a title of a later month": (
        {"a.md": DAY.replace("$\\beta$", "beta"), "b.md": DAY.replace("2026-03-02", "2026-02-02")},
        {"a.md": DAY.replace("00001", "00003")},
    ),
    "a second language": (
        {"a.md": "---\ntitle: 只有中文\ndate: 2026-02-01\n---\n正文\n"},
        {"a.md": ARTICLE},
    ),
    "another series": (
        {"daily/a.md": DAY, "site.toml": CONFIG},
        {"site.toml": CONFIG.replace('folder = "daily"', 'folder = "nightly"')},
    ),
    "the title of a series": (
        {"daily/a.md": DAY, "site.toml": CONFIG},
        {"site.toml": CONFIG.replace("每日论文", "A & B 论文")},
    ),
    "the encoding alone": (
        {"a.md": DAY},
        {"a.md": "\ufeff" + DAY},
    ),
    "front matter alone": (
        {"a.md": ARTICLE},
        {"a.md": ARTICLE.replace("date:", "topics: [depth]\ndate:")},
    ),
    "a topic's name": (
        {"a.md": DAY},
        {"topics.toml": '[topics.generation]\ntitle = { zh = "改名", en = "Renamed" }\n'},
    ),
}
"""What changes, the files before, and those that are written then."""


@pytest.mark.parametrize("what", CHANGES)
def test_a_warm_build_misses_nothing(make_site: MakeSite, what: str) -> None:
    """Whatever a page shows, a change of it is seen by the next build, its problems too."""
    before, after = CHANGES[what]
    site = make_site(before)
    site.build()
    site.write({n if n == "site.toml" else f"content/{n}": t for n, t in after.items()})
    warm = site.build()
    clean = site.build(output="clean", clean=True)
    assert site.files() == site.files("clean")
    assert warm.problems == clean.problems


def test_an_encoding_that_goes_bad_is_noticed(make_site: MakeSite) -> None:
    """The same words in GB18030 are an error, also for a build that knew the words."""
    words = "# 标题\n\n我们在这里说的是中国的事，不是别的。\n"
    site = make_site({"a.md": words})
    site.build()
    site.write({"content/a.md": words.encode("gb18030")})
    assert "not-utf-8" in {p.code for p in site.build().problems}


@pytest.mark.parametrize("topic", ["../../precious", "a/b", "长" * 200, "generatoin"])
def test_topics_that_there_are_none_of(make_site: MakeSite, topic: str) -> None:
    """Front matter cannot make a topic, and never a path."""
    text = ARTICLE.replace("date:", f'topics: ["{topic}", depth]\ndate:')
    site = make_site({"a.md": text, "topics.toml": '[topics."../../up"]\ntitle = "x"\n'})
    (site.root / "precious").mkdir()
    report = site.build()
    codes = {p.code for p in report.problems}
    assert {"unknown-topic", "config-value"} <= codes
    assert "zh/topics/depth/index.html" in site.files()
    assert sorted(p.name for p in site.root.iterdir()) == [
        *(".jianbao", ".public.jianbao", "content", "precious", "public")
    ]


def test_dois_keep_apart(make_site: MakeSite) -> None:
    """Two identifiers never share a page, whatever they are made of."""
    dois = [
        "10.1000/(a)",
        "10.1000/<a>",
        "10.1000/q",
        "10.1000/q/index.html",
        "10.1000/" + "x" * 299,
    ]
    files = {
        f"{at}.md": f"---\ntitle: 文{at}\ndate: 2026-01-0{at + 1}\ndoi: {doi}\n---\n正文\n"
        for at, doi in enumerate(dois)
    }
    site = make_site(files)
    report = site.build()
    assert report.items == len(dois)
    assert list(faults(site.files())) == []


def test_names_that_mean_something_to_html(make_site: MakeSite) -> None:
    """Titles with signs of HTML are shown as they are written, once escaped."""
    config = """
title = { zh = "R&D <简报>", en = "R&D <Brief>" }
[series."日 报"]
folder = "d"
title = { zh = "甲&乙", en = "A&B" }
"""
    site = make_site({"d/a#b?c%20 d.md": DAY, "site.toml": config})
    site.build()
    assert list(faults(site.files())) == []
    home = site.page("en/index.html")
    assert "R&amp;D &lt;Brief&gt;" in home
    assert "A&amp;B" in home
    assert "amp;amp;" not in home
    assert "<Brief>" not in home


def test_two_files_of_one_article(make_site: MakeSite) -> None:
    """The suffix says the language, and either file may say a fact for both."""
    zh = "---\ntitle: GPT-4\ndate: 2026-01-02\n---\n```\nprint(1)\n```\n"
    en = "---\ntitle: Reading GPT-4\nauthors: [Li Lan]\n---\nAn English text.\n"
    site = make_site({"x.zh.md": zh, "x.en.md": en})
    report = site.build()
    assert [p.code for p in report.problems] == ["no-base-url"]
    files = site.files()
    page = next(n for n in files if n.startswith("zh/issues/") and n.count("/") == 4)
    text = files[page].decode()
    for words in ("GPT-4", "print(1)", "An English text.", "Li"):
        assert words in text
    site.write({"content/x.en.md": en.replace("authors", "draft: true\nauthors")})
    assert site.build().issues == 0


def test_a_paper_twice_in_a_row(make_site: MakeSite) -> None:
    """Two entries of one paper share a page, and neither leads from it to itself."""
    entry = DAY[DAY.index(">>**index:") :]
    site = make_site({"a.md": DAY + entry.replace("** 1<", "** 2<")})
    site.build()
    page = pages_of(site.files())["zh/papers/2603.00001/index.html"]
    assert ("a", "../../papers/2603.00001/") not in page.links
    assert list(faults(site.files())) == []


@pytest.mark.parametrize("href", ["GitHub", "https://github.com/a/b"])
def test_the_face_of_a_card_is_what_a_list_shows(href: str) -> None:
    """A link to code changes the face of a card where lists show it: a bare name leads nowhere."""

    def face(*links: Link) -> bytes:
        item = Item(kind="paper", title=Text(zh="题"), lines=(1, 2), markup="plain", links=links)
        issue = Issue(
            style="notes", title=Text(zh="刊"), lines=(1, 2), sections=(Section(items=(item,)),)
        )
        body, _ = set_issue(issue, "a.md")
        return card_of(body, "a.md", "a").sections[0].cards[0].face

    assert (face(Link("code", href)) != face()) == href.startswith("https:")


VOLUME = """\
index
int64
0
9
text
stringlengths
0
61k
year
stringdate
{year}
{year}
No
stringlengths
1
4
1
On Quiet Lids Mei Fu Tea University Abstract Lids are quiet. Introduction A lid is heard.
{year}
7
"""


def test_a_year_alone_has_no_bar_in_a_chart(make_site: MakeSite) -> None:
    """A volume that says only its year stands in its topic, which has bars for months only."""
    topic = "---\ntopics: [depth]\n---\n"
    site = make_site(
        {
            **{f"{year}.txt": topic + VOLUME.format(year=year) for year in ("2024", "2031")},
            "一.md": ARTICLE.replace("date:", "topics: [depth]\ndate:"),
            "二.md": ARTICLE.replace("date: 2026-03", "topics: [depth]\ndate: 2026-05"),
            "topics.toml": '[topics.depth]\ntitle = { zh = "深度", en = "Depth" }\n',
        }
    )
    site.build()
    page = site.files()["en/topics/depth/index.html"].decode()
    assert page.count("<rect ") == 2
    assert re.findall(r'id="m-([0-9-]+)"', page) == ["2031", "2026-05", "2026-03", "2024"]


def issues_of(site: SiteFolder) -> list[dict[str, Any]]:
    """Return the machine twin of every issue."""
    twins = (text for path, text in site.files().items() if "api/issues/" in path)
    return [issue for text in twins for issue in json.loads(text)["issues"]]


def test_a_series_says_its_style(make_site: MakeSite) -> None:
    """What would be taken for a digest is the article that its series holds; deeper ones differ."""
    settings = '[series.all]\nfolder = "."\nstyle = "article"\n[series.daily]\nstyle = "digest"\n'
    site = make_site(
        {
            "a.md": f"# 读法\n\n{DAY}",
            "daily/b.md": DAY,
            "c.md": "# 怎样写\n\n一行说明。\n",
            "site.toml": settings,
        }
    )
    report = site.build()
    assert "unknown-style" not in {problem.code for problem in report.problems}
    assert sorted(issue["style"] for issue in issues_of(site)) == ["article", "article", "digest"]
    site.write({"site.toml": settings.replace('"article"', '"artikel"')})
    said = [problem for problem in site.build().problems if problem.code == "unknown-style"]
    assert [problem.span.path for problem in said] == ["a.md", "c.md"]
    assert "'artikel'" in said[0].message


def test_a_name_without_a_side_is_english_beside_a_chinese_one(make_site: MakeSite) -> None:
    """``name.md`` and ``name.zh.md`` are one article, and links to either file lead to it."""
    site = make_site(
        {
            "指南.md": "# A guide\n\n## 甲\n\nWords. [b](二.zh.md)\n",
            "指南.zh.md": "# 指南\n\n## 甲\n\n这一段。见[乙](二.md)。\n",
            "二.md": "# Two\n\nSee [one](指南.md#甲).\n",
            "二.zh.md": "# 二\n\n见[一](指南.zh.md#甲)。\n",
        }
    )
    report = site.build()
    assert not {problem.code for problem in report.problems} & {"link-relative", "link-anchor"}
    titles = sorted(issue["title"]["en"] for issue in issues_of(site))
    assert titles == ["A guide", "Two"]
    assert list(faults(site.files())) == []
