"""Two files of one text: ``name.zh.md`` and ``name.en.md``, or one of them beside ``name.md``."""

from collections.abc import Iterable

from generator.text import LANGS, Lang, other


def side_of(path: str) -> Lang | None:
    """Return the language that a file's name says."""
    stem = path.rpartition(".")[0]
    return next((lang for lang in LANGS if stem.endswith(f".{lang}")), None)


def siblings(path: str) -> tuple[str, ...]:
    """Return where the same text in the other language may lie, likeliest first."""
    stem, _, suffix = path.rpartition(".")
    side = side_of(path)
    if side is None:
        return tuple(f"{stem}.{lang}.{suffix}" for lang in LANGS)
    name = stem.removesuffix(f".{side}")
    return f"{name}.{other(side)}.{suffix}", f"{name}.{suffix}"


def pairs(paths: Iterable[str]) -> dict[str, str]:
    """Return the English file of every Chinese one that has a pair in *paths*."""
    there = set(paths)
    found = {}
    for path in sorted(there):
        if side_of(path) == "zh":
            twin = next((one for one in siblings(path) if one in there), "")
            if twin:
                found[path] = twin
    for path in sorted(there - {*found.values()}):
        if side_of(path) is None and siblings(path)[0] not in there:
            english = siblings(path)[1]
            if english in there:
                found[path] = english
    return found


def language_of_file(path: str, paths: Iterable[str]) -> Lang | None:
    """Return the language of the file at *path* by its own name, else by that of its twin.

    *paths* are the file's own and its twin's: beside ``name.zh.md``, ``name.md`` is English.
    """
    sides = [side for one in paths if (side := side_of(one))]
    return side_of(path) or (other(sides[0]) if sides else None)
