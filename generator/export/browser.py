"""Paper from a browser: what sets MathML and Chinese well, and is at hand."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generator.errors import ConfigError, MachineError

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
"""Where browsers are on systems that do not put them on the search path."""

CHOICE = "CHROME_PATH"
"""The environment variable that names another browser."""

SECONDS = 600
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
"""No network: the page holds all that it needs."""

_DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")


def find_browser() -> str:
    """Return the browser to print with. Raises ConfigError where there is none."""
    chosen = os.environ.get(CHOICE, "")
    if chosen:
        found = shutil.which(chosen)
        if found is None:
            raise ConfigError(f"{CHOICE} names no program: {chosen}")
        return found
    there = [*filter(None, map(shutil.which, NAMES)), *filter(os.path.isfile, PLACES)]
    if not there:
        raise ConfigError(
            "a PDF is printed with Chromium, Chrome or Edge, and none of them was found",
            f"install one (Debian, Ubuntu: sudo apt install chromium fonts-noto-cjk), "
            f"or name it: {CHOICE}=/path/to/chrome",
        )
    return there[0]


def printed(files: Mapping[str, bytes], page: str, day: str) -> bytes:
    """Return *page*, one of *files*, on paper as a PDF dated *day* (``2026-03-02`` or empty).

    Raises ConfigError where no browser is found, MachineError where it does not print.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="jianbao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        out = folder / "out.pdf"
        command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # it will not start otherwise; the page has no scripts
        command += [f"--print-to-pdf={out}", (folder / page).as_uri()]
        said = _run(command)
        if not out.is_file():
            last = next((line for line in reversed(said.splitlines()) if line.strip()), "nothing")
            raise MachineError(f"{browser} printed nothing; it said: {last.strip()[:300]}")
        return _dated(out.read_bytes(), day)


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise MachineError(f"{command[0]} did not print within {SECONDS} seconds") from None
    except OSError as error:
        raise MachineError(f"{command[0]} cannot be started: {error.strerror}") from None
    return done.stderr.decode(errors="replace")


def _dated(pdf: bytes, day: str) -> bytes:
    """Return a PDF with the day of the issue for its dates, or without them where it has none.

    It is the same every time then. No byte of it moves: its table of contents counts them.
    """
    stamp = day.replace("-", "").encode() + b"000000"

    def told(found: re.Match[bytes]) -> bytes:
        if not day:
            return b" " * len(found[0])
        head, tail = found[0].split(b"(D:")
        return head + b"(D:" + stamp + tail[14:]

    return _DATES.sub(told, pdf)
