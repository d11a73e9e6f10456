"""The schemas are valid, have Russian texts for every field, and both validators agree on the real records."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from reestr.records import reader, schemas
from reestr.records.kinds import BY_FOLDER, KINDS
from reestr.records.schemas import COMMON
from reestr.registry.origin import recorded_hash
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012, SchemaResource

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = {"pattern", "enum", "format", "minimum", "maximum", "minLength", "maxLength", "minItems", "uniqueItems"}
SECRET = re.compile(
    r"passw|secret|token|(^|_)pin($|_)|(^|_)key($|_)|login|hash|cookie|session|recovery|parol", re.IGNORECASE
)
Node = dict[str, Any]


def positions(node: object, pointer: str = "") -> Iterator[tuple[str, Node]]:
    """Every subschema that can refuse something; an `if` only asks, so it is left out."""
    if not isinstance(node, dict):
        return
    yield pointer, node
    for key in ("properties", "$defs"):
        for name, child in node.get(key, {}).items():
            yield from positions(child, f"{pointer}/{key}/{name}")
    for key in ("items", "additionalProperties", "propertyNames", "then", "else"):
        yield from positions(node.get(key), f"{pointer}/{key}")
    for index, child in enumerate(node.get("allOf", ())):
        yield from positions(child, f"{pointer}/allOf/{index}")


def all_positions() -> list[tuple[str, str, Node]]:
    return [
        (kind, pointer, node) for kind in (*KINDS, COMMON) for pointer, node in positions(dict(schemas.schema(kind)))
    ]


def valid_in_both(schema: Mapping[str, Any], value: object) -> bool:
    """What both validators say; they must say the same."""
    careful = Draft202012Validator(schema).is_valid(value)
    fast = jsonschema_rs.validator_for(dict(schema)).is_valid(value)
    assert careful == fast, f"the validators disagree about {value!r}"
    return careful


def accepts(kind: str, record: object) -> bool:
    return valid_in_both(schemas.bundled(kind), record)


def errors(kind: str, record: object) -> list[str]:
    """The words the schema has for what is wrong with a record."""
    found = Draft202012Validator(schemas.bundled(kind)).iter_errors(record)
    return [str(error.schema.get("x-error", "")) for error in found if isinstance(error.schema, Mapping)]


def example(kind: str, /, **changes: Any) -> Node:
    """The first example of a kind with fields changed; None takes a field out."""
    record = {**schemas.schema(kind)["examples"][0], **changes}
    return {name: value for name, value in record.items() if value is not None}


@pytest.mark.parametrize("kind", [*KINDS, COMMON])
def test_schema_is_valid_and_named_by_its_address(kind: str) -> None:
    schema = schemas.schema(kind)
    Draft202012Validator.check_schema(schema)
    jsonschema_rs.meta.validate(dict(schema))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://reestr.example/schemas/v1/{kind}.schema.json"
    assert schema["title"] and schema["description"]


def test_every_schema_file_is_a_known_kind() -> None:
    assert {file.name for file in (ROOT / "schemas").iterdir()} == {f"{kind}.schema.json" for kind in (*KINDS, COMMON)}


@pytest.mark.parametrize("kind", KINDS)
def test_references_resolve_by_address_and_mean_the_same_as_the_bundle(kind: str) -> None:
    contents = [schemas.schema(name) for name in (*KINDS, COMMON)]
    pairs: list[tuple[str, SchemaResource]] = [
        (content["$id"], Resource.from_contents(content, default_specification=DRAFT202012)) for content in contents
    ]
    by_address = Draft202012Validator(schemas.schema(kind), registry=Registry().with_resources(pairs))
    bundle = schemas.bundled(kind)
    assert COMMON not in str(bundle.get("$defs", {}))
    for record in [*bundle["examples"], {}, {"unheard_of": 1}]:
        assert by_address.is_valid(record) == valid_in_both(bundle, record)


def test_a_bundle_is_the_callers_own() -> None:
    schemas.bundled("notice")["properties"].clear()
    assert schemas.bundled("notice")["properties"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_speaks_russian_and_its_examples_hold(kind: str) -> None:
    bundle = schemas.bundled(kind)
    for field in schemas.fields(kind):
        for words in (field.title, field.description, field.type):
            assert re.search("[а-яё]", words, re.IGNORECASE), f"{kind} {field.pointer}: {words!r}"
        assert field.examples, f"{kind} {field.pointer}: no examples"
        node = subschema(bundle, field.pointer)
        for value in field.examples:
            assert valid_in_both({**node, "$defs": bundle.get("$defs", {})}, value), (
                f"{kind} {field.pointer}: {value!r}"
            )


def subschema(bundle: Node, pointer: str) -> Node:
    """The schema a field's pointer leads to."""
    node = bundle
    for part in pointer.split("/")[1:]:
        while "$ref" in node:
            node = {
                **bundle["$defs"][node["$ref"].rpartition("/")[2]],
                **{k: v for k, v in node.items() if k != "$ref"},
            }
        node = node["items" if "items" in node else "additionalProperties"] if part == "*" else node["properties"][part]
    return node


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_as_a_whole_has_valid_examples(kind: str) -> None:
    examples = schemas.schema(kind)["examples"]
    assert examples
    for record in examples:
        assert accepts(kind, record)


def test_no_record_takes_a_field_the_schema_does_not_know() -> None:
    for kind, pointer, node in all_positions():
        if node.get("type") == "object":
            # A map's keys are the record's own: then they have a pattern and their values a schema.
            is_map = isinstance(node["additionalProperties"], dict) and "propertyNames" in node
            assert is_map or node["additionalProperties"] is False, f"{kind}{pointer}"


def test_every_constraint_says_what_to_write_instead() -> None:
    for kind, pointer, node in all_positions():
        if node.keys() & (CONSTRAINTS | {"not", "const"}):
            assert re.search("[а-яё]", node.get("x-error", "")), f"{kind}{pointer}"
        if "required" in node and "properties" not in node:
            assert node.get("x-error"), f"{kind}{pointer}: a conditional requirement needs words"


def test_every_enumeration_has_a_label_for_each_value_in_its_order() -> None:
    for kind, pointer, node in all_positions():
        if "enum" in node:
            assert list(node["x-labels"]) == node["enum"], f"{kind}{pointer}"
            assert all(re.search("[а-яё]", words, re.IGNORECASE) for words in node["x-labels"].values())


def patterns() -> list[tuple[str, Node]]:
    return [(kind + pointer, node) for kind, pointer, node in all_positions() if "pattern" in node]


@pytest.mark.parametrize(("place", "node"), patterns())
def test_patterns_mean_the_same_everywhere(place: str, node: Node) -> None:
    """ECMA-262, Python and Rust must agree: digits written out, no lookbehind, no named groups.

    Python's `$` also matches before a trailing line break; `$(?!\\n)` or an exact `maxLength` closes that.
    """
    pattern = node["pattern"]
    re.compile(pattern)
    assert not re.search(r"\\[dwbAZz]|\(\?<|\(\?P|\(\?[imsx]|\\p", pattern), place
    only: Node = {key: node[key] for key in ("type", "pattern", "maxLength") if key in node}
    if pattern != r"\S":
        assert pattern.startswith("^") and pattern.endswith(("$", "$(?!\\n)")), place
    for value in node.get("examples", ()):
        assert valid_in_both(only, value)
        if pattern != r"\S":
            for spoilt in (f"{value}\n", f"{value}\r\n", f" {value}", f"{value} ", f"{value}\n{value}"):
                assert not valid_in_both(only, spoilt), f"{place} takes {spoilt!r}"


@pytest.mark.parametrize("text", ["\u0661" * 10, "12345678901", "123456789", "123456789a", ""])
def test_identifiers_are_plain_digits(text: str) -> None:
    assert not accepts("organization", example("organization", inn=text))


@pytest.mark.parametrize("kind", ["account", "organization", "activity", "fake"])
def test_records_keep_one_form_of_an_answers_hash(kind: str) -> None:
    bundle = schemas.bundled(kind)
    kept = [field for field in schemas.fields(kind) if field.name == "sha256"]
    assert kept
    whole = hashlib.sha256(b"an answer").hexdigest()
    for field in kept:
        node = {**subschema(bundle, field.pointer), "$defs": bundle["$defs"]}
        assert valid_in_both(node, [recorded_hash(whole)])
        for other in (whole, whole[:31], whole[:33], whole[:32].upper(), f"{whole[:31]}g"):
            assert not valid_in_both(node, [other]), f"{field.pointer} takes {other}"
        assert not valid_in_both(node, [])
        assert not valid_in_both(node, [recorded_hash(whole)] * 2)


def test_no_field_has_room_for_a_secret() -> None:
    names = {name for _, _, node in all_positions() for name in node.get("properties", ())}
    assert not {name for name in names if SECRET.search(name)}
    security = [field for field in schemas.fields("account") if field.pointer.startswith("/security/")]
    assert {field.name for field in security if field.type == "строка"} == {"by"}


class TestCompleteness:
    def test_a_draft_needs_little(self) -> None:
        assert accepts("organization", {"name": "Школа", "draft": True})
        assert accepts("account", {"organization": "school-1", "network": "vk", "draft": True})
        assert accepts("plan", {"draft": True})
        assert accepts("assignment", {"kind": "portal-post", "title": "Прививки", "draft": True})
        assert accepts("notice", {"organization": "school-1", "draft": True})
        assert not accepts("organization", {"draft": True})

    @pytest.mark.parametrize("kind", ["organization", "account", "plan", "assignment", "notice"])
    def test_what_a_complete_record_needs_a_draft_may_lack(self, kind: str) -> None:
        for field in schemas.fields(kind):
            if field.required_when_complete and not field.required and field.name in example(kind):
                assert not accepts(kind, example(kind, **{field.name: None})), field.pointer
                assert accepts(kind, example(kind, **{field.name: None}, draft=True)), field.pointer

    def test_an_organization_exempt_everywhere_needs_name_and_form_only(self) -> None:
        everywhere: Node = {"ground": "annex", "clause": "annex-1"}
        bare: Node = {"name": "Хозяйственное управление", "legal_form": "other"}
        assert accepts("organization", {**bare, "exemptions": [everywhere]})
        assert not accepts("organization", {**bare, "exemptions": [{**everywhere, "networks": ["vk"]}]})
        assert not accepts("organization", {"name": bare["name"], "exemptions": [everywhere]})

    def test_a_responsible_person_needs_a_first_day(self) -> None:
        assert not accepts("organization", example("organization", responsible=[{"role": "методист"}]))
        assert accepts("organization", example("organization", responsible=[{"role": "методист"}], draft=True))

    def test_an_account_needs_the_date_its_status_speaks_of(self) -> None:
        assert not accepts("account", example("account", opened_on=None))
        assert not accepts("account", example("account", status="closed"))
        assert accepts("account", example("account", status="closed", opened_on=None, closed_on="2026-06-30"))

    def test_a_plan_needs_entries_and_an_assignment_addressees(self) -> None:
        assert not accepts("plan", example("plan", entries=[]))
        assert accepts("plan", {"absent_on": "2026-03-10"})
        assert not accepts("assignment", example("assignment", addressees=[]))
        assert accepts("assignment", example("assignment", kind="centre-request", addressees=None))


def _placed(result: Node) -> Node:
    return {"addressees": [{"account": "school-1-vk", "result": result}]}


class TestRulesAboutOneRecord:
    @pytest.mark.parametrize(
        ("kind", "changes"),
        [
            ("organization", {"has_site": False}),
            ("organization", {"closed_on": "2026-06-30"}),
            ("organization", {"closed_on": "2026-06-30", "status": "active"}),
            ("organization", {"exemptions": [{"ground": "annex"}]}),
            ("organization", {"exemptions": [{"ground": "agreement", "clause": "annex-1"}]}),
            ("account", {"state_mark": {"status": "confirmed"}}),
            ("account", {"gospabliki": {"status": "connected"}}),
            ("account", {"closed_on": "2026-06-30"}),
            ("assignment", {"addressees": [{"organization": "school-1"}]}),
            ("assignment", {"addressees": [{"account": "school-1-vk", "organization": "school-1"}]}),
            ("assignment", {"addressees": [{}]}),
            ("assignment", _placed({})),
            ("assignment", _placed({"done_on": "2026-03-11", "not_done_on": "2026-03-16"})),
            ("assignment", _placed({"not_done_on": "2026-03-16", "url": "https://vk.com/wall-1_2"})),
            ("account", {"observed": {"on": "2026-09-01", "by": "завуч"}}),
            ("plan", {"absent_on": "2026-03-10"}),
            ("plan", {"absent_on": "2026-03-10", "entries": None}),
            ("plan", {"absent_on": "2026-03-10", "prepared_on": None, "prepared_by": None, "draft": True}),
            ("assignment", {"kind": "information-request"}),
            ("assignment", {"kind": "centre-request"}),
            ("assignment", {"answer": {"on": "2026-03-10"}}),
            ("requirement", {"rule": None}),
            ("requirement", {"unchecked": "Не по чему."}),
            ("requirement", {"subject": None}),
            ("network", {"clause": None}),
            ("network", {"forms": [{"path": "^/a$"}]}),
        ],
    )
    def test_refused_with_words(self, kind: str, changes: Node) -> None:
        record = example(kind, **changes)
        assert not accepts(kind, record)
        assert all(re.search("[а-яё]", words) for words in errors(kind, record))

    @pytest.mark.parametrize(
        ("kind", "changes"),
        [
            ("organization", {"site": None, "has_site": False}),
            ("organization", {"site": None}),
            ("organization", {"exemptions": [{"ground": "agreement", "networks": ["ok"], "from": "2026-01-15"}]}),
            ("organization", {"responsible": []}),
            ("account", {"observed": {"on": "2026-09-01", "by": "organization"}}),
            ("account", {"observed": {"on": "2026-09-01"}}),
            ("assignment", _placed({"not_done_on": "2026-03-16", "note": "Страницу закрыли."})),
            ("plan", {"absent_on": "2026-03-10", "prepared_on": None, "prepared_by": None, "entries": None}),
            ("account", {"state_mark": {"status": "absent"}, "gospabliki": {"status": "unknown"}}),
            ("account", {"security": {"two_factor": {"enabled": True}, "credentials": {"accounted": False}}}),
            ("assignment", {"kind": "information-request", "addressees": [{"organization": "school-1"}]}),
            ("assignment", {"kind": "centre-request", "addressees": None, "answer": {"on": "2026-03-10"}}),
            ("requirement", {"rule": None, "unchecked": "Не по чему.", "force": "informative"}),
        ],
    )
    def test_accepted(self, kind: str, changes: Node) -> None:
        assert accepts(kind, example(kind, **changes))

    @pytest.mark.parametrize(
        "weeks",
        [{"2026-01": {}}, {"2026-W54": {}}, {"2026-W00": {}}, {"2026-w01": {}}, {"2026-W01\n": {}}]
        + [{"2026-W01": counts} for counts in ({"photo": -1}, {"photo": 10001}, {"photo": 1.5}, {"fotos": 1}, None)],
    )
    def test_weeks_and_counts(self, weeks: Node) -> None:
        assert not accepts("activity", example("activity", weeks=weeks))
        assert accepts("activity", example("activity", weeks={"2026-W01": {}, "2026-W53": {"photo": 10000}}))


class TestDerivations:
    def test_formats_of_counts_are_the_formats_of_plans(self) -> None:
        formats = subschema(schemas.bundled("plan"), "/entries/*/format")["$ref"].rpartition("/")[2]
        labels = schemas.schema(COMMON)["$defs"][formats]["x-labels"]
        week = [field.name for field in schemas.fields("activity") if field.pointer.count("/") == 3]
        assert week == [*labels, "unspecified", "source", "counted_on", "removed", "machine"]
        machine = [field.name for field in schemas.field("activity", "/weeks/*/machine").fields]
        assert machine == [*labels, "reposts", "posts", "on", "file", "sha256"]

    def test_fields_stand_in_schema_order_with_parents_first(self) -> None:
        pointers = [field.pointer for field in schemas.fields("account")]
        at = pointers.index("/security")
        assert pointers[at : at + 3] == ["/security", "/security/credentials", "/security/credentials/accounted"]
        assert pointers[:3] == ["/organization", "/network", "/url"]
        assert len(set(pointers)) == len(pointers)

    def test_what_is_due_and_when(self) -> None:
        fields = {field.pointer: field for field in schemas.fields("account")}
        assert fields["/network"].required and not fields["/network"].condition
        assert not fields["/url"].required and fields["/url"].required_when_complete and not fields["/url"].condition
        assert (
            fields["/opened_on"].required_when_complete and fields["/opened_on"].condition == "если аккаунт действует"
        )
        mark = fields["/state_mark/confirmed_on"]
        assert not mark.required and not mark.required_when_complete and mark.condition
        assert not fields["/numeric_id"].required_when_complete

    def test_internal_marks(self) -> None:
        assert schemas.internal_paths("organization") == (
            (("responsible", "*", "name"), "consent"),
            (("reminders",), None),
        )
        assert schemas.internal_paths("account") == ((("security",), None),)
        assert schemas.internal_record("notice") and not schemas.internal_record("assignment")
        assert schemas.internal_when("assignment") == {"kind": ("centre-request", "information-request")}
        assert not schemas.internal_when("plan")
        inside = {field.pointer for field in schemas.fields("account") if field.internal}
        assert "/security/two_factor/enabled" in inside and "/observed" not in inside
        assert all(field.internal for field in schemas.fields("notice"))

    @pytest.mark.parametrize("kind", KINDS)
    def test_no_internal_mark_is_overlooked(self, kind: str) -> None:
        marked = sum(1 for pointer, node in positions(schemas.bundled(kind)) if pointer and "x-edition" in node)
        assert marked == len(schemas.internal_paths(kind))

    def test_labels(self) -> None:
        assert schemas.label("organization", "sphere", "education") == "образование"
        assert schemas.label("account", "status", "closed") == "закрыт"
        assert schemas.label("account", "/gospabliki/status", "not-connected") == "не подключён"
        assert schemas.label("requirement", "obliged", "officer") == "ответственное лицо местной администрации"
        with pytest.raises(KeyError):
            schemas.label("organization", "sphere", "unheard-of")

    @pytest.mark.parametrize(
        ("kind", "path", "title"),
        [
            ("organization", [], "Организация"),
            ("organization", ["inn"], "ИНН"),
            ("organization", ["responsible", 0, "contact", "phone"], "Телефон"),
            ("organization", ["responsible", 0], "Ответственные лица"),
            ("organization", ["responsible", 0, "unheard_of"], "Ответственные лица"),
            ("organization", ["unheard_of"], "Организация"),
            ("activity", ["weeks", "2026-W01", "removed", "spam"], "Спам"),
            ("activity", ["weeks", "2026-W01"], "Недели"),
        ],
    )
    def test_titles(self, kind: str, path: list[str | int], title: str) -> None:
        assert schemas.title(kind, path) == title

    def test_an_unknown_kind_is_a_bug(self) -> None:
        with pytest.raises(KeyError):
            schemas.schema("../../secret")


def kind_of(file: Path) -> str:
    data = ROOT / "data"
    return BY_FOLDER[file.relative_to(data).parts[0]].name if file.parent != data else file.stem


@pytest.mark.parametrize("file", sorted((ROOT / "data").rglob("*.yaml")), ids=lambda file: str(file.relative_to(ROOT)))
def test_real_records_hold(file: Path) -> None:
    document, diagnostics = reader.read(file.read_bytes(), file.name)
    assert document is not None and not diagnostics
    found = Draft202012Validator(schemas.bundled(kind_of(file))).iter_errors(document.data)
    assert [f"{error.json_path}: {error.message}" for error in found] == []
    assert accepts(kind_of(file), document.data)
