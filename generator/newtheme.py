"""A theme to begin with: what it extends, its tokens, and one part of a page that differs."""

import os
from pathlib import Path

import generator
from generator.errors import ThemeError
from generator.slugs import slug
from generator.theme import own_themes

STARTER = Path(generator.__file__).parent / "data" / "theme"


def make_theme(name: str, themes: Path) -> list[Path]:
    """Make the theme *name* in the folder *themes* and return its files.

    Raises ThemeError for a name that cannot be a folder's, for one that the package has, and where
    something of that name is there already; nothing is ever overwritten.
    """
    fit = slug(name)
    if fit != name:
        raise ThemeError(f"a theme cannot be called {name!r}", f"call it {fit!r}")
    if (own_themes() / name).exists():
        hint = f"give yours another name, such as {f'my-{name}'!r}"
        raise ThemeError(f"a theme {name!r} comes with the package", hint)
    folder = themes / name
    if os.path.lexists(folder):
        raise ThemeError(
            f"themes/{name} is there already", "nothing was changed; take another name"
        )
    made = []
    try:
        for file in sorted(path for path in STARTER.rglob("*") if path.is_file()):
            place = folder / file.relative_to(STARTER)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())
            made.append(place)
    except OSError as error:
        raise ThemeError(f"themes/{name} cannot be written: {error.strerror}") from None
    return made
