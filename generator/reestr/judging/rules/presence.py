"""The required networks in which an organization keeps no page."""

from __future__ import annotations

from reestr.judging.rule import Context
from reestr.registry.city import Network
from reestr.registry.organization import Organization


def networks_without_page(context: Context, organization: Organization) -> tuple[Network, ...]:
    """The required networks without an active account of the organization (clause p.3 ¶1), in the registry's order."""
    active = {account.network for account in context.registry.active_accounts(organization.id, context.as_of)}
    return tuple(network for network in context.registry.required_networks if network.id not in active)
