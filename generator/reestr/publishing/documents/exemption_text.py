"""The ground of an organization's exemption, in one line."""

from __future__ import annotations

import datetime

from reestr import wording
from reestr.publishing.view import View
from reestr.registry.organization import Exemption, Organization


def grounds(view: View, organization: Organization) -> tuple[tuple[Exemption, str], ...]:
    """Return the exemptions whose term runs on the view's date, in words; one without its letter says so."""
    return tuple((item, ground(view, item)) for item in organization.exemptions if item.runs_on(view.as_of))


def ground(view: View, item: Exemption) -> str:
    """Return the row of the annex or the letter, the networks it covers and its term."""
    pieces = [_document(view, item)]
    if item.networks:
        known = view.registry.networks
        names = [known[network].name if network in known else network for network in item.networks]
        pieces.append(wording.text("papers.grounds.networks", names=names))
    if item.until is not None:
        pieces.append(wording.text("papers.grounds.until", until=item.until.isoformat()))
    return ", ".join(pieces)


def _document(view: View, item: Exemption) -> str:
    if item.ground != "agreement":
        block = view.registry.act.blocks.get(item.clause or "")
        number = block.number if block is not None else None
        return wording.text("papers.grounds.annex" if number else "papers.grounds.annex-unknown", number=number)
    if not item.holds_on(view.as_of):
        return wording.text("papers.grounds.unproven")
    letter = item.letter
    on = item.letter_date
    assert letter is not None and isinstance(on, datetime.date)
    return wording.text("papers.grounds.agreement", number=letter.number, on=on.isoformat())
