"""The list of official accounts: whether a page really is the organization's, is answered here."""

from __future__ import annotations

from dataclasses import dataclass

from generator.artifact import Page, View
from generator.model.account import Account
from generator.model.city import Network
from generator.model.organization import Organization
from generator.pages.environment import interface, render
from generator.pages.ordering import by_name

PATH = "accounts/"


@dataclass(frozen=True, slots=True)
class Row:
    """An account with what belongs to it; `organization` is always known, the loader has seen to it."""

    account: Account
    organization: Organization
    network: Network
    active: bool
    successor: Account | None


def accounts(view: View) -> Page:
    """The list of accounts in use, and apart from it every address that is official no more."""
    registry = view.registry
    rows = sorted(
        (
            Row(
                account,
                registry.organizations[account.organization],
                registry.networks[account.network],
                account.is_active(view.as_of),
                registry.accounts.get(account.replaced_by or ""),
            )
            for account in registry.accounts.values()
        ),
        key=lambda row: (by_name(row.organization), row.network.id, row.account.id),
    )
    active = [row for row in rows if row.active]
    former = [row for row in rows if not row.active or row.account.previous_addresses]
    title, lead = interface("pages.accounts.title"), interface("pages.accounts.lead")
    body = render("accounts", PATH, view=view, title=title, lead=lead, active=active, former=former)
    return Page(PATH, title, lead, body)
