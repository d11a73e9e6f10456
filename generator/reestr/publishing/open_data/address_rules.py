"""The rules of addresses for the site's scripts: those of the network records, and the look-alike letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reestr.registry.addresses import MAXIMUM_LENGTH
from reestr.registry.city import Network
from reestr.registry.look_alikes import DRAWN_LIKE


def address_rules(networks: Iterable[Network]) -> dict[str, object]:
    """Return what `theme/js/check/addresses.js` needs to read an address as `registry/addresses.py` does.

    Keys: `maximum_length`, `drawn_like`, `networks`, the latter in order, with names, hosts and forms.
    """
    return {
        "maximum_length": MAXIMUM_LENGTH,
        "drawn_like": dict(DRAWN_LIKE),
        "networks": [_network(item) for item in networks],
    }


def _network(item: Network) -> Mapping[str, object]:
    forms = [
        {
            "path": form.path,
            "page": form.page,
            "numeric_id": form.numeric_id,
            "refuse": form.refuse,
            "ignore_case": form.ignore_case or None,
        }
        for form in item.forms
    ]
    return {
        "id": item.id,
        "name": item.name,
        "short_name": item.short_name,
        "canonical_host": item.canonical_host,
        "hosts": item.hosts,
        "forms": [{key: value for key, value in form.items() if value is not None} for form in forms],
    }
