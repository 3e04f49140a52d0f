"""Fix files: what they correct, what they leave alone, and what is said when they are wrong."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.compose import compose, set_issue
from generator.diagnostics import Diagnostic
from generator.discover import discover, single
from generator.preview import Preview
from generator.reading import frontmatter
from generator.reading.fixes import PARTS
from generator.reading.fixfile import OTHERS, read_fix
from generator.source import Source
from generator.styles import load_styles
from generator.tomlplaces import Places
from generator.topics import load_topics
from generator.workshop import Choices
from tests.conftest import ARTICLE, DAY, Files, SiteFolder
from tests.pages import faults

MakeSite = Callable[[Files], SiteFolder]
DOCUMENT = Path(__file__).parent.parent / "docs" / "writing" / "fixes.md"

SECOND = DAY.partition("---\n")[2].replace("index:** 1", "index:** 2").replace("00001", "00002")
DAYS = DAY + SECOND.replace("Sparse", "Dense").replace("稀疏", "稠密")
"""A day with two papers."""


def inspect(*paths: str) -> dict[str, Any]:
    """Return what ``inspect`` prints of files."""
    return json.loads(CliRunner().invoke(main, ["inspect", *paths]).stdout)


def items(found: dict[str, Any]) -> dict[str, Any]:
    """Return the items of the only issue by their ids."""
    return {i["id"]: i for section in found["issues"][0]["sections"] for i in section["items"]}


def said(found: dict[str, Any]) -> list[str]:
    """Return the diagnostics in one line each."""
    return [
        f"{d['path']}:{d['line']}:{d['column']}: {d['severity']}[{d['code']}]: {d['message']}"
        for d in found["diagnostics"]
    ]


TOPICS = load_topics(None)[0]


def fixed(day: str, fix: str | bytes) -> tuple[list[Diagnostic], list[str]]:
    """Return what is said of a day with a fix file, and the papers that are left."""
    raw = fix if isinstance(fix, bytes) else fix.encode()
    read, problems = read_fix(raw, "d.fix.toml")
    style = load_styles()["digest"]
    done = compose(style, Source("d.md", day), frontmatter.NO_FRONT_MATTER, TOPICS, read)
    assert done.issue
    _, more = set_issue(done.issue, "d.md", read.path)
    return [*problems, *done.problems, *more], [item.paper for item in done.issue.items]


FULL = """\
# 勘误
[issue]
title = { zh = "三月二日", en = "The second of March" }
date = 2026-03-03
number = 7
id = "二日"

[item."2603.00001"]
title.zh = "边缘处的稀疏注意力（修订）"
subtitle = "一个副标题"
topics = ["depth", "face"]
authors = ["Li Lan", { name = "王明", affiliation = "北方大学" }, "et al."]
links.code = "https://github.com/example/sparse"
abstract.zh = \"\"\"
改过的摘要，有公式 $x^2$。
\"\"\"
date = 2026-03-01

[item."2603.00002"]
links = [{ rel = "project", href = "https://example.org/dense", label = "主页" }]
abstract.en = ""
"""


def test_everything_that_can_be_said(make_site: MakeSite) -> None:
    """Every key takes effect; what is not said stays; lines are those of the raw file."""
    make_site({"日报.md": DAYS})
    before = items(inspect("content/日报.md"))
    make_site({"日报.fix.toml": FULL})
    found = inspect("content/日报.md")
    (issue,) = found["issues"]
    assert (issue["id"], issue["date"], issue["number"]) == ("二日", "2026-03-03", "7")
    assert issue["title"] == {"zh": "三月二日", "en": "The second of March"}
    assert issue["source"] == "日报.md"
    one, two = (items(found)[name] for name in ("2603.00001", "2603.00002"))
    old = before["2603.00001"]
    assert one["title"] == {"zh": "边缘处的稀疏注意力（修订）", "en": old["title"]["en"]}
    assert one["subtitle"] == {"zh": "一个副标题", "en": None}
    assert one["topics"] == ["depth", "face"]
    assert one["authors"] == [
        {"name": "Li Lan", "affiliation": None},
        {"name": "王明", "affiliation": "北方大学"},
    ]
    assert one["et_al"] is True
    assert [(link["rel"], link["href"]) for link in one["links"]] == [
        *((link["rel"], link["href"]) for link in old["links"]),
        ("code", "https://github.com/example/sparse"),
    ]
    assert one["abstract"]["zh"] == "改过的摘要，有公式 $x^2$。"
    assert one["abstract"]["en"] == old["abstract"]["en"]
    assert one["counts"]["inline_math"] == old["counts"]["inline_math"] + 1
    assert (one["date"], one["lines"], one["url"]) == ("2026-03-01", old["lines"], old["url"])
    assert two["links"] == [
        {"rel": "project", "href": "https://example.org/dense", "label": "主页"}
    ]
    assert two["abstract"] == {"zh": before["2603.00002"]["abstract"]["zh"], "en": None}
    assert said(found) == [
        "日报.md:13:1: note[missing-language]: no English abstract; the other language is shown, "
        "and marked"
    ]


def test_an_item_is_left_out(make_site: MakeSite) -> None:
    """A dropped item is on no page, its problems with it, and a note says so."""
    bad = DAYS.replace("Dense attention at", "Dense $\\frac{$ at")
    site = make_site({"d.md": bad, "d.fix.toml": '[item."2603.00002"]\ndrop = true\n'})
    report = site.build()
    assert [str(p) for p in report.problems if p.span.path.startswith("d.")] == [
        "d.fix.toml:1:1: note[fix-dropped]: 2603.00002 is left out, as the fix file asks"
    ]
    assert not [path for path in site.files() if "2603.00002" in path]
    assert not [path for path, data in site.files().items() if "稠密".encode() in data]
    assert list(faults(site.files())) == []


def test_an_issue_of_nothing(make_site: MakeSite) -> None:
    """An article whose only item is left out is an issue without items, and no fault."""
    site = make_site({"捷径.md": ARTICLE, "捷径.fix.toml": "[item.a-shortcut]\ndrop = true\n"})
    site.build()
    assert list(faults(site.files())) == []


@pytest.mark.parametrize(
    "name", ["2603.00001v2", "arXiv:2603.00001", "sparse-attention-at-the-edge-of-beta"]
)
def test_names_of_an_item(make_site: MakeSite, name: str) -> None:
    """A paper is known by its id, in any spelling, and by its slug."""
    make_site({"d.md": DAY, "d.fix.toml": f'[item."{name}"]\ntitle.zh = "新题"\n'})
    assert items(inspect("content/d.md"))["2603.00001"]["title"]["zh"] == "新题"


@pytest.mark.parametrize("name", ["doi:10.1000/AB-1", "10.1000/ab-1"])
def test_a_doi(make_site: MakeSite, name: str) -> None:
    """A DOI names its paper, with or without ``doi:``."""
    front = ARTICLE.replace("date:", "doi: 10.1000/ab-1\ndate:")
    make_site({"a.md": front, "a.fix.toml": f'[item."{name}"]\ntitle.zh = "新题"\n'})
    assert items(inspect("content/a.md"))["doi:10.1000/ab-1"]["title"]["zh"] == "新题"


def test_a_fix_moves_no_page(make_site: MakeSite) -> None:
    """A corrected title leaves the address of an article as it was; a dropped twin too."""
    twice = "# 同名\n\n## 一\n\n甲。\n"
    make_site({"a.md": ARTICLE, "b.md": twice})
    before = [items(inspect(f"content/{name}.md")) for name in "ab"]
    make_site({"a.fix.toml": '[item.a-shortcut]\ntitle.en = "Quite another title"\n'})
    after = [items(inspect(f"content/{name}.md")) for name in "ab"]
    assert [list(one) for one in after] == [list(one) for one in before]
    assert after[0]["a-shortcut"]["url"] == before[0]["a-shortcut"]["url"]


def test_topics_of_a_fix_come_first(make_site: MakeSite) -> None:
    """A fix file's topics win over those of the front matter; a mended title is filed anew."""
    front = ARTICLE.replace("date:", "topics: [face]\ndate:")
    make_site(
        {
            "a.md": front,
            "a.fix.toml": '[item.a-shortcut]\ntopics = ["depth"]\n',
            "b.md": front,
            "b.fix.toml": '[item.a-shortcut]\ntopics = ["no such topic"]\n',
            "c.md": ARTICLE,
            "c.fix.toml": '[item.a-shortcut]\ntitle.zh = "点云的一条捷径"\n',
        }
    )
    found = {n: items(inspect(f"content/{n}.md"))["a-shortcut"]["topics"] for n in "abc"}
    assert (found["a"], found["b"]) == (["depth"], ["face"])
    make_site({"c.fix.toml": ""})
    assert found["c"] != items(inspect("content/c.md"))["a-shortcut"]["topics"]


def test_a_language_that_script_does_not_tell(make_site: MakeSite) -> None:
    """``language`` moves what is said on one side only to the right one."""
    text = "---\ntitle: ResNet\nlang: en\n---\nResNet, VGG, AlexNet.\n"
    make_site({"a.md": text, "a.fix.toml": '[item.resnet]\nlanguage = "zh"\n'})
    one = items(inspect("content/a.md"))["resnet"]
    assert one["title"] == {"zh": "ResNet", "en": None}
    assert one["text"] == {"zh": "ResNet, VGG, AlexNet.", "en": None}


WRONG = {
    "d.fix.toml:1:19: error[fix-syntax]: not valid TOML: Expected ']' at the end of a table "
    "declaration": '[item."2603.00001"\n',
    "d.fix.toml:1:1: error[fix-syntax]: not valid TOML: the file is not UTF-8": b"\xb1\xea",
    "d.fix.toml:1:1: warning[fix-value]: item must be tables, one for each item: "
    '[item."2402.01230"]': "item = 3\n",
    "d.fix.toml:1:1: warning[fix-unknown-key]: unknown key itme": "[itme]\n",
    "d.fix.toml:1:1: warning[fix-unknown-key]: unknown table [2603.00001]": '["2603.00001"]\n',
    "d.fix.toml:1:1: warning[fix-value]: item.2603.00001 is not the id of an item": (
        "[item.2603.00001]\ndrop = true\n"
    ),
    "d.fix.toml:1:1: warning[fix-unknown-item]: no item here has the id '2603.0001'": (
        '[item."2603.0001"]\ndrop = true\n'
    ),
    "d.fix.toml:2:1: warning[fix-unknown-key]: unknown key item.2603.00001.titel": (
        '[item."2603.00001"]\ntitel = "x"\n'
    ),
    "d.fix.toml:2:11: warning[fix-unknown-key]: unknown key item.2603.00001.title.cn": (
        '[item."2603.00001"]\ntitle = { cn = "x" }\n'
    ),
    "d.fix.toml:2:1: warning[fix-value]: item.2603.00001.title must be a string, or "
    '{ zh = "…", en = "…" }': '[item."2603.00001"]\ntitle = ["x"]\n',
    "d.fix.toml:2:1: warning[fix-value]: item.2603.00001.drop must be true or false": (
        '[item."2603.00001"]\ndrop = "yes"\n'
    ),
    "d.fix.toml:2:1: warning[fix-value]: item.2603.00001.topics must be a list of strings": (
        '[item."2603.00001"]\ntopics = "depth"\n'
    ),
    "d.fix.toml:2:1: warning[unknown-topic]: there is no topic 'depht'": (
        '[item."2603.00001"]\ntopics = ["depht"]\n'
    ),
    "d.fix.toml:2:1: warning[fix-value]: item.2603.00001.language is 'chinese', which is neither "
    "'zh' nor 'en'": '[item."2603.00001"]\nlanguage = "chinese"\n',
    "d.fix.toml:2:1: warning[fix-value]: item.2603.00001.date is not a date like 2026-03-02": (
        '[item."2603.00001"]\ndate = "2026-02-30"\n'
    ),
    "d.fix.toml:2:7: warning[fix-value]: item.2603.00001.links.code is no address like "
    "https://… or mailto:…": '[item."2603.00001"]\nlinks.code = "javascript:alert(1)"\n',
    "d.fix.toml:2:7: warning[fix-unknown-key]: unknown key item.2603.00001.links.pfd": (
        '[item."2603.00001"]\nlinks.pfd = "https://example.org"\n'
    ),
    "d.fix.toml:3:3: warning[fix-value]: item.2603.00001.links.0.href is no address like "
    "https://… or mailto:…": '[item."2603.00001"]\nlinks = [\n  { rel = "code" },\n]\n',
    "d.fix.toml:2:26: warning[fix-unknown-key]: unknown key item.2603.00001.authors.0.nmae": (
        '[item."2603.00001"]\nauthors = [{ name = "x", nmae = "y" }]\n'
    ),
    "d.fix.toml:2:1: warning[fix-unknown-key]: unknown key issue.titel": '[issue]\ntitel = "x"\n',
    "d.fix.toml:3:1: warning[fix-twice]: '2603.00001v1' is the same item as line 1; this table "
    "has no effect": '[item."2603.00001"]\n\n[item."2603.00001v1"]\ndrop = true\n',
}


@pytest.mark.parametrize("problem", WRONG)
def test_wrong_fixes(problem: str) -> None:
    """What is wrong is said with its place and a way out, and costs no more than itself."""
    found, kept = fixed(DAY, WRONG[problem])
    assert problem in [str(p) for p in found]
    assert all(p.hint for p in found)
    assert kept == ["2603.00001"]


def test_hints_name_what_is_near(make_site: MakeSite) -> None:
    """An id that is slightly wrong is put right by the hint, and so is a key."""
    make_site({"d.md": DAYS, "d.fix.toml": '[item."2603.0001"]\ntitel = "x"\n'})
    hints = {d["code"]: d["hint"] for d in inspect("content/d.md")["diagnostics"]}
    assert "'2603.00001'" in hints["fix-unknown-item"]
    assert hints["fix-unknown-key"] == "did you mean 'title'?"


def test_two_items_of_one_id(make_site: MakeSite) -> None:
    """An id that two entries share names neither; their slugs do."""
    both = DAY + SECOND.replace("00002", "00001")
    make_site({"d.md": both, "d.fix.toml": '[item."2603.00001"]\ndrop = true\n'})
    found = inspect("content/d.md")
    (problem,) = [d for d in found["diagnostics"] if d["path"] == "d.fix.toml"]
    assert problem["code"] == "fix-ambiguous"
    slugs = re.findall("'([^']+)'", problem["hint"])
    make_site({"d.fix.toml": f'[item."{slugs[1]}"]\ndrop = true\n'})
    (section,) = inspect("content/d.md")["issues"][0]["sections"]
    assert [i["title"]["zh"] for i in section["items"]] == ["边缘处的稀疏注意力"]


def test_words_of_a_fix_have_their_place(make_site: MakeSite) -> None:
    """A formula that cannot be drawn is reported where it stands in the fix file."""
    fix = '[item."2603.00001"]\nabstract.zh = """\n第一行。\n\n坏的 $\\\\frac{$。\n"""\n'
    make_site({"d.md": DAY, "d.fix.toml": fix})
    (problem,) = inspect("content/d.md")["diagnostics"]
    assert (problem["path"], problem["line"], problem["code"]) == ("d.fix.toml", 5, "math-error")


def test_found_with_their_files(tmp_path: Path) -> None:
    """A fix file is no content; one without its file, or with two, is said."""
    names = ("a.md", "a.fix.toml", "b.txt", "b.fix.toml", "c.md", "c.txt", "c.fix.toml")
    for name in (
        *names,
        "x.fix.toml",
        "捷径.zh.md",
        "捷径.en.md",
        "捷径.en.fix.toml",
        "topics.toml",
    ):
        (tmp_path / name).write_text("")
    found, problems = discover(tmp_path)
    fixed = {one.path: one.fix and one.fix.path for one in found}
    assert fixed == {
        "a.md": "a.fix.toml",
        "b.txt": "b.fix.toml",
        "c.md": "c.fix.toml",
        "c.txt": None,
        "捷径.zh.md": None,
    }
    assert found[-1].twin
    assert found[-1].twin.fix
    assert [f"{p.span.path} {p.code}" for p in problems] == [
        "c.fix.toml fix-two-files",
        "x.fix.toml fix-no-source",
    ]
    one, _ = single(tmp_path / "b.fix.toml", "b.fix.toml")
    assert one
    assert one.path == "b.txt"
    assert single(tmp_path / "x.fix.toml", "x.fix.toml")[0] is None


def test_both_sides_of_a_pair(make_site: MakeSite) -> None:
    """Each file of a pair has its own fix file."""
    make_site(
        {
            "捷径.zh.md": "# 捷径\n\n正文。\n",
            "捷径.en.md": "# Shortcut\n\nText.\n",
            "捷径.zh.fix.toml": "[item.'捷径']\ntitle.zh = '一条捷径'\n",
            "捷径.en.fix.toml": "[item.shortcut]\ntitle.en = 'A shortcut'\n",
        }
    )
    found = inspect("content/捷径.zh.md")
    assert [d for d in found["diagnostics"] if d["severity"] != "note"] == []
    (one,) = items(found).values()
    assert one["title"] == {"zh": "一条捷径", "en": "A shortcut"}


def test_warm_equals_clean_with_fixes(make_site: MakeSite) -> None:
    """Adding, changing, breaking and deleting a fix file alone: a warm build is a clean one."""
    site = make_site({"d.md": DAYS, "捷径.md": ARTICLE, "e.md": DAY.replace("-02*", "-01*")})
    site.build()
    steps = [
        '[item."2603.00001"]\ntitle.zh = "甲"\n',
        '[item."2603.00001"]\ndrop = true\n[issue]\nid = "x"\n',
        "[item",
        b"\xff",
        None,
    ]
    for step in steps:
        if step is None:
            (site.root / "content" / "d.fix.toml").unlink()
        else:
            site.write({"content/d.fix.toml": step})
        warm = site.build()
        clean = site.build(output="clean", clean=True)
        assert site.files() == site.files("clean"), step
        assert warm.problems == clean.problems, step


def test_the_preview_follows_a_fix_file(make_site: MakeSite) -> None:
    """A saved, and a deleted, fix file changes the page that ``serve`` shows."""
    site = make_site({"d.md": DAY})
    shown = Preview({"content": site.root / "content"}, Choices(as_of="2026-12-31"))
    page = "/zh/papers/2603.00001/"
    fix = site.root / "content" / "d.fix.toml"
    seen = []
    for words in ("甲题", "乙题", None):
        if words:
            fix.write_text(f'[item."2603.00001"]\ntitle.zh = "{words}"\n', encoding="utf-8")
        else:
            fix.unlink()
        shown.rebuild(frozenset([fix]))
        reply = shown.reply(page)
        assert reply
        text = reply.data.decode()
        seen.append([title for title in ("甲题", "乙题", "稀疏注意力") if title in text])
    assert seen == [["甲题"], ["乙题"], ["稀疏注意力"]]


def test_only_its_own_source_is_read_again(make_site: MakeSite) -> None:
    """A changed fix file changes the pages that show its item, and no page of another source."""
    other = DAY.replace("2026-03-02", "2025-03-02").replace("00001", "00009")
    site = make_site({"d.md": DAY, "e.md": other})
    site.build()
    before = site.files()
    site.write({"content/d.fix.toml": '[item."2603.00001"]\nabstract.zh = "改了。"\n'})
    site.build()
    changed = {path for path, data in site.files().items() if before.get(path) != data}
    assert "zh/papers/2603.00001/index.html" in changed
    assert not [path for path in changed if "2603.00009" in path or "2025-03-02" in path]


def test_the_sample_in_the_document() -> None:
    """What the document shows can be read, and every key that there is stands in it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    samples = re.findall(r"^```toml\n(.*?)^```", text, re.M | re.S)
    assert samples
    for sample in samples:
        assert read_fix(sample.encode(), "sample.fix.toml")[1] == []
    shown = "".join(samples)
    assert [key for key in (*PARTS, *OTHERS) if f"\n{key}" not in shown] == []


KEYS = st.sampled_from(["a", "b-1", "2402", "图 1", "x.y", 'q"', "[", "#", "="])
VALUES = st.recursive(
    st.sampled_from(["1", "2026-03-02", '"a = 1"', "'[x]'", '"""\na = 2\n"q" \\""""', "true"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda few: f"[ {', '.join(few)} ]"),
        st.dictionaries(KEYS, inner, max_size=3).map(
            lambda pairs: "{ " + ", ".join(f"{spell(k)} = {v}" for k, v in pairs.items()) + " }"
        ),
    ),
    max_leaves=6,
)


def spell(key: str) -> str:
    """Return a key as TOML has it."""
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


@given(
    st.dictionaries(KEYS, VALUES, max_size=3),
    st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3),
    st.lists(st.dictionaries(KEYS, VALUES, max_size=2), max_size=2),
)
def test_every_key_has_its_place(
    top: dict[str, str], tables: dict[str, dict[str, str]], many: list[dict[str, str]]
) -> None:
    """Whatever a document says, each of its keys is found, on a line that holds it."""
    lines = [f"{spell(k)} = {v}  # 注" for k, v in top.items()]
    for name, table in tables.items():
        lines += [f"[ t . {spell(name)} ]", *(f"{spell(k)} = {v}" for k, v in table.items())]
    for table in many:
        lines += ["[[many]]", *(f"  {spell(k)}={v}" for k, v in table.items())]
    text = "\n".join(lines)
    places = Places(text)
    for trail in trails(tomllib.loads(text)):
        line, column = places.of(trail)
        here = text.split("\n")[line - 1][column - 1 :]
        if trail[-1].isdigit() and trail[-1] != "2402":
            assert here
        else:
            assert here.startswith((spell(trail[-1]), "["))


def trails(value: object, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give the way to every key and element."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[call-overload]
    for key, inner in pairs:
        trail = (*above, str(key))
        yield trail
        if isinstance(inner, dict | list):
            yield from trails(inner, trail)
