"""Says which addresses of a network are looked up in a night, and what is known of each before.

Watched are the pages of accounts in use, every former address of every account, for good, and every known false page.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from reestr.intake.observation.collector import PageAddress
from reestr.registry.account import Account, PreviousAddress
from reestr.registry.addresses import Address, read_address
from reestr.registry.city import Network
from reestr.registry.paperwork import Fake
from reestr.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class WatchedAccount:
    """An account in use, with its page's address; `number` is the page's number as the record or the address has it."""

    account: Account
    address: PageAddress
    number: str | None


@dataclass(frozen=True, slots=True)
class WatchedFormer:
    """A former address of an account, with its place in the record's list."""

    account: Account
    previous: PreviousAddress
    index: int
    address: PageAddress


@dataclass(frozen=True, slots=True)
class WatchedFake:
    """A known false page: by its number if that is known, for it may have moved to another address."""

    fake: Fake
    address: PageAddress


@dataclass(frozen=True, slots=True)
class WatchList:
    """Everything that is watched in one network, each list by the id of its record."""

    accounts: tuple[WatchedAccount, ...]
    formers: tuple[WatchedFormer, ...] = ()
    fakes: tuple[WatchedFake, ...] = ()

    def addresses(self) -> tuple[PageAddress, ...]:
        """Return every address once, in a fixed order."""
        found = {item.address: None for group in (self.accounts, self.formers, self.fakes) for item in group}
        return tuple(found)


def watch_list(
    registry: Registry, network: Network, day: datetime.date, organizations: Collection[str] | None = None
) -> WatchList:
    """Return what is watched in a network on a day; of all organizations, or of some."""

    def wanted(organization: str) -> bool:
        return organizations is None or organization in organizations

    own = [item for item in registry.accounts.values() if item.network == network.id and wanted(item.organization)]
    fakes = [item for item in registry.fakes.values() if item.network == network.id and wanted(item.pretends_to_be)]
    return WatchList(
        tuple(_accounts(own, network, day)),
        tuple(former for account in own for former in _formers(account, network)),
        tuple(
            WatchedFake(fake, PageAddress(fake.url, number=fake.numeric_id) if fake.numeric_id else address)
            for fake in fakes
            if (address := page_address(fake.url, network)) is not None
        ),
    )


def _accounts(accounts: Sequence[Account], network: Network, day: datetime.date) -> Iterator[WatchedAccount]:
    for account in accounts:
        address = page_address(account.url, network)
        if address is not None and account.is_active(day):
            yield WatchedAccount(account, address, account.numeric_id or address.number)


def _formers(account: Account, network: Network) -> Iterator[WatchedFormer]:
    for index, previous in enumerate(account.previous_addresses):
        address = page_address(previous.url, network)
        # An address with a number cannot pass to another page.
        if address is not None and address.name is not None:
            yield WatchedFormer(account, previous, index, address)


def page_address(url: str, network: Network) -> PageAddress | None:
    """Return how to ask for a page by its address; None if it is no address of a page of the network."""
    read = read_address(url, (network,))
    if not isinstance(read, Address):
        return None
    if read.numeric_id is not None:
        return PageAddress(read.canonical, number=read.numeric_id)
    return PageAddress(read.canonical, name=read.canonical.rpartition("/")[2])
