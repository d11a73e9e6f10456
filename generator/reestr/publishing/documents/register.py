"""The register for the regional centre: a row for each account, and for each organization or network without one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.judging.finding import Outcome, Subject, Verdict, worst
from reestr.judging.rule import Context
from reestr.judging.rules.counted import judged_numbers
from reestr.judging.rules.observed import last_look
from reestr.judging.rules.weeks import norm_of_week
from reestr.publishing.documents.xlsx import DocumentCell, Link, MissingValue, Percent, known
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.figures.organization_outcome import worst_own_outcomes
from reestr.publishing.html.links import is_outbound
from reestr.publishing.view import View
from reestr.records import schemas
from reestr.registry.account import Account, DatedStatus
from reestr.registry.city import Network, Requirement
from reestr.registry.lists import ACT_ROW
from reestr.registry.norms import NoNormError
from reestr.registry.organization import Exemption, Organization
from reestr.registry.registry import Registry
from reestr.wording.finding_text import outcome_text
from reestr.wording.former_lists import called


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
    words = view.registry.words
    if item.proof == ACT_ROW:
        found = view.registry.act.find(item.clause or "")
        number = found[1].number if found is not None else None
        return wording.text(
            "papers.grounds.annex" if number else "papers.grounds.annex-unknown", number=number, words=words
        )
    if not item.holds_on(view.as_of):
        return wording.text(f"papers.grounds.{'unproven' if item.proof == 'agreement' else 'no-document'}", words=words)
    letter = item.letter
    on = item.letter_date
    assert letter is not None and isinstance(on, datetime.date)
    key = "agreement" if item.proof == "agreement" else "document"
    ground = called(words.lists, "grounds", item.ground)
    return wording.text(f"papers.grounds.{key}", number=letter.number, on=on.isoformat(), words=words, ground=ground)


ACTIVITY_RULE = "counted"

DESIGN = ("description", "avatar", "cover")
"""The facts of a page whose share the column of the design gives."""


def requirement_of_fact(registry: Registry, fact: str) -> Requirement | None:
    """Return the requirement that judges whether a page shows a fact; None if the act has none."""
    required = registry.leading_requirement("observed", all_of=fact)
    return required or registry.leading_requirement("observed", any_of=fact)


def status_on(status: DatedStatus, day: datetime.date) -> str | None:
    """Return a status as known on a day; None if it began or was first seen later."""
    dates = [date for date in status.days if date is not None]
    begun = status.since is None or status.since <= day
    return status.status if begun and (not dates or min(dates) <= day) else None


def seen(view: View, account: Account, fact: str) -> Mapping[str, bool]:
    """Return the facts seen on a page that count for the requirement about a fact; none if the last look was later or
    too long ago.
    """
    requirement = requirement_of_fact(view.registry, fact)
    if requirement is None:
        return {}
    look = last_look(Context(view.registry, requirement, view.as_of).of(account), account)
    return {} if isinstance(look, Verdict) else look.facts


def design(view: View, account: Account) -> DocumentCell:
    """Return how much of the design was seen; unknown if a part of it was not looked at."""
    facts = seen(view, account, DESIGN[0])
    parts = [facts[name] for name in DESIGN if name in facts]
    return Percent(sum(parts), len(DESIGN)) if len(parts) == len(DESIGN) else MissingValue.UNKNOWN


def activity(view: View, account: Account) -> tuple[DocumentCell, int, int]:
    """Return the share of counted weeks that meet the norm, the number of counted weeks, and the number of judged
    weeks.

    A week without a count is in neither part of the share.
    """
    requirement = view.registry.leading_requirement(ACTIVITY_RULE, view.as_of)
    if requirement is None:
        return MissingValue.UNKNOWN, 0, 0
    context = Context(view.registry, requirement, view.as_of).of(account)
    try:
        judged = [(week, number) for week, number, _ in judged_numbers(context, account)]
    except NoNormError:
        return MissingValue.NOTHING, 0, 0
    numbers = [(week, number) for week, number in judged if number is not None]
    full = sum(number >= (norm_of_week(context, "posts_per_week", week) or 0) for week, number in numbers)
    share = Percent(full, len(numbers)) if numbers else MissingValue.UNKNOWN if judged else MissingValue.NOTHING
    return share, len(numbers), len(judged)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An account, or the fact that an organization has none in `networks`. `number` counts the rows from 1.

    `outcome` is the worst verdict on the account among the organization's own duties, or the one on its having no
    account; `of_organization` is the worst of all its own duties.
    """

    view: View
    number: int
    organization: Organization
    account: Account | None
    networks: tuple[Network, ...]
    outcome: Outcome
    of_organization: Outcome


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column. Its texts are `papers.columns.<key>` of the catalogue; `width` is in characters."""

    key: str
    value: Callable[[RegisterRow], DocumentCell]
    width: int

    @property
    def title(self) -> str:
        """Return its header."""
        return wording.text(f"papers.columns.{self.key}.title")


def register_rows(view: View) -> tuple[RegisterRow, ...]:
    """Return the rows by the organization's name; accounts in use come first."""
    judged = _verdicts(view)
    own = worst_own_outcomes(view.registry, view.assessment)
    rows: list[RegisterRow] = []
    for organization in sorted(view.registry.organizations.values(), key=by_name):
        for account, networks in _entries(view, organization):
            outcome = _outcome_of(view, judged, organization, account, networks)
            rows.append(
                RegisterRow(view, len(rows) + 1, organization, account, networks, outcome, own[organization.id])
            )
    return tuple(rows)


def _entries(view: View, organization: Organization) -> Iterator[tuple[Account | None, tuple[Network, ...]]]:
    """Yield accounts, closed ones included but none opened later; then missing ones."""
    registry, day = view.registry, view.as_of
    order = {network: place for place, network in enumerate(registry.networks)}
    accounts = [
        account
        for account in registry.accounts_of(organization.id)
        if account.opened_on is None or account.opened_on <= day
    ]
    accounts.sort(key=lambda item: (not item.is_active(day), order[item.network], item.id))
    for account in accounts:
        yield account, (registry.networks[account.network],)
    if organization.is_closed(day):
        if not accounts:
            yield None, ()
        return
    missing = view.registry.networks_without_page(organization.id, view.as_of)
    if missing and not registry.active_accounts(organization.id, day):
        yield None, missing
        return
    for network in missing:
        yield None, (network,)


def _verdicts(view: View) -> Mapping[Subject, Outcome]:
    """Return the worst verdict of each account among its organization's duties, and each organization's on having
    accounts.
    """
    registry = view.registry
    own = {item.id for item in registry.requirements.values() if item.is_organizations_duty}
    gathered: dict[Subject, list[Outcome]] = {}
    for finding in view.assessment.findings:
        if (finding.subject.kind == "account" and finding.requirement in own) or finding.rule.name == "present":
            gathered.setdefault(finding.subject, []).append(finding.outcome)
    return {subject: worst(outcomes) for subject, outcomes in gathered.items()}


def _outcome_of(
    view: View,
    judged: Mapping[Subject, Outcome],
    organization: Organization,
    account: Account | None,
    networks: Sequence[Network],
) -> Outcome:
    if account is not None:
        return judged.get(Subject("account", account.id), Outcome.NOT_APPLICABLE)
    if networks and all(organization.exemption(network.id, view.as_of) for network in networks):
        return Outcome.EXEMPT
    return judged.get(Subject("organization", organization.id), Outcome.NOT_APPLICABLE)


def table(rows: Sequence[RegisterRow]) -> Iterator[tuple[DocumentCell, ...]]:
    """Yield the cells of each row, in the order of the columns."""
    for row in rows:
        yield tuple(column.value(row) for column in COLUMNS)


def _of_account(value: Callable[[View, Account], DocumentCell]) -> Callable[[RegisterRow], DocumentCell]:
    """Return the function of a column whose value only accounts in use have."""

    def cell(row: RegisterRow) -> DocumentCell:
        in_use = row.account is not None and row.account.is_active(row.view.as_of)
        return value(row.view, row.account) if in_use and row.account is not None else MissingValue.NOTHING

    return cell


def _of_page(value: Callable[[Account], DocumentCell]) -> Callable[[RegisterRow], DocumentCell]:
    """Return the function of a column whose value an account keeps after closing."""
    return lambda row: value(row.account) if row.account is not None else MissingValue.NOTHING


def _not_recorded(view: View, account: Account) -> DocumentCell:
    """Return "unknown" for a fact that real registers hold and our records do not."""
    return MissingValue.UNKNOWN


def _ground(row: RegisterRow) -> DocumentCell:
    asked = {network.id for network in row.networks}
    found = [text for item, text in grounds(row.view, row.organization) if not asked or any(map(item.covers, asked))]
    return "; ".join(found) or MissingValue.NOTHING


def _organization_state(row: RegisterRow) -> DocumentCell:
    closed = row.organization.is_closed(row.view.as_of)
    return schemas.label("organization", "/status", "closed" if closed else "active")


def _page_state(row: RegisterRow) -> DocumentCell:
    if row.account is None:
        return wording.text("papers.pages.none")
    active = row.account.is_active(row.view.as_of)
    loss = row.account.loss_on(row.view.as_of) if active else None
    if loss is not None:
        return schemas.label("account", "/control_lost/*/how", loss.how)
    return schemas.label("account", "/status", "active" if active else "closed")


def _sphere(row: RegisterRow) -> DocumentCell:
    sphere = row.organization.sphere
    return MissingValue.UNKNOWN if sphere is None else schemas.label("organization", "sphere", sphere)


def _address(account: Account) -> DocumentCell:
    return Link(account.url) if is_outbound(account.url) else account.url


def _fact(name: str) -> Callable[[RegisterRow], DocumentCell]:
    def cell(view: View, account: Account) -> DocumentCell:
        value = seen(view, account, name).get(name)
        return (
            MissingValue.UNKNOWN
            if value is None
            else wording.text("papers.values.true" if value else "papers.values.false")
        )

    return _of_account(cell)


def _status(view: View, account: Account, field: str) -> DocumentCell:
    status = status_on(account.state_mark if field == "state_mark" else account.gospabliki, view.as_of)
    return MissingValue.UNKNOWN if status is None else schemas.label("account", f"/{field}/status", status)


def _since(view: View, account: Account, field: str) -> DocumentCell:
    item = account.state_mark if field == "state_mark" else account.gospabliki
    status = status_on(item, view.as_of)
    # A day is shown only for a known status that exists.
    return known(item.since) if status in ("confirmed", "connected") else MissingValue.NOTHING


def _weeks_counted(view: View, account: Account) -> DocumentCell:
    _, counted, judged = activity(view, account)
    return wording.text("papers.weeks", counted=counted, judged=judged) if judged else MissingValue.NOTHING


def _observed_on(view: View, account: Account) -> DocumentCell:
    day = account.observed.on if account.observed is not None else None
    return known(day) if day is None or day <= view.as_of else MissingValue.UNKNOWN


def _outcome(outcome: Outcome) -> str:
    return outcome_text(outcome)


COLUMNS: tuple[RegisterColumn, ...] = (
    RegisterColumn("number", lambda row: row.number, 5),
    RegisterColumn("organization", lambda row: row.organization.title, 26),
    RegisterColumn("level", lambda row: wording.text("papers.level"), 14),
    RegisterColumn("founder", lambda row: MissingValue.UNKNOWN, 13),
    RegisterColumn("full-name", lambda row: row.organization.name, 38),
    RegisterColumn("ground", _ground, 26),
    RegisterColumn("ogrn", lambda row: known(row.organization.ogrn), 15),
    RegisterColumn("inn", lambda row: known(row.organization.inn), 12),
    RegisterColumn("sphere", _sphere, 16),
    RegisterColumn("organization-state", _organization_state, 13),
    RegisterColumn("network", lambda row: ", ".join(item.name for item in row.networks) or MissingValue.NOTHING, 15),
    RegisterColumn("page-state", _page_state, 11),
    RegisterColumn("page-id", _of_page(lambda account: known(account.numeric_id)), 14),
    RegisterColumn("page-url", _of_page(_address), 34),
    RegisterColumn("page-address", _fact("address"), 10),
    RegisterColumn("gospabliki", _of_account(lambda view, account: _status(view, account, "gospabliki")), 13),
    RegisterColumn("gospabliki-since", _of_account(lambda view, account: _since(view, account, "gospabliki")), 12),
    RegisterColumn("mark", _of_account(lambda view, account: _status(view, account, "state_mark")), 12),
    RegisterColumn("mark-since", _of_account(lambda view, account: _since(view, account, "state_mark")), 12),
    RegisterColumn("design", _of_account(design), 11),
    RegisterColumn("widgets", _fact("widgets"), 10),
    RegisterColumn("activity", _of_account(lambda view, account: activity(view, account)[0]), 11),
    RegisterColumn("weeks", _of_account(_weeks_counted), 10),
    RegisterColumn("followers", _of_account(_not_recorded), 11),
    RegisterColumn("reach", _of_account(_not_recorded), 11),
    RegisterColumn("post-reach", _of_account(_not_recorded), 11),
    RegisterColumn("outcome", lambda row: _outcome(row.outcome), 14),
    RegisterColumn("organization-outcome", lambda row: _outcome(row.of_organization), 14),
    RegisterColumn("observed", _of_account(_observed_on), 12),
)
"""The columns of registers of this kind (requirements.md), with dates that show how old a fact is."""
