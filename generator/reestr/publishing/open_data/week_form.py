"""Makes `weeks.json`: what the forms of weekly counts on all pages have in common. `js/reestr-weeks.js` reads it."""

from __future__ import annotations

from collections.abc import Iterator

from reestr import wording
from reestr.intake.weeks.lines import MARK, UNSPECIFIED, VERSION, field_title, week_fields
from reestr.publishing.open_data.json_file import encode
from reestr.publishing.site.widgets.mending import keeper_email
from reestr.publishing.view import File, View

PATH = "weeks.json"

_WORDS = (
    *("week", "posts", "formats", "machine", "agreed", "mail", "copy", "copied", "failed", "share", "preview"),
    *("none", "left", "wrong", "done", "sent"),
)


def week_form_file(view: View) -> Iterator[File]:
    """Yield the mark of a line, the formats with their titles, whom to write to, and the words of the form."""
    lists = view.registry.city.lists
    content = {
        "mark": f"{MARK}{VERSION}",
        "formats": [(name, field_title(name, lists)) for name in week_fields(lists) if name != UNSPECIFIED],
        "mail": keeper_email(view.registry.city) or "",
        "words": {name: wording.text(f"weeks.form.{name}") for name in _WORDS},
    }
    yield File(PATH, encode(content) + b"\n")
