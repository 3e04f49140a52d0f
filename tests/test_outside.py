"""``check --external`` against a server of our own: politely, once each, and never in ``build``."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from generator import outside as outside_module
from generator.diagnostics import Diagnostic
from generator.look import look
from generator.outside import Patience, outside
from generator.workshop import open_workshop
from tests.conftest import Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]


class Answers(BaseHTTPRequestHandler):
    """Answers by the first part of the path, and keeps a list of what was asked, and when.

    ``/wait-N`` asks to be left alone for *N* seconds, the first time that it is asked.
    """

    asked: list[tuple[str, str, str]]
    times: list[float]

    def answer(self) -> None:
        """Answer GET and HEAD."""
        self.times.append(time.monotonic())
        first = self.path not in {path for _, path, _ in self.asked}
        self.asked.append((self.command, self.path, self.headers.get("User-Agent", "")))
        what = self.path.split("/")[1]
        if what == "slow":
            time.sleep(0.6)
        status = {"gone": 404, "no-head": 405, "moved": 301, "found": 302, "broken": 500}
        code = status.get(what, 200)
        if what == "no-head" and self.command == "GET":
            code = 200
        wait = what.removeprefix("wait-")
        if wait != what and first:
            self.send_response(429)
            self.send_header("Retry-After", wait.replace("_", " "))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(code)
        if code in (301, 302):
            self.send_header("Location", "/fine" if code == 302 else "/new/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815 (the names that the server looks for)

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Return the address of a server and what it has been asked."""
    asked: list[tuple[str, str, str]] = []
    handler = type("Handler", (Answers,), {"asked": asked, "times": []})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}", asked
    http.shutdown()
    http.server_close()


def ask(
    site: SiteFolder,
    as_of: str = "2026-03-02",
    timeout: float = 0.3,
    pause: float = 0,
    longest: float = 60,
) -> list[Diagnostic]:
    """Return what asking for the links of a site finds."""
    shop = open_workshop(content=site.root / "content")
    seen = look(shop, [], as_of="2026-12-31", drafts=False)
    patience = Patience(timeout=timeout, pause=pause, longest=longest)
    return outside(shop, seen, as_of=as_of, say=lambda _: None, patience=patience)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("fine", ""),
        ("no-head", ""),
        ("found", ""),
        ("gone/页", "outside-gone"),
        ("moved", "outside-moved"),
        ("broken", "outside-unsure"),
        ("slow", "outside-unsure"),
    ],
)
def test_an_answer(
    make_site: MakeSite, server: tuple[str, list[tuple[str, str, str]]], path: str, code: str
) -> None:
    """Each answer is told at the place of the link; a page that is there needs no word."""
    address, asked = server
    site = make_site({"文.md": f"# 题\n\n见[这里]({address}/{path}#节)。\n"})
    problems = ask(site)
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert [(p.span.path, p.span.line) for p in problems] == ([("文.md", 3)] if code else [])
    assert all(agent.startswith("jianbao/") for _, _, agent in asked)
    assert asked[0][0] == "HEAD"
    if code == "outside-moved":
        assert problems[0].hint == f"write {address}/new/"


def test_each_address_is_asked_for_once(
    make_site: MakeSite, server: tuple[str, list[tuple[str, str, str]]]
) -> None:
    """Two files with one link, and one link with two anchors, make one question."""
    address, asked = server
    site = make_site(
        {
            "甲.md": f"# 甲\n\n{address}/fine 与 {address}/fine#b，{address}/gone\n",
            "乙.md": f"# 乙\n\n[看]({address}/gone)\n",
        }
    )
    problems = ask(site)
    assert sorted(path for _, path, _ in asked if path == "/fine") == ["/fine"]
    assert [(p.span.path, p.code) for p in problems] == [
        ("乙.md", "outside-gone"),
        ("甲.md", "outside-gone"),
    ] or {p.span.path for p in problems} == {"甲.md", "乙.md"}


def test_what_answered_is_remembered_for_a_week(
    make_site: MakeSite, server: tuple[str, list[tuple[str, str, str]]]
) -> None:
    """A page that was there is not asked for again until a week has passed; a lost one is."""
    address, asked = server
    site = make_site({"文.md": f"# 题\n\n{address}/fine {address}/gone\n"})
    ask(site)
    asked.clear()
    ask(site, "2026-03-08")
    assert {path for _, path, _ in asked} == {"/gone"}
    asked.clear()
    ask(site, "2026-03-09")
    assert {path for _, path, _ in asked} == {"/gone", "/fine"}
    (site.root / ".jianbao/links").write_bytes(b"damaged")
    assert [problem.code for problem in ask(site)] == ["outside-gone"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "http://[::1/x"]
)
def test_a_host_that_does_not_answer(make_site: MakeSite, address: str) -> None:
    """No host, no port, no address: nothing is certain, and nothing breaks."""
    problems = ask(make_site({"文.md": f"# 题\n\n[看](<{address}>)\n"}), timeout=2)
    assert {problem.code for problem in problems} <= {"outside-unsure"}


def test_a_host_that_speaks_to_the_terminal(make_site: MakeSite) -> None:
    """What a host says instead of an answer is told in one line, without its control signs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            caller, _ = listening.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(b"\x1b[2J\x1b]0;gone\x07 NOT\x9b HTTP" + b"x" * 500 + b"\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        (problem,) = ask(make_site({"文.md": f"# 题\n\n[看]({address}/x)\n"}), timeout=2)
    assert problem.code == "outside-unsure"
    assert "NOT" in problem.message
    assert problem.message.isprintable()
    assert len(problem.message) < 300


def test_a_host_is_asked_slowly(make_site: MakeSite) -> None:
    """Between two questions to one host there is a pause; it is asked for one page at a time."""
    times: list[float] = []
    handler = type("Handler", (Answers,), {"asked": [], "times": times})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{http.server_port}"
        site = make_site({"文.md": f"# 题\n\n{address}/a {address}/b {address}/no-head\n"})
        assert ask(site, timeout=5, pause=0.2) == []
        http.shutdown()
    assert len(times) == 4  # the last one twice: HEAD, then GET
    assert all(later - earlier > 0.19 for earlier, later in pairwise(times))


def test_a_host_that_asks_for_patience(
    make_site: MakeSite, server: tuple[str, list[tuple[str, str, str]]]
) -> None:
    """A short wait is granted, and the answer behind it counts."""
    address, asked = server
    site = make_site({"文.md": f"# 题\n\n{address}/wait-1\n"})
    started = time.monotonic()
    assert ask(site, timeout=5) == []
    assert time.monotonic() - started > 0.95
    assert [command for command, _, _ in asked] == ["HEAD", "HEAD"]


@pytest.mark.parametrize("wish", ["7200", "Fri, 01 Jan 2999 00:00:00 GMT"])
def test_a_host_that_asks_for_much(
    make_site: MakeSite, server: tuple[str, list[tuple[str, str, str]]], wish: str
) -> None:
    """Nobody waits for hours: the host is left alone, and its other links are unsure."""
    address, asked = server
    first = f"{address}/wait-{wish.replace(' ', '_')}"
    site = make_site({"文.md": f"# 题\n\n[甲]({first}) 与 {address}/zzz\n"})
    problems = ask(site, timeout=5)
    assert [problem.code for problem in problems] == ["outside-unsure"] * 2
    assert all("wants no questions for" in problem.message for problem in problems)
    assert len(asked) == 1


@pytest.mark.parametrize("wish", ["soon", "0", "-5", "Fri, 01 Jan 1999 00:00:00 GMT", "99e9"])
def test_a_wish_that_is_none(
    make_site: MakeSite, server: tuple[str, list[tuple[str, str, str]]], wish: str
) -> None:
    """What is no time to come is not waited for; the refusal itself is told."""
    address, asked = server
    site = make_site({"文.md": f"# 题\n\n[甲]({address}/wait-{wish.replace(' ', '_')})\n"})
    assert [problem.code for problem in ask(site, timeout=5)] == ["outside-unsure"]
    assert len(asked) == 1


def test_a_certificate_that_nobody_trusts(make_site: MakeSite) -> None:
    """A page behind a certificate that is not valid is not called fine, nor gone."""
    asked: list[tuple[str, str, str]] = []
    handler = type("Handler", (Answers,), {"asked": asked, "times": []})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("nobody.pem"))  # made for this test alone
    with QuietServer(("127.0.0.1", 0), handler) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True)
        threading.Thread(target=http.serve_forever, daemon=True).start()
        site = make_site({"文.md": f"# 题\n\nhttps://localhost:{http.server_port}/fine\n"})
        (problem,) = ask(site, timeout=5)
        http.shutdown()
    assert problem.code == "outside-unsure"
    assert "its certificate is not valid" in problem.message
    assert asked == []


class QuietServer(ThreadingHTTPServer):
    """A server that says nothing of clients who leave in the middle of a greeting."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Be quiet."""


def test_a_build_asks_nobody(
    make_site: MakeSite,
    server: tuple[str, list[tuple[str, str, str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither ``build`` nor ``check`` without ``--external`` goes to the network."""
    address, asked = server
    monkeypatch.setattr(outside_module, "_ask", lambda *_: pytest.fail("the network was asked"))
    site = make_site({"文.md": f"# 题\n\n{address}/fine\n"})
    site.build()
    look(open_workshop(content=site.root / "content"), [], as_of="2026-12-31", drafts=False)
    assert asked == []
