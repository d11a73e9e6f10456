"""What the address checker of the site reads: the rules of addresses and every address an account has or had."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reestr import wording
from reestr.publishing.open_data.json_file import encode, head
from reestr.publishing.view import File, View
from reestr.registry.account import Account
from reestr.registry.addresses import MAXIMUM_LENGTH, NetworkRules
from reestr.registry.city import Network
from reestr.registry.look_alikes import DRAWN_LIKE
from reestr.registry.registry import Registry


def address_rules(networks: Iterable[Network]) -> dict[str, object]:
    """Return what `theme/js/check/addresses.js` needs to read an address as `registry/addresses.py` does.

    Keys: `maximum_length`, `drawn_like`, `networks`, the latter in order, with names, hosts and forms.
    """
    return {
        "maximum_length": MAXIMUM_LENGTH,
        "drawn_like": dict(DRAWN_LIKE),
        "networks": [_network(item) for item in networks],
    }


def address_forms(network: NetworkRules) -> list[Mapping[str, object]]:
    """Return the forms of a network's addresses in order, each without the keys that say nothing."""
    forms = (
        {
            "path": form.path,
            "page": form.page,
            "numeric_id": form.numeric_id,
            "inn": form.inn,
            "refuse": form.refuse,
            "ignore_case": form.ignore_case or None,
        }
        for form in network.forms
    )
    return [{key: value for key, value in form.items() if value is not None} for form in forms]


def _network(item: Network) -> Mapping[str, object]:
    return {
        "id": item.id,
        "name": item.name,
        "short_name": item.short_name,
        "canonical_host": item.canonical_host,
        "hosts": item.hosts,
        "forms": address_forms(item),
    }


PATH = "check/index.json"
"""The address of the index below the site's root: beside the page of the checker."""

CheckerColumns = Mapping[str, Sequence[object] | str]

_UNKNOWN = "-"
_MARK = {"confirmed": True, "absent": False}


def check_file(view: View) -> Iterator[File]:
    """Yield `check/index.json`: organizations that have or had an account, and their accounts in the same order.

    Organizations and accounts are referred to by their index in the columns. An unknown value is null, or `-` among
    words.
    """
    registry = view.registry
    networks = tuple(registry.networks.values())
    organizations = [item for item in registry.organizations.values() if registry.accounts_of(item.id)]
    accounts = [account for item in organizations for account in registry.accounts_of(item.id)]
    content: dict[str, object] = {
        **head(view),
        **address_rules(networks),
        "hosts": wording.section("check")["hosts"],
        "answers": _answers(),
        "organizations": {
            "name": [item.title for item in organizations],
            "accounts": [len(registry.accounts_of(item.id)) for item in organizations],
            # Next to the addresses, which often contain the same words: a compressor looks back only 32 kB.
            "id": _words(item.id for item in organizations),
        },
        "accounts": _accounts(accounts, networks),
        "closed": _closed(accounts, view.as_of),
        "lost": _lost(accounts, view),
        "previous": _previous(accounts, view),
        "former": _former(view),
        "fakes": _fakes(view),
    }
    if any(form.inn is not None for network in networks for form in network.forms):
        content["owners"] = _owners(registry)
    lines = [encode(name) + b":" + encode(value) for name, value in content.items()]
    yield File(PATH, b"{" + b",\n".join(lines) + b"}\n")


_OF_THE_PAGE_ALONE = {"named", "similar", "nothing", "empty", "too-long", "loading", "unavailable"}


def _answers() -> Mapping[str, object]:
    """Return the tone and the title of each kind of answer about an address, for the search, which has no templates."""
    answers: Mapping[str, Mapping[str, str]] = wording.section("check")["answers"]  # type: ignore[assignment]  # the catalogue's own shape
    return {
        kind: (answer["tone"], answer["title"]) for kind, answer in answers.items() if kind not in _OF_THE_PAGE_ALONE
    }


def _owners(registry: Registry) -> Mapping[str, object]:
    """Return the organizations by INN, to which an address with an INN in it can belong; a branch has its parent's."""
    return {
        item.inn: {"id": item.id, "name": item.title}
        for item in registry.organizations.values()
        if item.inn is not None and item.branch_of is None
    }


def _accounts(accounts: Sequence[Account], networks: Sequence[Network]) -> CheckerColumns:
    """Return all accounts; `address` is the part after the canonical host, `state_mark` whether the mark is there.

    Derivable parts are left out: of the account `school-1-vk` of `school-1` only `-vk` is written, of a number that
    ends the address (`group/5`) only `=`. No id and no number begins with these signs.
    """
    place = {item.id: index for index, item in enumerate(networks)}
    return {
        "address": _words(_short(item.url, networks[place[item.network]]) for item in accounts),
        "id": _words(_after(item.organization, item.id) for item in accounts),
        "network": [place[item.network] for item in accounts],
        "numeric_id": _words(_number(item) for item in accounts),
        "opened_on": _words(item.opened_on.isoformat() if item.opened_on else None for item in accounts),
        "state_mark": [_MARK.get(item.state_mark.status or "") for item in accounts],
    }


def _closed(accounts: Sequence[Account], as_of: datetime.date) -> CheckerColumns:
    """Return the accounts that are closed, for a time too, or going to be.

    `replaced_by` is null where the edition shows no replacement.
    """
    place = {item.id: index for index, item in enumerate(accounts)}
    pauses = {item.id: pause for item in accounts if (pause := item.pause_on(as_of)) is not None}
    closed = [item for item in accounts if item.closed or item.id in pauses]
    days = [pauses[item.id].since if item.id in pauses else item.closed_on for item in closed]
    return {
        "account": [place[item.id] for item in closed],
        "on": [day and day.isoformat() for day in days],
        "replaced_by": [place.get(item.replaced_by or "") for item in closed],
    }


def _lost(accounts: Sequence[Account], view: View) -> CheckerColumns:
    """Return the accounts that their organizations do not control now: how it was lost, and since when."""
    found = [(index, loss) for index, item in enumerate(accounts) if (loss := item.loss_on(view.as_of)) is not None]
    return {
        "account": [index for index, _ in found],
        "how": [loss.how for _, loss in found],
        "since": [loss.since.isoformat() for _, loss in found],
    }


def _previous(accounts: Sequence[Account], view: View) -> CheckerColumns:
    """Return the previous addresses of accounts; `taken` since when each is known to lead to another page, or None."""
    networks = view.registry.networks
    found = [(index, item, previous) for index, item in enumerate(accounts) for previous in item.previous_addresses]
    return {
        "account": [index for index, _, _ in found],
        "address": [_short(previous.url, networks[item.network]) for _, item, previous in found],
        "until": [previous.until and previous.until.isoformat() for _, _, previous in found],
        "taken": [
            previous.taken_since.isoformat() if previous.taken_since and previous.is_taken(view.as_of) else None
            for _, _, previous in found
        ],
    }


def _former(view: View) -> Mapping[str, object]:
    """Return the addresses of removed accounts; for each address, only the last account that had it."""
    found: dict[str, object] = {}
    for record in sorted(view.past.removed_of("account"), key=lambda item: item.removed.at):
        owner = view.past.id_now("organization", record.organization or "")
        until = record.removed.day.isoformat()
        name = view.titles.organizations.get(owner, owner)
        value = {"id": record.id, "organization": {"id": owner, "name": name}, "until": until}
        found.update(dict.fromkeys(record.addresses, value))
    return found


def _fakes(view: View) -> Sequence[object]:
    """Return the known false pages, findable by address and, if known, by number."""
    return [
        {
            "url": item.url,
            "network": item.network,
            "numeric_id": item.numeric_id,
            "organization": {
                "id": item.pretends_to_be,
                "name": view.registry.organizations[item.pretends_to_be].title,
            },
            "found_on": item.found_on.isoformat(),
            "seen_on": item.seen_on and item.seen_on.isoformat(),
            "gone_on": item.gone_on.isoformat() if item.gone_on and item.is_gone(view.as_of) else None,
        }
        for item in view.registry.fakes.values()
    ]


def _number(account: Account) -> str | None:
    digits = account.url[len(account.url.rstrip("0123456789")) :]
    return "=" if digits and digits == account.numeric_id else account.numeric_id


def _words(values: Iterable[str | None]) -> str:
    return " ".join(value or _UNKNOWN for value in values)


def _after(organization: str, identifier: str) -> str:
    return identifier.removeprefix(organization) if identifier.startswith(f"{organization}-") else identifier


def _short(url: str, network: Network) -> str:
    """Return a canonical address without the beginning that all addresses of the network share."""
    return url.removeprefix(f"https://{network.canonical_host}/")
