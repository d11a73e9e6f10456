"""Publishes the registry: the site, open data and documents, all made from one view."""
