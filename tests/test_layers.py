"""The house has layers: a module imports only from the ones below it."""

import ast
from pathlib import Path

import pytest

import generator

PACKAGE = Path(generator.__file__).parent

LAYERS = [
    "regex",
    "text source errors slugs urls sealed tomlplaces stages hosting",
    "diagnostics pairs git aside",
    "encoding tomlfile model branch",
    "config topics reading markup citing",
    "styles discover views",
    "theme cards listviews pictures",
    "engine newtheme newsite",
    "putback",
    "compose twins assemble store proofread templates",
    "agenda order covers",
    "persons",
    "filing",
    "index aliases",
    "faces",
    "album",
    "bundles files",
    "plan",
    "linking trees doors",
    "pages",
    "outputs search checks translations disk ledger survey weight workers",
    "render library write",
    "workshop",
    "standing",
    "build watch excerpts live",
    "terminal",
    "look serve gallery warm renew cluster progress",
    "newissue",
    "newcli preview publish export taken outside",
    "publishcli exportcli",
    "cli",
    "__main__",
]
"""From the ground up; a package counts as one name, its modules may use one another."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def name_of(module: str) -> str:
    """Return the name by which a module stands in the list of layers."""
    return module.split(".")[1] if "." in module else ""


def imports(path: Path) -> list[tuple[int, str]]:
    """Return every import of our own in a file, inside functions too, with its line."""
    found = []
    for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [
                (node.lineno, name if node.module == "generator" else node.module or "")
                for name in names
            ]
        elif isinstance(node, ast.Import):
            found += [(node.lineno, a.name) for a in node.names if a.name.startswith("generator.")]
    return found


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_down(path: Path) -> None:
    """A module imports nothing from its own height or above, not even inside a function."""
    own = path.parts[0].removesuffix(".py")
    if own == "__init__":
        return
    assert own in LEVEL, f"{path} stands on no layer: add it to the list in this test"
    for line, module in imports(path):
        name = name_of(module)
        if name in ("", "__version__") or name == own:
            continue
        assert LEVEL[name] < LEVEL[own], f"{path}:{line}: {own} imports {name}"


@pytest.mark.parametrize("path", [p for p in MODULES if p.parts[0] == "styles"], ids=str)
def test_styles_do_not_know_each_other(path: Path) -> None:
    """A style imports no other style."""
    if path.name.startswith("_"):
        return
    for line, module in imports(path):
        assert not module.startswith("generator.styles.") or module.endswith("._style"), (
            f"{path}:{line}: imports {module}"
        )


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_fits(path: Path) -> None:
    """No module is longer than 350 lines, and each begins with the sentence it fits in."""
    text = (PACKAGE / path).read_text(encoding="utf-8")
    assert text.count("\n") <= 350
    assert ast.get_docstring(ast.parse(text))
