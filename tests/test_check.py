"""What ``check`` finds beyond a single line: links, languages, dates, addresses, lost pages."""

import json
import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.diagnostics import Diagnostic, Severity, annotation
from generator.look import look, review
from generator.markup.typeset import block
from generator.source import Span
from generator.workshop import open_workshop
from tests.conftest import ARTICLE, DAY, Files, SiteFolder
from tests.pace import is_linear
from tests.pages import faults, pages_of

MakeSite = Callable[[Files], SiteFolder]


def found(site: SiteFolder, code: str, as_of: str = "2026-12-31") -> list[Diagnostic]:
    """Return the problems of one kind in a site, as ``check`` finds them."""
    config = site.root / "site.toml"
    shop = open_workshop(config=config if config.exists() else None, content=site.root / "content")
    seen = look(shop, [], as_of=as_of, drafts=False)
    return [problem for problem in seen.problems if problem.code == code]


def article(words: str, **keys: str) -> str:
    """Return an article in Chinese whose text begins on line 4 and one more for each key."""
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: 一条捷径\n{more}---\n{words}\n"


LINKED = {
    "日报/2026-03-02.md": DAY,
    "捷径.md": ARTICLE,
    "文.md": article(
        "看[日报](日报/2026-03-02.md)、[那一篇](日报/2026-03-02.md#2603.00001)、\n"
        "[起点](捷径.md#起点)、[英文起点](捷径.md#start)、[主题](/zh/topics/)、\n"
        "[论文](/en/papers/2603.00001)、[订阅](/zh/feed.atom)、[首页](/zh/)。",
        slug="wen",
    ),
}


def test_links_between_files_lead_to_pages(make_site: MakeSite) -> None:
    """A link to a file, a page or a feed leads there, in the language of its page."""
    site = make_site({**LINKED})
    site.build()
    assert list(faults(site.files())) == []
    for lang, far in (("zh", "../../../"), ("en", "../../../")):
        page = site.page(f"{lang}/issues/wen/wen/index.html")
        for href in (
            f"{far}{lang}/issues/2026-03-02/",
            f"{far}{lang}/issues/2026-03-02/#2603.00001",
            f"{far}{lang}/issues/a-shortcut/a-shortcut/#h-start",
            f"{far}{lang}/topics/",
            f"{far}{lang}/papers/2603.00001/",
            f"{far}zh/feed.atom",
        ):
            assert f'href="../{href}"' in page, href
    assert found(site, "link-relative") == found(site, "link-anchor") == []


@pytest.mark.parametrize(
    ("words", "code", "column"),
    [
        ("看[这里](没有.md)", "link-relative", 7),
        ("看[这里](/zh/papers/2603.99999/)", "link-relative", 7),
        ("看[这里](../../etc/passwd)", "link-relative", 7),
        ("看[这里](/etc/passwd)", "link-relative", 7),
        ("看[这里](捷径.md#终点)", "link-anchor", 7),
        ("看[这里](日报/2026-03-02.md#2603.77777)", "link-anchor", 7),
        ("看<a href='捷径.md'>这里</a>", "link-relative", 11),
        ("看[这里](//[::1)", "link-relative", 7),
    ],
)
def test_links_that_lead_nowhere(make_site: MakeSite, words: str, code: str, column: int) -> None:
    """The place is that of the address; the words stay on the page, without a link."""
    site = make_site({**LINKED, "文.md": article(f"前\n{words}", slug="wen")})
    problem = found(site, code)[0]
    assert (problem.span.path, problem.span.line, problem.span.column) == ("文.md", 6, column)
    site.build()
    assert list(faults(site.files())) == []
    assert "这里</a>" in site.page("zh/issues/wen/wen/index.html")


FIX = '[item."2603.00001"]\n'


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"d.md": DAY.replace("边缘处的", "$\\zz$边缘处的")}, "d.md:7:15"),
        ({"d.md": DAY, "d.fix.toml": f"{FIX}title.zh = '稀疏 $\\zz$'\n"}, "d.fix.toml:2:16"),
        ({"d.md": DAY, "d.fix.toml": f'{FIX}title.zh = "稀疏 $\\\\zz$"\n'}, "d.fix.toml:2:16"),
        (
            {
                "d.md": DAY,
                "d.fix.toml": f"{FIX}abstract.zh = '''\n\n首行四字。\n一 $\\zz$\n'''\n",
            },
            "d.fix.toml:5:3",
        ),
        ({"文.md": article("正文。", subtitle="副题 $\\zz$")}, "文.md:3:15"),
    ],
    ids=["field", "fix", "escaped", "lines", "front"],
)
def test_a_problem_has_its_place_in_its_line(make_site: MakeSite, files: Files, place: str) -> None:
    """The column counts from the beginning of the line, whatever its text is a part of."""
    (problem,) = found(make_site(files), "math-error")
    assert str(problem.span) == place


def test_an_address_that_ends_another(make_site: MakeSite) -> None:
    """A picture is looked for by its whole path, and not where a longer one ends like it."""
    words = "看[甲](../图/a.png)\n与[乙](../../图/a.png)\n![甲](图/a.png)、[丙](/图/a.png)"
    site = make_site({"文.md": article(words)})
    assert [str(one.span) for one in found(site, "missing-image")] == ["文.md:6:6"]
    places = [str(one.span) for one in found(site, "link-relative")]
    assert places == ["文.md:4:6", "文.md:5:6", "文.md:6:19"]


def test_a_slip_in_a_path_is_recognised(make_site: MakeSite) -> None:
    """A file of the same name elsewhere is what was meant."""
    site = make_site({**LINKED, "甲/文.md": article("[看](2026-03-02.md)", slug="wen")})
    assert found(site, "link-relative")[0].hint == "did you mean ../日报/2026-03-02.md?"


def test_a_page_follows_what_it_links_to(make_site: MakeSite) -> None:
    """When a linked file goes or changes its address, a warm build equals a clean one."""
    site = make_site({**LINKED})
    site.build()
    for files in (
        {"content/捷径.md": ARTICLE.replace("a shortcut", "x").replace("A shortcut", "The way")},
        {"content/日报/2026-03-02.md": DAY.replace("2026-03-02", "2026-03-03")},
    ):
        site.write(files)
        site.build()
    (site.root / "content/捷径.md").unlink()
    site.build()
    site.build("clean", clean=True)
    assert site.files() == site.files("clean")


def test_old_addresses_lead_to_the_new_one(make_site: MakeSite) -> None:
    """An alias is a small page in both trees that leads on, with the new address as canonical."""
    config = 'base_url = "https://example.org/letter/"\n'
    text = article("正文", slug="wen", aliases="[/zh/2020/捷径, 旧.html]")
    site = make_site({"文.md": text, "site.toml": config})
    site.build()
    files = site.files()
    assert list(faults(files, "https://example.org/letter/")) == []
    for lang in ("zh", "en"):
        for name, up in ((f"{lang}/2020/捷径/index.html", "../../"), (f"{lang}/旧.html", "")):
            page = pages_of(files)[name]
            refresh = next(m for m in page.metas if m.get("http-equiv") == "refresh")
            assert refresh["content"] == f"0; url={up}issues/wen/wen/"
            canonical = next(one["href"] for one in page.heads if one["rel"] == "canonical")
            assert canonical == "https://example.org/letter/zh/issues/wen/wen/"
    assert b"2020" not in files["sitemap.xml"]


@pytest.mark.parametrize(
    "alias", ["../外面", "/%2e%2e/外面", "https://example.org/x", "con", "a//b", ".git/x", "a?b"]
)
def test_an_alias_that_is_no_path(make_site: MakeSite, alias: str) -> None:
    """What cannot be a safe path is said and left out."""
    site = make_site({"文.md": article("正文", aliases=f'["{alias}"]')})
    assert "cannot be an address" in found(site, "front-matter-value")[0].message
    before = set(site.root.rglob("*"))
    site.build()
    new = {path for path in site.root.rglob("*") if path not in before}
    assert all(
        site.root / "public" in (path, *path.parents)
        or ".jianbao" in str(path)
        or path.parent == site.root
        for path in new
    )


@pytest.mark.parametrize("alias", ["Issues/2026-03-02/", "feed.atom"])
def test_an_alias_that_is_taken(make_site: MakeSite, alias: str) -> None:
    """Pages keep their addresses, and the error names both."""
    files = {"a.md": DAY, "文.md": article("正文", aliases=alias)}
    site = make_site(files)
    problem = found(site, "alias-taken")[0]
    assert problem.span.path == "文.md"
    assert ("a.md:1:1" in problem.message) == ("2026" in alias)
    site.build()
    assert list(faults(site.files())) == []
    assert b'http-equiv="refresh' not in b"".join(site.files().values())


def test_two_files_claim_one_old_address(make_site: MakeSite) -> None:
    """The first in path order has it; the other is told whose it is."""
    site = make_site(
        {
            "乙.md": article("乙文", slug="yi", aliases="旧"),
            "甲.md": article("甲文", slug="jia", aliases="/en/旧/"),
        }
    )
    problem = found(site, "alias-taken")[0]
    assert problem.span.path == "甲.md"
    assert "乙.md:" in problem.message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("边缘处的稀疏注意力", "Looking at thin things from the edge"), "Chinese title"),
        (("Sparse attention at the edge of $\\beta$", "边缘处的稀疏的注意力"), "English title"),
        (
            ("注意力可以很稀薄，却依然看得见。", "Attention can be thin and see all the same."),
            "Chinese abstract",
        ),
        (
            ("Attention can be thin and still see.", "注意力可以很稀薄，却看得见。"),
            "English abstract",
        ),
    ],
)
def test_a_language_in_the_field_of_the_other(
    make_site: MakeSite, change: tuple[str, str], said: str
) -> None:
    """English under ``Title_cn``, Chinese under ``Title``: a warning names the field."""
    site = make_site({"a.md": DAY.replace(*change)})
    problems = found(site, "language-swapped")
    assert [p for p in problems if said in p.message] == problems != []


def test_a_swapped_language_has_its_place(make_site: MakeSite) -> None:
    """A side that a fix file gives is its problem; of a pair of files, that of the right one."""
    fix = '[item."2603.00001"]\ndate = "2026-03-01"\ntitle.zh = "Thin things seen from afar"\n'
    long = "Attention can be thin and still see what it is meant to see."
    site = make_site(
        {
            "a.md": DAY,
            "a.fix.toml": fix,
            "b.zh.md": "---\ntitle: 一条捷径\n---\n正文在这里。\n",
            "b.en.md": "---\ntitle: A shortcut\n---\n\n残差让深层网络学得动，也学得快。\n",
            "c.zh.md": f"---\ntitle: 两条捷径\n---\n{long}\n",
            "c.en.md": f"---\ntitle: Two shortcuts\n---\n{long} So it does.\n",
        }
    )
    places = [str(p.span) for p in found(site, "language-swapped")]
    assert places == ["a.fix.toml:3:1", "b.en.md:5:1", "c.zh.md:4:1"]


@pytest.mark.parametrize(
    "change",
    [
        ("边缘处的稀疏注意力", "Mask R-CNN"),
        ("边缘处的稀疏注意力", "Sparse attention at the edge of $\\beta$"),
        ("Sparse attention at the edge of $\\beta$", "Reading 论语 with machines"),
        ("注意力可以很稀薄，却依然看得见。", "见 https://example.org/a-long-address/of/many/words"),
    ],
)
def test_a_language_in_its_own_field(make_site: MakeSite, change: tuple[str, str]) -> None:
    """Names of models, untranslated titles and quotations are nobody's slip."""
    assert found(make_site({"a.md": DAY.replace(*change)}), "language-swapped") == []


@pytest.mark.parametrize(
    ("date", "odd"),
    [("2026-03-02", 0), ("0204-03-02", 1), ("2206-03-02", 1), ("2028-12-31", 0), ("2029-01-01", 1)],
)
def test_dates_that_cannot_be_meant(make_site: MakeSite, date: str, odd: int) -> None:
    """A slip in the year is a warning; two years ahead are the farthest."""
    assert len(found(make_site({"文.md": article("正文", date=date)}), "date-odd")) == odd


def test_ids_that_clash_name_both_places(make_site: MakeSite) -> None:
    """The first is named with its line, the second is where the problem stands."""
    problem = found(make_site({"a.md": f"\n\n{DAY}", "b.md": DAY}), "id-taken")[0]
    assert "already that of a.md:" in problem.message
    assert (problem.span.path, problem.span.line) == ("b.md", 1)


def test_a_named_file_is_judged_among_the_others(make_site: MakeSite) -> None:
    """Only its own problems are listed, and its links are known."""
    site = make_site({**LINKED, "别.md": article("[看](没有.md)", slug="bie")})
    shop = open_workshop(content=site.root / "content")
    day = {"as_of": "2026-12-31", "drafts": False}
    one = review(shop, [site.root / "content/文.md"], None, **day)  # type: ignore[arg-type]
    assert {problem.span.path for problem in one.problems} == {"文.md"}
    assert not any(problem.code.startswith("link-") for problem in one.problems)
    (site.root / "草稿.md").write_text(article("[看](没有.md)"), "utf-8")
    alone = review(shop, [site.root / "草稿.md"], None, **day)  # type: ignore[arg-type]
    assert not any(problem.code.startswith("link-") for problem in alone.problems)


def test_a_check_reads_what_a_build_remembers(make_site: MakeSite) -> None:
    """After a build nothing is composed again, and nothing is written."""
    site = make_site({**LINKED, "别.md": article("[看](没有.md)", slug="bie")})
    before = found(site, "link-relative")
    site.build()
    shop = open_workshop(content=site.root / "content")
    stamps = {p: p.stat().st_mtime_ns for p in site.root.rglob("*")}
    assert found(site, "link-relative") == before != []
    assert {p: p.stat().st_mtime_ns for p in site.root.rglob("*")} == stamps
    assert shop.config.output.name == "public"


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [
        ("Sparse attention at the edge of things", "Sparse attention at the edge of things", 1),
        ("Sparse attention at the edge of things", "Sparse Attention, at the edge of things!", 1),
        ("Sparse attention at the edge of things", "Sparse attention at the edge of images", 1),
        ("Sparse attention at the edge of things", "Dense attention on the edge of things", 0),
        ("A challenge for all of us 2025", "A challenge for all of us 2026", 0),
        ("Editor's note", "Editor's note", 0),
    ],
)
def test_titles_that_are_all_but_the_same(
    make_site: MakeSite, one: str, other: str, twins: int
) -> None:
    """One word may differ, but no number; short titles recur."""
    title = "Sparse attention at the edge of $\\beta$"
    site = make_site(
        {
            "a.md": DAY.replace(title, one),
            "b.md": DAY.replace(title, other).replace("00001", "00002").replace("03-02", "03-03"),
        }
    )
    shop = open_workshop(content=site.root / "content")
    seen = review(shop, [], None, as_of="2026-12-31", drafts=False)
    said = [problem for problem in seen.problems if problem.code == "title-twin"]
    assert len(said) == twins
    assert all("a.md:5:1" in p.message and p.span.path == "b.md" for p in said)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("[1] 与 [7]", ["citation-dangling", "reference-unused"]),
        ("[1, 2]", []),
        ("[1-2]", []),
        ("[0, 7] 与 [1, 2]", []),
        ("[224, 224] 与 [1, 2]", []),
        ("没有引文", []),
        ("<b>没有完", ["html-unbalanced"]),
        ("没有头</b>", ["html-unbalanced"]),
        ("<details>\n<summary>题</summary>\n\n里面\n\n</details>", []),
        ("<details>\n<summary>题\n\n里面\n\n</details>", ["html-unbalanced"]),
        ("<!-- <details> -->", []),
        ("a < b 与 `<b>`", []),
        ("花了$5和$10", ["dollar-doubtful"]),
        ("花了 $5 和 $10", []),
        ("`$5和$10`", []),
    ],
)
def test_doubts_in_a_text(make_site: MakeSite, words: str, codes: list[str]) -> None:
    """Citations, HTML and prices: what is doubtful is said, what is usual is not."""
    text = f"{words}\n\n## 参考文献\n\n[1] 甲。\n\n[2] 乙。"
    problems = block(text, "markdown", Span("文.md"))[1]
    assert sorted(problem.code for problem in problems) == codes


def test_prices_are_told_once_a_file(make_site: MakeSite) -> None:
    """One note for all prices of a file, at the first, with the lines of the others."""
    rows = "\n\n".join(f"第{n}行花了$5和$10" for n in range(1, 15))
    site = make_site({"文.md": f"---\ntitle: 题\n---\n{rows}\n", "一.md": "花了$5和$10。\n"})
    one, many = sorted(found(site, "dollar-doubtful"), key=lambda p: p.message)
    assert (one.span.path, many.span.path) == ("一.md", "文.md")
    assert many.span.line == 4
    lines = "6, 8, 10, 12, 14, 16, 18, 20, 22, 24 …"
    assert many.message.endswith(f"$5和$10; and 13 more in lines {lines}")
    assert "more in lines" not in one.message


def test_many_tags_take_no_longer_than_few() -> None:
    """Three thousand open tags are walked over once."""

    def count(tags: int) -> None:
        assert len(block("<div>\n" * tags, "markdown", Span("文.md"))[1]) == tags

    assert is_linear(count, 3_000)


def test_annotations_are_escaped(make_site: MakeSite) -> None:
    """A line break, a colon or a comma of the content cannot end a workflow command."""
    span = Span("夹,子/a:b.md", 3, 7)
    problem = Diagnostic(Severity.NOTE, "link-relative", "100%\n::error::假的", span, "改\r掉")
    assert annotation(problem, "content/夹,子/a:b.md") == (
        "::notice file=content/夹%2C子/a%3Ab.md,line=3,col=7,title=link-relative"
        "::100%25%0A::error::假的%0Ahint: 改%0D掉"
    )


def test_the_formats_of_the_command(make_site: MakeSite) -> None:
    """Text, JSON and GitHub say the same problems; GitHub gets paths that can be opened."""
    site = make_site({"a.md": DAY, "文.md": article("看[这里](没有.md)", slug="wen")})
    runner = CliRunner()
    told = {
        form: runner.invoke(main, ["check", "--as-of", "2026-12-31", "--format", form])
        for form in ("text", "json", "github")
    }
    assert {done.exit_code for done in told.values()} == {0}
    said = json.loads(told["json"].stdout)["diagnostics"]
    assert "文.md:5:7: warning[link-relative]" in told["text"].stderr
    lines = told["github"].stdout.splitlines()
    assert len(lines) == len(said)
    assert any(
        one.startswith("::warning file=content/文.md,line=5,col=7,title=link-relative::")
        for one in lines
    )
    strict = runner.invoke(main, ["check", "--strict", "--format", "github"])
    assert strict.exit_code == 1
    lost = runner.invoke(main, ["check", "--published", "nowhere.xml"])
    assert lost.exit_code == 2
    assert "there is no such file" in lost.stderr
    assert (site.root / "content").is_dir()


def test_every_line_is_explained(make_site: MakeSite) -> None:
    """Each line of a file stands there with what it was taken for."""
    make_site({"a.md": DAY + "\n不属于谁的一句。\n", "文.md": article("## 起点\n\n正文。")})
    done = CliRunner().invoke(main, ["check", "--explain"])
    assert done.exit_code == 0
    told = dict(re.findall(r"^ +(\d+)  (\S.*?)(?:  .*)?$", done.stdout.split("文.md")[0], re.M))
    assert told["1"].startswith("issue: ")
    assert told["3"] == "section"
    assert told["6"] == "item 1: title (en)"
    assert told["7"] == "item 1: title (zh)"
    assert told["8"] == "item 1: authors"
    assert told["9"] == "item 1: abstract (en)"
    assert told["11"] == "item 1: link: pdf"
    assert told["14"] == "issue: text"
    assert "     2  front matter" in done.stdout
    assert re.search(r"^ +6  item 1: text \(zh\) +正文。$", done.stdout, re.M)


def test_an_outline(make_site: MakeSite) -> None:
    """``inspect --format text`` is a tree: issue, sections, items, counts, problems."""
    make_site({"a.md": DAY.replace("的稀疏注意力", "").replace("thin", "$\\frac{1}{$")})
    done = CliRunner().invoke(main, ["inspect", "--format", "text", "content/a.md"])
    assert done.exit_code == 0
    for line in (
        "2026-03-02  digest  a.md:1-12",
        "  生成模型 | -  (1)",
        "    paper  2603.00001  边缘处 | Sparse attention at the edge of $\\beta$  @5-12",
        "      authors Li Lan, Wang Ming",
        "      pdf http://arxiv.org/pdf/2603.00001v1",
        "      topics generation",
    ):
        assert f"\n{line}\n" in f"\n{done.stdout}", done.stdout
    assert re.search(r"^      ! line 9: warning\[math-error\]: ", done.stdout, re.M)
