"""Parts of validation: formats, suggestions, privacy, placement of files, completeness of drafts."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from reestr.judging.catalogue import bound
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic
from reestr.records.kinds import KINDS
from reestr.records.reader import read
from reestr.records.validation import completeness, placement, schema, suggestions, withholding
from reestr.records.validation.formats import FORMATS, is_date, is_http_url, is_inn, is_ogrn, is_week
from reestr.registry.rule_calls import call_of

from tests.unit.requirement_factory import PARAMETERS, RULES

ROOT = Path(__file__).parents[2]


class TestFormats:
    @pytest.mark.parametrize("text", ["2026-03-05", "2024-02-29"])
    def test_a_day_of_the_calendar_is_a_date(self, text: str) -> None:
        assert is_date(text)

    @pytest.mark.parametrize(
        "text",
        [
            "2026-02-30",
            "2025-02-29",
            "20260305",
            "2026-W10",
            "2026-3-5",
            "05.03.2026",
            "2026-03-05\n",
            "２０２６-03-05",
            "",
        ],
    )
    def test_anything_else_is_not(self, text: str) -> None:
        assert not is_date(text)

    @pytest.mark.parametrize(
        ("text", "fits"), [("2026-W53", True), ("2025-W53", False), ("2026-W00", False), ("2026-W1", False)]
    )
    def test_a_week_exists_or_not(self, text: str, fits: bool) -> None:
        assert is_week(text) is fits

    @pytest.mark.parametrize(
        ("text", "fits"),
        [
            ("7707083893", True),
            ("7901000070", True),
            ("7707083894", False),
            ("770708389", False),
            ("٧٧٠٧٠٨٣٨٩٣", False),
        ],
    )
    def test_the_check_digit_of_an_inn(self, text: str, fits: bool) -> None:
        assert is_inn(text) is fits

    @pytest.mark.parametrize(
        ("text", "fits"), [("1037739010891", True), ("1027900000040", True), ("1027700132196", False), ("", False)]
    )
    def test_the_check_digit_of_an_ogrn(self, text: str, fits: bool) -> None:
        assert is_ogrn(text) is fits

    @pytest.mark.parametrize(
        "text", ["https://example.org", "http://a.example.org:8080/x?y#z", "https://город.рф/школа"]
    )
    def test_an_address_has_a_scheme_and_a_named_host(self, text: str) -> None:
        assert is_http_url(text)

    @pytest.mark.parametrize(
        "text",
        [
            "javascript:alert(1)",
            "https://evil.example\\.vk.com/",
            "https://vk.com@example.org/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://example.org:99999/",
            "https://example.org/a b",
            "https://example.org/\u202e",
            "ftp://example.org/",
            "example.org",
        ],
    )
    def test_a_deceiving_or_incomplete_address_is_refused(self, text: str) -> None:
        assert not is_http_url(text)

    def test_every_format_of_the_schemas_is_known_and_used(self) -> None:
        used: set[str] = set()

        def walk(node: object) -> None:
            if isinstance(node, dict):
                if isinstance(node.get("format"), str) and "type" in node:
                    used.add(node["format"])
                for inner in node.values():
                    walk(inner)
            elif isinstance(node, list):
                for inner in node:
                    walk(inner)

        for kind in KINDS:
            walk(schemas.bundled(kind))
            schema.compiled(kind)
        assert used == set(FORMATS)

    def test_the_fast_validator_refuses_a_format_it_does_not_know(self) -> None:
        with pytest.raises(ValueError, match="moon-phase"):
            jsonschema_rs.validator_for(
                {"format": "moon-phase"}, formats=dict(FORMATS), validate_formats=True, ignore_unknown_formats=False
            )


class TestWhatWasMeant:
    @pytest.mark.parametrize(
        "text", ["05.03.2026", "5.3.2026", "5/3/2026", "2026/03/05", "2026.3.5", "5 марта 2026 г.", 20260305]
    )
    def test_a_date_in_another_form(self, text: object) -> None:
        assert suggestions.date_meant(text) == "2026-03-05"

    @pytest.mark.parametrize("text", ["31.02.2026", "вчера", "05.03.26", ""])
    def test_no_date_is_guessed(self, text: str) -> None:
        assert suggestions.date_meant(text) is None

    def test_a_week(self) -> None:
        assert suggestions.week_meant("2026W5") == "2026-W05"
        assert suggestions.week_meant("2025-53") is None

    def test_an_address_without_its_scheme(self) -> None:
        assert suggestions.url_meant("example.org/page") == "https://example.org/page"
        assert suggestions.url_meant("javascript:alert(1)") is None

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("2026-03-05", "2026-03-05"),
            ("7901000070", '"7901000070"'),
            ("yes", '"yes"'),
            (True, "true"),
            (["a"], '["a"]'),
        ],
    )
    def test_a_value_is_pasted_so_that_it_is_read_as_it_is(self, value: object, text: str) -> None:
        assert suggestions.pasted(value) == text
        document, problems = read(f"x: {suggestions.pasted(value)}\n".encode(), "x.yaml")
        assert problems == ()
        assert document is not None
        assert document.data == {"x": value}

    def test_a_shown_value_is_short_and_printable(self) -> None:
        assert suggestions.shown("a\x1b[31m\u202e") == "«a<U+001B>[31m<U+202E>»"
        assert len(suggestions.shown("я" * 500)) == suggestions.SHOWN_LENGTH + 2


class TestPrivacy:
    @pytest.mark.parametrize(
        ("kind", "data", "path", "private"),
        [
            ("account", {}, ("security", "two_factor", "by"), True),
            ("account", {}, ("url",), False),
            ("organization", {}, ("responsible", 0, "name"), True),
            ("organization", {}, ("responsible", 0, "role"), False),
            ("notice", {}, ("change_on",), True),
            ("assignment", {"kind": "centre-request"}, ("title",), True),
            ("assignment", {"kind": "portal-post"}, ("title",), False),
            ("assignment", {"kind": "centre-reqest"}, ("title",), True),
        ],
    )
    def test_internal_places(self, kind: str, data: object, path: tuple[str | int, ...], private: bool) -> None:
        assert withholding.is_private(kind, data, path) is private

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("account", "organization: a-b\nnetwork: vk\ndraft: true\nsecurity: {two_factor: {enabled: КАНАРЕЙКА}}\n"),
            ("account", "organization: a-b\nnetwork: vk\ndraft: true\nsecurity: {КАНАРЕЙКА: 1}\n"),
            ("account", "organization: a-b\nnetwork: vk\ndraft: true\npassword: КАНАРЕЙКА\n"),
            ("account", "organization: a-b\nnetwork: vk\ndraft: true\nsecurty: КАНАРЕЙКА\n"),
            ("organization", "name: a\ndraft: true\nresponsible: [{role: a, name: [КАНАРЕЙКА]}]\n"),
            ("organization", "name: a\ndraft: true\nresponsible: [{role: a, nmae: КАНАРЕЙКА}]\n"),
            ("notice", "organization: a-b\ndraft: true\nto: КАНАРЕЙКА\n"),
            ("assignment", "kind: centre-request\ntitle: a\ndraft: true\ndue_on: КАНАРЕЙКА\n"),
        ],
    )
    def test_an_internal_value_is_in_no_text(self, kind: str, text: str) -> None:
        document, _ = read(text.encode(), "x.yaml")
        assert document is not None
        found = schema.check(kind, document)
        assert found
        assert all(item.private for item in found)
        assert "КАНАРЕЙКА" not in json.dumps(
            [(item.message, item.help, item.path) for item in found], ensure_ascii=False
        )


class TestPlacement:
    @pytest.mark.parametrize(
        ("name", "kind", "record_id"),
        [
            ("registry.yaml", "registry", ""),
            ("act.yaml", "act", ""),
            ("organizations/a.yaml", "organization", "a"),
            ("organizations/schools/north/a-1.yaml", "organization", "a-1"),
            ("activity/a-vk/2026.yaml", "activity", "a-vk/2026"),
            ("plans/a/2026-03.yaml", "plan", "a/2026-03"),
            ("notices/a.yaml", "notice", "a"),
        ],
    )
    def test_a_file_in_its_place(self, name: str, kind: str, record_id: str) -> None:
        assert placement.place(name) == placement.RecordPlace(kind, record_id)

    @pytest.mark.parametrize(
        ("name", "code", "said"),
        [
            ("organizations/a.yml", "wrong-extension", "a.yaml"),
            ("organizations/photo.jpg", "unexpected-file", ".yaml"),
            ("organisations/a.yaml", "unexpected-file", "organizations"),
            ("regestry.yaml", "unexpected-file", "registry.yaml"),
            ("school-1.yaml", "unexpected-file", "organizations/"),
            ("networks/old/vk.yaml", "unexpected-file", "выше"),
            ("activity/2026.yaml", "unexpected-file", "activity/"),
            ("activity/a-vk/26.yaml", "bad-file-name", "год"),
            ("plans/a/2026-3.yaml", "bad-file-name", "2026-03"),
            ("plans/a/2026-13.yaml", "bad-file-name", "месяц"),
            ("organizations/Школа 1.yaml", "bad-file-name", "shkola-1"),
            ("organizations/a_b.yaml", "bad-file-name", "a-b"),
        ],
    )
    def test_a_file_out_of_place(self, name: str, code: str, said: str) -> None:
        found = placement.place(name, "data/")
        assert isinstance(found, Diagnostic)
        assert found.code == code
        assert found.location.file == f"data/{name}"
        assert said in found.message + found.help


class TestCompleteness:
    def test_a_draft_names_what_it_lacks(self) -> None:
        missing = completeness.missing("organization", {"name": "a", "draft": True, "inn": "7901000070"})
        assert "ОГРН" in missing
        assert "ИНН" not in missing
        assert missing == tuple(dict.fromkeys(missing))

    def test_a_plan_known_not_to_be_there_lacks_nothing(self) -> None:
        assert completeness.missing("plan", {"draft": True}) == ("Дата подготовки", "Публикации")
        assert completeness.missing("plan", {"absent_on": "2026-03-10"}) == ()

    def test_what_is_due_depends_on_the_record(self) -> None:
        exempt = {"name": "a", "legal_form": "other", "exemptions": [{"ground": "annex", "clause": "annex-1"}]}
        assert completeness.missing("organization", exempt) == ()
        assert (
            completeness.missing("account", {"organization": "a", "network": "vk", "url": "x", "status": "closed"})
            != ()
        )

    def test_a_kind_without_drafts_lacks_nothing(self) -> None:
        assert completeness.missing("act", {}) == ()


class TestRules:
    def test_the_parameters_are_those_that_the_rules_are_tested_with(self) -> None:
        needed = {name: set(PARAMETERS.get(name, ())) for name in RULES}
        assert {name: {*rule.parameters, *rule.settings} for name, rule in RULES.items()} == needed

    @pytest.mark.parametrize(
        "file", sorted((ROOT / "data" / "requirements").glob("*.yaml")), ids=lambda file: file.stem
    )
    def test_the_parameters_are_those_of_the_registry(self, file: Path) -> None:
        document, _ = read(file.read_bytes(), file.name)
        assert document is not None
        call = call_of(document.data)
        given = document.data.get("parameters", {})
        assert isinstance(given, dict)
        if call is not None:
            assert {*bound(call).parameters, *bound(call).settings} == set(given)
