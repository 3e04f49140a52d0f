"""Checks of a whole site, one file each."""
