"""A site of a few hundred small files in numbered versions; run as a program it builds for ever."""

import hashlib
import itertools
import sys
from pathlib import Path

from generator.disk import write_file
from generator.write import Written, output

PAGES = 150
ROUND = 7


def site(version: int) -> dict[str, bytes]:
    """Return the files of a version: every seventh page changes, a day comes, a day goes."""
    files = {"index.html": f"首页 {version}".encode()}
    for page in range(PAGES):
        changed = version - (version - page) % ROUND
        files[f"zh/papers/{page}/index.html"] = f"第 {page} 页，第 {changed} 版".encode()
    for day in range(version, version + 3):
        files[f"en/issues/{day}/index.html"] = f"day {day}".encode()
    return files


def digests(files: dict[str, bytes]) -> dict[str, str]:
    """Return what stands for the content of every file."""
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


def build(
    folder: Path, files: dict[str, bytes], inputs: str = "", *, clean: bool = False
) -> Written:
    """Bring *folder* up to date as the builder does: only what is stale is written."""
    wanted = digests(files)
    with output(folder, clean=clean) as out:
        root = out.prepare(wanted)
        stale = out.stale(wanted)
        for path in stale:
            write_file(root, path, files[path])
        return out.publish(wanted, {path: len(files[path]) for path in stale}, inputs)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder* by its path."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in itertools.count(int(sys.argv[2])):
        build(Path(sys.argv[1]), site(number))
