"""The citations of a whole issue as one file."""

from collections.abc import Iterator

from generator.assemble import IssueEntry
from generator.citing import csl
from generator.citing.bibtex import bibtex
from generator.citing.reference import Reference
from generator.pages.cite import reference
from generator.pages.scene import Scene


def bib(scene: Scene, issue: IssueEntry) -> bytes:
    """Return an issue's items as BibTeX."""
    return "\n".join(map(bibtex, _references(scene, issue))).encode()


def csl_json(scene: Scene, issue: IssueEntry) -> bytes:
    """Return an issue's items as CSL-JSON."""
    return csl.document(_references(scene, issue)).encode()


def _references(scene: Scene, issue: IssueEntry) -> Iterator[Reference]:
    """Give each thing of an issue once, in the order of the issue."""
    seen: set[str] = set()
    for entry in issue.entries:
        if entry.path not in seen:
            seen.add(entry.path)
            yield scene.once(reference, entry)
