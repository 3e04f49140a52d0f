"""How fast a site is built, beside Hugo: ``make bench``, told in docs/performance.md."""
