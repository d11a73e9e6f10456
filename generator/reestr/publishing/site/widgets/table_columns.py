"""Tables of many rows: each column says its head and its cells in one place, and rows are joined without a template."""

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
"""What a filter in an address calls a fact that nobody knows."""

NONE = "none"
"""What a filter in an address calls the absence of anything to name."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of a table that sorts, filters and can be saved (see the macro `table` for what its head may say).

    `key` names it in addresses and in saved files, its title is the text `interface.columns.<title or key>`. `cell`
    makes `<td>…</td>` of a row; the first column's, which stays, is `<th scope="row">…</th>`. An `extra` column is
    hidden until a reader asks for it; a `link` column is saved with its address; one of `sentences` is wide.
    """

    key: str
    cell: Callable[[Row], str]
    title: str = ""
    sort: str = "text"
    facet: bool = False
    extra: bool = False
    link: bool = False
    sentences: bool = False


def heads(columns: Sequence[Column[Row]]) -> Markup:
    """The cells of the table's head."""
    return Markup("").join(Markup(_head(column)) for column in columns)


def rows(columns: Sequence[Column[Row]], items: Iterable[Row]) -> Markup:
    """The rows of the table's body, a line each."""
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
    """A cell of a column that is hidden until asked for."""
    return "<td hidden" + cell[len("<td") :]


def text_cell(value: str | None) -> str:
    """A text from a record."""
    return f"<td>{unknown() if value is None else escape(value)}</td>"


@cache
def coded_cell(code: str, words: str) -> str:
    """A value that has a name for programs and one for people."""
    return f'<td data-value="{escape(code)}">{escape(words)}</td>'


@cache
def labelled_cell(value: str | None, kind: str, field: str) -> str:
    """A value that the schema of `kind` enumerates, by its label."""
    return f'<td data-value="{escape(value or UNKNOWN)}">{escape(label(value, kind, field))}</td>'


@cache
def number_cell(value: int) -> str:
    """A count."""
    return f'<td class="number">{value}</td>'


@cache
def day_cell(value: datetime.date | None) -> str:
    """A date in figures."""
    return f"<td>{escape(day(value))}</td>"


@cache
def outcome_cell(outcome: Outcome) -> str:
    """An outcome, sorted by how bad it is."""
    return f'<td data-value="{outcome}" data-rank="{RANK[outcome]}">{badge(outcome)}</td>'


def _head(column: Column[Row]) -> str:
    marks = [
        ' class="number"' if column.sort == "number" else ' class="sentences"' if column.sentences else "",
        f' data-key="{escape(column.key)}"',
        f' data-sort="{column.sort}"' if column.sort != "text" else "",
        " data-facet" if column.facet else "",
        " data-link" if column.link else "",
        " hidden" if column.extra else "",
    ]
    return f'<th scope="col"{"".join(marks)}>{escape(interface(f"columns.{column.title or column.key}"))}</th>'
