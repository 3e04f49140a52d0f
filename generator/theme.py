"""A theme and what it extends: words, assets under fingerprinted names, templates.

Loading needs no template engine, so that a build with nothing to do never imports one;
``environment`` makes the engine that renders with the theme.
"""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

import generator
from generator.errors import ThemeError
from generator.regex import regex
from generator.text import LANGS, Lang, Text, pair

SETTINGS = "theme.toml"
INLINE = "inline.js"
"""The one script that stands in every page's head; every other file of ``static/`` is an asset."""

URL = regex(r"""url\(\s*(?P<quote>["']?)(?P<name>[^"')\s]+)(?P=quote)\s*\)""")
NOT_A_FILE = regex(r"data:|#")
OUTSIDE = regex(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
BLANKS = regex(
    r"""("[^"\n]*"|'[^'\n]*'|url\([^)]*\))|/\*.*?\*/"""
    r"""|[ \t\n]*;?[ \t\n]*(})[ \t\n]*|[ \t\n]*([{;,])[ \t\n]*|(:)[ \t\n]+|[ \t\n]+""",
    re.S,
)


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """A theme, ready for use.

    *folders* is the chain, nearest first. *digest* changes with any file of it. *words* are the
    interface words of each language, *names* the usual roles and fields of content in both, keyed
    by the printed name in lower case. *assets* maps ``assets/theme.3f2a….css`` to bytes, *hrefs*
    the plain name (``theme.css``) to that path. *inline* is the script of every page's head.
    """

    name: str
    folders: tuple[Path, ...]
    digest: str
    words: dict[Lang, Mapping[str, str]]
    names: dict[str, Text]
    assets: dict[str, bytes]
    hrefs: dict[str, str]
    inline: str


def own_themes() -> Path:
    """Return the folder of the themes that come with the package."""
    package = Path(generator.__file__).parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def load_theme(name: str, roots: Sequence[Path]) -> Theme:
    """Read the theme *name* and all it extends from *roots*, the first that has it.

    Raises ThemeError for a theme that is missing, extends itself, or holds a file of no use.
    """
    folders = _chain(name, roots)
    files: dict[str, Path] = {}
    seal = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if _counts(p, folder)):
            plain = path.relative_to(folder).as_posix()
            data = _read(path)
            seal.update(f"{folder.name}\0{plain}\0{len(data)}\0".encode() + data)
            files.setdefault(plain, path)
    static = {p.removeprefix("static/"): f for p, f in files.items() if p.startswith("static/")}
    inline = static.pop(INLINE, None)
    assets, hrefs = _assets(static)
    return Theme(
        name=name,
        folders=folders,
        digest=seal.hexdigest()[:32],
        words={lang: _words(lang, folders) for lang in LANGS},
        names={key.lower(): pair(key, name) for key, name in _words("names", folders).items()},
        assets=assets,
        hrefs=hrefs,
        inline=_script(inline) if inline else "",
    )


def _counts(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and not path.name.endswith("~")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ThemeError(f"{short(path)} cannot be read: {error.strerror}") from None


def _text(path: Path) -> str:
    try:
        return _read(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ThemeError(f"{short(path)} is not UTF-8", "save it as UTF-8") from None


def short(path: Path) -> str:
    """Return a theme's file as a person would name it: ``themes/quiet/templates/issue.html``."""
    for folder in path.parents:
        if (folder / SETTINGS).is_file():
            return path.relative_to(folder.parent.parent).as_posix()
    return path.name


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ThemeError(f"{short(path)} is not valid TOML: {error}") from None


def _chain(name: str, roots: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders of a theme and what it extends, nearest first."""
    names: list[str] = []
    folders: list[Path] = []
    while name or not names:
        if name in names:
            circle = " → ".join([*names[names.index(name) :], name])
            raise ThemeError(f"themes extend one another in a circle: {circle}")
        names.append(name)
        folders.append(_find(name, roots))
        name = _extends(folders[-1] / SETTINGS)
    return tuple(folders)


def _find(name: str, roots: Sequence[Path]) -> Path:
    known = sorted({p.parent.name for root in roots for p in root.glob(f"*/{SETTINGS}")})
    if name in known:
        return next(root / name for root in roots if (root / name / SETTINGS).is_file())
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"there is: {', '.join(known) or 'none'}"
    raise ThemeError(f"there is no theme {name!r}", hint)


def _extends(path: Path) -> str:
    settings = _table(path)
    for key in settings:
        if key != "extends":
            near = difflib.get_close_matches(key, ["extends"], 1)
            hint = f"did you mean {near[0]!r}?" if near else "known: extends"
            raise ThemeError(f"{short(path)}: unknown key {key}", hint)
    parent = settings.get("extends", "")
    if not isinstance(parent, str):
        raise ThemeError(f"{short(path)}: extends must be the name of a theme")
    return parent


def _words(file: str, folders: Sequence[Path]) -> dict[str, str]:
    """Return the words of a file of ``i18n/``; the nearest theme that has a word gives it."""
    words: dict[str, str] = {}
    for folder in reversed(folders):
        path = folder / "i18n" / f"{file}.toml"
        for key, value in (_table(path) if path.is_file() else {}).items():
            if not isinstance(value, str):
                raise ThemeError(f"{short(path)}: {key} must be a string", 'put it in "quotes"')
            words[key] = value
    return words


def _assets(static: Mapping[str, Path]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files by fingerprinted path, and these paths by plain name.

    Style sheets come last: they name the others.
    """
    assets: dict[str, bytes] = {}
    hrefs: dict[str, str] = {}
    for plain in sorted(static, key=lambda name: (name.endswith(".css"), name)):
        path = static[plain]
        if plain.endswith(".css"):
            data = _style_sheet(plain, path, hrefs)
        else:
            data = _lean(_text(path)).encode() if plain.endswith(".js") else _read(path)
        stem, dot, suffix = plain.rpartition(".")
        mark = hashlib.sha256(data).hexdigest()[:10]
        hrefs[plain] = f"assets/{stem}.{mark}{dot}{suffix}" if dot else f"assets/{plain}.{mark}"
        assets[hrefs[plain]] = data
    return assets, hrefs


def _style_sheet(plain: str, path: Path, hrefs: Mapping[str, str]) -> bytes:
    """Return a style sheet with its files under their new names, and no space to spare."""
    text = _text(path)
    above = plain.count("/")

    def rename(match: re.Match[str]) -> str:
        name = match["name"]
        if NOT_A_FILE.match(name):
            return match[0]
        where = f"{short(path)}:{text.count(chr(10), 0, match.start()) + 1}"
        if OUTSIDE.match(name):
            raise ThemeError(f"{where}: {name} is outside the theme", "put the file into static/")
        target = hrefs.get(_joined(plain, name))
        if target is None:
            raise ThemeError(f"{where}: {name} is no file of static/", _nearest(name, hrefs))
        return f'url("{"../" * above}{target.removeprefix("assets/")}")'

    return _squeezed(URL.sub(rename, text)).encode()


def _joined(plain: str, name: str) -> str:
    """Return *name*, as written in the style sheet *plain*, seen from ``static/``."""
    parts = plain.split("/")[:-1]
    for part in name.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _nearest(name: str, known: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {near[0]!r}?" if near else ""


def _squeezed(css: str) -> str:
    """Return a style sheet without comments and needless blanks; strings stay as they are."""
    return BLANKS.sub(
        lambda m: m[m.lastindex] if m.lastindex else "" if m[0].startswith("/*") else " ", css
    ).strip()


def _lean(script: str) -> str:
    """Return a script without its comment lines and indents; unless a string spans lines."""
    lines = [line.strip() for line in script.split("\n")]
    if any(line.count("`") % 2 or line.endswith("\\") for line in lines):
        return script
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _script(path: Path) -> str:
    """Return the inline script; it must be able to stand in a page."""
    script = _lean(_text(path))
    if "</" in script or "<!--" in script:
        raise ThemeError(f"{short(path)} would end its script element early", "write '<\\/'")
    return script
