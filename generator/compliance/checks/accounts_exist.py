"""accounts-exist (clause p.3 ¶1): an active account in every required network, unless exempt from that network.

Met: an account in VKontakte and one in Odnoklassniki; or one of them and an exemption in force for the other.
Breach: no account in Odnoklassniki, no exemption. The decree sets no term: the only grace is the registry's, counted
from `since`; an organization whose `since` is unknown has none.
"""

from __future__ import annotations

from generator.compliance.check import Context, OrganizationCheck, Parameters
from generator.compliance.checks.presence import networks_without_page
from generator.compliance.checks.terms import grace_values, in_grace
from generator.model.finding import Outcome, Verdict
from generator.model.organization import Organization

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.NOT_DUE, Outcome.EXEMPT, Outcome.NOT_APPLICABLE))
PARAMETERS: Parameters = {"grace_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge whether an organization is in every required network."""
    required = context.registry.required_networks
    if not required:
        return Verdict(Outcome.NOT_APPLICABLE, "nothing-required", (organization.at(),))
    missing = networks_without_page(context, organization)
    if not missing:
        accounts = context.registry.active_accounts(organization.id, context.as_of)
        return Verdict(Outcome.MET, "met", tuple(account.at("/url") for account in accounts))
    names = tuple(network.name for network in missing if organization.exemption(network.id, context.as_of) is None)
    if not names:
        evidence = (organization.at("/exemptions"),)
        if len(missing) == len(required):
            return Verdict(Outcome.EXEMPT, "exempt", evidence)
        return Verdict(Outcome.MET, "partly-exempt", evidence, {"networks": tuple(network.name for network in missing)})
    values: dict[str, object] = {"networks": names}
    since = organization.since
    if since is not None and in_grace(context, since):
        return Verdict(
            Outcome.NOT_DUE, "grace", (organization.at("/since"),), {**values, **grace_values(context, since)}
        )
    return Verdict(Outcome.BREACH, "missing", (organization.at(),), values)


CHECK = OrganizationCheck(judge, OUTCOMES, PARAMETERS)
