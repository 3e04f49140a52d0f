"""The search index: pieces of words by issue, laid together in bundles that a browser can ask."""
