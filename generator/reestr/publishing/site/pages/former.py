"""Pages at the addresses of removed or renamed records: no published address stops working."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from reestr import wording
from reestr.history.timeline.model import RemovedRecord
from reestr.publishing.html.environment import render
from reestr.publishing.site.pages import act
from reestr.publishing.site.widgets.feed_links import feed_head, organization_feed
from reestr.publishing.site.widgets.organization_history import former_history
from reestr.publishing.view import Page, View

_FOLDERS = {"organization": "organizations/", "requirement": "requirements/"}
_MOVED = {"decree/": ("act/", "act")}
_HAVE_PAGES = tuple(_FOLDERS)


def former_pages(view: View) -> Iterator[Page]:
    """Yield the pages of removed records, then those that lead from an earlier id to the record."""
    for kind in _HAVE_PAGES:
        for record in view.past.removed_of(kind):
            yield _former(view, record)
    for (kind, old), new in view.past.redirects.items():
        if kind in _HAVE_PAGES:
            yield _leading(view, kind, old, new)


def moved_pages(view: View) -> Iterator[Page]:
    """Yield the pages at addresses that the site itself had before: each leads to where its page is now.

    With a script, a place within the page is kept; without one, the browser opens the page at its beginning.
    """
    moved = dict(_MOVED)
    if view.registry.act.others:
        # Each act has an address below `acts/`; that of the main one leads to where it has always been.
        moved[f"acts/{view.registry.act.id}/"] = (act.PATH, "act")
    for path, (target, section) in moved.items():
        title = wording.text(f"sections.{section}.title", words=view.registry.words)
        address = "../" * path.count("/") + target
        head = Markup('<noscript><meta http-equiv="refresh" content="0; url={}"></noscript>\n').format(address)
        body = render("moved", path, view.registry.words, title=title, address=address)
        yield Page(
            path,
            wording.text("past.rename.title", title=title),
            wording.text("past.rename.moved", title=title),
            body,
            head=str(head),
            canonical=target,
        )


def _former(view: View, record: RemovedRecord) -> Page:
    path = f"{_FOLDERS[record.kind]}{record.id}/"
    commits = view.past.of_organization.get(record.id, ()) if record.kind == "organization" else ()
    feed = organization_feed(view, record.id) if record.kind == "organization" else ""
    body = render(
        "former",
        path,
        view.registry.words,
        view=view,
        record=record,
        accounts=view.past.removed_accounts.get(record.id, ()) if record.kind == "organization" else (),
        networks=view.registry.networks,
        history=former_history(commits, view.registry.words),
        feed=feed,
    )
    description = wording.text("past.former.description", title=record.title, until=record.removed.day.isoformat())
    head = feed_head(feed, path, record.title)
    return Page(path, record.title, description, body, head=head)


def _leading(view: View, kind: str, old: str, new: str) -> Page:
    """Return a page that redirects the browser at once, with a link for readers whose browser does not."""
    folder = _FOLDERS[kind]
    path, target = f"{folder}{old}/", f"{folder}{new}/"
    record = view.registry.organizations.get(new) or view.past.removed_records.get((kind, new))
    title = record.title if record is not None else new
    address = f"../{new}/"
    # Ids are letters, digits and hyphens: nothing in them ends the address early.
    head = Markup('<meta http-equiv="refresh" content="0; url={}">\n').format(address)
    body = render("renamed", path, view.registry.words, title=title, old=old, new=new, address=address)
    return Page(
        path,
        wording.text("past.rename.title", title=title),
        wording.text("past.rename.lead", old=old, new=new),
        body,
        head=str(head),
        canonical=target,
    )
