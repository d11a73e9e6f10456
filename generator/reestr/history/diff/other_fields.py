"""Changes of fields without a text of their own: the sentence uses the title that the schema gives the field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from reestr.history.diff.city import of_city, of_network, of_requirement
from reestr.history.diff.fakes import of_fake
from reestr.history.diff.lookup import RegistryLookup
from reestr.history.diff.paperwork import of_assignment
from reestr.history.timeline.model import Change
from reestr.judging.finding import Subject
from reestr.records import schemas
from reestr.records.schemas import Field
from reestr.registry.lists import CityLists, ListName
from reestr.wording.former_lists import former_lists

_LONGEST = 80
_NOTHING: Mapping[str, Any] = MappingProxyType({})


OWN_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "registry": schemas.pointers(
            "/ time_zone frozen_on fictional",
            "/municipality name short_name region oktmo",
            "/city_hall name short_name site address email phones",
            "/officer name position",
            "/officer/appointed_by document number date clause",
            "/officer/contact email phone",
            "/regional_centre name short_name",
            "/regional_centre/contact email phone",
            "/non_working_days value",
            "/materials/* title url publisher note",
        ),
        "act": schemas.pointers(
            "/ number date issuer title effective_on",
            "/publications/* outlet medium url published_on clause source",
            "/blocks/* id part kind number parent text unchecked",
            "/blocks/*/notes/* kind text see",
        ),
        "requirement": schemas.pointers(
            "/ title clauses obliged force statement subject unchecked edition remedy reasons tasks",
            "/rule name field renewed kind of term to who all_of any_of one_of networks",
            "/parameters/* value basis explanation",
        ),
        "network": schemas.pointers(
            "/ name short_name required clause hosts canonical_host ignore_case",
            "/forms/* path page numeric_id refuse ignore_case",
            "/observation collector why_not post post_also omitted_if_empty",
            "/observation/facts/* fact any holds otherwise",
            "/observation/formats/* attachment format",
        ),
        "organization": schemas.pointers(
            "/ name short_name legal_form sphere inn ogrn site has_site address since status closed_on successor",
            "/ reviewed_on",
            "/coordinates latitude longitude",
            "/contacts email phones",
            "/exemptions/* ground clause networks from until reason",
            "/exemptions/*/letter number date",
            "/responsible/* role name from until",
            "/responsible/*/contact email phone",
            "/responsible/*/order number date",
            "/answers/* requirement account kind on until text expires",
            "/answers/*/document number date",
            "/answers/*/decision accepted on text",
            "/accounts_page url checked_on lists",
            "/accounts_page/machine on lists file sha256",
            "/notes/* text",
        ),
        "account": schemas.pointers(
            "/ organization network url numeric_id name status opened_on closed_on replaced_by reviewed_on",
            "/previous_urls/* url until taken_since taken_by",
            "/previous_owners/* organization until",
            "/control_lost/* how since until found_by numeric_id file sha256",
            "/state_mark status confirmed_on checked_on",
            "/gospabliki status connected_on checked_on",
            "/observed on by",
            "/observed_by_machine on members members_on file sha256",
            "/moderation rules_url attested_on by",
            "/security/credentials accounted by on",
            "/security/two_factor enabled attested_on by",
            "/notes/* text",
        ),
        "activity": schemas.pointers(
            "/weeks/* source counted_on unspecified",
            "/weeks/*/machine reposts posts on file sha256",
        ),
        "plan": schemas.pointers("/ prepared_on prepared_by absent_on", "/entries/* date topic format networks text"),
        "assignment": schemas.pointers(
            "/ title issued_on due_on source",
            "/addressees/* organization account",
            "/addressees/*/result done_on url document note not_done_on",
            "/answer on",
        ),
        "notice": schemas.pointers("/ change_on to sent_on", "/document number date"),
        "fake": schemas.pointers(
            "/ pretends_to_be network url numeric_id found_on basis seen_on gone_on file sha256",
            "/document number date",
            "/reported/* to on",
        ),
    }
)
"""The fields whose changes have a text of their own, by kind. All other fields are reported by their title.

A field that gets its own text must be added here; otherwise its change is reported twice. Changes of `draft` are not
reported: a record that is published for the first time counts as new.
"""


_LISTED: Mapping[str, Mapping[str, ListName]] = MappingProxyType(
    {
        "account": {"/observed": "facts", "/observed_by_machine": "facts"},
        "activity": {"/weeks/*": "formats", "/weeks/*/machine": "formats", "/weeks/*/removed": "removals"},
    }
)
"""The groups with a field for each item of a list of the city; their changes have a text of their own, too."""


@cache
def _told(kind: str, lists: CityLists | None) -> frozenset[str]:
    listed = {
        f"{group}/{item}"
        for group, name in _LISTED.get(kind, {}).items()
        for item in (lists or former_lists()).ids(name)
    }
    return OWN_WORDS[kind] | listed


def field_changes(lookup: RegistryLookup, kind: str, before: Any, after: Any) -> Iterator[Change]:
    """Yield the changes of all other fields between two states of a record, in the order of the schema.

    A sentence names the old and the new value if both are single values, and neither if the field is public only by
    consent.
    """
    about, fields = _ABOUT[kind], schemas.top_fields(kind, lookup.lists)
    for field, old, new in _differing(_told(kind, lookup.lists), fields, before.origin.fields, after.origin.fields):
        values = {
            name: said
            for name, value in (("before", old), ("after", new))
            if field.public_if is None and (said := _said(field, value)) is not None
        }
        what = {
            ("before", "after"): "field-changed",
            ("after",): "field-added" if old is None else "field-corrected",
            ("before",): "field-removed" if new is None else "field-corrected",
        }.get(tuple(values), "field-corrected")
        if what == "field-corrected":
            values = {}
        change = about(lookup, after, what, field=schemas.full_title(kind, field.pointer, lookup.lists), **values)
        if change is not None:
            yield change


def _differing(
    told: frozenset[str], fields: Sequence[Field], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[Field, Any, Any]]:
    """Yield the fields not in `told` that differ, each with its old and new value, None for a missing one."""
    for field in fields:
        old, new = before.get(field.name), after.get(field.name)
        if old == new or field.pointer in told or field.name == "draft":
            continue
        if not any(inner.startswith(f"{field.pointer}/") for inner in told):
            yield from _inside(field, old, new)
        elif field.form == "group":
            yield from _differing(told, field.fields, old or _NOTHING, new or _NOTHING)
        elif field.form == "map":
            was, now = old or _NOTHING, new or _NOTHING
            for key in was:
                if key in now:
                    yield from _differing(told, field.inside, was[key], now[key])
        else:
            for one, other in _pairs(told, field.inside, old or (), new or ()):
                yield from _differing(told, field.inside, one, other)


def _inside(field: Field, old: Any, new: Any) -> Iterator[tuple[Field, Any, Any]]:
    """Yield a field without a text of its own; for a group that exists in both states, its differing parts instead."""
    if field.form == "group" and old is not None and new is not None:
        yield from _differing(frozenset(), field.fields, old, new)
    else:
        yield field, old, new


def _pairs(
    told: frozenset[str], fields: Sequence[Field], before: Sequence[Any], after: Sequence[Any]
) -> Iterator[tuple[Any, Any]]:
    """Yield pairs of items of two lists that agree in all fields with their own text.

    The other items are reported by that text.
    """
    rest = [(_told_part(told, fields, item), item) for item in before]
    for item in after:
        part = _told_part(told, fields, item)
        same = next((place for place, (known, _) in enumerate(rest) if known == part), None)
        if same is not None:
            yield rest.pop(same)[1], item


def _told_part(told: frozenset[str], fields: Sequence[Field], item: Mapping[str, Any]) -> dict[str, Any]:
    part: dict[str, Any] = {}
    for field in fields:
        value = item.get(field.name)
        if value is None:
            continue
        if field.pointer in told:
            part[field.name] = value
        elif field.form == "group":
            part[field.name] = _told_part(told, field.fields, value)
    return part


def _said(field: Field, value: Any) -> str | None:
    """Return a single value in words; None for any other value."""
    if value is None or not field.is_plain:
        return None
    text = schemas.in_words(field, value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _of_organization(lookup: RegistryLookup, record: Any, key: str, **values: object) -> Change:
    return lookup.of_organization(key, record, **values)


def _of_account(lookup: RegistryLookup, record: Any, key: str, **values: object) -> Change:
    return lookup.of_account(key, record, **values)


def _of_counts(lookup: RegistryLookup, record: Any, key: str, **values: object) -> Change | None:
    account = lookup.accounts.get(record.account)
    return None if account is None else lookup.of_account(key, account, **values)


def _of_paper(lookup: RegistryLookup, record: Any, key: str, **values: object) -> Change:
    return lookup.of_paper(key, record.organization, **values)


_ABOUT: Mapping[str, Callable[..., Change | None]] = MappingProxyType(
    {
        "registry": lambda lookup, record, key, **values: of_city(key, record, **values),
        "act": lambda lookup, record, key, **values: Change(key, Subject("act"), None, record.citation, values),
        "requirement": lambda lookup, record, key, **values: of_requirement(key, record, **values),
        "network": lambda lookup, record, key, **values: of_network(key, record, **values),
        "organization": _of_organization,
        "account": _of_account,
        "activity": _of_counts,
        "plan": _of_paper,
        "assignment": lambda lookup, record, key, **values: of_assignment(key, record, **values),
        "notice": _of_paper,
        "fake": of_fake,
    }
)
