"""``site.toml`` as a frozen value; what is wrong in it is said with its line, the rest holds."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.diagnostics import Diagnostic
from generator.errors import ConfigError
from generator.regex import regex
from generator.text import NO_TEXT, Lang, Text, pair
from generator.tomlfile import Table, read_toml

FILE = "site.toml"
HANT = "zh-Hant"
DEFAULT_TITLE = Text(zh="简报", en="Jianbao")
NO_ADDRESS = "https://example.invalid/"
"""What feeds and the sitemap use while ``base_url`` is not set."""


_HOST = r"https?://(?:[\w-]+(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
_SITE = regex(_HOST + r"(?:/[^\x00-\x20\x7f\s<>\"\\^`{|}?#]*)?")
"""The address of a site: other addresses begin with it, so it has no query and no fragment."""
_PAGE = regex(_HOST + r"(?:[/?#][^\x00-\x20\x7f\s<>\"\\^`{|}]*)?")
_TAG = regex(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,\d{4}(?:-\d\d){0,2}:(?:[\w.~-]+/)*", re.ASCII)


class Licence(msgspec.Struct, frozen=True):
    """The licence line of a series; *href* may be empty."""

    words: Text
    href: str = ""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Issues that belong together: everything below *folder* of the content; ``.`` is all of it.

    *style* is what its files are read as where they say nothing else; empty, their text tells.
    *translated* are the languages in which a machine wrote what stands there in both.
    """

    name: str
    folder: str
    style: str = ""
    title: Text = NO_TEXT
    licence: Licence | None = None
    translated: tuple[Lang, ...] = ()


class Publishing(msgspec.Struct, frozen=True, kw_only=True):
    """Where ``publish`` brings the site: a remote of the repository, and a branch there."""

    remote: str = "origin"
    branch: str = "gh-pages"


FORMS = {"tw": "s2twp", "hk": "s2hk", "t": "s2t"}
"""Which traditional characters: with the words of Taiwan, as in Hong Kong, or one for one."""


class Hant(msgspec.Struct, frozen=True):
    """How Chinese pages are turned into traditional characters: *form* is one of OpenCC.

    *glossary* says how words are written, which may be as they are.
    """

    form: str = FORMS["tw"]
    glossary: dict[str, str] = {}


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What an editor sets. *root* is the folder of ``site.toml``; paths are absolute.

    *names* gives recurring names of content in the other language, keyed by the printed name.
    *feed_tag* is what ids in feeds begin with, the site's own address where empty. *people* is the
    number of items from which a person has a page, 0 for no such pages. *hant* makes a third tree,
    *covers* a picture of every issue.
    """

    root: Path
    content: Path
    output: Path
    file: Path | None = None
    title: Text = DEFAULT_TITLE
    tagline: Text = NO_TEXT
    base_url: str = ""
    repository: str = ""
    theme: str = "default"
    series: tuple[Series, ...] = ()
    names: dict[str, Text] = {}
    feed_entries: int = 40
    feed_tag: str = ""
    search: bool = True
    people: int = 2
    publish: Publishing = Publishing()
    hant: Hant | None = None
    covers: bool = True

    @property
    def address(self) -> str:
        """The site's absolute address, with a slash at its end."""
        return self.base_url or NO_ADDRESS

    def series_of(self, path: str) -> Series | None:
        """Return the series that a content path belongs to: the deepest folder wins."""
        fitting = [s for s in self.series if s.folder == "." or path.startswith(f"{s.folder}/")]
        return max(fitting, key=lambda s: len(s.folder) * (s.folder != "."), default=None)


def find_config(start: Path) -> Path | None:
    """Return the ``site.toml`` in *start* or the nearest folder above."""
    for folder in (start, *start.parents):
        if os.path.isfile(folder / FILE):
            return folder / FILE
    return None


def load_config(
    file: Path | None,
    content: Path | None = None,
    output: Path | None = None,
    shown: str = FILE,
) -> tuple[Config, list[Diagnostic]]:
    """Read *file*; *content* and *output* override what it says, problems name it *shown*.

    Without a file the defaults hold, beside the content folder. A wrong value costs that value: it
    is reported and its default used. Raises ConfigError if *file* cannot be read at all.
    """
    root = file.parent if file else (content.parent if content else Path.cwd())
    top = Table({}, shown, "")
    if file:
        try:
            top = read_toml(file.read_bytes(), shown)
        except OSError as error:
            raise ConfigError(f"{file} cannot be read: {error.strerror}") from None
    feed, search, people = top.table("feed"), top.table("search"), top.table("people")
    publish = top.table("publish")
    read, written = top.folder("content", "content"), top.folder("output", "public")
    config = Config(
        root=root,
        file=file,
        title=top.words("title", DEFAULT_TITLE),
        tagline=top.words("tagline", NO_TEXT),
        base_url=with_slash(_address(top, "base_url")),
        repository=_address(top, "repository").rstrip("/"),
        theme=top.string("theme", "default"),
        content=content or root / read,
        output=output or root / written,
        series=tuple(_series(top.table("series"))),
        names=_names(top.table("names")),
        feed_entries=feed.number("entries", 40),
        feed_tag=_tag(feed),
        search=search.flag("enabled", True),
        people=people.number("least", 2, least=0),
        publish=Publishing(
            remote=_named(publish, "remote", "origin"), branch=_named(publish, "branch", "gh-pages")
        ),
        hant=_hant(top),
        covers=top.flag("covers", True),
    )
    for table in (feed, search, people, publish, top):
        table.finish()
    return config, top.problems


def _hant(top: Table) -> Hant | None:
    """Read ``zh-Hant = true``, or a table that says how."""
    if not isinstance(top.data.get(HANT), dict):
        return Hant() if top.flag(HANT, False) else None
    table = top.table(HANT)
    form = table.string("form", "tw")
    if form not in FORMS:
        table.wrong("form", f"there is no form {form!r}", f"known: {', '.join(FORMS)}")
    inner = table.table("glossary")
    glossary = {word: said for word in inner.data if (said := inner.string(word, "")) and word}
    kept = {word: word for word in table.strings("keep") if word}
    wanted = table.flag("enabled", True)
    inner.finish()
    table.finish()
    return Hant(FORMS.get(form, FORMS["tw"]), {**kept, **glossary}) if wanted else None


def _tag(feed: Table) -> str:
    """Return what the ids of feeds begin with, behind ``tag:`` (RFC 4151)."""
    value = feed.string("tag", "")
    if value and not _TAG.fullmatch(value):
        hint = 'write the ids of the old address up to the language: "old.example,2026:letter/"'
        feed.wrong("tag", "feed.tag is not a host, a comma, a year and a colon", hint)
        return ""
    return value


def is_address(value: str) -> bool:
    """Say whether *value* can be the address of a site: scheme, host, at most a path."""
    return _SITE.fullmatch(value) is not None


def _address(reader: Table, key: str, wanted: re.Pattern[str] = _SITE) -> str:
    value = reader.string(key, "")
    if value and not wanted.fullmatch(value):
        reader.wrong(key, f"{key} is not an address", "write it as https://name.example/path/")
        return ""
    return value


def _named(table: Table, key: str, spare: str) -> str:
    value = table.string(key, spare)
    if not value or value.startswith("-"):
        table.wrong(key, f"publish.{key} cannot be {value!r}")
        return spare
    return value


def with_slash(address: str) -> str:
    """Return an address with a slash at its end; no address stays none."""
    return address if not address or address.endswith("/") else f"{address}/"


def _series(tables: Table) -> Iterator[Series]:
    for name in tables.data:
        one = tables.table(name)
        licence = one.table("licence")
        words = Text(zh=licence.string("zh", ""), en=licence.string("en", ""))
        href = _address(licence, "href", _PAGE)
        licence.finish()
        yield Series(
            name=name,
            folder=one.string("folder", name).strip("/") or ".",
            style=one.string("style", ""),
            title=one.words("title", NO_TEXT),
            licence=Licence(words, href) if words else None,
            translated=one.translated(),
        )
        one.finish()


def _names(table: Table) -> dict[str, Text]:
    """Read ``printed name = "other name"``: which side is which is told by the script."""
    return {key: pair(key, table.string(key, "")) for key in table.data}
