"""Tools that styles share: front matter, rows, names, links."""
