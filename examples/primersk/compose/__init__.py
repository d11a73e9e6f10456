"""Composes the records of the fictional city of Primersk: `python -m examples.primersk.compose` writes them again."""
