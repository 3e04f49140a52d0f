"""The preview server, over real sockets: pages, errors, reloads, and who is turned away."""

import html
import http.client
import json
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Severity
from generator.errors import ConfigError, ThemeError
from generator.live import Afterwards, News, Outcome, follow, shown, told
from generator.serve import Reply, Server, listen
from generator.source import Span

ROOT = Path(__file__).parents[1]
HTML = "<!doctype html><html lang=zh><head><title>简</title></head><body><p>简报</p></body></html>"
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
def news() -> News:
    """What browsers are told."""
    return News()


@pytest.fixture
def server(news: News, said: list[str]) -> Iterator[Server]:
    """A running preview of the pages above."""
    with listen("127.0.0.1", 0, site, news, said.append) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        news.end()
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


def test_page(server: Server, news: News) -> None:
    """A page comes with its type, is never stored, and asks for the script of its version."""
    status, headers, data = ask(server, "/zh/")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["content-length"] == str(len(data))
    script = f'<script src="/-/live.js?v={news.version}" defer></script>'
    assert data.decode() == HTML.replace("<head>", f"<head>{script}")


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


def test_conditional_get(server: Server, news: News) -> None:
    """A browser that has the page is told so, until the site is made anew."""
    seal = ask(server, "/zh/")[1]["etag"]
    for known in (seal, f'W/"x", W/{seal}', "*"):
        assert ask(server, "/zh/", If_None_Match=known)[0::2] == (304, b"")
    assert ask(server, "/zh/", If_None_Match='"other"')[0] == 200
    news.tell([], fresh=True)
    assert ask(server, "/zh/", If_None_Match=seal)[0] == 200


def test_not_found(server: Server) -> None:
    """What the site does not know is its own 404 page, live too."""
    status, _, data = ask(server, "/nothing/here/")
    assert status == 404
    assert data.endswith("<body>没有这一页</body>".encode())
    assert b"/-/live.js" in data


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


def test_first_event(ear: Listener, news: News) -> None:
    """A page learns at once which version is served."""
    assert ear.next() == {"version": news.version, "problems": []}


def test_change_reloads(ear: Listener, news: News, said: list[str]) -> None:
    """A change gives a new version, and one line on the terminal."""
    before = ear.next()["version"]
    follow(
        [frozenset({Path("内容/一.md")})], lambda burst: Outcome(shown([NOTE])), news, said.append
    )
    after = ear.next()
    assert after["version"] != before
    assert after["problems"] == []
    assert said[0].startswith("一.md changed: made anew in ")


def test_errors_come_and_go(ear: Listener, news: News, said: list[str]) -> None:
    """Errors are listed with their places until they are mended."""
    ear.next()
    bursts = [frozenset({Path("一.md")})]
    follow(bursts, lambda burst: Outcome(shown([ERROR, NOTE])), news, said.append)
    assert ear.next()["problems"] == [ERROR.to_json()]
    follow(bursts, lambda burst: Outcome(), news, said.append)
    assert ear.next()["problems"] == []


def test_failed_rebuild_keeps_the_site(ear: Listener, news: News, said: list[str]) -> None:
    """Where no site can be made, the old one stands and the reason is on top of it."""
    before = ear.next()["version"]

    def rebuild(burst: frozenset[Path]) -> Outcome:
        raise ThemeError("theme.toml:2: 坏了", "改一改")

    follow([frozenset({Path("theme.toml")})], rebuild, news, said.append)
    event = ear.next()
    assert event["version"] == before
    place = {"path": "theme.toml", "line": 2, "column": 1}
    assert event["problems"] == [
        {"severity": "error", "message": "坏了", "hint": "改一改", **place}
    ]
    assert said == [
        "theme.toml changed: the site stays as it was",
        "  theme.toml:2:1: 坏了\n    hint: 改一改",
    ]


def test_a_fault_does_not_end_the_preview(ear: Listener, news: News, said: list[str]) -> None:
    """After a fault of ours the next change is followed as ever."""
    ear.next()
    answers = iter([ZeroDivisionError("x"), None])

    def rebuild(burst: frozenset[Path]) -> Outcome:
        if fault := next(answers):
            raise fault
        return Outcome()

    follow([frozenset({Path("一.md")})] * 2, rebuild, news, said.append)
    assert "Traceback" in said[0]
    assert said[1:3] == [
        "一.md changed: the site stays as it was",
        "  ZeroDivisionError: x\n    hint: this is a fault of the generator",
    ]
    assert said[3].startswith("一.md changed: made anew")


def test_pages_while_rebuilding(server: Server, news: News, said: list[str]) -> None:
    """A rebuild that takes long holds nobody up."""
    bursts: queue.SimpleQueue[frozenset[Path] | None] = queue.SimpleQueue()
    begun, may_end = threading.Event(), threading.Event()

    def rebuild(burst: frozenset[Path]) -> Outcome:
        begun.set()
        may_end.wait(5)
        return Outcome()

    thread = threading.Thread(
        target=follow, args=(iter(bursts.get, None), rebuild, news, said.append)
    )
    thread.start()
    bursts.put(frozenset({Path("一.md")}))
    assert begun.wait(5)
    version = news.version
    assert ask(server, "/zh/")[0] == 200
    may_end.set()
    bursts.put(None)
    thread.join()
    assert news.version != version


@pytest.mark.parametrize("script", ["/-/live.js?v=1", "/-/tabs.js"])
def test_script(server: Server, script: str) -> None:
    """The script is served as such and makes text, never markup, of what it is told."""
    status, headers, data = ask(server, script)
    assert (status, headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert not any(word in data for word in (b"innerHTML", b"insertAdjacentHTML", b"eval("))


def test_listener_that_leaves(server: Server, news: News, said: list[str]) -> None:
    """A browser that goes away is no news."""
    for _ in range(3):
        Listener(server).line.close()
    waiting = [t for t in threading.enumerate() if "process_request_thread" in t.name]
    for _ in range(500):  # the first words to somebody who has gone are still sent
        news.tell([], fresh=True)
        waiting[0].join(0.01)
        waiting = [thread for thread in waiting if thread.is_alive()]
        if not waiting:
            break
    assert (waiting, said) == ([], [])


def test_problems_without_a_new_site(ear: Listener, news: News) -> None:
    """What turns out later is told without making anybody load a page again."""
    before = ear.next()["version"]
    news.tell(shown([ERROR]), fresh=False)
    assert ear.next() == {"version": before, "problems": [ERROR.to_json()]}


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("themes/x/templates/页.html:3: no", ("themes/x/templates/页.html", 3, 1)),
        ("site.toml:3:7: no", ("site.toml", 3, 7)),
        ("there is no theme 'x'", None),
        ("no: 3: no", None),
    ],
)
def test_place_of_a_failure(message: str, place: tuple[str, int, int] | None) -> None:
    """A failure is shown at the place that it names, if it names one."""
    problem = told(ThemeError(message, "改一改"))
    found = problem.get("path") and tuple(problem[key] for key in ("path", "line", "column"))
    assert (found or None) == place
    assert problem["message"] == ("no" if place else message)


def test_a_page_that_fails_says_why(server: Server) -> None:
    """The script finds in a page that cannot be made what to show over the last good one."""
    data = ask(server, "/broken/")[2].decode()
    told_there = re.search('data-told="([^"]*)"', data)
    assert told_there
    assert json.loads(html.unescape(told_there[1]))["line"] == 3


# What is done afterwards


def test_afterwards() -> None:
    """Work is put off while something happens, and done once for all of it."""
    done: queue.SimpleQueue[int] = queue.SimpleQueue()
    asked: queue.SimpleQueue[int] = queue.SimpleQueue()

    def pause() -> float:
        asked.put(1)
        return 0.2 if asked.qsize() < 3 else 0.0

    afterwards = Afterwards(lambda: done.put(1), pause)
    for _ in range(3):
        afterwards.stir()
    done.get(timeout=5)
    assert done.empty()
    afterwards.stir()
    done.get(timeout=5)


# Places to listen at


def test_port_in_use(server: Server, news: News, said: list[str]) -> None:
    """A taken port is said, and the next free one is used."""
    taken = server.server_address[1]
    with listen("127.0.0.1", taken, site, news, said.append) as other:
        assert other.server_address[1] > taken
        assert said == [f"port {taken} is in use: taking {other.server_address[1]}"]


def test_wrong_place(news: News, said: list[str]) -> None:
    """An address that is not of this machine is said to be wrong."""
    with pytest.raises(ConfigError, match="cannot listen") as caught:
        listen("192.0.2.1", 0, site, news, said.append)
    assert caught.value.hint


def test_open_to_the_network(news: News, said: list[str]) -> None:
    """Listening everywhere is warned of."""
    with listen("0.0.0.0", 0, site, news, said.append):
        assert said[0].startswith("warning")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_on_request(number: signal.Signals) -> None:
    """Ctrl-C ends the preview with a word and exit status 0."""
    program = (
        "from generator.serve import serve; from generator.live import News, Outcome\n"
        "def say(words): print(words, flush=True)\n"
        "serve(lambda path: None, [], lambda burst: Outcome(), News(), say=say, port=0)\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert "http://127.0.0.1:" in running.stdout.readline()
        running.send_signal(number)
        assert "ended" in running.stdout.read()
        assert running.wait(5) == 0
