"""Where an item's words are kept, and where its readers say what is wrong with them.

GitLab has addresses of its own; GitHub, Forgejo, Gitea and Gitee share theirs.
"""

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from generator.pages.frame import Frame
from generator.views import LinkView

LONGEST = 120
"""Characters of an item's title that a report begins with."""


def source(frame: Frame, path: str, lines: tuple[int, int]) -> LinkView | None:
    """Return the link to lines of a source file, where a repository is set and holds it."""
    repository = frame.scene.config.repository
    place = _place(frame, path) if repository else ""
    if not place:
        return None
    first, last = lines
    if _is_gitlab(repository):
        href = f"{repository}/-/blob/HEAD/{quote(place)}#L{first}-{last}"
    else:
        href = f"{repository}/blob/HEAD/{quote(place)}#L{first}-L{last}"
    return LinkView("source", frame.t["rel_source"], href)


def report(
    frame: Frame, title: str, page_path: str, path: str, lines: tuple[int, int]
) -> LinkView | None:
    """Return the link to a new report on an item: its title, page and source are filled in."""
    config = frame.scene.config
    if not config.repository:
        return None
    named = title if len(title) <= LONGEST else f"{title[:LONGEST].rstrip()}…"
    page = f"{config.base_url}{frame.lang}/{page_path}"
    place = _place(frame, path) or path
    subject = frame.t["report_title"].format(title=named)
    text = frame.t["report_text"].format(page=page, place=f"{place}:{lines[0]}-{lines[1]}")
    if _is_gitlab(config.repository):
        fields = {"issue[title]": subject, "issue[description]": text}
        href = f"{config.repository}/-/issues/new?{urlencode(fields, quote_via=quote)}"
    else:
        fields = {"title": subject, "body": text}
        href = f"{config.repository}/issues/new?{urlencode(fields, quote_via=quote)}"
    return LinkView("report", frame.t["rel_report"], href)


def _place(frame: Frame, path: str) -> str:
    """Return a source file's path in the repository; empty where it lies outside."""
    config = frame.scene.config
    folder = _folder(config.content, config.root)
    return "" if folder is None else folder + path


@lru_cache(maxsize=4)
def _folder(content: Path, root: Path) -> str | None:
    """Return what stands before a content path in the repository; ``None`` outside of it."""
    if not content.is_relative_to(root):
        return None
    return "".join(f"{part}/" for part in content.relative_to(root).parts)


def _is_gitlab(repository: str) -> bool:
    return "gitlab" in (urlsplit(repository).hostname or "")
