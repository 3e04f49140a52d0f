"""An issue as a BibTeX file: the one that its page on the site offers."""

from generator.export.edition import Edition, Export, Wanted
from generator.outputs.citations import bib


def export(edition: Edition, wanted: Wanted) -> Export:
    """Return the citations of an issue; each is in the language of what it cites."""
    data = bib(edition.seen.draft.scene, edition.issue)
    notes = () if data else ("the issue has nothing to cite",)
    return Export({f"{edition.name}.bib": data}, notes)
