"""Figures that several pages and documents show: each is computed in one place."""
