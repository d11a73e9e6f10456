"""How to change a record without knowing Git or YAML: step by step, with whole examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reestr import wording
from reestr.publishing.site.widgets.example_text import record_text
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.records import schemas

PATH = "contribute/"

FILES: Mapping[str, str] = {
    "organization": "data/organizations/school-1.yaml",
    "account": "data/accounts/school-1-vk.yaml",
    "activity": "data/activity/school-1-vk/2026.yaml",
    "plan": "data/plans/school-1/2026-03.yaml",
    "assignment": "data/assignments/vaccination-2026-03.yaml",
}
"""The kinds of records that people write every day, each with the file of its example."""


@dataclass(frozen=True, slots=True)
class RecordExample:
    """A record to copy: its kind, its subject, its file and its text."""

    kind: str
    title: str
    description: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong piece of a record and the message that the check gives for it."""

    code: str
    text: str
    message: str
    help: str


def build(view: View) -> Page:
    """Return the page of instructions; its examples are those of the schemas, so that they always pass the check."""
    return section_page(
        view,
        "contribute",
        PATH,
        examples={kind: _example(kind, file) for kind, file in FILES.items()},
        mistakes=_mistakes(),
        officer=view.registry.city.officer,
        has_forge=bool(view.site.edit_url),
        has_editor=view.site.forge is not None,
    )


def _example(kind: str, file: str) -> RecordExample:
    schema = schemas.schema(kind)
    text = record_text(kind, schema["examples"][0])
    return RecordExample(kind, str(schema["title"]), str(schema["description"]), file, text)


def _mistakes() -> tuple[Mistake, ...]:
    return (
        Mistake(
            "duplicate-key",
            'inn: "0000000219"\ninn: "0000000226"\n',
            wording.text("diagnostics.duplicate-key.message", key="inn"),
            wording.text("diagnostics.duplicate-key.help", key="inn"),
        ),
        Mistake(
            "tab",
            "contacts:\n\temail: school1@primersk.example\n",
            wording.text("diagnostics.tab.message-indentation"),
            wording.text("diagnostics.tab.help-indentation"),
        ),
    )
