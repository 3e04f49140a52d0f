"""Words in XML. Python's own module for it brings half a web browser along."""

from html import escape as _escape


def escape(words: str) -> str:
    """Return *words* as the text of an element."""
    return _escape(words, quote=False)


def quoted(words: str) -> str:
    """Return *words* as the value of an attribute, in quotes."""
    bare = escape(words).replace('"', "&quot;")
    for blank in "\n\r\t":  # as they are, they would be read as spaces
        bare = bare.replace(blank, f"&#{ord(blank)};")
    return f'"{bare}"'
