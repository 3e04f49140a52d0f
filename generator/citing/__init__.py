"""How a thing is cited: one reference, written as BibTeX, RIS, CSL-JSON and by two styles."""
