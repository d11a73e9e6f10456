"""Issue forms: made from the schemas; a filled form becomes a validated record or an answer."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from reestr.intake.forms.filled import filled, record_data
from reestr.intake.forms.issues import ASKED, label, labels_of, templates
from reestr.records import schemas
from reestr.records.loading.load import load

from tests.unit.project import copy_of_base, reestr, tree

NETWORKS = {"ok": "Одноклассники", "vk": "ВКонтакте"}
ACCOUNT = {
    "/organization": "library-1",
    "/network": "Одноклассники",
    "/url": "https://ok.ru/library-new",
    "/status": "закрыт",
    "/opened_on": "2025-01-10",
    "/closed_on": "2025-05-10",
}
ORGANIZATION = {
    "": "school-2",
    "/name": "Школа № 2 «Ёлка»: yes",
    "/short_name": "12:30",
    "/legal_form": "муниципальное бюджетное учреждение",
    "/sphere": "образование",
    "/inn": '"0000000995"',
    "/ogrn": "0000000000990",
    "/address": "ул. Новая, д. 1 # не примечание",
    "/contacts/phones": '"+7 (000) 000-00-00"\n\n+7 (000) 000-00-01, доб. 5',
    "/since": "2026-01-01",
}
HOSTILE = (
    "<script>alert(1)</script> @mayor #1 [x](http://evil.example) ::error::x $(id) `id` {{ 7*7 }} ${{ github.token }}"
)


def body(kind: str, answers: Mapping[str, str], line_break: str = "\n") -> str:
    """A filled form as GitHub shows it."""
    pieces = []
    for heading, pointer in labels_of(kind).items():
        pieces += [f"### {heading}", "", answers.get(pointer, "_No response_"), ""]
    return line_break.join(pieces)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_of_base(tmp_path)


def send(project: Path, text: str) -> tuple[int, str, str]:
    """The exit code for an issue of this text, what is printed, and the answer to its author."""
    (project / "issue.md").write_text(text, encoding="utf-8")
    done = reestr("form", "issue.md", "--answer", "answer.md", folder=project)
    answer = project / "answer.md"
    return done.returncode, done.stdout + done.stderr, answer.read_text(encoding="utf-8") if answer.exists() else ""


def test_the_committed_forms_are_those_of_the_schemas(project_root: Path) -> None:
    registry = load(project_root / "data").registry
    assert registry is not None
    networks = {identifier: network.name for identifier, network in sorted(registry.networks.items())}
    for name, content in templates(networks).items():
        committed = project_root / ".github" / "ISSUE_TEMPLATE" / name
        assert committed.read_bytes() == content, f"{name}: run `reestr issue-forms`"


@pytest.mark.parametrize("name", ["organization.yml", "account.yml", "weeks.yml", "error.yml"])
def test_a_form_is_what_a_forge_takes(name: str) -> None:
    form: dict[str, Any] = yaml.safe_load(templates(NETWORKS)[name])
    assert {"name", "description", "title", "body"} <= form.keys()
    asked = [item for item in form["body"] if item["type"] != "markdown"]
    identifiers, titles = ([item["id"] for item in asked], [item["attributes"]["label"] for item in asked])
    assert len(set(identifiers)) == len(identifiers) and len(set(titles)) == len(titles)
    for item in asked:
        assert item["type"] in ("input", "textarea", "dropdown", "checkboxes")
        options = item["attributes"].get("options", [])
        assert (item["type"] in ("dropdown", "checkboxes")) == bool(options)
        # «None» is what GitHub itself offers.
        assert "None" not in options


@pytest.mark.parametrize("kind", list(ASKED))
def test_a_form_asks_nothing_that_is_not_for_the_public(kind: str) -> None:
    internal = {field.pointer for field in schemas.fields(kind) if field.internal}
    assert not internal & set(ASKED[kind])


@pytest.mark.process
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_filled_form_becomes_a_record(project: Path, line_break: str) -> None:
    code, said, answer = send(project, body("organization", ORGANIZATION, line_break))
    assert (code, said) == (0, "Записано: data/organizations/school-2.yaml\n"), said
    assert answer.startswith("Спасибо!")
    assert (project / "data/organizations/school-2.yaml").read_text(encoding="utf-8") == (
        'name: "Школа № 2 «Ёлка»: yes"\n'
        'short_name: "12:30"\n'
        "legal_form: municipal-budgetary-institution\n"
        "sphere: education\n"
        'inn: "0000000995"\n'
        'ogrn: "0000000000990"\n'
        'address: "ул. Новая, д. 1 # не примечание"\n'
        "contacts:\n"
        '  phones: ["+7 (000) 000-00-00", "+7 (000) 000-00-01, доб. 5"]\n'
        'since: "2026-01-01"\n'
    )
    assert reestr("validate", folder=project).returncode == 0
    # Whoever edits the form after it was accepted is not told to mend it.
    code, said, answer = send(project, body("organization", ORGANIZATION, line_break))
    assert (code, said) == (0, "Запись уже внесена: data/organizations/school-2.yaml\n")
    assert answer.startswith("Спасибо! Эта запись уже внесена")
    code, said, _ = send(project, body("organization", {**ORGANIZATION, "/sphere": "культура"}, line_break))
    assert code == 1 and "запись «school-2» уже есть" in said


@pytest.mark.process
def test_an_account_is_called_after_its_organization_and_network(project: Path) -> None:
    code, said, _ = send(project, body("account", {**ACCOUNT, "": "library-1-ok-old"}))
    assert (code, said) == (0, "Записано: data/accounts/library-1-ok-old.yaml\n")
    found = filled(body("account", ACCOUNT))
    assert found is not None and record_data(found, NETWORKS)["network"] == "ok"
    code, said, _ = send(project, body("account", {**ACCOUNT, "/url": "https://ok.ru/library-other"}))
    assert code == 1 and "запись «library-1-ok» уже есть" in said


@pytest.mark.process
@pytest.mark.parametrize(
    ("kind", "change", "reason"),
    [
        ("organization", {"/inn": "0000000996"}, "ИНН: Напишите ИНН организации"),
        ("organization", {"/inn": "нет"}, "ИНН: Напишите ИНН организации"),
        ("organization", {"/since": "01.01.2026"}, "В реестре с: Напишите существующую дату"),
        (
            "organization",
            {"/contacts/phones": "+7 1\n+7 (000) 000-00-01"},
            "Телефоны: Напишите один телефон",
        ),
        ("organization", {"/sphere": ""}, "Не хватает: Сфера деятельности"),
        ("organization", {"/sphere": "колдовство"}, "Сфера деятельности: Выберите одно из значений"),
        ("organization", {"": "../../etc/passwd"}, "Имя записи: напишите строчными"),
        ("organization", {"": "Школа 2"}, "например shkola-2"),
        ("organization", {"": "library-1"}, "уже есть (data/organizations/library-1.yaml)"),
        ("organization", {"": ""}, "Имя записи: напишите его"),
        ("organization", {"/name": "a\u202eb"}, "Полное наименование: "),
        ("account", {"/organization": "nobody"}, "nobody"),
        ("account", {"/url": "https://m.ok.ru/library-new/"}, "ok.ru/library-new"),
        ("account", {"/url": "https://vk.com/library-new"}, "vk.com"),
        ("account", {"/closed_on": "2024-01-01"}, "раньше, чем «Дата создания»"),
    ],
)
def test_a_wrong_form_gets_its_reasons_and_writes_nothing(
    project: Path, kind: str, change: dict[str, str], reason: str
) -> None:
    before = tree(project / "data")
    right = {"organization": ORGANIZATION, "account": {**ACCOUNT, "": "library-1-ok-old"}}[kind]
    code, said, answer = send(project, body(kind, {**right, **change}))
    assert code == 1 and reason in said
    assert answer.startswith("Спасибо за обращение!") and "\n- " in answer
    assert tree(project / "data") == before


@pytest.mark.process
def test_all_reasons_come_at_once(project: Path) -> None:
    wrong = {**ORGANIZATION, "": "Школа", "/inn": "1", "/ogrn": "2", "/sphere": "", "/since": "вчера"}
    _, said, answer = send(project, body("organization", wrong))
    assert len(said.splitlines()) == answer.count("\n- ") == 5


@pytest.mark.process
def test_a_heading_inside_an_answer_is_no_second_answer(project: Path) -> None:
    text = body("organization", {**ORGANIZATION, "-": "см.\n\n### ИНН\n\n0000000000"})
    code, said, _ = send(project, text)
    assert code == 1 and "Поле «ИНН» встречается дважды" in said


@pytest.mark.process
@pytest.mark.parametrize("text", ["", "Здравствуйте!", "### ИНН\n\n1", "x" * 100_000, "\x00"])
def test_any_other_issue_is_left_to_people(project: Path, text: str) -> None:
    code, said, answer = send(project, text)
    assert (code, answer) == (0, "") and "не форма" in said


@pytest.mark.process
def test_hostile_text_stays_text(project: Path) -> None:
    answers = dict.fromkeys(["", *ASKED["account"]], HOSTILE)
    code, said, answer = send(project, body("account", answers))
    assert code == 1 and "Traceback" not in said
    for part in ("<script", "@mayor", "](http", "`id`", "${{", "$(id)"):
        assert part not in answer
    code, _, _ = send(project, body("organization", {**ORGANIZATION, "/name": HOSTILE}))
    assert code == 0
    registry = load(project / "data").registry
    assert registry is not None and registry.organizations["school-2"].name == HOSTILE


@given(st.lists(st.text(max_size=40), max_size=8), st.sampled_from(list(ASKED)))
def test_no_issue_breaks_the_reading(texts: list[str], kind: str) -> None:
    answers = dict(zip(["", *ASKED[kind]], itertools.chain(texts, itertools.repeat("")), strict=False))
    found = filled(body(kind, answers))
    assert found is not None and found.kind == kind
    record_data(found, NETWORKS)


def test_every_answer_has_its_own_heading() -> None:
    for kind, pointers in ASKED.items():
        names = [label(kind, pointer) for pointer in ("", *pointers)]
        assert len(set(names)) == len(names) == len(labels_of(kind)) - 2
