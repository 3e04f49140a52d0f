"""A preview server: serves what a callable gives, reloads browsers, shows what went wrong.

It knows callables only, no stage of ours. Pages are asked for one by one and never written. While
a rebuild runs, or after it failed, the site goes on being served as the callable has it.
"""

import errno
import hashlib
import html
import json
import re
import secrets
import signal
import socket
import socketserver
import sys
import threading
import time
import traceback
import webbrowser
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.errors import ConfigError, GeneratorError

LIVE, SCRIPT = "/-/live", "/-/live.js"
_SCRIPT = Path(__file__).with_name("data") / "live.js"
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_ANYWHERE = frozenset({"0.0.0.0", "::"})
_TRIES = 20
_HEARTBEAT = 15.0
_TEXT = re.compile(r"text/|application/(?:json|javascript|xml|.+\+(?:json|xml))$|image/svg\+xml$")
_ETAG = re.compile(r'"[^"]*"|\*')
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'self'; connect-src 'self'">
<body><h1>{title}</h1><p>{words}</p></body></html>
"""


class Reply(msgspec.Struct, frozen=True):
    """What is at a path: *kind* is its media type."""

    status: int
    kind: str
    data: bytes


Site = Callable[[str], Reply | None]
Rebuild = Callable[[frozenset[Path]], Sequence[Diagnostic]]
Say = Callable[[str], None]


def serve(
    site: Site,
    bursts: Iterable[frozenset[Path]],
    rebuild: Rebuild,
    *,
    say: Say,
    host: str = "127.0.0.1",
    port: int = 8000,
    browse: bool = False,
    problems: Iterable[Diagnostic] = (),
) -> None:
    """Serve *site* until Ctrl-C or SIGTERM; call *rebuild* for each burst and reload the browsers.

    *site* gives what is at a decoded path (``/zh/issues/x/``), or ``None``; it is called from many
    threads. *rebuild* gives the problems of the new state, or raises GeneratorError and the old
    one stands; *problems* are those of the state now. Raises ConfigError if *host* or *port*
    cannot be had.
    """
    state = State(problems)
    with listen(host, port, site, state, say) as server:
        follower = threading.Thread(target=follow, args=(bursts, rebuild, state, say), daemon=True)
        follower.start()
        say(f"the preview is at {server.url}   (Ctrl-C ends it)")
        if browse:
            webbrowser.open(server.url)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("\nthe preview has ended")
        finally:
            state.end()


class State:
    """Which version of the site is served, and what is wrong with it; threads wait for news."""

    def __init__(self, problems: Iterable[Diagnostic] = ()) -> None:
        self._news = threading.Condition()
        self._start = secrets.token_hex(4)  # another start is another version for open pages
        self._count = 0
        self._ended = False
        self._problems = _shown(problems)

    @property
    def version(self) -> str:
        """The version of the site that is served now."""
        return f"{self._start}-{self._count}"

    def renew(self, problems: Iterable[Diagnostic]) -> None:
        """Tell that the site is a new one, with *problems*."""
        with self._news:
            self._count += 1
            self._problems = _shown(problems)
            self._news.notify_all()

    def fail(self, message: str, hint: str = "") -> None:
        """Tell that no new site could be made."""
        with self._news:
            self._problems = [{"severity": "error", "message": message, "hint": hint}]
            self._news.notify_all()

    def end(self) -> None:
        """Let nobody wait any longer."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def event(self, last: str | None) -> str | None:
        """Return the state as JSON once it is not *last* or a while has passed; None at the end."""
        with self._news:
            self._news.wait_for(lambda: self._ended or self._words() != last, _HEARTBEAT)
            return None if self._ended else self._words()

    def _words(self) -> str:
        return json.dumps({"version": self.version, "problems": self._problems})


def _shown(problems: Iterable[Diagnostic]) -> list[Mapping[str, str | int]]:
    """Return what a browser shows: nothing unless there is an error, and never a note."""
    found = [problem for problem in problems if problem.severity > Severity.NOTE]
    if not any(problem.severity == Severity.ERROR for problem in found):
        return []
    return [problem.to_json() for problem in found]


def follow(bursts: Iterable[frozenset[Path]], rebuild: Rebuild, state: State, say: Say) -> None:
    """Rebuild for each burst and tell the browsers; nothing that goes wrong ends this."""
    for burst in bursts:
        started = time.perf_counter()
        names = ", ".join(sorted(path.name for path in burst)[:3]) + ("…" if len(burst) > 3 else "")
        try:
            problems = rebuild(burst)
        except GeneratorError as error:
            state.fail(error.message, error.hint)
            say(f"{names} changed: {error.message}")
            if error.hint:
                say(f"  hint: {error.hint}")
        except Exception as error:  # a fault of ours must not end the preview
            state.fail(f"{type(error).__name__}: {error}", "this is a fault of the generator")
            say(traceback.format_exc())
        else:
            state.renew(problems)
            say(f"{names} changed: made anew in {(time.perf_counter() - started) * 1000:.0f} ms")


class Server(ThreadingHTTPServer):
    """An HTTP server for one site."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int, site: Site, state: State, say: Say) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.site, self.state, self.say = site, state, say
        self.hosts = None if host in _ANYWHERE else _LOCAL | {host.casefold()}
        super().__init__((host, port), _Handler)
        shown = "127.0.0.1" if host in _ANYWHERE else host
        self.url = f"http://{f'[{shown}]' if ':' in shown else shown}:{self.server_address[1]}/"

    def server_bind(self) -> None:
        """Bind without asking the network for our own name, as the base class would."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say what failed, unless a browser just went away."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            self.say(traceback.format_exc())


def listen(host: str, port: int, site: Site, state: State, say: Say) -> Server:
    """Return a server on *port*, or on the next free one, saying so.

    Raises ConfigError if none is to be had.
    """
    if host in _ANYWHERE:
        say(f"warning: {host} lets everybody on the network see the preview")
    for number in range(port, min(port + _TRIES, 65536)) if port else [0]:
        try:
            server = Server(host, number, site, state, say)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            raise ConfigError(
                f"the preview cannot listen at {host}, port {number}: {error.strerror}",
                "try --host 127.0.0.1 --port 8000",
            ) from error
        if number != port:
            say(f"port {port} is in use: taking {number}")
        return server
    raise ConfigError(f"the ports from {port} on are all in use", "name another with --port")


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.1"  # or errors would be told without a status line
    server_version, sys_version = "jianbao", ""
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        """Answer with what is at the path; HEAD is answered likewise, without the data."""
        if self.headers.get("Content-Length") or self.headers.get("Transfer-Encoding"):
            self.close_connection = True  # nobody reads the data that comes with this request
        if not self._is_for_us():
            self._send(_page(HTTPStatus.FORBIDDEN, "This name is not that of the preview."))
            return
        target, _, query = self.path.partition("?")
        try:
            path = unquote(urlsplit(target).path or "/", errors="strict")
        except ValueError:
            path = ""
        if not path.startswith("/") or any(ord(char) < 32 for char in path):
            self._send(_page(HTTPStatus.BAD_REQUEST, "This is not a path."))
        elif path == LIVE:
            self._stream()
        elif path == SCRIPT:
            self._send(Reply(HTTPStatus.OK, "text/javascript", _SCRIPT.read_bytes()))
        else:
            self._send_page(path, query)

    do_HEAD = do_GET  # noqa: N815

    def _is_for_us(self) -> bool:
        """Say whether the request names this server: a page elsewhere may have sent it."""
        hosts = self.server.hosts
        return hosts is None or _host(self.headers.get("Host", "")) in hosts

    def _send_page(self, path: str, query: str) -> None:
        version = self.server.state.version  # before the page is made: a later one reloads it
        site = self.server.site
        try:
            reply = site(path)
            if reply is None and not path.endswith("/") and site(f"{path}/"):
                place = quote(f"/{path.strip('/')}/") + (f"?{query}" if query else "")
                self._send(Reply(HTTPStatus.TEMPORARY_REDIRECT, "text/plain", b""), place)
                return
            if reply is None:
                reply = site("/404.html") or _page(HTTPStatus.NOT_FOUND, "There is no such page.")
                reply = Reply(HTTPStatus.NOT_FOUND, reply.kind, reply.data)
        except GeneratorError as error:
            reply = _page(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error.message}\n{error.hint}")
        except Exception as error:  # a fault of ours is shown where one looks, and told in full
            self.server.say(traceback.format_exc())
            reply = _page(HTTPStatus.INTERNAL_SERVER_ERROR, f"{type(error).__name__}: {error}")
        self._send(_with_script(reply, version))

    def _send(self, reply: Reply, place: str = "") -> None:
        """Send a whole answer, or that the browser has it already."""
        seal = f'"{hashlib.blake2b(reply.data, digest_size=12).hexdigest()}"'
        known = _ETAG.findall(self.headers.get("If-None-Match", ""))
        same = reply.status == HTTPStatus.OK and (seal in known or "*" in known)
        self.send_response(HTTPStatus.NOT_MODIFIED if same else reply.status)
        self.send_header("ETag", seal)
        self.send_header("Cache-Control", "no-store")
        if place:
            self.send_header("Location", place)
        if not same:
            bare = _TEXT.match(reply.kind) and "charset" not in reply.kind
            self.send_header("Content-Type", reply.kind + ("; charset=utf-8" if bare else ""))
            self.send_header("Content-Length", str(len(reply.data)))
            self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD" and not same:
            self.wfile.write(reply.data)

    def _stream(self) -> None:
        """Send the state, and again whenever it is another, until the browser goes away."""
        origin = self.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != self.headers.get("Host")
        if foreign or self.headers.get("Sec-Fetch-Site") == "cross-site":
            self._send(_page(HTTPStatus.FORBIDDEN, "This is for pages of the preview."))
            return
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 500\n\n")
        told = None
        while (words := self.server.state.event(told)) is not None:
            news = ": still here" if words == told else f"data: {words}"
            self.wfile.write(f"{news}\n\n".encode())
            told = words

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests are no news."""


def _host(header: str) -> str:
    """Return the name in a Host header, without port and brackets."""
    return re.sub(r":\d*$", "", header).strip("[]").casefold()


def _page(status: HTTPStatus, words: str) -> Reply:
    text = _PAGE.format(title=f"{status.value} {status.phrase}", words=html.escape(words))
    return Reply(status, "text/html", text.encode())


def _with_script(reply: Reply, version: str) -> Reply:
    """Return a page with the script for live reload at its end, anything else as it is."""
    if not reply.kind.startswith("text/html"):
        return reply
    tag = f'<script src="{SCRIPT}?v={version}" defer></script>'.encode()
    before, end, after = reply.data.rpartition(b"</body>")
    data = before + tag + end + after if end else reply.data + tag
    return Reply(reply.status, reply.kind, data)
