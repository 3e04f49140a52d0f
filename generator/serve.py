"""A preview server: serves what a callable gives, and tells browsers of every new state.

It knows callables only, no stage of ours. Pages are asked for one by one and never written. While
a rebuild runs, or after it failed, the site goes on being served as the callable has it.
"""

import errno
import hashlib
import html
import json
import re
import signal
import socket
import socketserver
import sys
import threading
import traceback
import webbrowser
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from urllib.parse import quote, unquote, urlsplit

import msgspec

from generator.errors import ConfigError, GeneratorError
from generator.live import News, Problem, Rebuild, Say, follow, told
from generator.regex import regex

LIVE, SCRIPT, TABS = "/-/live", "/-/live.js", "/-/tabs.js"
_DATA = Path(__file__).with_name("data")
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_ANYWHERE = frozenset({"0.0.0.0", "::"})
_TRIES = 20
_TEXT = regex(r"text/|application/(?:json|javascript|xml|.+\+(?:json|xml))$|image/svg\+xml$")
_ETAG = regex(r'"[^"]*"|\*')
_HEAD = re.compile(rb"<head[^>]*>")
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'self'; connect-src 'self'"></head>
<body><h1>{title}</h1><p id="problem" data-told="{told}">{words}</p></body></html>
"""


class Reply(msgspec.Struct, frozen=True):
    """What is at a path: *kind* is its media type."""

    status: int
    kind: str
    data: bytes


Site = Callable[[str], Reply | None]


def serve(
    site: Site,
    bursts: Iterable[frozenset[Path]],
    rebuild: Rebuild,
    news: News,
    *,
    say: Say,
    host: str = "127.0.0.1",
    port: int = 8000,
    browse: bool = False,
) -> None:
    """Serve *site* until Ctrl-C or SIGTERM; call *rebuild* for each burst and tell the browsers.

    *site* gives what is at a decoded path (``/zh/issues/x/``), or ``None``; it is called from many
    threads. *rebuild* says what became of a change, or raises GeneratorError and the old site
    stands; *news* are passed on to the browsers. Raises ConfigError if *host* or *port* cannot be
    had.
    """
    with listen(host, port, site, news, say) as server:
        follower = threading.Thread(target=follow, args=(bursts, rebuild, news, say), daemon=True)
        follower.start()
        try:
            _on_request(signal.default_int_handler)
            say(f"the preview is at {server.url}   (Ctrl-C ends it)")
            if browse:
                webbrowser.open(server.url)
            server.serve_forever()
        except KeyboardInterrupt:
            _on_request(signal.SIG_DFL)  # asked again, it ends at once
            say("\nthe preview has ended")
        finally:
            news.end()


def _on_request(answer: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """Set what Ctrl-C and SIGTERM do; only the main thread can."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, answer)


class Server(ThreadingHTTPServer):
    """An HTTP server for one site."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int, site: Site, news: News, say: Say) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.site, self.news, self.say = site, news, say
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


def listen(host: str, port: int, site: Site, news: News, say: Say) -> Server:
    """Return a server on *port*, or on the next free one, saying so.

    Raises ConfigError if none is to be had.
    """
    if host in _ANYWHERE:
        say(f"warning: {host} lets everybody on the network see the preview")
    for number in range(port, min(port + _TRIES, 65536)) if port else [0]:
        try:
            server = Server(host, number, site, news, say)
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
        elif path in (SCRIPT, TABS):
            script = (_DATA / path.rpartition("/")[2]).read_bytes()
            self._send(Reply(HTTPStatus.OK, "text/javascript", script))
        else:
            self._send_page(path, query)

    do_HEAD = do_GET  # noqa: N815

    def _is_for_us(self) -> bool:
        """Say whether the request names this server: a page elsewhere may have sent it."""
        hosts = self.server.hosts
        return hosts is None or _host(self.headers.get("Host", "")) in hosts

    def _send_page(self, path: str, query: str) -> None:
        version = self.server.news.version  # before the page is made: a later one reloads it
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
            words = f"{error.message}\n{error.hint}"
            reply = _page(HTTPStatus.INTERNAL_SERVER_ERROR, words, told(error))
        except Exception as error:  # a fault of ours is shown where one looks, and told in full
            self.server.say(traceback.format_exc())
            words = f"{type(error).__name__}: {error}"
            fault = {"severity": "error", "message": words, "hint": "a fault of the generator"}
            reply = _page(HTTPStatus.INTERNAL_SERVER_ERROR, words, fault)
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
        while (words := self.server.news.event(told)) is not None:
            news = ": still here" if words == told else f"data: {words}"
            self.wfile.write(f"{news}\n\n".encode())
            told = words

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests are no news."""


def _host(header: str) -> str:
    """Return the name in a Host header, without port and brackets."""
    return re.sub(r":\d*$", "", header).strip("[]").casefold()


def _page(status: HTTPStatus, words: str, problem: Problem | None = None) -> Reply:
    title = f"{status.value} {status.phrase}"
    data = html.escape(json.dumps(problem))
    text = _PAGE.format(title=title, words=html.escape(words), told=data)
    return Reply(status, "text/html", text.encode())


def _with_script(reply: Reply, version: str) -> Reply:
    """Return a page with the script of the preview before all others, anything else as it is."""
    if not reply.kind.startswith("text/html"):
        return reply
    tag = f'<script src="{SCRIPT}?v={version}" defer></script>'.encode()
    head = _HEAD.search(reply.data)
    at = head.end() if head else 0
    return Reply(reply.status, reply.kind, reply.data[:at] + tag + reply.data[at:])
