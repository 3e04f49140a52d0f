"""site.toml: what an editor sets, and what is said when it is set wrong."""

from pathlib import Path

import pytest

from generator.config import find_config, load_config
from generator.text import Text


def read(tmp_path: Path, text: str | bytes) -> tuple:
    """Return the configuration in *text*, and its problems as lines."""
    file = tmp_path / "site.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    config, problems = load_config(file)
    return config, [str(problem) for problem in problems], problems


def test_defaults_without_a_file(tmp_path: Path) -> None:
    """Without a file everything has a value, and the output stands beside the content."""
    config, problems = load_config(None, content=tmp_path / "content")
    assert config.title == Text(zh="简报", en="Jianbao")
    assert config.output == tmp_path / "public"
    assert problems == []


def test_a_full_file(tmp_path: Path) -> None:
    """Titles in both languages, series by folder, names by script."""
    config, problems, _ = read(
        tmp_path,
        """
title = { zh = "视觉简报", en = "Vision Letter" }
base_url = "https://example.org/letter"
[series.daily]
folder = "daily"
title = { zh = "日报", en = "Daily" }
licence = { zh = "署名", en = "CC BY", href = "https://example.org/by" }
[names]
"生成模型" = "Generative models"
"Robotics" = "机器人"
[feed]
entries = 7
""",
    )
    assert problems == []
    assert config.title == Text(zh="视觉简报", en="Vision Letter")
    assert config.base_url == "https://example.org/letter/"
    assert config.series_of("daily/2026-03-02.md").title.zh == "日报"
    assert config.series_of("other/x.md") is None
    assert config.names["生成模型"] == Text(zh="生成模型", en="Generative models")
    assert config.names["Robotics"] == Text(zh="机器人", en="Robotics")
    assert config.feed_entries == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('titel = "简报"', "site.toml:1:1: error[config-unknown-key]: unknown key titel"),
        (
            "[series.daily]\nfoldr = 'x'",
            "site.toml:2:1: error[config-unknown-key]: unknown key series.daily.foldr",
        ),
        (
            'title = { zh = "简", fr = "x" }',
            "site.toml:1:21: error[config-unknown-key]: unknown key title.fr",
        ),
        ("title = 3", "site.toml:1:1: error[config-value]: title must be a table"),
        (
            "[feed]\nentries = 'x'",
            "site.toml:2:1: error[config-value]: feed.entries must be a whole number",
        ),
        (
            "[feed]\nentries = 0",
            "site.toml:2:1: error[config-value]: feed.entries must be at least 1",
        ),
        (
            "[search]\nenabled = 1",
            "site.toml:2:1: error[config-value]: search.enabled must be true or false",
        ),
        (
            'base_url = "example.org"',
            "site.toml:1:1: error[config-value]: base_url is not an address",
        ),
        ("a = \n", "site.toml:1:5: error[config-syntax]: not valid TOML: Invalid value"),
        ("title = '简", "error[config-syntax]"),
        ("x = " + "[" * 5000, "error[config-syntax]"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """Every mistake names its line and column; the rest of the file still holds."""
    config, problems, _ = read(tmp_path, text)
    assert any(said in problem for problem in problems), problems
    assert config.theme == "default"


def test_did_you_mean(tmp_path: Path) -> None:
    """A near miss is named."""
    _, _, problems = read(tmp_path, 'titel = "x"')
    assert problems[0].hint == "did you mean 'title'?"


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    """Not the first mistake only."""
    _, problems, _ = read(tmp_path, "theme = 1\nrepo = 2\n[feed]\nx = 1")
    assert len(problems) == 3


def test_not_utf8(tmp_path: Path) -> None:
    """A file in GBK is said to be no UTF-8, at its line."""
    _, problems, _ = read(tmp_path, "theme = 'default'\ntitle = '简报'".encode("gb18030"))
    assert problems == [
        "site.toml:2:1: error[config-syntax]: not valid TOML: the file is not UTF-8"
    ]


def test_found_above(tmp_path: Path) -> None:
    """The nearest site.toml above a folder is used."""
    (tmp_path / "site.toml").write_text("")
    deep = tmp_path / "content" / "daily"
    deep.mkdir(parents=True)
    assert find_config(deep) == tmp_path / "site.toml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 3", 'title must be a table { zh = "…", en = "…" } or a string'),
        (f"[feed]\nentries = {'9' * 23}", "site.toml:2:1: error[config-value]: feed.entries must"),
        (f"[feed]\nentries = {'9' * 5000}", "error[config-syntax]: not valid TOML: a number is"),
        ('base_url = "https://x y/?q#f"', "base_url is not an address"),
        ('base_url = "https://x.example/?q"', "base_url is not an address"),
        ('base_url = "https://x.example/a#b"', "base_url is not an address"),
        ('base_url = "https://x.example/\\n"', "base_url is not an address"),
        ('base_url = "https:///letter"', "base_url is not an address"),
        ('repository = "https://x.example/a b"', "repository is not an address"),
        ("[series.a.licence]\nhref = 'https://x.example/a b'", "href is not an address"),
    ],
)
def test_values_that_no_site_can_use(tmp_path: Path, text: str, said: str) -> None:
    """Numbers out of bounds and addresses that are none are named, and the defaults hold."""
    config, problems, _ = read(tmp_path, text)
    assert any(said in problem for problem in problems), problems
    assert config.feed_entries == 40
    assert config.base_url == ""


@pytest.mark.parametrize(
    "address",
    ["https://x.example", "http://127.0.0.1:8000/a/", "https://例子.中国/简报/", "https://[::1]/"],
)
def test_addresses(tmp_path: Path, address: str) -> None:
    """A host with or without a port and a path is an address, in any script."""
    config, problems, _ = read(tmp_path, f'base_url = "{address}"')
    assert problems == []
    assert config.base_url == address.rstrip("/") + "/"


def test_a_licence_may_lead_anywhere(tmp_path: Path) -> None:
    """The address of a licence may have a query and a fragment; the site's may not."""
    text = "[series.a.licence]\nzh = '署名'\nhref = 'https://x.example/by?v=4#zh'"
    config, problems, _ = read(tmp_path, text)
    assert problems == []
    assert config.series[0].licence.href == "https://x.example/by?v=4#zh"
