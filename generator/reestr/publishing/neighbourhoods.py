"""Says what the pages and files of one organization are made of, to know whether they are the same as last time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property

from reestr.history.past import first_commit
from reestr.history.timeline.model import Change, CommitChanges, VerdictChange
from reestr.publishing.view import View
from reestr.records.kinds import KINDS
from reestr.records.record import Footprint, RecordKey

_ORGANIZATION = "organization"


class Neighbourhoods:
    """The records that the pages and files of each organization may show.

    They are the city's own records and those near the organization: it and all records that name it or one of its
    accounts, and the organizations and accounts that these name (`Kind.references`). Records that may name thousands,
    such as assignments, do not make these neighbours of each other.

    `tests/unit/test_neighbourhoods.py` judges and renders each organization with nothing but these records.
    """

    def __init__(self, view: View, footprints: Mapping[RecordKey, Footprint]) -> None:
        self._view = view
        self._footprints = footprints

    @cached_property
    def _naming(self) -> Mapping[RecordKey, list[RecordKey]]:
        """The records that name an organization or an account."""
        naming: dict[RecordKey, list[RecordKey]] = {}
        for key, footprint in self._footprints.items():
            for named in footprint.refers:
                naming.setdefault(named, []).append(key)
        return naming

    def of(self, organization: str) -> frozenset[RecordKey]:
        """Return the records near an organization, by kind and id."""
        own = (_ORGANIZATION, organization)
        near = {own, *self._naming.get(own, ())}
        for key in tuple(near):
            if key[0] == "account":
                near.update(self._naming.get(key, ()))
        for key in tuple(near):
            if not KINDS[key[0]].shared and key in self._footprints:
                near.update(self._footprints[key].refers)
        return frozenset(near)

    def key(self, organization: str, common: bytes) -> bytes:
        """Return a hash of all that the pages and files of an organization are made of; `common` is `common_key`."""
        near = sorted(self.of(organization))
        total = hashlib.blake2b(common, digest_size=16)
        total.update(repr([(item, self._digest(item)) for item in near]).encode())
        if self._view.timeline.head is not None:
            total.update(repr(self._past(organization, near)).encode("utf-8", "surrogateescape"))
        return total.digest()

    def _digest(self, key: RecordKey) -> bytes | None:
        found = self._footprints.get(key)
        return None if found is None else found.digest

    def common_key(self, more: str) -> bytes:
        """Return a hash of what all organizations share: the city's records, the day, the site, and `more`."""
        view = self._view
        first = first_commit(view.timeline)
        shared = (
            [(key, found.digest) for key, found in sorted(self._footprints.items()) if KINDS[key[0]].of_city],
            (view.edition, view.as_of, view.site, view.latest),
            (view.timeline.gaps, view.timeline.commits[:1] and view.timeline.commits[0].commit, first and first.commit),
            more,
        )
        return hashlib.blake2b(repr(shared).encode("utf-8", "surrogateescape"), digest_size=16).digest()

    @cached_property
    def _as_told(self) -> Mapping[str, list[tuple[str, Change]]]:
        """The changes of each organization by its present id, with the ids that records had at the time."""
        told: dict[str, list[tuple[str, Change]]] = {}
        for item in self._view.timeline.commits:
            for change in item.changes:
                if change.organization is not None:
                    now = self._view.past.id_now(_ORGANIZATION, change.organization)
                    told.setdefault(now, []).append((item.commit.id, change))
        return told

    def _past(self, organization: str, near: list[RecordKey]) -> list[object]:
        """Return the past of the records, and whatever their changes name."""
        view, past = self._view, self._view.past
        commits = past.of_organization.get(organization, ())
        names = dict.fromkeys(text for commit in commits for text in _texts(commit))
        return [
            commits,
            self._as_told.get(organization),
            past.removed_accounts.get(organization),
            [
                (
                    past.earlier_ids.get(key),
                    view.timeline.changed.get("/".join(key)),
                    key in self._footprints and _is_among(self._footprints[key].file, past.uncommitted),
                )
                for key in near
            ],
            [(name, list(self._known_as(name))) for name in names],
        ]

    def _known_as(self, name: str) -> Iterator[object]:
        """Yield what an organization, account or requirement of this name is now."""
        view, past = self._view, self._view.past
        yield view.titles.organizations.get(name)
        for kind, present in (
            (_ORGANIZATION, view.registry.organizations),
            ("account", view.registry.accounts),
            ("requirement", view.registry.requirements),
        ):
            now = past.id_now(kind, name)
            yield now, now in present, past.removed_records.get((kind, now))


def _texts(value: object) -> Iterator[str]:
    """Yield all texts inside the changes of a commit."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, CommitChanges):
        yield from _texts((value.changes, value.verdicts))
    elif isinstance(value, Change):
        yield from _texts((value.subject.id, value.organization, value.values))
    elif isinstance(value, VerdictChange):
        yield from _texts((value.requirement, value.organization))


def _is_among(file: str, names: frozenset[str]) -> bool:
    """Return whether a file of the project is one of those named relative to the data folder, whatever its name."""
    parts = file.split("/")
    return any("/".join(parts[start:]) in names for start in range(len(parts)))
