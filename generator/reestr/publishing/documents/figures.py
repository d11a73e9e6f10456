"""The figures that all documents show, each with its whole, computed once so that the documents agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.publishing.documents.register import status_on
from reestr.publishing.figures.coverage import coverage, owed
from reestr.publishing.figures.shares import share
from reestr.publishing.view import View
from reestr.registry.account import Account
from reestr.registry.organization import Organization


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name. `whole` is the total it is a part of, None if there is none; `of` names the total."""

    title: str
    value: int
    whole: int | None = None
    of: str = ""

    @property
    def share(self) -> str | None:
        """Return the share in words; None without a whole."""
        return share(self.value, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class CityFigures:
    """The numbers of organizations and accounts on the view's date."""

    organizations: tuple[Figure, ...]
    accounts: tuple[Figure, ...]

    @property
    def all(self) -> tuple[Figure, ...]:
        """Return every figure in the order of display."""
        return (*self.organizations, *self.accounts)

    @property
    def telling(self) -> tuple[Figure, ...]:
        """Return the figures whose total is not zero, for short summaries."""
        return tuple(figure for figure in self.all if figure.whole != 0)


def city_figures(view: View) -> CityFigures:
    """Return the figures that can be counted without any verdict."""
    registry, day = view.registry, view.as_of
    present = [item for item in registry.organizations.values() if not item.is_closed(day)]
    accounts = [account for item in present for account in registry.active_accounts(item.id, day)]
    return CityFigures(_of_organizations(view, present), _of_accounts(view, accounts))


def _of_organizations(view: View, present: Sequence[Organization]) -> tuple[Figure, ...]:
    obliged = [item for item in present if owed(view, item)]
    complete = sum(
        not set(owed(view, item)) & set(view.registry.networks_without_page(item.id, view.as_of)) for item in obliged
    )
    everybody = len(view.registry.organizations)
    return (
        _figure("organizations", len(present), everybody, "of-registry"),
        _figure("exempt", len(present) - len(obliged), len(present), "of-present"),
        _figure("obliged", len(obliged), len(present), "of-present"),
        _figure("complete", complete, len(obliged), "of-obliged"),
        *(
            _figure("network", item.present, item.obliged, "of-obliged-here", network=item.network.name)
            for item in coverage(view, present)
        ),
    )


def _of_accounts(view: View, accounts: Sequence[Account]) -> tuple[Figure, ...]:
    marks = [status_on(account.state_mark, view.as_of) for account in accounts]
    connections = [status_on(account.gospabliki, view.as_of) for account in accounts]
    total = len(accounts)
    return (
        _figure("accounts", total),
        _figure("marked", marks.count("confirmed"), total, "of-accounts"),
        _figure("mark-unknown", marks.count(None), total, "of-accounts"),
        _figure("connected", connections.count("connected"), total, "of-accounts"),
        _figure("connection-unknown", connections.count(None), total, "of-accounts"),
    )


def _figure(key: str, value: int, whole: int | None = None, of: str = "", **values: object) -> Figure:
    return Figure(
        wording.text(f"papers.figures.{key}", **values), value, whole, wording.text(f"papers.wholes.{of}") if of else ""
    )
