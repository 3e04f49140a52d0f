"""What is told of options and settings is what there is: the documents against the program."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator.cli import main
from generator.config import load_config
from generator.terminal import dates, places
from generator.text import NO_TEXT, Text
from generator.tomlfile import Table
from tests.test_project import read


def commands(group: click.Group = main, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give every command that does something, with its full name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


COMMANDS = dict(commands())


def options(command: click.Command) -> set[str]:
    """Return the long options of a command."""
    given = (
        opt for param in command.params for opt in param.opts if param.param_type_name != "argument"
    )
    return {opt for opt in given if opt.startswith("--")}


SHARED = options(click.command(places(dates(lambda: None))))
"""The options that several commands have; they are told once, above all sections."""


def sections() -> dict[str, str]:
    """Return what is told of each command, by the first word of its name."""
    parts = re.split(r"^## (.+)$", read("docs/cli.md"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def told_in(text: str) -> set[str]:
    """Return the long options that a text names as code; those of Dask's programs are not ours."""
    fence = re.compile(r"^```.*?^```", re.M | re.S)
    code = fence.findall(text) + re.findall(r"`(?!dask )[^`]+`", fence.sub("", text))
    return {option for one in code for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", one)}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name: str) -> None:
    """Its help is a sentence, an example that names it, and a word on each option."""
    command = COMMANDS[name]
    help_text = command.help or ""
    assert re.match(r"[A-Z][^\n]+[.:]", help_text)
    assert f"jianbao {name}" in help_text.partition("Example:")[2]
    for param in command.params:
        if isinstance(param, click.Option):
            assert re.fullmatch(r"[A-Z].+\.", param.help or ""), param.opts


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_is_in_the_documents(name: str) -> None:
    """Under the heading of its command, or once for all above."""
    section = sections()[name.split(" ")[0]]
    assert f"jianbao {name}" in read("docs/cli.md")
    own = options(COMMANDS[name]) - SHARED
    assert own - told_in(section) == set()
    assert told_in(sections()["For every command"]) >= SHARED


def test_the_documents_tell_of_no_other_option() -> None:
    """What is named under a heading is an option of that command."""
    for heading, text in sections().items():
        own = [options(c) for name, c in COMMANDS.items() if name.split(" ")[0] == heading]
        known = set().union(*own) if own else set().union(*map(options, COMMANDS.values()))
        assert told_in(text) - known - SHARED - {"--help", "--version"} == set(), heading


@pytest.mark.parametrize("name", ["docs/cli.md", "docs/publishing.md", "docs/configuration.md"])
def test_the_documents_tell_of_no_other_command(name: str) -> None:
    """A line of code that calls us calls a command that is there."""
    for words in re.findall(r"(?:^|`)jianbao ([a-z]+(?: [a-z]+)?)", read(name), re.M):
        first = words.split(" ")[0]
        assert words in COMMANDS or first in COMMANDS or words in main.commands, words


def settings(text: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> dict[str, tuple]:
    """Return each key that the program asks *text* for, with its kind and default."""
    asked: dict[str, tuple] = {}
    inside = []

    def spy(kind: str, method):
        def call(table: Table, key: str, *spare, **more):
            if not inside:
                asked[table.within + key] = (kind, *spare)
            inside.append(key)
            try:
                return method(table, key, *spare, **more)
            finally:
                inside.pop()

        return call

    for kind in ("string", "folder", "flag", "number", "strings", "words"):
        monkeypatch.setattr(Table, kind, spy(kind, getattr(Table, kind)))
    (folder / "site.toml").write_text(text, encoding="utf-8")
    _, problems = load_config(folder / "site.toml")
    assert problems == []
    return asked


KINDS = {
    "string": "string",
    "folder": "folder",
    "flag": "true or false",
    "number": "number",
    "strings": "list of strings",
    "words": "words",
}


def test_every_setting_is_in_the_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its kind, its default and an example, and no other is; the example has no problem."""
    text = read("docs/configuration.md")
    (example,) = re.findall(r"^```toml\n(.*?)^```", text, re.M | re.S)
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+?) \| (?:`(.*?)`)? ?\| (.+) \|$", text, re.M)
    asked = settings(example, monkeypatch, tmp_path)
    general = {re.sub(r"^series\.daily\b", "series.NAME", key): say for key, say in asked.items()}
    general = {re.sub(r"^names\..*", 'names."PRINTED"', key): say for key, say in general.items()}
    word = 'zh-Hant.glossary."WORD"'
    general = {re.sub(r"^zh-Hant\.glossary\..*", word, key): say for key, say in general.items()}
    assert {key for key, *_ in rows} == general.keys()
    given = tomllib.loads(example)
    for key in asked:
        assert within(given, key), f"{key} is not in the example"
    for key, kind, default, _ in rows:
        method, *spare = general[key]
        assert kind == KINDS[method], key
        assert default == (shown(*spare) if spare else ""), key


def within(table: dict, key: str) -> bool:
    """Say whether a key stands in a table, in full."""
    for part in key.split("."):
        if part not in table:
            return False
        table = table[part]
    return True


def shown(default: object) -> str:
    """Return a default as the documents show it."""
    if default in (NO_TEXT, None):
        return ""
    if isinstance(default, Text):
        return f'{{ zh = "{default.zh}", en = "{default.en}" }}'
    if isinstance(default, bool):
        return str(default).lower()
    if default == "daily":
        return "NAME"
    return f'"{default}"' if isinstance(default, str) else str(default)
