"""Makes the pages that a long table goes on with; the first is the section's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from reestr import wording
from reestr.publishing.further_pages import ROWS, numbered_path, numbers_of_pages
from reestr.publishing.html.environment import render
from reestr.publishing.view import Page, View


def further_rows(view: View, section: Page, table: str, heads: Markup, rows: Sequence[str]) -> Iterator[Page]:
    """Yield the pages of the rows that the page of the section has no room for.

    `heads` and all `rows` are HTML of that page; `table` is the id of its table.
    """
    numbers = numbers_of_pages(len(rows))
    for number in numbers[1:]:
        first = (number - 1) * ROWS
        title = wording.text(
            "interface.list-pages.title",
            title=section.title,
            first=first + 1,
            last=min(first + ROWS, len(rows)),
            number=len(rows),
        )
        path = numbered_path(section.path, number)
        body = render(
            "rows_further",
            path,
            view.registry.words,
            view=view,
            title=title,
            section=section,
            table=table,
            heads=_one_folder_below(heads),
            rows=_one_folder_below("\n".join(rows[first : first + ROWS])),
            pages=numbers,
            page=number,
        )
        yield Page(path, title, title, body)


def _one_folder_below(html: str) -> Markup:
    """Return HTML of a page with its links as a page in a folder below needs them; texts have no bare quotes."""
    return Markup(html.replace(' href="../', ' href="../../'))
