"""Who is in the networks that everybody must be in: the figures of the home page and of the papers."""

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
    """The coverage of each required network among organizations that are not closed."""
    lines = []
    for network in view.registry.required_networks:
        obliged = [item for item in organizations if item.exemption(network.id, view.as_of) is None]
        inside = sum(network not in view.registry.networks_without_page(item.id, view.as_of) for item in obliged)
        lines.append(Coverage(network, inside, len(obliged)))
    return tuple(lines)


def owed(view: View, organization: Organization) -> tuple[Network, ...]:
    """The required networks an organization is not exempt from."""
    return tuple(
        network for network in view.registry.required_networks if organization.exemption(network.id, view.as_of) is None
    )
