"""The theme chain, its words and assets, and templates that fail in words an author can use."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup

from generator import views
from generator.engine import environment
from generator.errors import ThemeError
from generator.store import Store
from generator.theme import Theme, load_theme, own_themes
from generator.views import Chrome, CiteView, ItemPage, ItemView, Tongue, Words

STATIC = own_themes() / "default" / "static"


def write(root: Path, files: dict[str, str]) -> Path:
    """Write *files* below *root* and return it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def child(root: Path, **files: str) -> Theme:
    """Load a theme ``quiet`` that extends the default one and holds *files* (``a__b`` is a/b)."""
    named = {f"quiet/{name.replace('__', '/')}": text for name, text in files.items()}
    named = {re.sub(r"_(html|css|toml|js)$", r".\1", name): text for name, text in named.items()}
    write(root, {"quiet/theme.toml": 'extends = "default"\n', **named})
    return load_theme("quiet", [root, own_themes()])


def chrome(lang: views.Lang, kind: str = "404") -> Chrome:
    """Return the frame of a page with nothing optional in it."""
    html_lang = "zh-Hans" if lang == "zh" else "en"
    return Chrome(
        kind=kind,
        lang=lang,
        html_lang=html_lang,
        title="简报",
        description="",
        root="../../",
        here="",
        canonical="",
        alternates=(),
        tongues=(Tongue("中文", "../zh/", "zh-Hans", lang == "zh"),),
        nav=(),
        feeds=(),
        site_name=Words(Markup("简报")),
        site_alt=None,
        home_href="../",
        csp="default-src 'none'",
    )


def render(engine: Environment, theme: Theme, template: str, **values: object) -> str:
    """Render a template in Chinese."""
    page = chrome("zh", template.partition(".")[0])
    return engine.get_template(template).render(
        {"page": page, "view": None, "t": theme.words["zh"], **values}
    )


@pytest.fixture(scope="module")
def default() -> Theme:
    """The theme of the package."""
    return load_theme("default", [own_themes()])


def test_chinese_and_english_have_the_same_words(default: Theme) -> None:
    """A word that one language lacks would fail on the other's pages."""
    assert default.words["zh"].keys() == default.words["en"].keys()
    assert all(word for words in default.words.values() for word in words.values())


def test_both_languages_fill_in_the_same_numbers(default: Theme) -> None:
    """A placeholder is known to the code that fills it: counts agree across languages."""
    for key, zh in default.words["zh"].items():
        fields = (
            set(re.findall(r"{(\w+)}", zh)),
            set(re.findall(r"{(\w+)}", default.words["en"][key])),
        )
        if key.endswith("_many") or key in ("number", "mention_number", "source_lines"):
            assert fields[0] == fields[1], key


def test_every_word_of_a_template_is_there(default: Theme) -> None:
    """Templates ask for words by name; none is missing from the tables."""
    for path in (own_themes() / "default" / "templates").rglob("*.html"):
        asked = set(re.findall(r'(?:\bt|words\.(?:zh|en))\["(\w+)"\]', path.read_text("utf-8")))
        assert asked <= default.words["zh"].keys(), path.name


def test_every_template_compiles(default: Theme) -> None:
    """All templates of the default theme are sound."""
    engine = environment(default)
    for name in engine.list_templates(filter_func=lambda name: "!" not in name):
        engine.get_template(name)


def test_the_page_not_found_speaks_both_languages(default: Theme) -> None:
    """404.html cannot know its reader: it says everything twice, each in its own language."""
    html = render(environment(default), default, "404.html")
    assert '<section lang="zh-Hans"><h2 class="big">这一页不在这里</h2>' in html
    assert '<section lang="en"><h2 class="big">This page is not here</h2>' in html
    assert html.count("<h1") == 1


def test_values_are_escaped_and_set_html_is_not(default: Theme) -> None:
    """A title without markup is data; one that was set as HTML is placed as it is."""
    item = ItemView(
        anchor="a",
        number="",
        href="./",
        title=Words(Markup("甲 &lt; <math><mi>β</mi></math>"), Markup(' lang="en"')),
        plain_title="<script>",
        kind_label="",
        id_label="<b>",
    )
    view = ItemPage(
        item=item, crumbs=(), date=None, facts=(), contents=(), mentions=(), related=(),
        newer=None, older=None, cite=CiteView((), ()),
    )  # fmt: skip
    html = render(environment(default), default, "paper.html", view=view)
    assert '<h1 class="title" lang="en">甲 &lt; <math><mi>β</mi></math></h1>' in html
    assert "<script>" not in html.replace(f"<script>{environment(default).globals['inline']}", "")


def test_no_inline_style_and_no_handler(default: Theme) -> None:
    """What a strict content security policy would block is not in the templates."""
    for path in (own_themes() / "default" / "templates").glob("*.html"):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", path.read_text("utf-8"))


def test_assets_carry_fingerprints_and_pages_use_them(default: Theme) -> None:
    """An asset's name changes with its bytes; the page asks for that name from the root."""
    href = default.hrefs["theme.css"]
    assert re.fullmatch(r"assets/theme\.[0-9a-f]{10}\.css", href)
    assert f'href="../../{href}"' in render(environment(default), default, "404.html")
    assert set(default.hrefs.values()) == default.assets.keys()


def test_the_inline_script_is_no_asset(default: Theme) -> None:
    """It stands in every page byte for byte, so that one hash in the policy covers it."""
    assert "inline.js" not in default.hrefs
    assert f"<script>{default.inline}</script>" in render(environment(default), default, "404.html")
    assert "//" not in default.inline


def test_style_sheets_are_squeezed_but_strings_are_not(tmp_path: Path) -> None:
    """Comments and blanks go; what stands in quotes stays, a full-width space included."""
    css = '/* 注 */\na , b {\n  content : "　a ;  b" ;\n}\n\n.c  .d:not( .e ) { margin: 0 }\n'
    theme = child(tmp_path, static__own_css=css)
    text = theme.assets[theme.hrefs["own.css"]].decode()
    assert text == 'a,b{content :"　a ;  b"}.c .d:not( .e ){margin:0}'


@pytest.mark.parametrize(
    ("script", "lean"),
    [
        ("// 注\n(() => {\n  go(); // 这里留着\n})();\n", "(() => {\ngo(); // 这里留着\n})();"),
        ("f(`甲\n  // 乙`);\n", "f(`甲\n  // 乙`);\n"),
        ('f("甲\\\n  // 乙");\n', 'f("甲\\\n  // 乙");\n'),
    ],
)
def test_scripts_lose_comment_lines_but_no_words(tmp_path: Path, script: str, lean: str) -> None:
    """Lines of comment and indents go; a script with a string over several lines stays as it is."""
    theme = child(tmp_path, static__own_js=script)
    assert theme.assets[theme.hrefs["own.js"]].decode() == lean


def test_urls_in_style_sheets_get_the_new_names(tmp_path: Path) -> None:
    """A picture named in CSS is found under its fingerprint, from the style sheet's own place."""
    write(tmp_path, {"quiet/static/pictures/印.svg": "<svg/>"})
    theme = child(
        tmp_path,
        static__own_css="a { background: url('pictures/印.svg') } b { mask: url(#m) }",
        static__deep__own_css="a { background: url(../pictures/印.svg) }",
    )
    name = theme.hrefs["pictures/印.svg"].removeprefix("assets/")
    assert f'url("{name}")' in theme.assets[theme.hrefs["own.css"]].decode()
    assert "url(#m)" in theme.assets[theme.hrefs["own.css"]].decode()
    assert f'url("../{name}")' in theme.assets[theme.hrefs["deep/own.css"]].decode()


def test_a_child_theme_holds_only_what_differs(tmp_path: Path) -> None:
    """One word and one block are its own; everything else comes from the theme it extends."""
    theme = child(
        tmp_path,
        i18n__zh_toml='skip = "直接看正文"\n',
        templates__404_html='{% extends "default!404.html" %}{% block footer %}尾{% endblock %}',
    )
    assert theme.words["zh"]["skip"] == "直接看正文"
    assert theme.words["en"]["skip"] == "Skip to text"
    html = render(environment(theme), theme, "404.html")
    assert "直接看正文" in html
    assert "尾" in html
    assert "<footer" not in html


def test_the_digest_follows_every_file_and_no_place(tmp_path: Path) -> None:
    """The same theme elsewhere has the same digest; another byte anywhere changes it."""
    here, there, other = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    first = child(here, i18n__zh_toml='skip = "跳"\n').digest
    assert child(there, i18n__zh_toml='skip = "跳"\n').digest == first
    assert child(other, i18n__zh_toml='skip = "到"\n').digest != first


def test_loading_needs_no_template_engine() -> None:
    """A build that finds nothing changed never pays for jinja2."""
    code = (
        "import sys; from generator.theme import load_theme, own_themes;"
        "load_theme('default', [own_themes()]); sys.exit('jinja2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_compiled_templates_are_kept_and_used(default: Theme, tmp_path: Path) -> None:
    """With a cache folder the second engine renders the same bytes from compiled templates."""
    first = render(environment(default, Store(tmp_path / "cache", "1")), default, "404.html")
    assert any(path.is_file() for path in (tmp_path / "cache").rglob("*"))
    assert (
        render(environment(default, Store(tmp_path / "cache", "1")), default, "404.html") == first
    )


def test_the_style_sheet_has_every_kind_of_item(default: Theme) -> None:
    """The filter of a topic works without a script: each kind has its rule."""
    css = default.assets[default.hrefs["filter.css"]].decode()
    for key in default.words["zh"]:
        if key.startswith("kind_"):
            assert f"#kind-{key[5:]}:checked" in css


# Wrong inputs


def test_an_unknown_theme_is_named_with_the_nearest(tmp_path: Path) -> None:
    """A slip in site.toml is answered with what there is."""
    with pytest.raises(ThemeError, match="no theme 'defualt'") as raised:
        load_theme("defualt", [tmp_path, own_themes()])
    assert raised.value.hint == "did you mean 'default'?"


def test_a_name_that_leads_elsewhere_is_no_theme(tmp_path: Path) -> None:
    """A theme is a folder of themes/, not any path."""
    with pytest.raises(ThemeError, match="no theme"):
        load_theme("../default", [tmp_path, own_themes()])


def test_themes_in_a_circle_are_refused(tmp_path: Path) -> None:
    """The circle is shown."""
    write(tmp_path, {"甲/theme.toml": 'extends = "乙"', "乙/theme.toml": 'extends = "甲"'})
    with pytest.raises(ThemeError, match="甲 → 乙 → 甲"):
        load_theme("甲", [tmp_path])


def test_an_unknown_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    """theme.toml knows one key."""
    write(tmp_path, {"quiet/theme.toml": 'extend = "default"'})
    with pytest.raises(ThemeError, match=r"theme\.toml: unknown key extend") as raised:
        load_theme("quiet", [tmp_path])
    assert raised.value.hint == "did you mean 'extends'?"


@pytest.mark.parametrize("text", ['skip = "跳', "skip = 3"])
def test_broken_words_name_their_file(tmp_path: Path, text: str) -> None:
    """Neither broken TOML nor a number can be placed on a page."""
    with pytest.raises(ThemeError, match=r"quiet/i18n/zh\.toml"):
        child(tmp_path, i18n__zh_toml=text)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    """Words in another encoding are refused, not guessed."""
    write(tmp_path, {"quiet/theme.toml": "", "quiet/i18n/zh.toml": ""})
    (tmp_path / "quiet/i18n/zh.toml").write_bytes('skip = "跳"'.encode("gb18030"))
    with pytest.raises(ThemeError, match=r"zh\.toml is not UTF-8"):
        load_theme("quiet", [tmp_path])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("seal.sgv", "own.css:2: seal.sgv is no file"),
        ("https://fonts.example/a.woff2", "outside the theme"),
        ("//fonts.example/a.woff2", "outside the theme"),
    ],
)
def test_a_style_sheet_names_only_files_of_the_theme(tmp_path: Path, url: str, words: str) -> None:
    """A missing file, or one from another site, is found before a reader's browser does."""
    with pytest.raises(ThemeError, match=re.escape(words)):
        child(tmp_path, static__own_css=f"a {{}}\nb {{ background: url({url}) }}")


def test_an_inline_script_cannot_end_its_element(tmp_path: Path) -> None:
    """The closing tag inside a string would end the script early."""
    with pytest.raises(ThemeError, match=r"inline\.js"):
        child(tmp_path, static__inline_js='x = "</script>"')


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("甲\n{{ nothing }}", r"quiet/templates/404\.html:2: 'nothing' is undefined"),
        ('甲\n\n{{ t["nowhere"] }}', r"404\.html:3: .*nowhere"),
        ("{% if %}", r"quiet/templates/404\.html:1: "),
        ('{% extends "nobody!404.html" %}', r"404\.html:1: there is no template"),
        ("甲\n{{ page.title + 1 }}", r"404\.html:2: TypeError"),
        ("{{ page.titel }}", r"404\.html:1: .*titel"),
    ],
)
def test_a_template_that_fails_names_file_and_line(tmp_path: Path, source: str, words: str) -> None:
    """Undefined names, bad syntax and missing templates are said where they stand."""
    theme = child(tmp_path, templates__404_html=source)
    with pytest.raises(ThemeError, match=words):
        render(environment(theme), theme, "404.html")


def test_a_template_that_is_not_there_is_named(default: Theme) -> None:
    """Asking for an unknown template is a ThemeError too."""
    with pytest.raises(ThemeError, match=r"nowhere\.html"):
        environment(default).get_template("nowhere.html")


def test_the_settings_of_the_default_theme_are_empty() -> None:
    """The default theme stands alone."""
    assert tomllib.loads((own_themes() / "default" / "theme.toml").read_text("utf-8")) == {}


def test_the_document_names_all_that_a_theme_may_use(default: Theme) -> None:
    """Every template, block, file and token of the default theme stands in docs/themes.md."""
    told = (Path(__file__).parents[1] / "docs" / "themes.md").read_text("utf-8")
    folder = default.folders[-1]
    templates = sorted(path for path in (folder / "templates").rglob("*") if path.is_file())
    names = [path.name for path in (*templates, *sorted((folder / "static").iterdir()))]
    for path in templates:
        names += re.findall(r"{% block (\w+) %}", path.read_text("utf-8"))
    assert [name for name in names if f"`{name}`" not in told] == []
    css = (folder / "static" / "theme.css").read_text("utf-8")
    tokens = set(re.findall(r"^  (--[a-z0-9-]+):", css, re.MULTILINE))
    spans = {f"--{letter}{n}" for letter, last in (("s", 8), ("t", 7)) for n in range(last + 1)}
    assert sorted(token for token in tokens - spans if f"`{token}`" not in told) == []
