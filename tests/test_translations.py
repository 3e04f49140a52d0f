"""Translations: what is missing, what a machine did, what is stale, and the way by a PO file."""

import io
import json
import re
import sys
import tomllib
from collections.abc import Callable

import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.reading.staleness import words_hash
from generator.translations.fixing import bring_home
from generator.translations.po import from_po, to_po
from generator.translations.status import Side, Status
from tests.conftest import ARTICLE, DAY, Files, SiteFolder
from tests.pages import faults
from tests.test_fixes import fixed

MakeSite = Callable[[Files], SiteFolder]

LACKING = re.sub(r"(?m)^\*\*(Title|Abstract)_cn.*\n", "", DAY)
"""A day without a word of Chinese in its entry."""

TITLE = "Sparse attention at the edge of $\\beta$"
HASH = words_hash(TITLE)
HELD = f"""\
# 编者的话
[item."2603.00001"]  # 留着
title.zh = '稀疏注意力 $\\beta$'
title.source_hash = "{HASH}"
"""


def run(*words: str) -> Result:
    """Run the command in the site's folder."""
    return CliRunner().invoke(main, [*words])


def standing(*words: str) -> dict:
    """Return what ``check --translations --format json`` says."""
    return json.loads(run("check", "--translations", "--format", "json", *words).stdout)


def codes(found: dict) -> list[str]:
    """Return diagnostics as ``path:line code``."""
    return [f"{d['path']}:{d['line']} {d['code']}" for d in found["diagnostics"]]


def marks(page: str) -> list[str]:
    """Return the notices about translations on a page."""
    groups = re.findall(r'<p class="notices">(.*?)</p>', page)
    return [mark for group in groups for mark in re.findall(r'"mark">(.*?)</span>', group)]


def filled(po: bytes, words: Callable[[str], str]) -> bytes:
    """Return a PO file as a translator sends it back."""
    catalog = read_po(io.BytesIO(po))
    for entry in catalog:
        if entry.id and not entry.string:
            entry.string = words(entry.id)
    out = io.BytesIO()
    write_po(out, catalog)
    return out.getvalue()


@pytest.mark.parametrize(
    ("front", "notices"),
    [
        ("translated: {en: machine}", ["英文标题、正文：机器翻译"]),
        ("translated: {zh: machine}", ["中文标题、正文：机器翻译"]),
        (
            "translated: {zh: machine, en: machine}",
            ["中文标题、正文：机器翻译", "英文标题、正文：机器翻译"],
        ),
        ("translated: machine\nlang: en", ["英文标题、正文：机器翻译"]),
        ("topics: [depth]", []),
    ],
)
def test_front_matter_says_machine(make_site: MakeSite, front: str, notices: list[str]) -> None:
    """What a machine translated is said beside the item, in both trees."""
    site = make_site({"捷径.md": ARTICLE.replace("date:", f"{front}\ndate:")})
    site.build()
    assert marks(site.page("zh/issues/a-shortcut/a-shortcut/index.html")) == notices
    assert len(marks(site.page("en/issues/a-shortcut/a-shortcut/index.html"))) == len(notices)
    assert list(faults(site.files())) == []


def test_one_file_of_a_pair_is_a_machine_s(make_site: MakeSite) -> None:
    """In a file of one language, a plain ``machine`` says enough."""
    english = "---\ntitle: Shortcut\ntranslated: machine\n---\nText.\n"
    site = make_site({"捷径.zh.md": "# 捷径\n\n正文。\n", "捷径.en.md": english})
    report = site.build()
    assert {p.code for p in report.problems} == {"no-base-url"}
    (page,) = [path for path in site.files() if re.fullmatch("en/issues/[^/]+/[^/]+/.*", path)]
    assert marks(site.page(page)) == ["English title, text: machine translation"]


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("translated: machine", "front-matter-unused"),
        ("translated: {en: human}", "front-matter-value"),
        ("translated: yes", "front-matter-value"),
        ("translated: {fr: machine}", "front-matter-unknown-key"),
    ],
)
def test_front_matter_that_says_too_little(make_site: MakeSite, front: str, code: str) -> None:
    """A mark that could be either side's, or of another sort, is reported and not shown."""
    site = make_site({"捷径.md": ARTICLE.replace("date:", f"{front}\ndate:")})
    assert code in {p.code for p in site.build().problems}
    assert marks(site.page("zh/issues/a-shortcut/a-shortcut/index.html")) == []


def test_fix_files_say_machine(make_site: MakeSite) -> None:
    """For all items, for one, for one text; what an editor wrote is no machine's."""
    site = make_site({"d.md": DAY, "d.fix.toml": '[issue]\ntranslated = { zh = "machine" }\n'})
    page = "zh/papers/2603.00001/index.html"
    site.build()
    assert marks(site.page(page)) == ["中文标题、摘要：机器翻译"]
    assert marks(site.page("zh/issues/2026-03-02/index.html")) == ["中文标题、摘要：机器翻译"]
    fix = '[issue]\ntranslated = { zh = "machine" }\n[item."2603.00001"]\ntitle.zh = "手写的题目"\n'
    site.write({"content/d.fix.toml": fix})
    site.build()
    assert marks(site.page(page)) == ["中文摘要：机器翻译"]
    fix = '[item."2603.00001"]\nabstract = { zh = "机器的话", translated = "machine" }\n'
    site.write({"content/d.fix.toml": fix})
    site.build()
    assert marks(site.page(page)) == ["中文摘要：机器翻译"]
    site.write({"content/d.fix.toml": '[item."2603.00001"]\ntranslated = { en = "machine" }\n'})
    site.build()
    assert marks(site.page(page)) == ["英文标题、摘要：机器翻译"]


SERIES = """
[series.daily]
folder = "daily"
translated = { zh = "machine" }
"""


def test_a_series_says_machine(make_site: MakeSite) -> None:
    """What stands in both languages is a machine's, unless the file or its fix file says more."""
    only = "---\ntitle: 只有中文\nid: only\n---\n正文。\n"
    own = ARTICLE.replace("date:", "translated: {en: machine}\ndate:")
    files = {"daily/d.md": DAY, "daily/a.md": own, "daily/o.md": only, "e.md": ARTICLE}
    site = make_site({"site.toml": SERIES, **files})
    assert not [p for p in site.build().problems if p.code.startswith("config-")]

    def marked(path: str) -> list[str]:
        return marks(site.page(f"zh/{path}index.html"))

    day, only_page = "papers/2603.00001/", next(n for n in site.files() if "只有中文/in" in n)
    assert marked(day) == ["中文标题、摘要：机器翻译"]
    assert marks(site.page(only_page)) == []
    assert marked("issues/a-shortcut/a-shortcut/") == ["英文标题、正文：机器翻译"]
    assert marked("issues/a-shortcut-2/a-shortcut/") == []
    site.write({"content/daily/d.fix.toml": '[item."2603.00001"]\ntitle.zh = "手写的题目"\n'})
    site.build()
    assert marked(day) == ["中文摘要：机器翻译"]
    site.write({"site.toml": SERIES.replace("zh =", "en =")})
    site.build()
    assert marked(day) == ["英文标题、摘要：机器翻译"]
    site.build("clean", clean=True)
    assert site.files() == site.files("clean")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('"machine"', "config-value"),
        ('{ zh = "person" }', "config-value"),
        ('{ fr = "machine" }', "config-unknown-key"),
    ],
)
def test_a_series_that_says_something_else(make_site: MakeSite, value: str, code: str) -> None:
    """Only a machine can be named, and only for a language that there is."""
    config = SERIES.replace('{ zh = "machine" }', value)
    site = make_site({"site.toml": config, "daily/d.md": DAY})
    assert [p.code for p in site.build().problems if p.code.startswith("config-")] == [code]
    assert marks(site.page("zh/papers/2603.00001/index.html")) == []


def test_a_translation_that_is_stale(make_site: MakeSite) -> None:
    """It is fresh while its original stays, whatever its spaces; then it is said and marked."""
    site = make_site({"d.md": LACKING, "d.fix.toml": HELD})
    assert [c for c in codes(standing()) if "translation" in c] == []
    changed = LACKING.replace("Sparse attention", "Sparse  attention")
    site.write({"content/d.md": changed})
    assert [c for c in codes(standing()) if "translation" in c] == []
    site.build()
    site.write({"content/d.md": LACKING.replace("Sparse", "Thin")})
    found = standing()
    (problem,) = [d for d in found["diagnostics"] if d["code"] == "translation-stale"]
    assert (problem["path"], problem["line"], problem["severity"]) == ("d.fix.toml", 4, "warning")
    now = words_hash(TITLE.replace("Sparse", "Thin"))
    assert f'title.source_hash = "{now}"' in problem["hint"]
    assert found["translations"][0]["stale"] == 1
    warm = site.build()
    clean = site.build(output="clean", clean=True)
    assert site.files() == site.files("clean")
    assert warm.problems == clean.problems
    notice = "Chinese title: the original has changed since it was translated"
    assert marks(site.page("en/papers/2603.00001/index.html")) == [notice]
    site.write({"content/d.fix.toml": HELD.replace(HASH, now)})
    site.build()
    assert marks(site.page("en/papers/2603.00001/index.html")) == []


@pytest.mark.parametrize(
    ("fix", "problem"),
    [
        ('title.zh = "稀疏"', "d.fix.toml:2 translation-unhashed"),
        ('title.zh = "稀疏"\ntitle.source_hash = "0"', "d.fix.toml:3 translation-stale"),
        ('subtitle.zh = "稀疏"\nsubtitle.source_hash = "0"', "d.fix.toml:3 translation-stale"),
        ('title = { zh = "甲", en = "A", source_hash = "0" }', "d.fix.toml:2 fix-value"),
        ('title.zh = "稀疏"\ntitle.source_hash = 12', "d.fix.toml:3 fix-value"),
        ('title.zh = "稀疏"\ntitle.source_hsah = "0"', "d.fix.toml:3 fix-unknown-key"),
        ('title.zh = "稀疏"\ntitle.translated = "by hand"', "d.fix.toml:3 fix-value"),
        ("translated = 'machine'", "d.fix.toml:2 fix-value"),
        ("translated.cn = 'machine'", "d.fix.toml:2 fix-unknown-key"),
    ],
)
def test_what_is_wrong_with_a_translation(fix: str, problem: str) -> None:
    """A translation without a right hash, or with a wrong key, is said at its line."""
    found, _ = fixed(LACKING, f'[item."2603.00001"]\n{fix}\n')
    assert problem in [f"{p.span.path}:{p.span.line} {p.code}" for p in found]


def test_the_table(make_site: MakeSite) -> None:
    """A line for each issue, and one for all: items, complete ones, what is missing, marks."""
    make_site({"日报/d.md": LACKING, "捷径.md": ARTICLE})
    done = run("check", "--translations")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "issue       items  zh  en  missing in zh        missing in en  stale  machine",
        "a-shortcut  1      1   1   -                    -              -      -",
        "2026-03-02  1      0   1   title 1, abstract 1  -              -      -",
        "2 issues    2      1   2   title 1, abstract 1  -              -      -",
        "2 notes",
    ]


def test_the_table_as_data(make_site: MakeSite) -> None:
    """``--format json`` says the same, text by text, with the hash that a translation carries."""
    make_site({"d.md": LACKING})
    found = standing("content/d.md")
    (one,) = found["translations"]
    assert (one["issue"], one["source"], one["items"]) == ("2026-03-02", "d.md", 1)
    assert one["complete"] == {"zh": 0, "en": 1}
    assert one["missing"]["title"] == {"zh": 1, "en": 0}
    assert (one["stale"], one["machine"]) == (0, 0)
    assert one["texts"][0] == {
        "id": "2603.00001",
        "field": "title",
        "lang": "zh",
        "states": ["missing"],
        "lines": [5, 10],
        "source_hash": HASH,
    }
    assert "translations" not in json.loads(run("check", "--format", "json").stdout)


def test_out_and_back(make_site: MakeSite) -> None:
    """What is missing goes out; what comes back is in the fix file, and nothing is missing."""
    site = make_site(
        {
            "日 报/d.md": LACKING,
            "日 报/d.fix.toml": '# 编者的话\n[item."2603.00001v1"]  # 留着\ntopics = ["depth"]\n',
            "只有中文.md": "---\ntitle: 只有中文\n---\n第一段，\\alpha。\n\n第二段。\n",
        }
    )
    assert run("check", "--translations", "--po", "zh.po").exit_code == 0
    assert run("check", "--translations", "--po", "letter.en.po").exit_code == 0
    out = (site.root / "zh.po").read_bytes()
    assert b'msgctxt "\xe6\x97\xa5 \xe6\x8a\xa5/d.md 2603.00001 abstract"' in out
    run("check", "--translations", "--po", "zh.po")
    assert (site.root / "zh.po").read_bytes() == out
    (site.root / "zh.po").write_bytes(filled(out, lambda words: f"译：{words}"))
    english = (site.root / "letter.en.po").read_bytes()
    (site.root / "letter.en.po").write_bytes(filled(english, lambda _: 'One.\n\n\'"""\\x'))
    assert (
        "2 translations → 日 报/d.fix.toml"
        in run("check", "--translations", "--import", "zh.po").stderr
    )
    assert run("check", "--translations", "--import", "letter.en.po").exit_code == 0
    found = standing()
    assert [one["complete"] for one in found["translations"]] == [{"zh": 1, "en": 1}] * 2
    assert codes(found) == []
    fix = (site.root / "content" / "日 报" / "d.fix.toml").read_text(encoding="utf-8")
    assert fix.startswith('# 编者的话\n[item."2603.00001v1"]  # 留着\ntopics = ["depth"]\n')
    assert tomllib.loads(fix)["item"]["2603.00001v1"]["title"] == {
        "zh": f"译：{TITLE}",
        "source_hash": HASH,
    }
    again = run("check", "--translations", "--import", "zh.po")
    assert "no translation is new" in again.stderr
    assert (site.root / "content" / "日 报" / "d.fix.toml").read_text(encoding="utf-8") == fix
    site.build()
    assert list(faults(site.files())) == []


PO = """\
msgid ""
msgstr ""
"Language: zh_CN\\n"

msgctxt "d.md 2603.00001 title"
msgid "Sparse attention at the edge of $\\\\beta$"
msgstr "新的译名"
"""


@pytest.mark.parametrize(
    ("source", "fix", "said", "title"),
    [
        (LACKING, "", "", "新的译名"),
        (LACKING, '[item."2603.00001"]\ntitle.zh = "编者的"\n', "po-kept", "编者的"),
        (LACKING, '[item."2603.00001"]\ntitle = "编者的"\n', "po-kept", "编者的"),
        (LACKING, '[item."2603.00001"]\ntitle = "The editor\'s"\n', "", "新的译名"),
        (LACKING, HELD, "po-replaced", "新的译名"),
        (LACKING, '[item]\n"2603.00001" = { date = 2026-03-01 }\n', "", "新的译名"),
        (LACKING, "[item.x]\n[issue]\nnumber = 1\n[item.y]\n", "", "新的译名"),
        (LACKING, "item = {}\n", "", "新的译名"),
        (LACKING, 'item."2603.00001".date = 2026-03-01\n', "", "新的译名"),
        (LACKING, "[item.sparse-attention-at-the-edge-of-beta]\n", "", "新的译名"),
        (DAY, "", "po-kept", None),
        (LACKING, "[item", "fix-syntax", None),
        (LACKING, b"\xff", "fix-syntax", None),
    ],
)
def test_what_stands_in_the_way(
    make_site: MakeSite, source: str, fix: str | bytes, said: str, title: str | None
) -> None:
    """Words of an editor or of the source stay, and so it is said; earlier translations go."""
    site = make_site({"d.md": source, "d.fix.toml": fix})
    site.write({"in.po": PO})
    found = standing("--import", "in.po")
    assert [d["code"] for d in found["diagnostics"] if d["code"] in said] == [said] * bool(said)
    raw = (site.root / "content" / "d.fix.toml").read_bytes()
    if title is None:
        assert raw == (fix if isinstance(fix, bytes) else fix.encode())
        return
    shown = json.loads(run("inspect", "content/d.md").stdout)
    (section,) = shown["issues"][0]["sections"]
    assert section["items"][0]["title"]["zh"] == title


def test_a_translation_that_was_looked_over(make_site: MakeSite) -> None:
    """A stale translation goes out as fuzzy; sent back as it is, it carries the new hash."""
    site = make_site({"d.md": LACKING.replace("Sparse", "Thin"), "d.fix.toml": HELD})
    run("check", "--translations", "--po", "zh.po")
    po = (site.root / "zh.po").read_text(encoding="utf-8")
    assert "#, fuzzy" in po
    run("check", "--translations", "--import", "zh.po")
    assert (site.root / "content" / "d.fix.toml").read_text(encoding="utf-8") == HELD
    site.write({"zh.po": po.replace("#, fuzzy\n", "")})
    found = standing("--import", "zh.po")
    assert [d["code"] for d in found["diagnostics"] if d["path"] == "d.fix.toml"] == []


def test_an_original_that_changed_on_the_way(make_site: MakeSite) -> None:
    """A translation of what the source said earlier is taken over, and is stale at once."""
    site = make_site({"d.md": LACKING.replace("Sparse", "Thin")})
    site.write({"in.po": PO})
    assert "d.fix.toml:3 translation-stale" in codes(standing("--import", "in.po"))


@pytest.mark.parametrize(
    ("po", "problem"),
    [
        ("hello", "in.po:1 po-syntax"),
        (PO.replace('译名"', "译名"), "in.po:7 po-syntax"),
        (PO.replace("msgid", "msgd"), "in.po:1 po-syntax"),
        (PO.replace("Language: zh_CN", "Language: fr"), "in.po:1 po-syntax"),
        (PO.replace("Language: zh_CN", "X: y"), "in.po:1 po-syntax"),
        (PO.encode("gb18030"), "in.po:7 po-syntax"),
        (PO.replace("d.md 2603", "e.md 2603"), "in.po:6 po-unknown"),
        (PO.replace("00001 title", "00009 title"), "in.po:6 po-unknown"),
        (PO.replace("00001 title", "00001 subtitle"), "in.po:6 po-unknown"),
        (PO.replace("00001 title", "00001 name"), "in.po:6 po-unknown"),
        (PO.replace('译名"', '译\x01名"'), "in.po:6 po-value"),
        (PO.replace('msgctxt "d.md 2603.00001 title"\n', ""), "in.po:5 po-unknown"),
    ],
)
def test_po_files_that_are_none(make_site: MakeSite, po: str | bytes, problem: str) -> None:
    """A broken PO file, or an entry that belongs nowhere, is said; nothing is written."""
    site = make_site({"d.md": LACKING})
    site.write({"in.po": po})
    assert problem in codes(standing("--import", "in.po"))
    assert not (site.root / "content" / "d.fix.toml").exists()


def test_line_ends_of_another_system(make_site: MakeSite) -> None:
    """A translator's ``\\r\\n`` is a line end, in the file and in the words."""
    site = make_site({"d.md": LACKING})
    site.write({"in.po": PO.replace("新的译名", "新的\\r\\n译名").replace("\n", "\r\n")})
    assert codes(standing("--import", "in.po")) == codes(standing())
    assert "新的\n译名" in (site.root / "content" / "d.fix.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--po", "zh.po"], "go with --translations"),
        (["--import", "zh.po"], "go with --translations"),
        (["--translations", "--po", "out.po"], "does not say into which language"),
        (["--translations", "--po", "fr.po"], "call it en.po or zh.po"),
        (["--translations", "--po", "no/such/zh.po"], "cannot be written"),
        (["--translations", "--import", "nothing.po"], "cannot be read"),
    ],
)
def test_commands_that_cannot_be(make_site: MakeSite, words: list[str], said: str) -> None:
    """A wrong option or file is one sentence and exit status 2."""
    make_site({"d.md": LACKING})
    done = run("check", *words)
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize("name", ["babel.messages.catalog", "tomlkit"])
def test_without_the_packages(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whoever has not installed them is told how; everything else works without."""
    for loaded in ("po", "fixing"):
        monkeypatch.delitem(sys.modules, f"generator.translations.{loaded}", raising=False)
    monkeypatch.setitem(sys.modules, name, None)
    site = make_site({"d.md": LACKING})
    site.write({"in.po": PO})
    assert run("check", "--translations").exit_code == 0
    done = run("check", "--translations", "--import", "in.po")
    assert done.exit_code == 2
    assert "pip install 'jianbao[translate]'" in done.stderr


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\"'\\%{}#"),
    min_size=1,
    max_size=40,
).filter(lambda words: words.strip())


@given(WORDS, WORDS)
def test_any_words_come_back(tmp_path_factory: pytest.TempPathFactory, zh: str, en: str) -> None:
    """Whatever is written, in a PO file and in a fix file, is read as it was."""
    side = Side(
        item="doi:10.1/a-b", slug="x", part="text", lang="zh", lines=(1, 2), words="",
        original=en.strip(), held=False, states=("missing",),
    )  # fmt: skip
    status = Status("i", "a b/c.md", ("x",), (side,))
    po = filled(to_po([status], "zh"), lambda _: zh)
    found, problems = from_po(po, "zh.po")
    assert problems == []
    assert [(one.words, one.original) for one in found] == [(zh.strip(), en.strip())]
    file = tmp_path_factory.mktemp("words") / "c.md"
    written, said = bring_home(found, [status], {"a b/c.md": file})
    assert (written, said) == ({"a b/c.fix.toml": 1}, [])
    data = tomllib.loads(file.with_name("c.fix.toml").read_text(encoding="utf-8"))
    assert data["item"]["doi:10.1/a-b"]["text"]["zh"].strip() == zh.strip()
