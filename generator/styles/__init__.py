"""Content styles, one file each; a new file is found by itself."""

import importlib
import pkgutil

from generator.styles._style import Beginning, Style, begun

__all__ = ("Beginning", "Style", "begun", "load_styles")


def load_styles() -> dict[str, Style]:
    """Return every style in this package by name."""
    found: dict[str, Style] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name[0] != "_"):
        style: Style = importlib.import_module(f"{__name__}.{module}").STYLE
        if style.name != module:
            raise TypeError(f"styles/{module}.py: STYLE.name is {style.name!r}")
        found[style.name] = style
    return found
