"""Makes the small file by which a reader's browser notices that the site has not been built for days."""

from __future__ import annotations

from reestr import wording
from reestr.publishing.open_data.json_file import encode
from reestr.publishing.view import File, View

PATH = "state.json"
"""The file that `js/age.js` of the theme reads on every page."""


def state_file(view: View, *, daily: bool) -> File:
    """Return the day of the site, the city's time zone, and what to say when the day is long past.

    `daily` is False for a site of a chosen day or of a demonstration, which is never too old.
    """
    text = wording.text("interface.state.old", on=view.as_of) if daily else ""
    content = {
        "as_of": view.as_of.isoformat(),
        "time_zone": view.registry.city.time_zone,
        "old": text,
        "label": wording.text("interface.state.label"),
    }
    return File(PATH, encode(content) + b"\n")
