"""The file `trust.txt` (draft-org-trust-relationship-protocol): the organizations and their official pages.

Programs look for it at the root of a host alone, so a site in a folder of a host has none. `member` is the site of an
organization of the registry, `social` an official page, `contact` where the registry can be written to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from reestr import wording
from reestr.publishing.view import File, View

PATH = "trust.txt"

TrustFileState = Literal["published", "in-a-folder", "no-address", "internal"]
"""Whether a view has the file, or why it has none."""


def trust_file_state(view: View) -> TrustFileState:
    """Return whether the site has a `trust.txt`, or why not."""
    if view.internal:
        return "internal"
    if not view.site.url:
        return "no-address"
    parts = urlsplit(view.site.url)
    return "published" if parts.path == "/" and not parts.query else "in-a-folder"


def trust_file(view: View) -> Iterator[File]:
    """Yield `trust.txt` if the site's address is known and has no path; never in the internal edition."""
    if trust_file_state(view) == "published":
        yield File(PATH, "".join(f"{line}\n" for line in _lines(view)).encode())


def _lines(view: View) -> Iterator[str]:
    registry = view.registry
    yield f"# {wording.text('interface.trust.title', city=registry.city.municipality.name, on=view.as_of.isoformat())}"
    if registry.city.fictional:
        yield f"# {wording.text('interface.fictional', place=registry.city.municipality.words)}"
    yield f"# {view.site.url}"
    if registry.city.city_hall.contact.email:
        yield f"contact=mailto:{registry.city.city_hall.contact.email}"
    organizations = [item for item in registry.organizations.values() if not item.is_closed(view.as_of)]
    yield from dict.fromkeys(f"member={item.site}" for item in organizations if item.site)
    accounts = [account for item in organizations for account in registry.trusted_accounts(item.id, view.as_of)]
    yield from dict.fromkeys(f"social={account.url}" for account in accounts)
