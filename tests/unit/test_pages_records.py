"""Exemptions, field reference, instructions, method and help: complete and consistent with the records."""

from __future__ import annotations

import dataclasses
import re

import pytest
from reestr import wording
from reestr.publishing.site.pages import consultation, contribute, exemptions, field_reference, method, open_data
from reestr.publishing.site.widgets import example_text
from reestr.publishing.view import Site
from reestr.records import reader, redaction, schemas
from reestr.records.kinds import KINDS

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, real_view, small_city, view_of

# Exemptions, fields, instructions, method, help


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [(None, None, "не указан"), (30, None, "да"), (30, 1, "срок вышел"), (-3, None, "ещё не началось")],
)
def test_an_exemption_says_whether_it_holds(since: int | None, until: int | None, words: str) -> None:
    item = factory.exemption(
        "agreement",
        ("vk",),
        since=None if since is None else factory.ago(since),
        until=None if until is None else factory.ago(until),
    )
    registry = small_city(organizations={"school-2": factory.organization("school-2", exemptions=(item,))}, accounts={})
    text = Reader(exemptions.build(view_of(registry))).text
    assert words in text and "ВКонтакте" in text and "41" in text


def test_real_exemptions_are_all_listed() -> None:
    view = real_view()
    body = exemptions.build(view).body
    assert all(f"organizations/{identifier}/" in body for identifier in view.registry.organizations)
    assert all(f"#annex-{row}" in body for row in range(1, 19))


def test_the_reference_lists_every_field_of_every_kind() -> None:
    page = field_reference.build(view_of(small_city(), "public"))
    for kind in KINDS:
        part = page.body.split(f'<h2 id="{kind}">')[1].split("<h2")[0]
        listed = re.findall(r'<tr id="[^"]+"><th scope="row"><code>([^<]+)</code>', part)
        expected = [field.pointer.removeprefix("/").replace("/*", "[]").replace("/", ".") for field in
                    schemas.fields(kind)]  # fmt: skip
        assert listed == expected
        for field in schemas.fields(kind):
            assert all(f"<code>{value}</code>" in part for value in field.labels)


def test_internal_fields_are_marked_in_the_reference() -> None:
    body = field_reference.build(view_of(small_city(), "public")).body
    for field in schemas.fields("account"):
        row = body.split(f'id="account{field.pointer.replace("/*", "").replace("/", "-")}"')[1].split("</tr>")[0]
        assert ("только внутренняя редакция" in row) == field.internal


@pytest.mark.parametrize("kind", KINDS)
def test_examples_are_written_as_the_registry_reads_them(kind: str) -> None:
    for record in schemas.schema(kind)["examples"]:
        document, problems = reader.read(example_text.record_text(kind, record).encode(), "example.yaml")
        assert not problems and document is not None and document.data == record
    for field in schemas.fields(kind):
        text = f"value: {example_text.value_text(field.examples[0])}\n"
        document, problems = reader.read(text.encode(), "example.yaml")
        assert not problems and document is not None and document.data == {"value": field.examples[0]}


def test_instructions_show_the_examples_of_the_schemas_and_real_messages() -> None:
    text = contribute.build(view_of(small_city())).body
    for kind in contribute.FILES:
        assert contribute.FILES[kind] in text
    assert wording.text("diagnostics.duplicate-key.message", key="inn") in text
    assert "Адрес, где лежат файлы реестра" not in text
    assert "Адрес, где лежат файлы реестра" in contribute.build(view_of(small_city(), site=Site("Реестр"))).body


def test_the_method_shows_every_setting_with_its_basis() -> None:
    view = view_of(small_city())
    body = method.build(view).body
    for item in view.registry.requirements.values():
        for name in item.parameters:
            assert f"<code>{name}</code>" in body
    assert f"reestr assess --as-of {factory.AS_OF.isoformat()}" in body


def test_help_has_honest_empty_states() -> None:
    registry = small_city()
    bare = dataclasses.replace(registry.city, officer=None, regional_centre=None, materials=())
    text = Reader(consultation.build(view_of(small_city(city=bare)))).text
    assert "не указан" in text and "Материалов в реестре пока нет" in text


def test_only_what_an_edition_holds_is_offered() -> None:
    assert redaction.EDITIONS == ("public", "internal")
    assert "Здесь только открытые сведения" in open_data.build(view_of(small_city(), "public")).body
    assert "Здесь только открытые сведения" not in open_data.build(view_of(small_city(), "internal")).body
