"""What somebody new does with an installed package: from an empty folder to a published site.

    python tests/newcomer.py FOLDER COMMAND…

Runs every step in FOLDER with the command (``venv/bin/jianbao``) and says how long each took. It
needs the standard library, git, and nothing of the project.
"""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


def walk(folder: Path, command: list[str]) -> Path:
    """Go the whole way; return the folder of the server, a bare repository."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONUTF8": "1"}

    def run(*words: str, cwd: Path) -> str:
        began = time.perf_counter()
        done = subprocess.run(
            words, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False
        )
        sys.stdout.write(f"{time.perf_counter() - began:6.1f} s  {' '.join(words[-3:])}\n")
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    run(*command, "new", "site", "letter", cwd=folder)
    site, server = folder / "letter", folder / "server.git"
    assert "error" not in run(*command, "build", cwd=site)
    assert "warning" not in run(*command, "check", "--strict", cwd=site)
    run(*command, "new", "issue", "article", cwd=site)
    _serve(command, site, env)
    run("git", "init", "--quiet", "--bare", str(server), cwd=folder)
    run("git", "init", "--quiet", cwd=site)
    for key, value in (
        ("user.name", "New"),
        ("user.email", "new@example.org"),
        ("remote.origin.url", "https://github.com/new/repo.git"),
        (f"url.{server.as_posix()}.insteadOf", "https://github.com/new/repo.git"),
    ):
        run("git", "config", key, value, cwd=site)
    assert "would publish to gh-pages" in run(*command, "publish", "--dry-run", cwd=site)
    assert "→ https://new.github.io/repo/" in run(*command, "publish", cwd=site)
    assert "nothing has changed" in run(*command, "publish", cwd=site)
    listed = run("git", "ls-tree", "-r", "--name-only", "gh-pages", cwd=server).splitlines()
    assert {"index.html", "zh/index.html", "en/index.html", ".nojekyll"} <= set(listed)
    assert run("git", "status", "--porcelain", "public", cwd=site) == ""
    return server


def _serve(command: list[str], site: Path, env: dict[str, str]) -> None:
    """See that the preview answers."""
    words = [*command, "serve", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=site, env=env, stderr=pipe, encoding="utf-8") as serving:
        try:
            assert serving.stderr
            said = ""
            while not (found := re.search(r"http://127\.0\.0\.1:\d+/", said)):
                line = serving.stderr.readline()
                assert line, said
                said += line
            with urllib.request.urlopen(f"{found[0]}zh/", timeout=60) as answer:
                assert answer.status == 200
                assert '<html lang="zh' in answer.read().decode()
        finally:
            serving.terminate()


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    walk(place, [str(Path(sys.argv[2]).absolute()), *sys.argv[3:]])
