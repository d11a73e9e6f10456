"""accounts-exist (clause p.3 ¶1): an active account in every required network, unless exempt from that network.

Met: an account in VKontakte and one in Odnoklassniki; or one of them and an exemption in force for the other.
Breach: no account in Odnoklassniki, no exemption. Unconfirmed: its record is a draft, or an agreement is claimed whose
letter is unknown. The decree sets no term: the only grace is the registry's, counted from `since`; an organization
whose `since` is unknown has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from reestr.judging.check import Context, OrganizationCheck, Parameters
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.terms import grace_values, in_grace
from reestr.registry.city import Network
from reestr.registry.organization import Organization

OUTCOMES = frozenset(
    (Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.EXEMPT, Outcome.NOT_APPLICABLE)
)
PARAMETERS: Parameters = {"grace_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge whether an organization is in every required network."""
    required = context.registry.required_networks
    if not required:
        return Verdict(Outcome.NOT_APPLICABLE, "nothing-required", (organization.at(),))
    missing = context.registry.networks_without_page(organization.id, context.as_of)
    if not missing:
        accounts = context.registry.active_accounts(organization.id, context.as_of)
        return Verdict(Outcome.MET, "met", tuple(account.at("/url") for account in accounts))
    due = [network for network in missing if organization.exemption(network.id, context.as_of) is None]
    if not due:
        evidence = (organization.at("/exemptions"),)
        if len(missing) == len(required):
            return Verdict(Outcome.EXEMPT, "exempt", evidence)
        return Verdict(Outcome.MET, "partly-exempt", evidence, {"networks": tuple(network.name for network in missing)})
    since = organization.since
    if since is not None and in_grace(context, since):
        values = {**_named(due), **grace_values(context, since)}
        return Verdict(Outcome.NOT_DUE, "grace", (organization.at("/since"),), values)
    claimed = [network for network in due if organization.claimed_exemption(network.id, context.as_of) is not None]
    begun = context.registry.pending_networks.get(organization.id, frozenset())
    pending = [network for network in due if network not in claimed and network.id in begun]
    unexplained = [network for network in due if network not in claimed and network not in pending]
    if unexplained:
        return Verdict(Outcome.BREACH, "missing", (organization.at(),), _named(unexplained))
    if claimed:
        return Verdict(Outcome.UNCONFIRMED, "claimed", (organization.at("/exemptions"),), _named(claimed))
    return Verdict(Outcome.UNCONFIRMED, "pending", (organization.at(),), _named(pending))


def _named(networks: Sequence[Network]) -> dict[str, object]:
    return {"networks": tuple(network.name for network in networks)}


CHECK = OrganizationCheck(judge, OUTCOMES, PARAMETERS, days=lambda context, organization: ())
