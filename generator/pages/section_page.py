"""A section of the site as a page: its title and its one sentence come from the catalogue, its body from a template."""

from __future__ import annotations

from generator import wording
from generator.artifact import Page, View
from generator.pages.environment import render


def section_page(view: View, name: str, path: str, **values: object) -> Page:
    """The page of a section from the template of the same name.

    The template gets `title`, `lead` and `view` besides `values`; the texts are `sections.<name>` of the catalogue.
    """
    title = wording.text(f"sections.{name}.title")
    lead = wording.text(f"sections.{name}.lead", on=view.as_of.isoformat())
    template = name.replace("-", "_")
    return Page(path, title, lead, render(template, path, view=view, title=title, lead=lead, **values))
