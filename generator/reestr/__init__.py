"""Registry of official social-network accounts: validation, judging and a static site."""

__version__ = "0.2.0"
