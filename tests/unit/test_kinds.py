"""Every kind of record has a schema, facts, texts and a differ."""

from __future__ import annotations

import dataclasses

import pytest
from reestr import wording
from reestr.history.diff.compare import DIFFERS
from reestr.history.diff.lookup import with_new_ids
from reestr.history.diff.other_fields import OWN_WORDS
from reestr.records import schemas
from reestr.records.kinds import BLOCK, KINDS, records_concerned, references, target, values
from reestr.records.redaction import EDITIONS
from reestr.registry.origin import Origin
from reestr.registry.registry import Registry

POINTERS = {kind: {field.pointer for field in schemas.fields(kind)} for kind in KINDS}


def is_known(kind: str, pointer: str) -> bool:
    """Whether the schema has a field at a pointer; the items of a list are not named by themselves."""
    return pointer.removesuffix("/*") in POINTERS[kind]


def test_the_changes_of_every_kind_are_told() -> None:
    assert set(DIFFERS) == set(OWN_WORDS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_registry_holds_the_records_of_a_kind(kind: str) -> None:
    collection = KINDS[kind].collection
    fields = {field.name for field in dataclasses.fields(Registry) if field.init}
    assert collection in fields or (collection == "" and kind in ("registry", "act", "activity", "plan"))


@pytest.mark.parametrize("kind", KINDS)
def test_all_fields_that_a_kind_names_are_in_its_schema(kind: str) -> None:
    known = KINDS[kind]
    pointers = [*known.references, *known.addresses, *(pointer for pair in known.dates for pointer in pair)]
    pointers += [f"/{name}/*/{part}" for name, parts in known.unique.items() for part in parts]
    names = [name for parts in known.id_parts for name in parts.split("|")]
    names += [known.summary] if known.summary else []
    names += [*known.grouped_by, *(name for edition in EDITIONS for name in known.of_draft.get(edition, ()))]
    assert [pointer for pointer in (*pointers, *(f"/{name}" for name in names)) if not is_known(kind, pointer)] == []
    assert set(known.concerns) <= set(known.references)
    assert {*known.references.values(), *([known.owner] if known.owner else [])} <= {*KINDS, BLOCK}
    assert bool(known.owner) == bool(known.period)
    assert known.shared or not known.of_city


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_texts(kind: str) -> None:
    assert wording.text(f"validation.kinds.{kind}")
    if schemas.may_be_draft(kind):
        assert wording.text(f"forms.collections.{kind}")
        assert KINDS[kind].owner or wording.text(f"forms.name.hint-{kind}")


def test_only_a_public_field_of_a_draft_is_known_in_public() -> None:
    for kind, known in KINDS.items():
        internal = {path[0] for path, _ in schemas.internal_paths(kind)}
        assert not internal & set(known.of_draft.get("public", ()))
        assert not (known.of_draft.get("public") and schemas.internal_record(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_references_of_an_example_lead_where_the_kind_says(kind: str) -> None:
    for example in schemas.schema(kind)["examples"]:
        found = list(references(kind, "owner/2026-01", example))
        assert [place for place, _, _ in found if place == ()] == [()] * bool(KINDS[kind].owner)
        assert all(target(kind, place) == referred for place, referred, _ in found if place)


def test_references_that_are_not_filled_in_or_no_texts_are_passed_over() -> None:
    data = {"successor": 5, "exemptions": [{"networks": ["vk", "ok"]}, {"clause": "1.3"}, 7], "accounts_page": []}
    assert list(references("organization", "school-1", data)) == [
        (("exemptions", 1, "clause"), BLOCK, "1.3"),
        (("exemptions", 0, "networks", 0), "network", "vk"),
        (("exemptions", 0, "networks", 1), "network", "ok"),
    ]
    assert target("organization", ("exemptions", 3, "networks", 1)) == "network"
    assert target("organization", ("exemptions", 3, "networks")) is None


def test_what_a_record_is_about() -> None:
    addressees = [{"organization": "school-1"}, {"account": "library-1-vk"}]
    assert list(records_concerned("assignment", "post-1", {"addressees": addressees})) == [
        ("organization", "school-1"),
        ("account", "library-1-vk"),
    ]
    assert list(records_concerned("organization", "school-1", {"successor": "school-2"})) == [
        ("organization", "school-1")
    ]
    assert list(records_concerned("activity", "library-1-vk/2026", {})) == [("account", "library-1-vk")]
    assert list(records_concerned("plan", "school-1/2026-03", {})) == [("organization", "school-1")]
    assert list(records_concerned("network", "vk", {"name": "ВКонтакте"})) == []


def test_values_come_with_their_paths() -> None:
    data = {"a": [{"b": 1}, {}, {"b": 2}], "c": {"d": 3}}
    assert list(values(data, "/a/*/b")) == [(("a", 0, "b"), 1), (("a", 2, "b"), 2)]
    assert list(values(data, "/c/d")) == [(("c", "d"), 3)]
    assert list(values(data, "/c/*")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_facts_of_a_kind_name_their_references_as_the_record_does(kind: str) -> None:
    example = schemas.schema(kind)["examples"][0]
    record = KINDS[kind].build(example, Origin(kind, "owner/2026", "", {}))
    found = [(referred, name) for path, referred, name in references(kind, "owner/2026", example) if path]
    renamed = with_new_ids(kind, record, {(referred, name): f"other-{name}" for referred, name in found})
    assert (renamed == record) == (not found)
