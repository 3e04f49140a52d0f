"""A site to begin with: settings, a sample of each style, a workflow that publishes, a README."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import generator
from generator.errors import SiteError
from generator.styles import begun, load_styles

STARTER = Path(generator.__file__).parent / "data" / "site"
DOT = "dot-"
"""How the name of a file begins that begins with a dot in the site."""

SAMPLE_DAY = date(2026, 1, 31)
"""The day of the samples: a new site is the same whenever it is made."""

_ALLOWED = {".git", ".DS_Store"}
"""What may be in the folder already: a clone of an empty repository is a good place."""


def make_site(folder: Path) -> list[Path]:
    """Make a site in *folder* and return its files.

    Raises SiteError for a folder that holds something, and where one cannot be written.
    """
    try:
        there = sorted(os.listdir(folder)) if os.path.lexists(folder) else []
    except NotADirectoryError:
        raise SiteError(f"{folder} is a file", "name a folder that is new or empty") from None
    except OSError as error:
        raise SiteError(f"{folder} cannot be read: {error.strerror}") from None
    if amiss := [name for name in there if name not in _ALLOWED]:
        hint = "nothing was changed; name a folder that is new or empty"
        raise SiteError(f"{folder} is not empty: it holds {amiss[0]}", hint)
    made = []
    try:
        for path, data in sorted(files()):
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with open(place, "xb") as file:
                file.write(data)
            made.append(place)
    except OSError as error:
        raise SiteError(f"{folder} cannot be written: {error.strerror}") from None
    return made


def files() -> Iterator[tuple[str, bytes]]:
    """Give every file of a new site: its path and what it holds."""
    for file in STARTER.rglob("*"):
        if file.is_file():
            parts = file.relative_to(STARTER).parts
            path = "/".join(f".{p.removeprefix(DOT)}" if p.startswith(DOT) else p for p in parts)
            yield path, file.read_bytes().replace(b"@VERSION@", generator.__version__.encode())
    for style in load_styles().values():
        name, text = begun(style, SAMPLE_DAY, 1, 1)
        yield f"content/{style.name}/{name}", text.encode()
