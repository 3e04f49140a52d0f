"""From the site to what templates see, one kind of page a file."""
