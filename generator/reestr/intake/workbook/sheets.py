"""Defines the sheets of the workbook: the object of each row, its key columns and its values."""

from __future__ import annotations

from dataclasses import dataclass

from reestr import wording
from reestr.intake.workbook.columns import SheetColumn, columns, counted
from reestr.records.redaction import Edition
from reestr.registry.lists import CityLists

VERSION = 1
"""The version of the workbook's layout; other versions are refused."""

SOURCE = "source"

ABOUT, HIDDEN = "about", "_reestr"
"""The sheet with instructions, and the hidden sheet that tells the import what was exported."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet whose rows are records of a kind, or the objects at a path in them (`*` for any item or key).

    `keys` are the columns that identify a row: the record's id, then the item's number, the week or the year. `counted`
    are the fields of a week that count publications.
    """

    key: str
    kind: str
    at: tuple[str, ...]
    keys: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    with_hint: bool
    counted: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Return the name of the sheet."""
        return word(f"sheets.{self.key}.name")

    @property
    def key_titles(self) -> tuple[str, ...]:
        """Return the headers of the key columns."""
        return tuple(word(f"keys.{key}.title") for key in self.keys)

    @property
    def is_of_weeks(self) -> bool:
        """Return whether its rows are weeks of accounts."""
        return self.at[:1] == ("weeks",)

    @property
    def is_of_one_week(self) -> bool:
        """Return whether its rows are those of the last full week, to be filled in."""
        return self.key == THIS_WEEK

    @property
    def rows_of(self) -> str:
        """Return the key of the sheet whose rows these are: no row may be twice, on one of two sheets or on both."""
        return "weeks" if self.is_of_one_week else self.key

    @property
    def is_list(self) -> bool:
        """Return whether its rows are items of lists."""
        return self.at[-1:] == ("*",) and self.keys[-1] == "number"


THIS_WEEK = "this-week"

_SHEETS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (THIS_WEEK, "activity", ("weeks", "*"), ("account", "week")),
    ("organizations", "organization", (), ("id",)),
    ("accounts", "account", (), ("id",)),
    ("weeks", "activity", ("weeks", "*"), ("account", "week")),
    ("years", "activity", (), ("account", "year")),
    ("responsible", "organization", ("responsible", "*"), ("organization", "number")),
    ("exemptions", "organization", ("exemptions", "*"), ("organization", "number")),
    ("answers", "organization", ("answers", "*"), ("organization", "number")),
    ("reminders", "organization", ("reminders", "*"), ("organization", "number")),
    ("previous-urls", "account", ("previous_urls", "*"), ("account", "number")),
    ("previous-owners", "account", ("previous_owners", "*"), ("account", "number")),
    ("organization-categories", "organization", ("previous_categories", "*"), ("organization", "number")),
    ("account-categories", "account", ("previous_categories", "*"), ("account", "number")),
    ("pauses", "account", ("pauses", "*"), ("account", "number")),
    ("control-lost", "account", ("control_lost", "*"), ("account", "number")),
    ("organization-notes", "organization", ("notes", "*"), ("organization", "number")),
    ("account-notes", "account", ("notes", "*"), ("account", "number")),
)


def sheets(edition: Edition = "internal", lists: CityLists | None = None) -> tuple[Sheet, ...]:
    """Return the sheets in order, with the columns that an edition may have."""
    return tuple(
        Sheet(
            key,
            kind,
            at,
            keys,
            tuple(
                column
                for column in columns(kind, at, lists)
                if (edition == "internal" or not column.internal)
                and (key != THIS_WEEK or column.path in ((SOURCE,), *((name,) for name in counted(lists))))
            ),
            key != "organizations",
            counted(lists),
        )
        for key, kind, at, keys in _SHEETS
    )


def word(key: str, /, **values: object) -> str:
    """Return a text of the workbook's catalogue."""
    return wording.text(f"workbook.{key}", **values)
