"""How long an editor waits: from saving a file to its words over HTTP, and in Chromium.

``python -m tests.bench.live 1200 14600`` lays out a site of each size, starts ``jianbao serve``
on it twice (the second time with a warm store), and saves the same day over and over.

``python -m tests.bench.live --other /a/ SITE/content/a.md 1313 --command hugo server -s SITE``
does the same with another server, on a site that is there: it adds words to the end of the file.
"""

import argparse
import contextlib
import http.client
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.robot import corpus

PAPERS = 40
"""Papers of a day."""

WORD = "改动之{number}次"
PAUSE = (0.3, 1.2)
"""Seconds between two saves, from and to: nobody saves in step with the preview."""

PATIENCE = 600
"""Seconds after which something is taken to have failed."""

TICKS = os.sysconf("SC_CLK_TCK")

WATCH = """word => new Promise(found => {
  const look = () => document.body.textContent.includes(word) && (found(Date.now()), true);
  if (look()) return;
  new MutationObserver((_, observer) => look() && observer.disconnect())
    .observe(document.documentElement, { childList: true, subtree: true, characterData: true });
})"""
"""Waits in a page for a word, and says when it came."""


class Preview:
    """A running server; it says its address unless its *port* is given."""

    def __init__(self, command: list[str], path: str, port: int = 0) -> None:
        started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
        )
        assert self.process.stderr
        line = ""
        while not port:
            line = self.process.stderr.readline()
            if not line:
                raise RuntimeError("the preview did not start")
            if found := re.search(r"http://127.0.0.1:(\d+)/", line):
                port = int(found[1])
        self.address = f"http://127.0.0.1:{port}/"
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while True:
            try:
                self.get(path)
                break
            except OSError:  # it does not listen yet
                self.line.close()
                time.sleep(0.02)
        self.first = time.perf_counter() - started

    def get(self, path: str) -> str:
        """Return a page."""
        self.line.request("GET", path)
        return self.line.getresponse().read().decode()

    @property
    def spent(self) -> float:
        """Seconds of processor time so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / TICKS

    def end(self) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.communicate()


class Editor:
    """Saves the same day again and again, each time with another word in its first title."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.text = file.read_text(encoding="utf-8")
        self.number = 0
        self.random = random.Random(0)

    def changed(self, word: str) -> str:
        """Return the text with *word* in it."""
        return self.text.replace("**Title_cn:** ", f"**Title_cn:** {word}", 1)

    def save(self) -> tuple[str, float]:
        """Save, and return the new word and when, in seconds of the wall clock."""
        time.sleep(self.random.uniform(*PAUSE))
        self.number += 1
        word = WORD.format(number=self.number)
        self.file.write_text(self.changed(word), encoding="utf-8")
        return word, time.time()


class Adder(Editor):
    """Saves any file again and again, with another word at its end."""

    def changed(self, word: str) -> str:
        """Return the text with *word* in it."""
        return f"{self.text.rstrip()}\n\n{word}\n"


def over_http(preview: Preview, editor: Editor, path: str) -> Iterator[float]:
    """Give the seconds from a save to its words over HTTP, without end."""
    while True:
        word, saved = editor.save()
        until = saved + PATIENCE
        while word not in preview.get(path):
            if time.time() > until:
                raise RuntimeError(f"{word} never came")
            time.sleep(0.002)
        yield time.time() - saved


@contextlib.contextmanager
def chromium(preview: Preview, path: str) -> Iterator[Any]:
    """Give a page of Chromium that shows *path*."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import BROWSERS, FLAGS

    place = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=place, args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(preview.address + path.removeprefix("/"))
        page.wait_for_timeout(500)
        yield page
        browser.close()


def in_chromium(page: Any, editor: Editor) -> Iterator[float]:
    """Give the seconds from a save to its words in the open page, without end."""
    while True:
        word = WORD.format(number=editor.number + 1)
        page.evaluate(f"word => {{ window.seen = ({WATCH})(word) }}", word)
        _, saved = editor.save()
        yield page.evaluate("window.seen") / 1000 - saved


def measure(papers: int, rounds: int, folder: Path, say: Callable[[str], None]) -> None:
    """Measure a site of so many *papers*, and *say* what came out."""
    root = folder / str(papers)
    days = corpus(root / "content/daily", papers // PAPERS, PAPERS)
    (root / "site.toml").write_text('title = { zh = "日报", en = "Daily" }\n', encoding="utf-8")
    day = days[-3].date
    path = f"/zh/issues/{day}/"
    editor = Editor(root / f"content/daily/{day}.md")
    command = [sys.executable, "-m", "generator", "serve", "--port", "0"]
    command += ["--as-of", "2030-01-01", "--config", str(root / "site.toml")]
    preview = Preview(command, path)
    say(f"{papers} papers, first page with an empty store: {preview.first:.2f} s")
    until = time.time() + PATIENCE
    while not (root / ".jianbao/cards").exists() and time.time() < until:
        time.sleep(0.1)
    preview.end()
    preview = Preview(command, path)
    say(f"{papers} papers, first page with a warm store: {preview.first:.2f} s")
    time.sleep(5)  # the whole site is looked over once
    wait(f"{papers} papers", preview, editor, path, rounds, say)
    preview.end()


def wait(
    what: str,
    preview: Preview,
    editor: Editor,
    path: str,
    rounds: int,
    say: Callable[[str], None],
) -> None:
    """Save so many times and *say* how long it took, over HTTP and then in Chromium."""
    _tell(say, f"{what}, over HTTP", over_http(preview, editor, path), preview, rounds)
    with chromium(preview, path) as page:
        _tell(say, f"{what}, in Chromium", in_chromium(page, editor), preview, rounds)


def _tell(
    say: Callable[[str], None],
    what: str,
    waits: Iterator[float],
    preview: Preview,
    rounds: int,
) -> None:
    next(waits)  # the first one imports what reading a file takes
    before = preview.spent
    found = sorted(next(waits) * 1000 for _ in range(rounds))
    spent = (preview.spent - before) * 1000 / rounds
    say(
        f"{what}: median {statistics.median(found):.0f} ms, worst {found[-1]:.0f} ms of {rounds}; "
        f"processor {spent:.0f} ms each"
    )


def main() -> None:
    """Measure every size that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.live", description=__doc__)
    parser.add_argument("papers", nargs="*", type=int, default=[1200, 14_600])
    parser.add_argument("--rounds", type=int, default=20, help="saves that are measured")
    parser.add_argument("--other", nargs=3, metavar=("PATH", "FILE", "PORT"))
    parser.add_argument("--command", nargs=argparse.REMAINDER, help="that of the other server")
    options = parser.parse_args()
    if options.other:
        path, file, port = options.other
        preview = Preview(options.command, path, int(port))
        _say(f"first page: {preview.first:.2f} s")
        wait("the other server", preview, Adder(Path(file)), path, options.rounds, _say)
        preview.end()
        return
    with tempfile.TemporaryDirectory() as folder:
        for papers in options.papers:
            measure(papers, options.rounds, Path(folder), _say)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
