"""Bad inputs by area, from tables that one can read: said in its place, shown, and never harmful.

A table is ``tests/faults/AREA.toml``. A fault has ``what`` it is, and an input: ``text`` in one
``file`` (else an article; with an ``encoding``, or as ``hex``), ``files`` by name, a ``config``,
or ``args`` of a command. Expected are ``says`` (how each of the first five warnings and errors
begins, in order; no notes), the words that some page ``shows``, what no output may hold
(``never``), and a command's ``exit``. In any text ``{3×ab}`` is ``ababab``.

``pytest tests/test_faults.py --update-cases`` writes every ``says`` anew; read what it changed.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.diagnostics import Severity
from tests.conftest import DAY
from tests.test_fuzz import CODES
from tests.unwritten import harm, unwritten

HERE = Path(__file__).parent / "faults"
AREAS = ("text", "front-matter", "markup", "structure", "names", "settings", "commands")
_AGAIN = re.compile(r"\{(\d+)×(\}|[^}]+)\}")
_MARKS = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}

Fault = dict[str, Any]

MOST = 5
"""Messages of a fault that a table names; of a thousand alike nobody reads more."""


def faults(area: str) -> list[Fault]:
    """Return the faults of an area, in the order of its table."""
    found: list[Fault] = tomllib.loads((HERE / f"{area}.toml").read_text("utf-8"))["fault"]
    return found


FAULTS = {area: faults(area) for area in AREAS}
ALL = [(area, at) for area in AREAS for at in range(len(FAULTS[area]))]


def whole(text: str) -> str:
    """Return *text* with its repetitions written out."""
    return _AGAIN.sub(lambda found: found[2] * int(found[1]), text)


def files(fault: Fault) -> Iterator[tuple[str, bytes]]:
    """Give the files of a fault by name."""
    if "text" in fault:
        encoding = fault.get("encoding", "utf-8")
        data = whole(fault["text"]).encode(encoding.removesuffix("-bom"))
        yield fault.get("file", "article/文.md"), _MARKS.get(encoding, b"") + data
    if "hex" in fault:
        yield "article/文.md", bytes.fromhex(fault["hex"])
    for name, text in fault.get("files", {}).items():
        yield whole(name), whole(text).encode()
    for name, data in fault.get("raw", {}).items():
        yield name, bytes.fromhex(data)


def lay(folder: Path, fault: Fault) -> None:
    """Write the files of a fault below *folder*."""
    for name, data in files(fault):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def content(root: Path, fault: Fault) -> list[str]:
    """Return what is said of content with a fault in it, after looking at every page of it."""
    (root / "content").mkdir()
    lay(root / "content", fault)
    site = unwritten(root, whole="files" in fault or fault.get("whole", False))
    for problem in site.problems:
        assert problem.code in CODES
        assert problem.span.line >= 1
        assert problem.severity == Severity.NOTE or problem.hint, problem
    pages = site.pages
    for name, page in pages.items():
        assert harm(page) == [], name
        assert ".." not in Path(name).parts
    for words in fault.get("shows", ()):
        for lang in ("zh", "en"):
            assert any(words in page for n, page in pages.items() if n.startswith(lang)), words
    for words in fault.get("never", ()):
        assert not [n for n, page in pages.items() if words in n or words in page], words
    return [_place(line) for line in site.told if ": note[" not in line]


def _place(line: str) -> str:
    """Return the place, severity and code of a problem as printed."""
    return line.partition("]")[0] + "]"


def command(root: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what a command says of a site with a fault in its settings, or in its own words."""
    monkeypatch.chdir(root)
    (root / "content").mkdir()
    (root / "content/good.md").write_text(DAY, encoding="utf-8")
    lay(root, fault)
    if "config" in fault:
        (root / "site.toml").write_bytes(whole(fault["config"]).encode())
    if "config_hex" in fault:
        (root / "site.toml").write_bytes(bytes.fromhex(fault["config_hex"]))
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    args = [whole(word) for word in fault.get("args", ["build", "-j", "1"])]
    done: Result = CliRunner().invoke(main, args)
    said = done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in said
    assert done.exit_code == fault["exit"], said
    assert all(path.read_bytes() == data for path, data in before.items())
    for page in (root / "public").rglob("*.html"):
        assert harm(page.read_text("utf-8")) == [], page
    first = [line for line in said.split("\n") if re.match(r"jianbao: |Error: |\S+: error\[", line)]
    return [_place(line) if ": error[" in line else line for line in first]


@pytest.mark.parametrize(("area", "at"), ALL, ids=lambda value: str(value))
def test_fault(
    area: str,
    at: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """A fault is said in its place; what it holds is shown, and does no harm."""
    fault = FAULTS[area][at]
    root = tmp_path / "site"
    root.mkdir()
    if area in ("settings", "commands"):
        said = command(root, fault, monkeypatch)
    else:
        said = content(root, fault)
    said = [line.replace(str(root), "SITE").replace(str(tmp_path), "ABOVE") for line in said]
    if request.config.getoption("--update-cases"):
        _update(area, fault, said)
        return
    wanted = fault.get("says", [])
    said = said[:MOST]
    assert len(said) == len(wanted), said
    for line, beginning in zip(said, wanted, strict=True):
        assert line.startswith(beginning), said


def _update(area: str, fault: Fault, said: list[str]) -> None:
    """Write what is *said* of a fault into its table."""
    file = HERE / f"{area}.toml"
    blocks = re.split(r"(?m)^(?=\[\[fault\]\]\n)", file.read_text("utf-8"))
    for at, block in enumerate(blocks):
        if f'\nwhat = "{fault["what"]}"\n' in block:
            rest = re.sub(r"(?m)^says = \[.*\]\n", "", block)
            quoted = ", ".join(f'"{_escaped(one)}"' for one in said[:MOST])
            body, gap = rest.rstrip("\n"), rest[len(rest.rstrip("\n")) + 1 :]
            body, sep, tail = body.partition("\n\n#")
            line = f"\nsays = [{quoted}]" if said else ""
            blocks[at] = f"{body}{line}{sep}{tail}\n{gap}"
    file.write_text("".join(blocks), encoding="utf-8", newline="\n")


def _escaped(line: str) -> str:
    line = line.replace("\\", "\\\\").replace('"', '\\"')
    return re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c[0]):04X}", line)


def test_the_faults_are_many() -> None:
    """At least 250 faults, each of them another one; the number is printed with ``-rP``."""
    names = [(area, fault["what"]) for area in AREAS for fault in faults(area)]
    assert len(names) == len(set(names)) >= 250
    print(f"{len(names)} faults in {len(AREAS)} areas")  # noqa: T201
