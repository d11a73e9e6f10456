"""present: the organization has an active account in the networks that are asked for, unless exempt from them.

Asked for are all networks that the registry marks as required, those of `all_of`, or any one of those of `one_of`.

Met: an account in each network; or in some of them, and an exemption in force for the others. With `one_of`: an
account in one of them. Breach: no account in Odnoklassniki, no exemption. Unconfirmed: its record is a draft, or an
agreement is claimed whose letter is unknown. The only grace is that of `grace_days`, counted from `since` or
from the later day on which the network began to be required; where neither day is known, there is none.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import NETWORKS, Context, OrganizationRule, Parameters, Rule, RuleFamily, earliest
from reestr.judging.rules.terms import grace_term, grace_values, owed
from reestr.registry.city import Network
from reestr.registry.organization import Organization
from reestr.registry.rule_calls import RuleCall

_OUTCOMES = frozenset(
    (Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.EXEMPT, Outcome.NOT_APPLICABLE)
)
_PARAMETERS: Parameters = {"grace_days": int}


def judge(rule: RuleCall, context: Context, organization: Organization) -> Verdict:
    """Judge whether an organization has an account in every network that is asked for, or in one of them."""
    asked, one = _asked(rule, context, organization)
    if not asked:
        return Verdict(Outcome.NOT_APPLICABLE, "nothing-required", (organization.at(),))
    accounts = context.standing(organization).accounts
    inside = {account.network for account in accounts}
    missing = [network for network in asked if network.id not in inside]
    lost = [account for account in accounts if not account.is_trusted(context.as_of)]
    exempt = [item for item in missing if organization.exemption(item.id, context.as_of) is not None]
    controlled = {account.network for account in accounts if account not in lost}
    if one and any(network.id in controlled for network in asked):
        places = tuple(account.at("/url") for account in accounts if account.network in {item.id for item in asked})
        return Verdict(Outcome.MET, "met", places, _named([item for item in asked if item.id in controlled]))
    if lost and (one or len(exempt) == len(missing)):
        without = [item for item in asked if item not in missing and item.id not in controlled]
        if without:
            names = {network.id for network in without}
            evidence = tuple(account.at("/control_lost") for account in lost if account.network in names)
            return Verdict(Outcome.UNCONFIRMED, "control-lost", evidence, _named(without))
    if not missing:
        return Verdict(Outcome.MET, "met", tuple(account.at("/url") for account in accounts))
    due = [network for network in missing if network not in exempt]
    if not due:
        evidence = (organization.at("/exemptions"),)
        if len(missing) == len(asked):
            return Verdict(Outcome.EXEMPT, "exempt", evidence)
        return Verdict(Outcome.MET, "partly-exempt", evidence, {"networks": tuple(network.name for network in missing)})
    return _lacking(context, organization, due, one)


def _asked(rule: RuleCall, context: Context, organization: Organization) -> tuple[tuple[Network, ...], bool]:
    """Return the networks that are asked for, and whether one of them is enough."""
    one_of = rule.texts("one_of")
    named = one_of or rule.texts("all_of")
    if not named:
        return context.registry.required_networks(context.as_of, organization), False
    networks = context.registry.networks
    return tuple([networks[name] for name in named if name in networks]), bool(one_of)


def _lacking(context: Context, organization: Organization, due: Sequence[Network], one: bool) -> Verdict:
    """Return the verdict on networks without a page and without an exemption; with `one`, on having none of them."""
    in_grace = [
        (network, since, term)
        for network in due
        if (since := _since(context, organization, network))
        if (term := grace_term(context, since)) is not None and term.runs
    ]
    if len(in_grace) == len(due) or (one and in_grace):
        _, since, term = min(in_grace, key=lambda item: item[2].last)
        values = {**_named(due), **grace_values(since, term)}
        own = since == organization.since
        place = organization.at("/since" if own else "")
        reason = "grace" if own else "grace-demanded"
        return Verdict(Outcome.NOT_DUE, reason, (place,), values, term.holds_until, term.deadlines)
    waiting = [network for network, _, _ in in_grace]
    due = [network for network in due if network not in waiting]
    verdict = _overdue(context, organization, due, one)
    ends = earliest(*(term.holds_until for _, _, term in in_grace))
    to_come = tuple(deadline for _, _, term in in_grace for deadline in term.deadlines)
    return replace(verdict, holds_until=ends, deadlines=(*verdict.deadlines, *to_come)) if in_grace else verdict


def _since(context: Context, organization: Organization, network: Network) -> datetime.date | None:
    """Return the day since which the organization has had to have a page in a network; None while it is unknown."""
    demanded = network.demanded_since(context.registry.case(organization, context.as_of))
    return max((day for day in (organization.since, demanded) if day is not None), default=None)


def _overdue(context: Context, organization: Organization, due: Sequence[Network], one: bool) -> Verdict:
    """Return the verdict on missing networks whose grace is over."""
    deadlines = owed(context, _beginning(context, organization, due))
    claimed = [network for network in due if organization.claimed_exemption(network.id, context.as_of) is not None]
    begun = context.registry.pending_networks.get(organization.id, frozenset())
    pending = [network for network in due if network not in claimed and network.id in begun]
    unexplained = [network for network in due if network not in claimed and network not in pending]
    if unexplained and not (one and pending):
        return Verdict(Outcome.BREACH, "missing", (organization.at(),), _named(unexplained), deadlines=deadlines)
    if claimed and not (one and pending):
        evidence = (organization.at("/exemptions"),)
        grounds = [organization.claimed_exemption(network.id, context.as_of) for network in claimed]
        ground = next((item for item in grounds if item is not None and item.proof != "agreement"), None)
        values = _named(claimed) if ground is None else {**_named(claimed), "ground": ground.ground}
        reason = "claimed" if ground is None else "claimed-document"
        return Verdict(Outcome.UNCONFIRMED, reason, evidence, values, deadlines=deadlines)
    return Verdict(Outcome.UNCONFIRMED, "pending", (organization.at(),), _named(pending), deadlines=deadlines)


def _beginning(context: Context, organization: Organization, due: Sequence[Network]) -> datetime.date | None:
    """Return the day since which pages have been missing without a break; None if there may have been a break."""
    closed = len(context.registry.accounts_ever_of(organization.id)) > len(context.standing(organization).accounts)
    if organization.exemptions or closed:
        return None
    days = [_since(context, organization, network) for network in due]
    return None if None in days else min(day for day in days if day is not None)


def _named(networks: Sequence[Network]) -> dict[str, object]:
    return {"networks": tuple(network.name for network in networks)}


def _bind(rule: RuleCall) -> Rule:
    return OrganizationRule(partial(judge, rule), _OUTCOMES, _PARAMETERS)


FAMILY = RuleFamily(
    "present",
    _bind,
    {"all_of": NETWORKS, "one_of": NETWORKS},
    one_of=(("all_of", "one_of", ""),),
    variant=lambda rule: "one" if rule.texts("one_of") else "",
)
