"""Jianbao 简报: a static site generator for bilingual research newsletters."""

__version__ = "0.1.0"
__all__ = ("__version__",)
