"""Makes tables with many rows: each column defines its header and cells, and rows are joined without a template."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from markupsafe import Markup, escape

from reestr.judging.finding import RANK, Outcome
from reestr.publishing.html.environment import badge, day, interface, label, unknown

UNKNOWN = "unknown"
"""The value of a filter in an address for an unknown fact."""

NONE = "none"
"""The value of a filter in an address for an absent fact."""

RowType = TypeVar("RowType")


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[RowType]):
    """A column of a table that can be sorted, filtered and saved (the macro `table` documents the header).

    `key` names it in addresses and in saved files; its title is the text `interface.columns.<title or key>`. `cell`
    makes `<td>…</td>` from a row; the first column, which stays visible, makes `<th scope="row">…</th>`. An `extra`
    column is hidden until the reader shows it; a `link` column is saved with its address; one of `sentences` is wide.
    """

    key: str
    cell: Callable[[RowType], str]
    title: str = ""
    sort: str = "text"
    facet: bool = False
    extra: bool = False
    link: bool = False
    sentences: bool = False


def heads(columns: Sequence[TableColumn[RowType]]) -> Markup:
    """Return the cells of the table's header."""
    return Markup("").join(Markup(_head(column)) for column in columns)


def rows(columns: Sequence[TableColumn[RowType]], items: Iterable[RowType]) -> Markup:
    """Return the rows of the table's body, a line each."""
    makers = [(column.cell, column.extra) for column in columns]
    return Markup(
        "\n".join(
            [
                f"<tr>{''.join([hidden(make(item)) if extra else make(item) for make, extra in makers])}</tr>"
                for item in items
            ]
        )
    )


def hidden(cell: str) -> str:
    """Return a cell of a hidden column."""
    return "<td hidden" + cell[len("<td") :]


def text_cell(value: str | None) -> str:
    """Return the cell of a text from a record."""
    return f"<td>{unknown() if value is None else escape(value)}</td>"


@cache
def coded_cell(code: str, words: str) -> str:
    """Return the cell of a value with a name for programs and one for people."""
    return f'<td data-value="{escape(code)}">{escape(words)}</td>'


@cache
def labelled_cell(value: str | None, kind: str, field: str) -> str:
    """Return the cell of a value that the schema of `kind` enumerates, with its label."""
    return f'<td data-value="{escape(value or UNKNOWN)}">{escape(label(value, kind, field))}</td>'


@cache
def number_cell(value: int, column: str = "") -> str:
    """Return the cell of a count; with the column's key, one that is not zero is named on the card of a row."""
    named = f' data-label="{escape(interface(f"columns.{column}"))}"' if column and value else ""
    return f'<td class="number"{named}>{value}</td>'


def named(cell: str, column: str) -> str:
    """Return a cell that is named on the card of its row; `column` is the column's key."""
    return f'<td data-label="{escape(interface(f"columns.{column}"))}"{cell.removeprefix("<td")}'


@cache
def day_cell(value: datetime.date | None) -> str:
    """Return the cell of a date in figures."""
    return f"<td>{escape(day(value))}</td>"


@cache
def outcome_cell(outcome: Outcome) -> str:
    """Return the cell of an outcome, sorted by severity."""
    return f'<td data-value="{outcome}" data-rank="{RANK[outcome]}">{badge(outcome)}</td>'


def _head(column: TableColumn[RowType]) -> str:
    marks = [
        ' class="number"' if column.sort == "number" else ' class="sentences"' if column.sentences else "",
        f' data-key="{escape(column.key)}"',
        f' data-sort="{column.sort}"' if column.sort != "text" else "",
        " data-facet" if column.facet else "",
        " data-link" if column.link else "",
        " hidden" if column.extra else "",
    ]
    return f'<th scope="col"{"".join(marks)}>{escape(interface(f"columns.{column.title or column.key}"))}</th>'
