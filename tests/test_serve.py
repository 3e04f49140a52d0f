"""The preview server, over real sockets: pages, errors, reloads, and who is turned away."""

import http.client
import json
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Severity
from generator.errors import ConfigError, ThemeError
from generator.serve import Reply, Server, State, follow, listen
from generator.source import Span

ROOT = Path(__file__).parents[1]
HTML = "<!doctype html><html lang=zh><body><p>简报</p></body></html>"
ERROR = Diagnostic(Severity.ERROR, "bad", "<b>坏了</b>", Span("日报/一.md", 3, 2), "改一改")
NOTE = Diagnostic(Severity.NOTE, "small", "小事", Span("日报/一.md"))

PAGES = {
    "/zh/": Reply(200, "text/html; charset=utf-8", HTML.encode()),
    "/zh/期 一/": Reply(200, "text/html", HTML.encode()),
    "/404.html": Reply(200, "text/html", "<body>没有这一页</body>".encode()),
    "/feed.atom": Reply(200, "application/atom+xml", b"<feed/>"),
    "/logo.png": Reply(200, "image/png", b"\x89PNG"),
}


def site(path: str) -> Reply | None:
    """Give the page at *path*; two of them cannot be made."""
    if path == "/broken/":
        raise ThemeError("item.html:3: 'colour' is undefined", "did you mean 'color'?")
    if path == "/fault/":
        raise ZeroDivisionError("division by zero")
    return PAGES.get(path)


@pytest.fixture
def said() -> list[str]:
    """What the server told the person at the keyboard."""
    return []


@pytest.fixture
def state() -> State:
    """The state of the preview."""
    return State()


@pytest.fixture
def server(state: State, said: list[str]) -> Iterator[Server]:
    """A running preview of the pages above."""
    with listen("127.0.0.1", 0, site, state, said.append) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        state.end()
        running.shutdown()
        thread.join()


def ask(
    server: Server, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers (names in small letters) and data of one request."""
    with closing(http.client.HTTPConnection(*server.server_address[:2], timeout=5)) as line:
        line.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders()
        answer = line.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()


def raw(server: Server, request: bytes) -> bytes:
    """Return the first line that the server says to the bytes of a request."""
    with socket.create_connection(server.server_address[:2], timeout=5) as line:
        line.sendall(request)
        return line.makefile("rb").readline()


class Listener:
    """A browser's ear: the events of the live stream."""

    def __init__(self, server: Server) -> None:
        self.line = http.client.HTTPConnection(*server.server_address[:2], timeout=5)
        self.line.request("GET", "/-/live")
        self.answer = self.line.getresponse()

    def next(self) -> dict[str, object]:
        """Return the next event."""
        while not (line := self.answer.readline()).startswith(b"data: "):
            assert line, "the stream has ended"
        event = json.loads(line[6:])
        assert isinstance(event, dict)
        return event


@pytest.fixture
def ear(server: Server) -> Iterator[Listener]:
    """A browser that listens."""
    listener = Listener(server)
    yield listener
    listener.answer.close()
    listener.line.close()


# Pages


def test_page(server: Server, state: State) -> None:
    """A page comes with its type, is never stored, and asks for the script of its version."""
    status, headers, data = ask(server, "/zh/")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["content-length"] == str(len(data))
    script = f'<script src="/-/live.js?v={state.version}" defer></script>'
    assert data.decode() == HTML.replace("</body>", f"{script}</body>")


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/feed.atom", "application/atom+xml; charset=utf-8"), ("/logo.png", "image/png")],
)
def test_other_files(server: Server, path: str, kind: str) -> None:
    """What is no page comes as it is, text with its character set."""
    status, headers, data = ask(server, path)
    assert (status, headers["content-type"], data) == (200, kind, PAGES[path].data)


def test_chinese_path(server: Server) -> None:
    """A path is decoded, once."""
    assert ask(server, "/zh/%E6%9C%9F%20%E4%B8%80/")[0] == 200
    assert ask(server, "/zh/%25E6%259C%259F%2520%25E4%25B8%2580/")[0] == 404


def test_missing_slash(server: Server) -> None:
    """A folder without its slash leads to the page, with the question kept."""
    status, headers, _ = ask(server, "/zh/%E6%9C%9F%20%E4%B8%80?q=1")
    assert (status, headers["location"]) == (307, "/zh/%E6%9C%9F%20%E4%B8%80/?q=1")


def test_head(server: Server) -> None:
    """HEAD says what GET says, without the data."""
    _, whole, data = ask(server, "/zh/")
    status, headers, nothing = ask(server, "/zh/", "HEAD")
    assert (status, nothing) == (200, b"")
    assert headers["content-length"] == str(len(data))
    assert headers["etag"] == whole["etag"]


def test_conditional_get(server: Server, state: State) -> None:
    """A browser that has the page is told so, until the site is made anew."""
    seal = ask(server, "/zh/")[1]["etag"]
    for known in (seal, f'W/"x", W/{seal}', "*"):
        assert ask(server, "/zh/", If_None_Match=known)[0::2] == (304, b"")
    assert ask(server, "/zh/", If_None_Match='"other"')[0] == 200
    state.renew([])
    assert ask(server, "/zh/", If_None_Match=seal)[0] == 200


def test_not_found(server: Server) -> None:
    """What the site does not know is its own 404 page, live too."""
    status, _, data = ask(server, "/nothing/here/")
    assert status == 404
    assert data.startswith("<body>没有这一页<script".encode())


def test_page_that_cannot_be_made(server: Server) -> None:
    """A template that fails is shown where one looks, as text, and reloads once mended."""
    status, _, data = ask(server, "/broken/")
    assert status == 500
    assert b"item.html:3: &#x27;colour&#x27; is undefined" in data
    assert b"/-/live.js" in data


def test_fault_of_ours(server: Server, said: list[str]) -> None:
    """A fault of the generator is shown short, told in full, and ends nothing."""
    assert ask(server, "/fault/")[0] == 500
    assert "Traceback" in said[-1]
    assert ask(server, "/zh/")[0] == 200


def test_one_connection_for_many_pages(server: Server) -> None:
    """Connections are kept open, whatever is asked."""
    with closing(http.client.HTTPConnection(*server.server_address[:2], timeout=5)) as line:
        for path, status in [("/zh/", 200), ("/x", 404), ("/zh", 307), ("/broken/", 500)] * 2:
            line.request("GET", path)
            answer = line.getresponse()
            answer.read()
            assert answer.status == status


# Who is turned away


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.", "[::2]"]
)
def test_wrong_host(server: Server, host: str) -> None:
    """A page elsewhere that had its name lead here reads nothing."""
    status, _, data = ask(server, "/zh/", Host=host)
    assert status == 403
    assert "简报" not in data.decode()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_right_host(server: Server, host: str) -> None:
    """All names of this machine are good."""
    assert ask(server, "/zh/", Host=host)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
def test_wrong_origin(server: Server, headers: dict[str, str]) -> None:
    """Other pages do not learn what is wrong with the content."""
    assert ask(server, "/-/live", **headers)[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/zh/..%5c..%5cetc",
        "/-/../generator/serve.py",
        "/-/live.js/../../serve.py",
        "/https://evil.example/",
    ],
)
def test_nothing_outside(server: Server, path: str) -> None:
    """Only what the site knows is served, however it is asked for."""
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize("path", ["/%00", "/zh/%0d%0aSet-Cookie:x", "/%ff%fe", "*", "zh/"])
def test_no_path(server: Server, path: str) -> None:
    """What is no path in UTF-8 is no request."""
    assert ask(server, path)[0] == 400


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /zh/ HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 70000 + b"\r\n\r\n", b"431"),
        (b"GET /zh/ HTTP/1.1\r\n" + b"X: x\r\n" * 200 + b"\r\n", b"431"),
        (b"GET /" + b"x" * 70000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"POST /zh/ HTTP/1.1\r\nHost: localhost\r\n\r\n", b"501"),
        (b"GET /zh/ HTTP/9.9\r\n\r\n", b"505"),
        (b"\xff\xfe\r\n\r\n", b"400"),
    ],
)
def test_odd_requests(server: Server, request_: bytes, status: bytes) -> None:
    """Huge and broken requests get their answer, and the server goes on."""
    assert raw(server, request_).split()[1] == status
    assert ask(server, "/zh/")[0] == 200


# Reloads


def test_first_event(ear: Listener, state: State) -> None:
    """A page learns at once which version is served."""
    assert ear.next() == {"version": state.version, "problems": []}


def test_change_reloads(ear: Listener, state: State, said: list[str]) -> None:
    """A change gives a new version, and one line on the terminal."""
    before = ear.next()["version"]
    follow([frozenset({Path("内容/一.md")})], lambda burst: [NOTE], state, said.append)
    after = ear.next()
    assert after["version"] != before
    assert after["problems"] == []
    assert said[0].startswith("一.md changed: made anew in ")


def test_errors_come_and_go(ear: Listener, state: State, said: list[str]) -> None:
    """Errors are listed with their places until they are mended."""
    ear.next()
    bursts = [frozenset({Path("一.md")})]
    follow(bursts, lambda burst: [ERROR, NOTE], state, said.append)
    assert ear.next()["problems"] == [ERROR.to_json()]
    follow(bursts, lambda burst: [], state, said.append)
    assert ear.next()["problems"] == []


def test_failed_rebuild_keeps_the_site(ear: Listener, state: State, said: list[str]) -> None:
    """Where no site can be made, the old one stands and the reason is on top of it."""
    before = ear.next()["version"]

    def rebuild(burst: frozenset[Path]) -> list[Diagnostic]:
        raise ThemeError("theme.toml:2: 坏了", "改一改")

    follow([frozenset({Path("theme.toml")})], rebuild, state, said.append)
    event = ear.next()
    assert event["version"] == before
    assert event["problems"] == [
        {"severity": "error", "message": "theme.toml:2: 坏了", "hint": "改一改"}
    ]
    assert said == ["theme.toml changed: theme.toml:2: 坏了", "  hint: 改一改"]


def test_a_fault_does_not_end_the_preview(ear: Listener, state: State, said: list[str]) -> None:
    """After a fault of ours the next change is followed as ever."""
    ear.next()
    answers = iter([ZeroDivisionError("x"), None])

    def rebuild(burst: frozenset[Path]) -> list[Diagnostic]:
        if fault := next(answers):
            raise fault
        return []

    follow([frozenset({Path("一.md")})] * 2, rebuild, state, said.append)
    assert "Traceback" in said[0]
    assert said[1].startswith("一.md changed: made anew")


def test_pages_while_rebuilding(server: Server, state: State, said: list[str]) -> None:
    """A rebuild that takes long holds nobody up."""
    bursts: queue.SimpleQueue[frozenset[Path] | None] = queue.SimpleQueue()
    begun, may_end = threading.Event(), threading.Event()

    def rebuild(burst: frozenset[Path]) -> list[Diagnostic]:
        begun.set()
        may_end.wait(5)
        return []

    thread = threading.Thread(
        target=follow, args=(iter(bursts.get, None), rebuild, state, said.append)
    )
    thread.start()
    bursts.put(frozenset({Path("一.md")}))
    assert begun.wait(5)
    version = state.version
    assert ask(server, "/zh/")[0] == 200
    may_end.set()
    bursts.put(None)
    thread.join()
    assert state.version != version


def test_script(server: Server) -> None:
    """The script is served as such and makes text, never markup, of what it is told."""
    status, headers, data = ask(server, "/-/live.js?v=1")
    assert (status, headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert not any(word in data for word in (b"innerHTML", b"insertAdjacentHTML", b"eval("))


def test_listener_that_leaves(server: Server, state: State, said: list[str]) -> None:
    """A browser that goes away is no news."""
    for _ in range(3):
        Listener(server).line.close()
    state.renew([])
    state.renew([])
    time.sleep(0.05)
    assert said == []


# Places to listen at


def test_port_in_use(server: Server, state: State, said: list[str]) -> None:
    """A taken port is said, and the next free one is used."""
    taken = server.server_address[1]
    with listen("127.0.0.1", taken, site, state, said.append) as other:
        assert other.server_address[1] > taken
        assert said == [f"port {taken} is in use: taking {other.server_address[1]}"]


def test_wrong_place(state: State, said: list[str]) -> None:
    """An address that is not of this machine is said to be wrong."""
    with pytest.raises(ConfigError, match="cannot listen") as caught:
        listen("192.0.2.1", 0, site, state, said.append)
    assert caught.value.hint


def test_open_to_the_network(state: State, said: list[str]) -> None:
    """Listening everywhere is warned of."""
    with listen("0.0.0.0", 0, site, state, said.append):
        assert said[0].startswith("warning")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_on_request(number: signal.Signals) -> None:
    """Ctrl-C ends the preview with a word and exit status 0."""
    program = (
        "import sys; from generator.serve import serve\n"
        "def say(words): print(words, flush=True)\n"
        "serve(lambda path: None, [], lambda burst: [], say=say, port=0)\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert "http://127.0.0.1:" in running.stdout.readline()
        time.sleep(0.1)
        running.send_signal(number)
        assert "ended" in running.stdout.read()
        assert running.wait(5) == 0
