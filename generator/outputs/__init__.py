"""Outputs that are not HTML pages, one file each."""
