"""Describes each kind of record once. All code that treats kinds differently reads these descriptions.

To add a kind, follow "A kind" in `docs/contributing.md`. What the schema of a kind says (its fields, their editions,
its title, whether it may be a draft) is not repeated here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from reestr.records.json_pointer import FieldPath, pointer, steps_of
from reestr.records.loading import city_records, organization_records, paperwork_records
from reestr.registry.origin import Origin

FilePeriod = Literal["year", "month"]

BLOCK = "block"
"""The target of a reference to a clause: a block of the act, or `act#block` for one of another act; no record."""

_EACH = "*"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    `name` also names the schema (`<name>.schema.json`) and the kind's texts in the message files. `folder` is the one
    below the data folder that holds the records; "" means one record, in the file `<name>.yaml`. A record's id is the
    name of its file; for a kind with an `owner` it is `<id of the owner>/<period>`, where `owner` is a kind of record.
    `nested` folders may have sub-folders, which are no part of the id. `more` is a folder for further records of a kind
    that has a record in the file `<name>.yaml`, whose id is "".

    `build` makes the fact of the registry. `collection` is the field of `Registry` that maps ids to these facts ("":
    the registry holds them in another form, see `assemble.put_together`).

    `references` are the fields that name another record: pointer (`*` for each item of a list) -> kind, or `BLOCK`.
    An owner is one without being named here. `concerns` are those among them that name the organizations, or the
    accounts of the organizations, that the record is about. `shared` records bear on more than one organization;
    those `of_city` on all of them.

    `addresses` are the fields that hold the address of a page in a network. `unique` are the lists in which no two
    items may agree in all these fields. `dates` are pairs of fields, the first date not later than the second.

    `of_draft` are the fields of a draft that each edition may know. `id_parts` are the fields that the id of a new
    record is made of (`a|b`: the first that is filled in). `summary` and `grouped_by` are the fields that lists of
    records in the editor at /admin/ show and offer for grouping.
    """

    name: str
    build: Callable[[Mapping[str, Any], Origin], Any]
    folder: str = ""
    owner: str = ""
    period: FilePeriod | None = None
    nested: bool = False
    more: str = ""
    collection: str = ""
    references: Mapping[str, str] = field(default_factory=dict)
    concerns: tuple[str, ...] = ()
    shared: bool = False
    of_city: bool = False
    addresses: tuple[str, ...] = ()
    unique: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: tuple[tuple[str, str], ...] = ()
    of_draft: Mapping[Literal["public", "internal"], tuple[str, ...]] = field(default_factory=dict)
    id_parts: tuple[str, ...] = ()
    summary: str = ""
    grouped_by: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return where its records lie below the data folder: `act.yaml`, `organizations/`."""
        return f"{self.folder}/" if self.folder else f"{self.name}.yaml"


_ALL = (
    Kind(
        "registry",
        city_records.city,
        references={
            "/officer/appointed_by/clause": BLOCK,
            "/categories/*/clause": BLOCK,
            "/lists/grounds/*/clause": BLOCK,
            "/lists/facts/*/clause": BLOCK,
        },
        shared=True,
        of_city=True,
        unique={"materials": ("url",), "categories": ("id",)},
        dates=(
            ("/categories/*/from", "/categories/*/until"),
            ("/lists/grounds/*/from", "/lists/grounds/*/until"),
        ),
    ),
    Kind(
        "act",
        city_records.act,
        more="acts",
        shared=True,
        of_city=True,
        unique={"publications": ("outlet", "medium")},
        dates=(
            ("/date", "/effective_on"),
            ("/date", "/publications/*/published_on"),
            ("/date", "/until"),
            ("/effective_on", "/until"),
        ),
    ),
    Kind(
        "requirement",
        city_records.requirement,
        folder="requirements",
        collection="requirements",
        references={"/clauses/*": BLOCK},
        shared=True,
        of_city=True,
        dates=(("/from", "/until"),),
    ),
    Kind(
        "network",
        city_records.network,
        folder="networks",
        collection="networks",
        references={"/clause": BLOCK, "/required_periods/*/clause": BLOCK},
        shared=True,
        of_city=True,
        dates=(("/required_periods/*/from", "/required_periods/*/until"),),
    ),
    Kind(
        "organization",
        organization_records.organization,
        folder="organizations",
        nested=True,
        collection="organizations",
        references={
            "/successor": "organization",
            "/branch_of": "organization",
            "/exemptions/*/clause": BLOCK,
            "/exemptions/*/networks/*": "network",
            "/accounts_page/lists/*": "account",
            "/accounts_page/machine/lists/*": "account",
            "/answers/*/requirement": "requirement",
            "/answers/*/account": "account",
            "/reminders/*/requirements/*": "requirement",
        },
        unique={
            "exemptions": ("ground", "clause", "letter", "networks", "from", "until"),
            "answers": ("requirement", "account", "on"),
            "reminders": ("on",),
        },
        dates=(
            ("/since", "/closed_on"),
            ("/exemptions/*/from", "/exemptions/*/until"),
            ("/responsible/*/from", "/responsible/*/until"),
            ("/answers/*/on", "/answers/*/until"),
            ("/answers/*/on", "/answers/*/decision/on"),
            ("/answers/*/on", "/answers/*/expires"),
        ),
        id_parts=("short_name|name",),
        summary="short_name",
        grouped_by=("sphere", "status"),
    ),
    Kind(
        "account",
        organization_records.account,
        folder="accounts",
        nested=True,
        collection="accounts",
        references={
            "/organization": "organization",
            "/network": "network",
            "/replaced_by": "account",
            "/previous_owners/*/organization": "organization",
        },
        concerns=("/organization", "/previous_owners/*/organization"),
        addresses=("/url", "/previous_urls/*/url"),
        unique={
            "previous_urls": ("url", "until"),
            "previous_owners": ("organization", "until"),
            "control_lost": ("how", "since"),
        },
        dates=(
            ("/opened_on", "/closed_on"),
            ("/opened_on", "/previous_urls/*/until"),
            ("/opened_on", "/previous_owners/*/until"),
            ("/previous_owners/*/until", "/closed_on"),
            ("/opened_on", "/pauses/*/from"),
            ("/pauses/*/from", "/pauses/*/until"),
            ("/pauses/*/until", "/closed_on"),
            ("/opened_on", "/control_lost/*/since"),
            ("/control_lost/*/since", "/control_lost/*/until"),
            ("/opened_on", "/observed/on"),
            ("/opened_on", "/observed_by_machine/on"),
            ("/observed_by_machine/members_on", "/observed_by_machine/on"),
            ("/previous_urls/*/until", "/previous_urls/*/taken_since"),
            ("/opened_on", "/gospabliki/connected_on"),
            ("/opened_on", "/state_mark/confirmed_on"),
        ),
        # The network and organization of a page being entered, and nothing more.
        of_draft={
            "public": ("organization", "network", "status"),
            "internal": ("organization", "network", "status"),
        },
        id_parts=("organization", "network"),
        summary="name",
        grouped_by=("network", "status"),
    ),
    Kind("activity", organization_records.activity, folder="activity", owner="account", period="year"),
    Kind(
        "plan",
        paperwork_records.plan,
        folder="plans",
        owner="organization",
        period="month",
        references={"/entries/*/networks/*": "network"},
        unique={"entries": ("date", "topic", "networks")},
    ),
    Kind(
        "assignment",
        paperwork_records.assignment,
        folder="assignments",
        collection="assignments",
        references={"/addressees/*/organization": "organization", "/addressees/*/account": "account"},
        concerns=("/addressees/*/organization", "/addressees/*/account"),
        shared=True,
        unique={"addressees": ("organization", "account")},
        dates=(
            ("/issued_on", "/due_on"),
            ("/issued_on", "/answer/on"),
            ("/issued_on", "/addressees/*/result/done_on"),
            ("/issued_on", "/addressees/*/result/not_done_on"),
        ),
        id_parts=("kind", "issued_on", "title"),
        summary="title",
        grouped_by=("kind",),
    ),
    Kind(
        "notice",
        paperwork_records.notice,
        folder="notices",
        collection="notices",
        references={"/organization": "organization"},
        concerns=("/organization",),
        # The change for which the notice is prepared.
        of_draft={"internal": ("organization", "change_on", "to")},
        id_parts=("organization", "change_on", "to"),
        grouped_by=("to",),
    ),
    Kind(
        "fake",
        paperwork_records.fake,
        folder="fakes",
        collection="fakes",
        references={"/pretends_to_be": "organization", "/network": "network"},
        concerns=("/pretends_to_be",),
        addresses=("/url",),
        unique={"reported": ("to", "on")},
        dates=(
            ("/found_on", "/reported/*/on"),
            ("/found_on", "/seen_on"),
            ("/found_on", "/gone_on"),
            ("/seen_on", "/gone_on"),
        ),
        id_parts=("pretends_to_be", "network"),
        summary="url",
        grouped_by=("network",),
    ),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""All kinds by name: the city's own records first, then organizations and their records.

Schemas, field references and changes follow this order.
"""

BY_FOLDER: Mapping[str, Kind] = MappingProxyType(
    {folder: kind for kind in _ALL for folder in (kind.folder, kind.more) if folder}
)
"""Folder below the data folder -> the kind of its records."""

BY_FILE: Mapping[str, Kind] = MappingProxyType({kind.place: kind for kind in _ALL if not kind.folder})
"""File in the data folder -> the kind whose only record it is."""


def references(kind: str, record_id: str, data: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str, str]]:
    """Yield the references of a record that are filled in: path, kind (or `BLOCK`) and id; the owner has the path ().

    Raises KeyError for an unknown kind.
    """
    found = KINDS[kind]
    if found.owner:
        yield (), found.owner, record_id.partition("/")[0]
    for field_pointer, referred in found.references.items():
        for path, name in values(data, field_pointer):
            if isinstance(name, str):
                yield path, referred, name


def records_concerned(kind: str, record_id: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the records that a record is about: kind ("organization" or "account") and id.

    An organization is about itself. Raises KeyError for an unknown kind.
    """
    found = KINDS[kind]
    if kind == "organization":
        yield kind, record_id
    if found.owner:
        yield found.owner, record_id.partition("/")[0]
    for field_pointer in found.concerns:
        for _, name in values(data, field_pointer):
            yield found.references[field_pointer], str(name)


def target(kind: str, path: FieldPath) -> str | None:
    """Return the kind (or `BLOCK`) that a text at a path of a record refers to; None if it is no reference."""
    return KINDS[kind].references.get(pointer(_EACH if isinstance(step, int) else step for step in path))


def values(data: object, field_pointer: str) -> Iterator[tuple[FieldPath, object]]:
    """Yield the existing values at a pointer, each with its path; `*` in the pointer stands for each
    item of a list.
    """
    steps = _steps(field_pointer)
    if len(steps) > 1:
        yield from _below((), data, steps)
    elif isinstance(data, dict) and steps[0] in data:
        # The fast path: most fields of thousands of records are looked up this way.
        yield steps, data[steps[0]]


@cache
def _steps(field_pointer: str) -> tuple[str, ...]:
    return tuple(steps_of(field_pointer))


def _below(path: FieldPath, node: object, steps: tuple[str, ...]) -> Iterator[tuple[FieldPath, object]]:
    if not steps:
        yield path, node
        return
    step, rest = steps[0], steps[1:]
    if step == _EACH:
        for index, item in enumerate(node if isinstance(node, list) else ()):
            yield from _below((*path, index), item, rest)
    elif isinstance(node, dict) and step in node:
        yield from _below((*path, step), node[step], rest)
