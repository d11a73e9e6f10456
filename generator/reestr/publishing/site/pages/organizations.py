"""The registry: every organization in one table that can be sorted and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import escape

from reestr import wording
from reestr.judging.finding import Outcome, worst
from reestr.publishing.figures.counts import by_outcome
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.further_pages import ROWS, numbers_of_pages
from reestr.publishing.html.environment import interface, render
from reestr.publishing.html.links import Links, is_outbound
from reestr.publishing.site.widgets import table_columns as table
from reestr.publishing.site.widgets.further_rows import further_rows
from reestr.publishing.site.widgets.table_columns import TableColumn
from reestr.publishing.view import Page, View
from reestr.registry.account import Account
from reestr.registry.organization import Organization

PATH = "organizations/"
_LINK = Links("../" * PATH.count("/"))


@dataclass(frozen=True, slots=True)
class OrganizationListRow:
    """An organization in the list: its accounts in use, each with its network's name, and a summary of its findings.

    `duty` is "obliged", "exempt" or "closed"; `counts` are the findings on the organization's own duties.
    """

    organization: Organization
    duty: str
    accounts: tuple[tuple[Account, str], ...]
    worst: Outcome
    counts: Mapping[Outcome, int]


def organizations(view: View) -> Page:
    """Return the list of all organizations by name."""
    rows = _rows(view)
    title, lead = (
        wording.text("sections.organizations.title"),
        interface("pages.organizations.lead", words=view.registry.words),
    )
    body = render(
        "organizations",
        PATH,
        view.registry.words,
        view=view,
        title=title,
        lead=lead,
        count=len(rows),
        pages=numbers_of_pages(len(rows)),
        closed=sum(row.duty == "closed" for row in rows),
        heads=table.heads(COLUMNS),
        rows=table.rows(COLUMNS, rows[:ROWS]),
    )
    return Page(PATH, title, lead, body)


def further_pages(view: View) -> Iterator[Page]:
    """Yield the pages of the organizations that the first page has no room for."""
    rows = _rows(view) if len(view.registry.organizations) > ROWS else []
    title, words = wording.text("sections.organizations.title"), view.registry.words
    section = Page(PATH, title, interface("pages.organizations.lead", words=words), "")
    yield from further_rows(
        view, section, "registry", table.heads(COLUMNS), [table.rows(COLUMNS, [row]) for row in rows]
    )


def _rows(view: View) -> list[OrganizationListRow]:
    own = view.registry.duties_of_organizations
    return [_row(view, item, own) for item in sorted(view.registry.organizations.values(), key=by_name)]


def _row(view: View, organization: Organization, own: frozenset[str]) -> OrganizationListRow:
    registry = view.registry
    findings = view.assessment.by_organization.get(organization.id, ())
    counts = by_outcome(finding for finding in findings if finding.requirement in own)
    closed = organization.is_closed(view.as_of)
    return OrganizationListRow(
        organization,
        "closed" if closed else "exempt" if registry.is_exempt(organization, view.as_of) else "obliged",
        tuple(
            (account, registry.networks[account.network].short_name)
            for account in registry.trusted_accounts(organization.id, view.as_of)
        ),
        worst(outcome for outcome, count in counts.items() if count),
        counts,
    )


def _name(row: OrganizationListRow) -> str:
    item = row.organization
    closed = f' <span class="state">{escape(interface("columns.values.closed"))}</span>' if row.duty == "closed" else ""
    address = escape(_LINK.organization(item.id))
    return f'<th scope="row"><a href="{address}">{escape(item.title)}</a>{closed}</th>'


def _duty(row: OrganizationListRow) -> str:
    return table.coded_cell(row.duty, interface(f"columns.values.{row.duty}"))


def _networks(row: OrganizationListRow) -> str:
    """Return the pages as links with the names of their networks, sorted by their number."""
    if not row.accounts:
        return f'<td data-value="{table.NONE}" data-rank="0">{escape(interface("columns.values.none"))}</td>'
    pages = " ".join([_page(account, network) for account, network in row.accounts])
    return f'<td data-rank="{len(row.accounts)}">{pages}</td>'


def _page(account: Account, network: str) -> str:
    code, name = escape(account.network), escape(network)
    if not is_outbound(account.url):
        return f'<span data-value="{code}">{name}</span>'
    return f'<a data-value="{code}" href="{escape(account.url)}" rel="noopener nofollow">{name}</a>'


def _status(statuses: Iterable[str | None], wanted: str, absent: str) -> str:
    """Return the combined status of its pages: all, some, absent, unknown, or none if there is no page."""
    found = [status or table.UNKNOWN for status in statuses]
    if not found:
        code = table.NONE
    elif wanted in found:
        code = "all" if all(status == wanted for status in found) else "some"
    else:
        code = absent if table.UNKNOWN not in found else table.UNKNOWN
    return table.coded_cell(code, interface(f"columns.values.{code}"))


COLUMNS: tuple[TableColumn[OrganizationListRow], ...] = (
    TableColumn("name", _name, "organization", link=True),
    TableColumn("full_name", lambda row: table.text_cell(row.organization.name), extra=True, sentences=True),
    TableColumn(
        "form",
        lambda row: table.labelled_cell(row.organization.legal_form, "organization", "legal_form"),
        facet=True,
        extra=True,
    ),
    TableColumn(
        "sphere", lambda row: table.labelled_cell(row.organization.sphere, "organization", "sphere"), facet=True
    ),
    TableColumn("inn", lambda row: table.text_cell(row.organization.inn), extra=True),
    TableColumn("duty", _duty, facet=True, extra=True),
    TableColumn("networks", _networks, sort="rank", facet=True, link=True),
    TableColumn(
        "mark",
        lambda row: table.named(
            _status((account.state_mark.status for account, _ in row.accounts), "confirmed", "absent"), "mark"
        ),
        facet=True,
    ),
    TableColumn(
        "gospabliki",
        lambda row: _status((account.gospabliki.status for account, _ in row.accounts), "connected", "not-connected"),
        facet=True,
        extra=True,
    ),
    TableColumn("verdict", lambda row: table.outcome_cell(row.worst), sort="rank", facet=True),
    TableColumn("breaches", lambda row: table.number_cell(row.counts[Outcome.BREACH], "breaches"), sort="number"),
    TableColumn(
        "unconfirmed", lambda row: table.number_cell(row.counts[Outcome.UNCONFIRMED], "unconfirmed"), sort="number"
    ),
    TableColumn("advice", lambda row: table.number_cell(row.counts[Outcome.ADVICE]), sort="number", extra=True),
    TableColumn("reviewed", lambda row: table.day_cell(row.organization.reviewed_on), sort="date", extra=True),
)
"""The columns of the list; extra columns are hidden until the reader shows them."""
