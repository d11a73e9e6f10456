"""The sheets of the workbook: what a row of each stands for, by which columns it is known, which values it holds."""

from __future__ import annotations

from dataclasses import dataclass

from reestr import wording
from reestr.intake.workbook.columns import Column, columns
from reestr.records.redaction import Edition

VERSION = 1
"""Of the workbook's own arrangement; a workbook of another one is refused."""

ABOUT, HIDDEN = "about", "_reestr"
"""The sheet to be read first and the one that tells the import what was exported."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet whose rows are records of a kind, or what lies at a path in them (`*` for any item or key).

    `keys` are the columns a row is known by: the record's id, then the item's number, the week or the year.
    """

    key: str
    kind: str
    at: tuple[str, ...]
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    with_hint: bool

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return word(f"sheets.{self.key}.name")

    @property
    def key_titles(self) -> tuple[str, ...]:
        """The heads of the key columns."""
        return tuple(word(f"keys.{key}.title") for key in self.keys)

    @property
    def is_list(self) -> bool:
        """Whether its rows are items of lists."""
        return self.at[-1:] == ("*",) and self.keys[-1] == "number"


_SHEETS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("organizations", "organization", (), ("id",)),
    ("accounts", "account", (), ("id",)),
    ("weeks", "activity", ("weeks", "*"), ("account", "week")),
    ("years", "activity", (), ("account", "year")),
    ("responsible", "organization", ("responsible", "*"), ("organization", "number")),
    ("exemptions", "organization", ("exemptions", "*"), ("organization", "number")),
    ("previous-urls", "account", ("previous_urls", "*"), ("account", "number")),
    ("previous-owners", "account", ("previous_owners", "*"), ("account", "number")),
    ("pauses", "account", ("pauses", "*"), ("account", "number")),
    ("control-lost", "account", ("control_lost", "*"), ("account", "number")),
    ("organization-notes", "organization", ("notes", "*"), ("organization", "number")),
    ("account-notes", "account", ("notes", "*"), ("account", "number")),
)


def sheets(edition: Edition = "internal") -> tuple[Sheet, ...]:
    """The sheets in their order, with the columns that an edition may have."""
    return tuple(
        Sheet(
            key,
            kind,
            at,
            keys,
            tuple(column for column in columns(kind, at) if edition == "internal" or not column.internal),
            key != "organizations",
        )
        for key, kind, at, keys in _SHEETS
    )


def word(key: str, /, **values: object) -> str:
    """A text of the workbook's catalogue."""
    return wording.text(f"workbook.{key}", **values)
