"""GitHub Pages: the address that a repository is served at, and what a site may not exceed."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from generator.regex import regex

LARGEST_SITE = 1_000_000_000
"""Bytes of a site, https://docs.github.com/pages/getting-started-with-github-pages."""
LARGEST_FILE = 100_000_000
"""Bytes of a file, above which GitHub refuses a push."""
MANY_FILES = 50_000
"""No limit is told, but a deployment that takes more than ten minutes is broken off."""

_GITHUB = regex(
    r"(?:https?://(?:[^@/]+@)?(?:www\.)?github\.com/"
    r"|(?:ssh://)?git@(?:ssh\.)?github\.com(?::[0-9]+)?[:/]"
    r"|git://github\.com/)"
    r"(?P<owner>[\w-]+)/(?P<repository>[\w.-]+?)(?:\.git)?/?",
    re.IGNORECASE,
)


def on_github(url: str) -> tuple[str, str] | None:
    """Return owner and name of the repository at *url*, if GitHub has it."""
    found = _GITHUB.fullmatch(url)
    return (found["owner"], found["repository"]) if found else None


def pages_address(url: str, domain: str = "") -> str:
    """Return the address at which Pages serves the repository at *url*; empty if not known.

    *domain* is what the ``CNAME`` of the branch says.
    """
    if domain:
        return f"https://{domain}/"
    found = on_github(url)
    if not found:
        return ""
    owner, repository = found
    home = f"{owner.lower()}.github.io"
    return f"https://{home}/" if repository.lower() == home else f"https://{home}/{repository}/"


def misfit(base_url: str, url: str, domain: str = "") -> str:
    """Return in what way *base_url* is not where the site will be served; empty if it may be."""
    served = pages_address(url, domain)
    if not base_url:
        return "" if served else "the address of the site is not known: set base_url in site.toml"
    if not served or base_url == served:
        return ""
    said, there = urlsplit(base_url), urlsplit(served)
    if domain or (said.hostname or "").endswith(".github.io"):
        return f"base_url is {base_url}, but the site will be served at {served}"
    if said.path == "/":
        words = f"{base_url} is served when the branch has a file CNAME that says {said.hostname}"
        return f"{words}: set the domain in the repository's Settings → Pages"
    if said.path != there.path:
        return f"base_url ends in {said.path}, but Pages will serve the site at {there.path}"
    return ""


def beyond(sizes: Mapping[str, int]) -> Iterator[str]:
    """Give what of a site comes near the limits of Pages or is over them; *sizes* in bytes."""
    total = sum(sizes.values())
    if total > LARGEST_SITE * 0.9:
        yield f"the site has {total / 1e9:.2f} GB; Pages serves up to {LARGEST_SITE / 1e9:.0f} GB"
    for path, size in sorted(sizes.items()):
        if size > LARGEST_FILE:
            yield f"{path} has {size / 1e6:.0f} MB; GitHub takes no file over 100 MB"
    if len(sizes) > MANY_FILES:
        yield (
            f"the site has {len(sizes):,} files; Pages breaks off a deployment after ten minutes, "
            f"which may be too short for more than {MANY_FILES:,}"
        )
