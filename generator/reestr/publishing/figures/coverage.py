"""The coverage of the required networks, for the home page and the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reestr.publishing.view import View
from reestr.registry.city import Network
from reestr.registry.organization import Organization


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the organizations that must be in a network are in it."""

    network: Network
    present: int
    obliged: int


def coverage(view: View, organizations: Sequence[Organization]) -> tuple[Coverage, ...]:
    """Return the coverage of each required network among organizations that are not closed."""
    lines = []
    for network in view.registry.required_networks(view.as_of):
        obliged = [item for item in organizations if network in owed(view, item)]
        inside = sum(network not in view.registry.networks_without_page(item.id, view.as_of) for item in obliged)
        lines.append(Coverage(network, inside, len(obliged)))
    return tuple(lines)


def owed(view: View, organization: Organization) -> tuple[Network, ...]:
    """Return the required networks from which an organization is not exempt."""
    return tuple(
        network
        for network in view.registry.required_networks(view.as_of, organization)
        if organization.exemption(network.id, view.as_of) is None
    )
