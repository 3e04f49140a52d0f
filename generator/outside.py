"""Links to other sites, asked for on the network: the only module that goes there.

Each address is asked for once, one host at a time with a pause in between, a few hosts at once;
first with HEAD, then with GET where a server will not have that. A host that asks for patience gets
it; one that asks for much is not asked again. Nothing of an answer is read but its head. What
answered is remembered in ``.jianbao/links`` for a week.
"""

import http.client
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import quote, unquote, urldefrag, urlsplit

import msgspec

from generator import __version__
from generator.cards import Leaf
from generator.diagnostics import Diagnostic, Severity
from generator.discover import read
from generator.ledger import load, save
from generator.look import Seen
from generator.markup.result import Places
from generator.regex import regex
from generator.source import Span
from generator.store import IGNORE, STORE
from generator.urls import URL, end_of_url, href
from generator.workshop import Workshop

AGENT = f"jianbao/{__version__} (link check)"
WEEK = 7
DAY = 86_400
GONE = frozenset({404, 410})
REFUSED = frozenset({400, 403, 404, 405, 406, 500, 501, 503})
"""Answers to HEAD that say nothing of GET."""

SAID = 100
"""Characters of a reason that are shown: a host may have put its own words into it."""

_HREF = regex(r'<a href="(https?://[^"]+)"', re.IGNORECASE)


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long to wait for an answer and between two questions to a host, in seconds.

    *longest* is what a host may ask to be waited for.
    """

    timeout: float = 10
    pause: float = 1
    longest: float = 60
    hosts: int = 8


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What came back: a *status*, 0 for no answer, with the reason; *moved* is a new address.

    *wait* is how many seconds the host wants to be left alone.
    """

    status: int
    reason: str = ""
    moved: str = ""
    day: str = ""
    wait: int = 0

    @property
    def is_fine(self) -> bool:
        """Whether the page is there."""
        return 200 <= self.status < 300


def outside(
    shop: Workshop,
    seen: Seen,
    *,
    as_of: str,
    say: Callable[[str], None],
    patience: Patience | None = None,
) -> list[Diagnostic]:
    """Return what is wrong with the outside links of what was *seen*, each where it stands.

    *as_of*, an ISO date, says what is still remembered. *say* is told how much there is to ask.
    """
    places = dict(_places(seen))
    file = shop.config.root / STORE / "links"
    known = {
        url: answer
        for url, answer in (load(file, dict[str, Answer]) or {}).items()
        if 0 <= (date.fromisoformat(as_of) - date.fromisoformat(answer.day)).days < WEEK
    }
    wanted = sorted({urldefrag(url)[0] for url in places} - known.keys())
    by_host: dict[str, list[str]] = {}
    for url in wanted:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    if wanted:
        say(f"asking for {len(wanted)} links on {len(by_host)} hosts")
    how = patience or Patience()
    with ThreadPoolExecutor(how.hosts) as pool:
        for answers in pool.map(lambda urls: _ask_host(urls, how), by_host.values()):
            known.update(answers)
    kept = {
        u: msgspec.structs.replace(a, day=a.day or as_of) for u, a in known.items() if a.is_fine
    }
    _remember(shop, kept)
    return [p for url, spans in places.items() for p in _said(known[urldefrag(url)[0]], url, spans)]


def _remember(shop: Workshop, answers: dict[str, Answer]) -> None:
    folder = shop.config.root / STORE
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text(IGNORE)
        save(folder / "links", answers)
    except OSError:
        return  # as good as none: the next check asks again


def _places(seen: Seen) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Give every outside address with the places where it stands, one a file."""
    places: dict[str, dict[str, Span]] = {}
    files = {one.path: one for one in seen.found}
    for issue in seen.issues:
        body = seen.draft.scene.body(issue)
        path = issue.card.path
        texts: list[tuple[str, str]] = []
        printed: dict[str, Span] = {}
        for file in (files[path], files[path].twin):
            if file:
                texts.append((file.path, read(file)[0] or ""))
                printed = {**_printed(texts[-1][1], file.path), **printed}
        shown = [(url, issue.card.lines[0]) for url in _in_html(body.rest)]
        for leaf in (leaf for leaves in body.leaves for leaf in leaves):
            shown += [(url, leaf.item.lines[0]) for url in _shown(leaf)]
        for url, line in shown:
            at = printed.get(url) or _find(url, texts) or Span(path, line)
            places.setdefault(url, {}).setdefault(path, at)
    for url in sorted(places):
        yield url, tuple(places[url].values())


def _shown(leaf: Leaf) -> list[str]:
    html = [leaf.abstract.zh, leaf.abstract.en, leaf.body.zh, leaf.body.en]
    html += [words for _, words in leaf.fields]
    links = [link.href for link in leaf.item.links if link.href.lower().startswith("http")]
    return [*map(href, links), *(url for words in html for url in _in_html(words))]


def _in_html(html: str) -> list[str]:
    return [unescape(url) for url in _HREF.findall(html)]


def _printed(text: str, path: str) -> dict[str, Span]:
    """Return the addresses in a source, as links have them, each with its first place."""
    found: dict[str, Span] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for url in URL.finditer(line) if "://" in line else ():
            printed = line[url.start() : end_of_url(line, url.start(), url.end())]
            found.setdefault(href(printed), Span(path, number, url.start() + 1))
    return found


def _find(url: str, texts: Iterable[tuple[str, str]]) -> Span | None:
    """Return the place of an address that is written with more than ASCII."""
    for path, text in texts:
        for words in (url, unquote(url)):
            at = text.find(words)
            if at >= 0:
                return Places(text, Span(path)).of(at)
    return None


def _said(answer: Answer, url: str, spans: Iterable[Span]) -> Iterator[Diagnostic]:
    """Give what is to be said of a link at each of its places."""
    for span in spans:
        if answer.status in GONE:
            message = f"the page is not there any more ({answer.status}): {url}"
            hint = "find its new address, or one in an archive"
            yield Diagnostic(Severity.WARNING, "outside-gone", message, span, hint)
        elif not answer.is_fine:
            why = answer.reason or f"status {answer.status}"
            message = f"it is not certain that this link works ({why}): {url}"
            yield Diagnostic(Severity.NOTE, "outside-unsure", message, span, "open it yourself")
        elif answer.moved:
            message = f"this link has moved for good: {url}"
            hint = f"write {answer.moved}"
            yield Diagnostic(Severity.NOTE, "outside-moved", message, span, hint)


def _ask_host(urls: Iterable[str], how: Patience) -> dict[str, Answer]:
    """Ask a host for its pages, one after the other; what it does not answer any more is unsure."""
    answers: dict[str, Answer] = {}
    tired: Answer | None = None
    for url in urls:
        if tired is None:
            time.sleep(how.pause if answers else 0)
            answers[url] = answer = _ask_patiently(url, how)
            tired = answer if answer.wait else None
        else:
            answers[url] = tired
    return answers


def _ask_patiently(url: str, how: Patience) -> Answer:
    """Ask for *url*, again with GET if need be, and once more after a wait that is asked for."""
    answer = _ask(url, "HEAD", how)
    if 0 < answer.wait <= how.longest:
        time.sleep(answer.wait)
        answer = _ask(url, "HEAD", how)
    if answer.status in REFUSED and not answer.wait:
        time.sleep(how.pause)
        answer = _ask(url, "GET", how)
    if answer.wait:
        reason = f"the host wants no questions for {answer.wait} seconds"
        return msgspec.structs.replace(answer, reason=reason)
    return answer


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to other web addresses; notes whether all are for good."""

    def __init__(self) -> None:
        self.for_good = True

    def redirect_request(  # type: ignore[no-untyped-def]
        self, req, fp, code, msg, headers, newurl
    ) -> urllib.request.Request | None:
        """Go on as asked, with the method that was used before."""
        self.for_good &= code in (301, 308)
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None:
            following.method = req.get_method()
        return following


def _ask(url: str, method: str, how: Patience) -> Answer:
    """Ask for *url* once, with all its redirects."""
    redirects = _Redirects()
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        redirects,
    ):
        opener.add_handler(handler)
    try:
        plain = quote(url, safe="%/:=&?~#+!$,;'@()*[]")
        request = urllib.request.Request(plain, method=method, headers={"User-Agent": AGENT})
        with opener.open(request, timeout=how.timeout) as answer:
            final = str(answer.url)
            moved = final if redirects.for_good and urldefrag(final)[0] != plain else ""
            return Answer(answer.status, moved=moved)
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, wait=_wait(error.headers))
    except urllib.error.URLError as error:
        return Answer(0, _reason(error.reason))
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Answer(0, _reason(error))


def _wait(headers: Message) -> int:
    """Return for how many seconds a refusal asks: by number, or by a time that it names."""
    wish = headers.get("Retry-After", "").strip()
    if wish.isdecimal():
        return min(int(wish[:9]), DAY)
    try:
        until, now = map(parsedate_to_datetime, (wish, headers.get("Date", "")))
        return min(max(int((until - now).total_seconds()), 0), DAY)
    except (ValueError, TypeError):  # no time, or only one of them with its zone
        return 0


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    if isinstance(error, ssl.SSLError):
        return "no secure connection can be made"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    said = "".join(char if char.isprintable() else " " for char in str(error)[:SAID])
    return said.strip() or type(error).__name__
