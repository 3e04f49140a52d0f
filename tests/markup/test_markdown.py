"""Markdown, Chinese first."""

import re

import pytest
from markdown_it import MarkdownIt

from generator.markup.emphasis import emphasis_plugin
from generator.markup.typeset import Typeset, block, inline
from generator.source import Span

AT = Span("文.md", 5)


def done(words: str) -> Typeset:
    """Return a text, set."""
    return block(words, "markdown", AT)[0]


def codes(words: str) -> list[str]:
    """Return where and what is wrong with a text."""
    return [f"{p.span.line}:{p.span.column} {p.code}" for p in block(words, "markdown", AT)[1]]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("**注意。**后文", "<strong>注意。</strong>后文"),
        ("前**（括号）**后", "前<strong>（括号）</strong>后"),
        ("这是**“引用”**吗", "这是<strong>“引用”</strong>吗"),
        ("**「引」**的", "<strong>「引」</strong>的"),
        ("*强调。*后", "<em>强调。</em>后"),
        ("~~删除。~~后", "<del>删除。</del>后"),
        ("**[链接](https://a.example)**后", None),
        ("**`码`**后", "<strong><code>码</code></strong>后"),
        ("a~b~c 与 10~20", "a~b~c 与 10~20"),
        ("snake_case_word", "snake_case_word"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**没有完", "**没有完"),
    ],
)
def test_emphasis_next_to_chinese(words: str, shown: str | None) -> None:
    """Full-width punctuation needs no space beside a mark."""
    html = done(words).html
    if shown is None:
        assert html.startswith("<p><strong><a")
    else:
        assert html == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "words", ["*a*b _c_d", "**a.**b", "a**(b)**c", "_(a)_b", "***a** b*", "~~a~~~", "*a _b* c_"]
)
def test_emphasis_in_other_text_is_commonmark(words: str) -> None:
    """Where no character is wide, nothing differs."""
    stock = MarkdownIt("commonmark").enable("strikethrough")
    ours = MarkdownIt("commonmark").enable("strikethrough")
    emphasis_plugin(ours)
    assert ours.render(words) == stock.render(words)


def test_line_ends() -> None:
    """Between two Han characters a line end is not a space."""
    assert done("一行，\n又一行\nand more").html == "<p>一行，又一行\nand more</p>"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("见https://a.example/c，后文", "https://a.example/c"),
        ("见https://a.example/c（已开源）", "https://a.example/c"),
        ("论文:https://a.example/x_y_z.", "https://a.example/x_y_z"),
        ("[文](http://a.example/中文)", "http://a.example/中文"),
        ("<https://a.example/x>", "https://a.example/x"),
    ],
)
def test_addresses(words: str, address: str) -> None:
    """A bare address stops at Chinese; a written link goes where it says."""
    assert f'href="{address}"' in done(words).html


@pytest.mark.parametrize(
    "words",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//e.example)",
        "[x](java&#10;script:alert)",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVa\tscript:alert(1)">x</a>',
        '<a href="//e.example">x</a>',
        "<img src=x onerror=alert(1)>",
        "<svg><set attributeName=onload></svg>",
        "<math><mtext><table><mglyph><style><img src=x></style></mglyph></table></mtext></math>",
        '<p id="location" class="x" style="position:fixed" onclick="x">甲</p>',
        "<script>alert(1)</script>",
        "<iframe src=x></iframe><form action=x><base href=x>",
        '<div id="&#xFDD0;location" class="&#64976;x">甲</div>',
    ],
)
def test_nothing_harmful_passes(words: str) -> None:
    """What is not allowed is text, or gone from a tag."""
    html = done(words).html
    for bad in ("<script", "<img", "<svg", "<iframe", "<form", "<base", "<style", "<math"):
        assert bad not in html
    assert not re.search(r"<[^>]*\son", html)
    for bad in (' href="j', ' href="//', ' href="data', " style=", ' id="l', ' class="x"'):
        assert bad not in html.lower()


def test_raw_html_ends_with_its_paragraph() -> None:
    """A tag without its partner is text; a forgotten ``</details>`` ends with the text."""
    assert done("一 <i>二\n\n三").html == "<p>一 &lt;i&gt;二</p>\n<p>三</p>"
    assert done("<details><summary>题</summary>\n\n内").html.endswith("</details>")
    assert done('<b title="\n\n后文').plain.endswith("后文")
    assert "后文" in done("<!-- 没有完\n\n后文").plain


def test_formulas_in_tables() -> None:
    """A pipe inside a formula does not end the cell."""
    text = done("| 范数 | $|x|$ |\n|---|--:|\n| $\\|y\\|_2$ | 3 |")
    assert (text.inline_math, text.tables[0].rows, text.tables[0].columns) == (2, 2, 2)
    assert ">|x|</annotation>" in text.html


def test_a_column_headed_by_a_formula_has_a_name() -> None:
    """Its letters name it, the source stays in the annotation alone; words need no such name."""
    html = done("| 方法 | $L_1$ | 误差 $e$ |\n|---|---|---|\n| 甲 | 1 | 2 |\n").html
    assert re.search(r'<th[^>]*><math aria-label="L1">.*?L_1</annotation>', html)
    assert html.count("<math aria-label=") == 1
    assert html.count("L_1") == 1


def test_tables_are_no_landmarks() -> None:
    """Many on a page have no caption and one name; an empty cell of the head is no heading."""
    html = done("| | 甲 |\n|---|---|\n| 一 | 1 |\n").html
    assert '<div class="wide" tabindex="0" role="group" aria-label="表格"><table>' in html
    assert '<tr><td></td><th scope="col">甲</th></tr>' in "".join(html.split("\n"))


def test_tables_of_tabs() -> None:
    """A fence of tab-separated values is a table; it may have several rows of headings."""
    text = done(
        "```tsv 2\n数据\t甲\t\n\t$e_1$\t$e_2$\n城 [1]\t<b>1</b>\t2\n乡\t3\n```\n\n表 1 误差"
    )
    assert [(t.rows, t.columns, t.caption) for t in text.tables] == [(4, 3, "表 1 误差")]
    assert (text.inline_math, text.citations) == (2, 0)
    assert '<tr><th scope="col">数据</th><th scope="col">甲</th><td></td></tr>' in text.html
    assert "<tr><td>乡</td><td>3</td><td></td></tr>" in text.html
    assert "<pre" in done("```tsv\n```").html
    assert "<pre" in done("```tsvx\n甲\t乙\n```").html


def test_a_formula_of_its_own() -> None:
    """Between two lines of dollars nothing is Markdown."""
    text = done("如下：\n\n$$\na\n= b\n- c_1 * d_2 * e\n$$\n\n完")
    assert text.display_math == 1
    assert '<div class="eq" tabindex="0" role="group" aria-label="公式"><math' in text.html
    assert "<div" not in inline("行内 $$x$$", "markdown", AT)[0].html


@pytest.mark.parametrize("words", ["$$ 没有完", "$$\na\n\nb\n$$", "\\(中文括号\\)"])
def test_what_is_no_formula(words: str) -> None:
    """Dollars without a partner, an empty line between, or escaped brackets around words."""
    assert "<math" not in done(words).html


def test_captions() -> None:
    """A paragraph that begins 图 n or 表 n next to its thing is its caption."""
    text = done(
        "![示意](a.png)\n\n图 1 残差块\n\n表 1：结果\n\n| a |\n|---|\n| 1 |\n\n"
        "![x](b.png)\nFigure 2: a block\n\n图 3 展示了别的东西。"
    )
    assert [(f.number, f.caption) for f in text.figures] == [
        ("1", "图 1 残差块"),
        ("2", "Figure 2: a block"),
    ]
    assert [(t.number, t.caption, t.rows, t.columns) for t in text.tables] == [
        ("1", "表 1：结果", 2, 1)
    ]
    assert "<figcaption><b>图 1</b> 残差块</figcaption>" in text.html
    assert 'aria-label="表 1：结果"><table><caption><b>表 1</b>：结果</caption>' in text.html
    assert "<p>图 3 展示了别的东西。</p>" in text.html


def test_a_picture_leaves_its_words() -> None:
    """The site looks for the file; its place, its words and its address are in the text."""
    text = done("![残差块](图/块.png)")
    assert 'data-src="图/块.png"' in text.html
    assert "<figcaption>残差块</figcaption>" in text.html
    assert [str(one.span) for one in done("一\n\n见 ![块](a.png)").pictures] == ["文.md:7:8"]
    assert codes("一\n\n见 ![](a.png)") == ["7:7 image-no-alt"]
    assert codes("一\n\n见 ![块](https://a.example/a.png)") == ["7:8 missing-image"]


REFERENCES = "\n\n## 参考文献\n\n1. 甲\n2. 乙\n3. 丙\n\n- [@ding] 丁"


def test_citations() -> None:
    """Numbers and keys lead to the list, and the list leads back."""
    text = done("见 [1, 2-3] 与 [@ding]，<sup>[1]</sup>，[9] 除外。" + REFERENCES)
    assert (text.references, text.citations) == (4, 5)
    assert '<a class="cite" id="cite-1" href="#ref-1">1</a>' in text.html
    assert text.html.count('id="cite-1"') == 1
    assert '<a class="ref" id="ref-ding" href="#cite-ding">[ding]</a> 丁' in text.html
    assert 'href="#cite-3" aria-label="回到正文">↩</a>' in text.html


def test_what_is_no_citation() -> None:
    """Brackets in cells and headings, links, and texts without a list."""
    text = done("## 题 [1]\n\n| SSL [1] |\n|---|\n| [2] |\n\n[1](https://a.example)" + REFERENCES)
    assert text.citations == 0
    assert done("数组 a[1] 与 [2]").html == "<p>数组 a[1] 与 [2]</p>"
    assert codes("见 [@wang]。" + REFERENCES) == ["5:4 citation-unknown"]


def test_footnotes() -> None:
    """Two ways back for two mentions; a note that nobody mentions is kept, and said."""
    words = "甲[^a]，乙[^a]。\n\n[^a]: 注。\n[^b]: 没人提到。"
    html = done(words).html
    assert '<sup class="footnote">[<a id="fnref-1-2" href="#fn-1">1</a>]</sup>' in html
    assert "没人提到。" in html
    assert codes(words) == ["8:1 footnote-unused"]


def test_a_footnote_within_a_footnote() -> None:
    """It is one of its own, and is referred to like any other; unused ones keep their names."""
    html = done("文[^甲][^乙]\n\n[^甲]: 先说。\n    [^乙]: 再说。\n").html
    assert '<li id="fn-1" data-label="甲">' in html
    assert '<li id="fn-2" data-label="乙">' in html
    assert codes("文[^甲]\n\n[^甲]:[^乙]:话\n") == ["7:6 footnote-unused"]
    assert "乙 </span><p>话</p>" in done("文[^甲]\n\n[^甲]:[^乙]:话\n").html


def test_a_link_definition_that_nobody_uses_is_kept() -> None:
    """CommonMark would drop it."""
    assert (
        "https://b.example"
        in done("[甲][a]\n\n[a]: https://a.example\n[b]: https://b.example").plain
    )


def test_headings_have_ids_of_their_own() -> None:
    """With a prefix, so that none hides what scripts call by name; unique, and shareable."""
    text = done("# 同\n\n## 同\n\n### location $x$ [甲](https://a.example)")
    assert [h.anchor for h in text.headings] == ["h-同", "h-同-2", "h-location-x-甲"]
    assert [h.level for h in text.headings] == [2, 2, 3]
    assert "<a " not in text.headings[2].html
    twin = block("## One\n\n## Two\n\n## Three", "markdown", AT, ["h-一", "h-二"])[0]
    assert [h.anchor for h in twin.headings] == ["h-一", "h-二", "h-three"]


def test_links_inside_and_to_files() -> None:
    """A heading may be named by its words; where a file leads only the whole site knows."""
    assert 'href="#h-结果"' in done("[见](#结果)\n\n## 结果").html
    assert codes("[见](#没有)") == ["5:5 link-inside"]
    assert codes("[见](别的.md)") == []
    assert [(one.href, str(one.span)) for one in done("[见](别的.md)").inner] == [
        ("别的.md", "文.md:5:5")
    ]


def test_a_printed_number_that_does_not_run_is_kept() -> None:
    """Lists that restart or jump keep what is printed."""
    text = done("3. 甲\n7. 乙")
    assert '<ol start="3"><li>' in text.html
    assert '<li value="7">' in text.html
    assert text.plain == "3. 甲\n7. 乙"


def test_one_line_is_phrasing_content() -> None:
    """A title holds no paragraph, and no link if it is to become one."""
    text, problems = inline("题 **粗** <div>块</div>", "markdown", AT)
    assert text.html == "题 <strong>粗</strong> &lt;div&gt;块&lt;/div&gt;"
    assert [p.code for p in problems] == ["html-shown"]
    assert inline("[甲](https://a.example)", "markdown", AT, links=False)[0].html == "甲"


def test_plain_words() -> None:
    """What a reader sees, formulas as TeX, a line for every block."""
    assert done("# 题\n\n**粗** $x^2$ 与 a<b\n\n- 一\n- 二").plain == "题\n粗 x^2 与 a<b\n一\n二"


def test_plain_markup_is_only_escaped() -> None:
    """Nothing means anything."""
    text = block("**甲** $x$ <b>\n\n乙", "plain", AT)[0]
    assert text.html == "<p>**甲** $x$ &lt;b&gt;</p>\n<p>乙</p>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("23 2", "23 2"),
        ("12", "22"),
        ("3", "2"),
        ("332", "222"),
        ("2442", "2332"),
        ("43234", "22234"),
        ("6666", "2222"),
        ("246", "234"),
    ],
)
def test_no_level_of_headings_is_skipped(written: str, shown: str) -> None:
    """A heading lies at most one level below the one above it; those of one level stay together."""
    written, shown = written.replace(" ", ""), shown.replace(" ", "")
    text = "\n\n".join(f"{'#' * int(level)} 题" for level in written)
    done, _ = block(text, "markdown", Span("文.md"))
    assert "".join(str(heading.level) for heading in done.headings) == shown
    assert "".join(re.findall(r"<h([2-6])", done.html)) == shown
