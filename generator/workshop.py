"""Everything a command needs before it looks at content: configuration, theme, topics, styles."""

import hashlib
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

import generator
from generator.cards import digest_of
from generator.config import FILE, Config, find_config, is_address, load_config, with_slash
from generator.diagnostics import Diagnostic
from generator.discover import readable
from generator.errors import ConfigError
from generator.stages import Stage, silent
from generator.styles import Style, load_styles
from generator.theme import Theme, load_theme, own_themes
from generator.topics import Topics, load_topics

if TYPE_CHECKING:
    from generator.workers import Hire


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line decides: *as_of* is the only clock there is.

    *hire* says who renders, if not *jobs* processes of this machine; *stage* is told how far it is.
    """

    as_of: str
    drafts: bool = False
    clean: bool = False
    jobs: int = 1
    hire: "Hire | None" = None
    stage: Stage = silent


def processes() -> int:
    """Return how many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workshop(msgspec.Struct, frozen=True, dict=True):
    """Configuration, theme and topics, with what is wrong in them."""

    config: Config
    theme: Theme
    topics: Topics
    problems: tuple[Diagnostic, ...]

    @cached_property
    def styles(self) -> dict[str, Style]:
        """The content styles by name."""
        return load_styles()

    @cached_property
    def version(self) -> str:
        """What everything made from a source depends on, beside the source itself."""
        said = [(one.folder, one.style, one.translated) for one in self.config.series]
        return digest_of(generator_digest(), self.topics.digest, said).hex()

    @cached_property
    def base(self) -> bytes:
        """What every page depends on, beside what it shows."""
        config = msgspec.structs.asdict(self.config)
        for place in ("root", "content", "output", "file", "publish"):
            del config[place]
        content, root = self.config.content.absolute(), self.config.root.absolute()
        source = os.fsencode(content.relative_to(root)) if content.is_relative_to(root) else b""
        return digest_of(self.version, self.theme.digest, source, *sorted(config.items()))


def shown(path: Path) -> str:
    """Return *path* as it can be opened from the current folder: short where it lies below it."""
    here = Path.cwd()
    return readable(str(path.relative_to(here) if path.is_relative_to(here) else path))


def site_folder(config: Path | None) -> Path:
    """Return the folder of the site at hand: that of its ``site.toml``, else the current one."""
    if config and not os.path.isfile(config):
        raise ConfigError(f"there is no configuration file {config}", "name a site.toml")
    file = config.absolute() if config else find_config(Path.cwd())
    return file.parent if file else Path.cwd()


def generator_digest() -> str:
    """Return a hash of this program's own code and data."""
    seal = hashlib.blake2b(digest_size=16)
    package = os.path.dirname(generator.__file__)
    for folder, below, names in os.walk(package):
        below.sort()
        for name in sorted(names):
            if name.endswith((".py", ".toml", ".js")):
                with open(f"{folder}/{name}", "rb") as file:
                    seal.update(f"{folder.removeprefix(package)}/{name}\0".encode() + file.read())
    return seal.hexdigest()


def open_workshop(
    config: Path | None = None,
    content: Path | None = None,
    output: Path | None = None,
    base_url: str | None = None,
    theme: str | None = None,
    search: bool = True,
) -> Workshop:
    """Read configuration, theme and topics; what the command line says wins.

    Without *search* there is none, whatever the configuration says.

    Without *config* the nearest ``site.toml`` is used: in or above *content* where that is given,
    else in or above the current folder. Raises ConfigError and ThemeError.
    """
    if config and not os.path.isfile(config):
        raise ConfigError(f"there is no configuration file {config}", "name a site.toml")
    if base_url and not is_address(base_url):
        hint = "write it as https://name.example/path/"
        raise ConfigError(f"--base-url is not an address: {base_url}", hint)
    content = content.absolute() if content else None
    file = config.absolute() if config else find_config(content or Path.cwd())
    folder = output.absolute() if output else None
    settings, problems = load_config(file, content, folder, shown(file) if file else FILE)
    given = {"base_url": with_slash(base_url) if base_url else base_url, "theme": theme}
    changes: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    changes["search"] = settings.search and search
    settings = msgspec.structs.replace(settings, **changes)
    topics, more = load_topics(settings.content)
    chosen = load_theme(settings.theme, (settings.root / "themes", own_themes()))
    return Workshop(settings, chosen, topics, (*problems, *more))
