"""Makes the HTML snippet for an organization's own site (clause 1.6.2): links to its pages and its badge."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import escape

from reestr.publishing.html.environment import interface
from reestr.publishing.html.links import Links
from reestr.publishing.view import View
from reestr.registry.account import Account
from reestr.registry.organization import Organization


def snippet(view: View, organization: Organization, accounts: Iterable[Account]) -> str:
    """Return the HTML to copy, as text; without the badge if the registry's own address is unknown.

    `rel="me"` tells programs that the page and the site have the same owner. It is one half of the proof; the page's
    link to the site is the other.
    """
    networks = view.registry.networks
    items = "".join(
        f'  <li><a href="{escape(account.url)}" rel="me">{escape(networks[account.network].name)}</a></li>\n'
        for account in accounts
    )
    lines = f"<p>{escape(interface('snippet.heading'))}</p>\n<ul>\n{items}</ul>\n"
    if not view.site.url:
        return lines
    link = Links(view.site.url)
    address, badge = escape(link.organization(organization.id)), escape(link.organization_badge(organization.id))
    said = escape(interface("snippet.badge", name=organization.title))
    return f'{lines}<a href="{address}"><img src="{badge}" alt="{said}" height="64"></a>\n'
