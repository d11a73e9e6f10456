"""The list of official accounts, which tells whether a page is really the organization's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import escape

from reestr import wording
from reestr.judging.finding import Outcome, worst
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.further_pages import ROWS, numbers_of_pages
from reestr.publishing.html.addresses import address_text
from reestr.publishing.html.environment import interface, render
from reestr.publishing.html.links import Links, is_outbound
from reestr.publishing.site.widgets import table_columns as table
from reestr.publishing.site.widgets.further_rows import further_rows
from reestr.publishing.site.widgets.table_columns import TableColumn
from reestr.publishing.view import Page, View
from reestr.registry.account import Account
from reestr.registry.city import Network
from reestr.registry.organization import Organization

PATH = "accounts/"
_LINK = Links("../" * PATH.count("/"))


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account with its related records. `organization` always exists: the loader has checked it.

    `outcomes` are those of the findings on this page that are the organization's own duties.
    """

    account: Account
    organization: Organization
    network: Network
    active: bool
    successor: Account | None
    outcomes: tuple[Outcome, ...]


def accounts(view: View) -> Page:
    """The list of accounts in use and controlled, and apart from it every address that is official no more."""
    rows = _rows(view)
    active = [row for row in rows if row.active]
    former = [row for row in rows if not row.active or row.account.previous_addresses]
    title, lead = wording.text("sections.accounts.title"), interface("pages.accounts.lead", words=view.registry.words)
    body = render(
        "accounts",
        PATH,
        view.registry.words,
        view=view,
        title=title,
        lead=lead,
        heads=table.heads(COLUMNS),
        rows=table.rows(COLUMNS, active[:ROWS]),
        pages=numbers_of_pages(len(active)),
        former=former,
    )
    return Page(PATH, title, lead, body)


def further_pages(view: View) -> Iterator[Page]:
    """Yield the pages of the accounts in use that the first page has no room for."""
    rows = [row for row in _rows(view) if row.active] if len(view.registry.accounts) > ROWS else []
    title, words = wording.text("sections.accounts.title"), view.registry.words
    section = Page(PATH, title, interface("pages.accounts.lead", words=words), "")
    yield from further_rows(
        view, section, "accounts", table.heads(COLUMNS), [table.rows(COLUMNS, [row]) for row in rows]
    )


def _rows(view: View) -> list[AccountRow]:
    registry = view.registry
    outcomes = _outcomes(view)
    return sorted(
        (
            AccountRow(
                account,
                registry.organizations[account.organization],
                registry.networks[account.network],
                account.is_trusted(view.as_of),
                registry.accounts.get(account.replaced_by or ""),
                tuple(outcomes.get(account.id, ())),
            )
            for account in registry.accounts.values()
        ),
        key=lambda row: (by_name(row.organization), row.network.id, row.account.id),
    )


def _outcomes(view: View) -> dict[str, list[Outcome]]:
    own = view.registry.duties_of_organizations
    found: dict[str, list[Outcome]] = {}
    for finding in view.assessment.findings:
        if finding.subject.kind == "account" and finding.requirement in own:
            found.setdefault(finding.subject.id, []).append(finding.verdict.outcome)
    return found


def _address(row: AccountRow) -> str:
    url, name = row.account.url, row.account.name
    remark = f"<small>{escape(name)}</small>" if name else ""
    if not is_outbound(url):
        return f'<th scope="row">{escape(url)}{remark}</th>'
    link = f'<a class="out" href="{escape(url)}" rel="noopener nofollow">{address_text(url)}</a>'
    return f'<th scope="row">{link}{remark}</th>'


def _organization(row: AccountRow) -> str:
    address = escape(_LINK.account(row.organization.id, row.account.id))
    return f'<td><a href="{address}">{escape(row.organization.title)}</a></td>'


COLUMNS: tuple[TableColumn[AccountRow], ...] = (
    TableColumn("address", _address, "page", link=True),
    TableColumn("organization", _organization),
    TableColumn("network", lambda row: table.coded_cell(row.network.id, row.network.name), facet=True),
    TableColumn(
        "sphere", lambda row: table.labelled_cell(row.organization.sphere, "organization", "sphere"), facet=True
    ),
    TableColumn(
        "mark",
        lambda row: table.named(
            table.labelled_cell(row.account.state_mark.status, "account", "/state_mark/status"), "mark"
        ),
        facet=True,
    ),
    TableColumn(
        "gospabliki",
        lambda row: table.labelled_cell(row.account.gospabliki.status, "account", "/gospabliki/status"),
        facet=True,
        extra=True,
    ),
    TableColumn("opened", lambda row: table.named(table.day_cell(row.account.opened_on), "opened"), sort="date"),
    TableColumn("number", lambda row: table.text_cell(row.account.numeric_id), extra=True),
    TableColumn("verdict", lambda row: table.outcome_cell(worst(row.outcomes)), sort="rank", facet=True, extra=True),
    TableColumn(
        "breaches",
        lambda row: table.number_cell(row.outcomes.count(Outcome.BREACH)),
        sort="number",
        extra=True,
    ),
    TableColumn("reviewed", lambda row: table.day_cell(row.account.reviewed_on), sort="date", extra=True),
)
"""The columns of the list; extra columns are hidden until the reader shows them."""
