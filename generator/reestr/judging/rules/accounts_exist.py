"""accounts-exist (clause p.3 ¶1): an active account in every required network, unless exempt from that network.

Met: an account in VKontakte and one in Odnoklassniki; or one of them and an exemption in force for the other.
Breach: no account in Odnoklassniki, no exemption. Unconfirmed: its record is a draft, or an agreement is claimed whose
letter is unknown. The decree sets no term: the only grace is the registry's, counted from `since`; an organization
whose `since` is unknown has none.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, OrganizationRule, Parameters
from reestr.judging.rules.terms import grace_term, grace_values, owed
from reestr.registry.city import Network
from reestr.registry.organization import Organization

OUTCOMES = frozenset(
    (Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.EXEMPT, Outcome.NOT_APPLICABLE)
)
PARAMETERS: Parameters = {"grace_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge whether an organization has an account in every required network."""
    required = context.registry.required_networks(context.as_of, organization)
    if not required:
        return Verdict(Outcome.NOT_APPLICABLE, "nothing-required", (organization.at(),))
    missing = context.registry.networks_without_page(organization.id, context.as_of)
    accounts = context.standing(organization).accounts
    lost = [account for account in accounts if not account.is_trusted(context.as_of)]
    if lost and all(organization.exemption(network.id, context.as_of) is not None for network in missing):
        controlled = {account.network for account in accounts if account not in lost}
        without = [item for item in required if item not in missing and item.id not in controlled]
        if without:
            evidence = tuple(account.at("/control_lost") for account in lost)
            return Verdict(Outcome.UNCONFIRMED, "control-lost", evidence, _named(without))
    if not missing:
        return Verdict(Outcome.MET, "met", tuple(account.at("/url") for account in accounts))
    due = [network for network in missing if organization.exemption(network.id, context.as_of) is None]
    if not due:
        evidence = (organization.at("/exemptions"),)
        if len(missing) == len(required):
            return Verdict(Outcome.EXEMPT, "exempt", evidence)
        return Verdict(Outcome.MET, "partly-exempt", evidence, {"networks": tuple(network.name for network in missing)})
    since = organization.since
    term = grace_term(context, since)
    if since is not None and term is not None and term.runs:
        values = {**_named(due), **grace_values(since, term)}
        return Verdict(Outcome.NOT_DUE, "grace", (organization.at("/since"),), values, term.holds_until, term.deadlines)
    deadlines = owed(context, _beginning(context, organization))
    claimed = [network for network in due if organization.claimed_exemption(network.id, context.as_of) is not None]
    begun = context.registry.pending_networks.get(organization.id, frozenset())
    pending = [network for network in due if network not in claimed and network.id in begun]
    unexplained = [network for network in due if network not in claimed and network not in pending]
    if unexplained:
        return Verdict(Outcome.BREACH, "missing", (organization.at(),), _named(unexplained), deadlines=deadlines)
    if claimed:
        evidence = (organization.at("/exemptions"),)
        return Verdict(Outcome.UNCONFIRMED, "claimed", evidence, _named(claimed), deadlines=deadlines)
    return Verdict(Outcome.UNCONFIRMED, "pending", (organization.at(),), _named(pending), deadlines=deadlines)


def _beginning(context: Context, organization: Organization) -> datetime.date | None:
    """Return the day since which pages have been missing without a break; None if there may have been a break."""
    closed = len(context.registry.accounts_ever_of(organization.id)) > len(context.standing(organization).accounts)
    return None if organization.exemptions or closed else organization.since


def _named(networks: Sequence[Network]) -> dict[str, object]:
    return {"networks": tuple(network.name for network in networks)}


RULE = OrganizationRule(judge, OUTCOMES, PARAMETERS)
