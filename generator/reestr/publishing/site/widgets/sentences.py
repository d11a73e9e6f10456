"""Renders the narrative of a commit as HTML: names of records are links, outcomes are badges."""

from __future__ import annotations

from markupsafe import Markup

from reestr.history.narrative import Reference, Sentence
from reestr.judging.finding import Outcome
from reestr.publishing.html.addresses import with_breakable_addresses
from reestr.publishing.html.environment import badge
from reestr.publishing.html.links import Links
from reestr.publishing.view import View


def sentence_html(view: View, sentence: Sentence, link: Links) -> Markup:
    """Return a sentence as HTML, with a capital letter unless it begins with a name or a badge."""
    first, *rest = sentence
    if isinstance(first, str) and not isinstance(first, Outcome):
        first = first[:1].upper() + first[1:]
    return Markup().join(_part(view, part, link) for part in (first, *rest))


def _part(view: View, part: str | Outcome | Reference, link: Links) -> Markup:
    if isinstance(part, Outcome):
        return badge(part)
    if isinstance(part, str):
        return with_breakable_addresses(part)
    address, title = _address(view, part, link), with_breakable_addresses(part.title)
    return Markup('<a href="{}">{}</a>').format(address, title) if address else title


def _address(view: View, reference: Reference, link: Links) -> str:
    """Return the page of a record under its present id (an account's: its place on its organization's page); "" if
    none.
    """
    kind, identifier = reference.subject.kind, reference.subject.id
    if kind == "requirement":
        known = identifier in view.registry.requirements or (kind, identifier) in view.past.removed_records
        return link.requirement(identifier) if known else ""
    if kind == "act":
        return link.to("act/")
    if reference.organization is None:
        return ""
    owner = view.past.id_now("organization", reference.organization)
    if owner not in view.registry.organizations and ("organization", owner) not in view.past.removed_records:
        return ""
    address = link.organization(owner)
    if kind == "account":
        identifier = view.past.id_now(kind, identifier)
        if identifier in view.registry.accounts or (kind, identifier) in view.past.removed_records:
            return f"{address}#account-{identifier}"
    return address
