"""No text of the program speaks of one city's act: what a city calls its act and its city hall is in its records."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from reestr import wording
from reestr.cli.app import COMMANDS
from reestr.cli.reports import findings_text
from reestr.intake.new_city.words import with_act_words, with_hall_words
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.publishing.build import Build
from reestr.publishing.documents.manifest import Provenance
from reestr.publishing.documents.reminder import letter_text, reminders
from reestr.publishing.documents.state_report import state_html
from reestr.publishing.open_data.openapi import described_files
from reestr.publishing.view import Site
from reestr.records import reader, schemas
from reestr.records.diagnostics import Severity
from reestr.records.editing import EditRefusedError, order_of, rewrite
from reestr.records.kinds import KINDS
from reestr.records.loading.load import load
from reestr.registry.city import Block
from reestr.registry.lists import FORMER
from reestr.registry.words import ACT_IN_GENERAL, CASES, HALL_IN_GENERAL, IN_GENERAL, NOUNS
from reestr.wording.clause_text import cited, clause_name
from reestr.wording.finding_text import outcome_text
from reestr.wording.former_lists import former_lists
from reestr.wording.general_words import in_city_words
from reestr.wording.nouns import declined, fields_of, former_parts

from tests.unit import registry_factory as factory
from tests.unit.project import BASE, PRIMERSK, ROOT, reestr_here
from tests.unit.requirement_factory import requirement

PACKAGE = ROOT / "generator" / "reestr"
OF_ANOTHER_CITY = re.compile(r"постановлен|(?<![а-яё])мэр(?:и[яиюе]|ие[йю])|№[ \N{NO-BREAK SPACE}]*779", re.IGNORECASE)
CLAUSE = re.compile(r"(?:пункт[а-я]*|(?<![а-яё])п\.)[ \N{NO-BREAK SPACE}]+([0-9IVX]+(?:\.[0-9IVX]+)*)", re.IGNORECASE)

# The dictionary of usual names.
_DICTIONARY = frozenset(("nouns.yaml",))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _catalogues() -> list[Path]:
    return sorted((PACKAGE / "wording" / "messages" / "ru").glob("*.yaml"))


@pytest.mark.parametrize("file", _catalogues(), ids=lambda file: file.stem)
def test_no_message_names_one_citys_act(file: Path) -> None:
    if file.name in _DICTIONARY:
        return
    texts = list(_texts(yaml.safe_load(file.read_text(encoding="utf-8"))))
    assert texts
    assert [text for text in texts if OF_ANOTHER_CITY.search(text) or CLAUSE.search(text)] == []


def test_no_template_names_one_citys_act() -> None:
    files = [
        path
        for folder in ("publishing/site/templates", "publishing/site/theme", "publishing/documents/templates")
        for path in (PACKAGE / folder).rglob("*")
        if path.suffix in (".j2", ".html", ".js")
    ]
    assert len(files) > 50
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not OF_ANOTHER_CITY.search(text), file
        assert not CLAUSE.search(text), file


@pytest.mark.parametrize("name", ["common", *KINDS])
def test_no_schema_names_one_citys_act(name: str) -> None:
    texts = list(_texts(schemas.schema(name)))
    assert [text for text in texts if OF_ANOTHER_CITY.search(text) or CLAUSE.search(text)] == []


def _another_city(folder: Path) -> Path:
    """The base case under a распоряжение with clauses «I.1», «1)» and «а)»: a data folder."""
    data = folder / "data"
    shutil.copytree(BASE, data)
    act = data / "act.yaml"
    document, _ = reader.read(act.read_bytes(), "act.yaml")
    assert document is not None
    changed: dict[str, Any] = json.loads(
        json.dumps(document.data, ensure_ascii=False).replace("постановление", "распоряжение")
    )
    words = declined("распоряжение")
    assert words is not None
    changed["words"] = fields_of(words)
    changed["parts"] = [
        {"id": "decree", "title": "Распоряжение", "cite": "пп. {number} распоряжения"},
        {"id": "annex", "title": "Перечень", "cite": "позиция {number} перечня"},
    ]
    numbers = iter(("I.1", "1)", "а)"))
    for block in changed["blocks"]:
        if block["kind"] == "clause":
            block["number"] = next(numbers)
    act.write_bytes(rewrite(act.read_bytes(), changed, order_of("act")))
    registry = data / "registry.yaml"
    registry.write_text(registry.read_text(encoding="utf-8").replace("постановление", "распоряжение"), encoding="utf-8")
    return data


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_another_citys_site_and_papers_speak_of_its_own_act(tmp_path: Path, edition: Any) -> None:
    loaded = load(_another_city(tmp_path), edition)
    assert loaded.registry is not None and loaded.diagnostics == ()
    made = Build(loaded.registry, datetime.date(2026, 3, 16), edition, Site("Проба", "https://city.example/"))
    texts = {page.path: f"{page.title}\n{page.description}\n{page.body}" for _, page in made.sections}
    texts.update((page.path, page.title + page.body) for page in (*made.record_pages(), *made.moved))
    texts.update((file.path, file.content.decode()) for file in made.files() if file.path.endswith(_READ))
    assert {"act/", "decree/", "tasks/", "api/v1/findings.json", "calendar/officer.ics"} <= set(texts)
    for name, text in texts.items():
        assert not OF_ANOTHER_CITY.search(text), (name, OF_ANOTHER_CITY.search(text))
        assert {found[1] for found in CLAUSE.finditer(text)} <= {"I.1"}, name
    assert "У администрации и у каждой организации" in texts["tasks/"]
    assert "Распоряжение с отметками" in texts["act/"]
    assert "I.1." in texts["act/"] and "1)." not in texts["act/"]
    assert "пп.\N{NO-BREAK SPACE}I.1 распоряжения" in texts["requirements/"]
    assert "пп. 1) распоряжения" in texts["search/index.json"]


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_the_example_under_another_word_is_spoken_of_by_it_alone(tmp_path: Path, edition: Any) -> None:
    """Verdicts, tasks and papers of every kind: all records say распоряжение and администрация."""
    data = tmp_path / "data"
    shutil.copytree(PRIMERSK / "data", data)
    for path in data.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for before, after in (("постановлени", "распоряжени"), ("мэри", "администраци")):
            for form in (str, str.capitalize, str.upper):
                text = re.sub(f"(?<![а-яё]){form(before)}(?!т)", form(after), text)
        path.write_text(text, encoding="utf-8")
    loaded = load(data, edition)
    assert loaded.registry is not None and loaded.diagnostics == ()
    made = Build(loaded.registry, datetime.date(2026, 11, 16), edition, Site("Проба", "https://city.example/"))
    pages = (*(page for _, page in made.sections), *made.record_pages(), *made.moved)
    texts = {page.path: page.title + page.description + page.body for page in pages}
    texts.update((file.path, file.content.decode()) for file in made.files() if file.path.endswith(_READ))
    nowhere = Provenance(None, (), "0" * 64)
    texts["state"] = state_html(made.view, nowhere, {})
    texts["assess"] = findings_text.render(loaded.registry, made.view.assessment, edition, nowhere)
    texts.update((letter.organization.id, letter_text(letter)) for letter in reminders(made.view))
    assert len(texts) > 250
    for name, text in texts.items():
        assert not OF_ANOTHER_CITY.search(text), (name, OF_ANOTHER_CITY.search(text))


_READ = (".json", ".csv", ".ics", ".xml", ".txt", ".svg")


@pytest.mark.parametrize("command", [(), *((name,) for name in sorted(COMMANDS))], ids=lambda one: " ".join(one))
def test_no_command_speaks_of_one_citys_act(command: tuple[str, ...]) -> None:
    said = reestr_here(*command, "--help", folder=ROOT).stdout
    assert said
    assert not OF_ANOTHER_CITY.search(said) and not CLAUSE.search(said)


def test_the_state_of_another_city_is_told_in_its_words(tmp_path: Path) -> None:
    registry = load(_another_city(tmp_path)).registry
    assert registry is not None
    day = datetime.date(2026, 3, 16)
    said = findings_text.render(registry, assess(registry, day), "internal", Provenance(None, (), "0" * 64))
    assert "выполнение распоряжения" in said and "(пп. I.1 распоряжения)" in said
    assert not OF_ANOTHER_CITY.search(said)


# ── Nouns ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_noun_is_written_in_the_case_of_the_text() -> None:
    values = {"words": factory.WORDS}
    assert wording.fill("{act:genitive}, {hall:instrumental}, {hall_short:dative}", values) == (
        "постановления, мэрией города, мэрии"
    )
    assert wording.fill("{act:Nominative}", values) == "Постановление"
    assert wording.fill("{act:agree:принят|принята|принято}", values) == "принято"
    assert wording.fill("{who:accusative}", {"who": factory.HALL_SHORT}) == "мэрию"


def test_a_text_made_without_the_words_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        wording.fill("{act:genitive}", {})
    with pytest.raises(TypeError, match="noun"):
        wording.fill("{act:genitive}", {"act": "постановление"})


def test_usual_names_are_declined_by_their_first_word() -> None:
    found = declined("Администрация города Примерска")
    assert found is not None
    assert (found.nominative, found.accusative) == ("администрация города Примерска", "администрацию города Примерска")
    assert found.gender == "feminine"
    assert declined("Управление") is not None


@pytest.mark.parametrize("name", ["Аппарат главы", "", "МЭРИЯ города", "постановления"])
def test_another_name_is_left_to_a_person(name: str) -> None:
    assert declined(name) is None


def test_every_usual_name_has_six_cases() -> None:
    for forms in (form for gender in ("masculine", "feminine", "neuter") for form in wording.section("nouns")[gender]):  # type: ignore[attr-defined]
        assert len(forms) == len(CASES)


def test_the_parts_of_an_act_of_before_are_those_its_blocks_named() -> None:
    parts = former_parts(("order", "annex", "order"), factory.ACT)
    assert parts is not None
    assert [(part["id"], part["title"], part["cite"]) for part in parts] == [
        ("order", "Порядок", "п. {number}"),
        ("annex", "Приложение", "строка {number} приложения"),
    ]
    assert former_parts(("decree", "list"), factory.ACT) is None
    assert former_parts((), factory.ACT) is None


def test_texts_of_schemas_are_said_in_the_words_of_the_city() -> None:
    assert in_city_words("местная администрация", factory.WORDS) == "мэрия города"
    assert in_city_words("местная администрация", IN_GENERAL) == HALL_IN_GENERAL.nominative
    assert in_city_words("Краткое наименование", factory.WORDS) == "Краткое наименование"
    known = (
        {text for kind in KINDS for text in _texts(schemas.schema(kind))}
        | {item.about for item in former_lists().facts}
        | set(_texts(schemas.schema("common")))
    )
    known |= {title for _, _, title in described_files()}
    for item in wording.section("schemas")["texts"]:  # type: ignore[attr-defined]
        assert item["general"] in known


def test_the_meaning_of_exempt_names_the_clause_that_says_so() -> None:
    exempting = replace(requirement("exemption-grounds"), clauses=("p.1",))
    words = factory.registry([exempting], of_act=factory.act()).words
    assert words.exempting == ("1", factory.ACT)
    assert outcome_text(Outcome.EXEMPT, "meaning", words).endswith("по пункту 1 постановления.")
    assert outcome_text(Outcome.EXEMPT, "meaning") == "Организация вправе не вести страницу."
    elsewhere = replace(requirement("exemption-grounds"), clauses=("other#1",))
    assert factory.registry([elsewhere], of_act=factory.act()).words.exempting is None


# ── Clauses ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_clauses_are_cited_as_their_parts_say() -> None:
    act = factory.act()
    assert clause_name(act.blocks["p.1"], act) == "п. 1 постановления"
    assert clause_name(act.blocks["annex-1"], act, "_") == "строка_1 приложения"
    without = factory.act(parts={})
    assert clause_name(without.blocks["p.1"], without) == "п. 1"


def test_the_clauses_of_a_requirement_are_gathered_by_part() -> None:
    act = factory.act()
    rule = replace(requirement("accounts-exist"), clauses=("p.1", "annex-1", "9.9"))
    assert cited(rule, act) == "п. 1 постановления, строка 1 приложения, п. 9.9"


def test_a_letter_is_cited_with_the_clause_that_it_belongs_to() -> None:
    upper = Block("ii.2", "decree", "clause", "II.2", None, "На странице указываются:", None, ())
    lower = Block("ii.2-a", "decree", "clause", "а)", "ii.2", "адрес;", None, ())
    act = factory.act(blocks={"ii.2": upper, "ii.2-a": lower})
    assert clause_name(lower, act) == "п. II.2 а) постановления"


# ── Records that lack them ────────────────────────────────────────────────────────────────────────────────────────


def _without(data: Path, form: int | None) -> None:
    """Take the words and parts out of the records, and let them say their form."""
    for name, kind in (("act.yaml", "act"), ("registry.yaml", "registry")):
        path = data / name
        document, _ = reader.read(path.read_bytes(), name)
        assert document is not None
        changed: dict[str, Any] = {key: value for key, value in document.data.items() if key not in ("words", "parts")}
        if kind == "registry":
            hall: dict[str, Any] = document.data["city_hall"]  # type: ignore[assignment]  # the schema has seen it
            changed["city_hall"] = {key: value for key, value in hall.items() if not key.endswith("words")}
            if form is not None:
                changed["program"] = {"needs": "0.1.0", "form": form}
        path.write_bytes(rewrite(path.read_bytes(), changed, order_of(kind)))


@pytest.mark.parametrize(("form", "severity"), [(None, Severity.WARNING), (1, Severity.WARNING), (2, Severity.ERROR)])
def test_missing_words_are_told_and_repaired(tmp_path: Path, form: int | None, severity: Severity) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    _without(data, form)
    loaded = load(data)
    found = [(item.code, item.location.file, item.severity) for item in loaded.diagnostics]
    # Only a city that the program once made is told that it has no lists of its own.
    lists = [("lists-missing", "data/registry.yaml", Severity.WARNING)] if form is not None else []
    assert found == [
        ("words-missing", "data/act.yaml", severity),
        ("parts-missing", "data/act.yaml", severity),
        ("words-missing", "data/registry.yaml", severity),
        *lists,
    ]
    if loaded.registry is not None:
        words = loaded.registry.words
        assert [getattr(words, name) for name in NOUNS[:-1]] == [getattr(IN_GENERAL, name) for name in NOUNS[:-1]]
        assert (words.centre.dative, words.lists) == ("ЦУР", FORMER)
    done = reestr_here("fix", "--data", str(data), "--yes", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    repaired = load(data)
    assert repaired.diagnostics == () and repaired.registry is not None
    assert repaired.registry.words.act.genitive == "постановления"
    assert repaired.registry.words.hall.accusative == "администрацию"
    assert list(repaired.registry.act.parts) == ["decree", "annex"]


def test_an_unusual_name_is_not_guessed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    _without(data, 2)
    act = data / "act.yaml"
    text = act.read_text(encoding="utf-8").replace("document: постановление", "document: устав")
    act.write_text(text, encoding="utf-8")
    (told,) = [item for item in load(data).diagnostics if item.code == "words-missing" and "act" in item.location.file]
    assert told.fix is None and "устав" in told.message and "nominative" in told.help


def test_a_missing_case_and_an_unknown_part_are_told_at_their_place(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    act = data / "act.yaml"
    text = act.read_text(encoding="utf-8")
    act.write_text(text.replace("  dative: постановлению\n", ""), encoding="utf-8")
    (told,) = load(data).diagnostics
    assert told.path == "/words/dative" and "Дательный" in told.message + told.help
    act.write_text(text.replace("part: annex\n", "part: anex\n"), encoding="utf-8")
    (told,) = load(data).diagnostics
    assert told.path.endswith("/part") and "annex" in told.help


def test_an_upgrade_writes_the_words_and_parts_of_an_act_of_before_and_nothing_else(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    _without(data, None)
    before = (data / "act.yaml").read_bytes()
    after = with_act_words(before)
    assert after != before and with_act_words(after) == after
    document, _ = reader.read(after, "act.yaml")
    earlier, _ = reader.read(before, "act.yaml")
    assert document is not None and earlier is not None
    words: Any = document.data["words"]
    parts: Any = document.data["parts"]
    assert words["instrumental"] == "постановлением"
    assert [part["cite"] for part in parts] == ["п. {number} постановления", "строка {number} приложения"]
    assert {key: value for key, value in document.data.items() if key not in ("words", "parts")} == earlier.data


def test_an_upgrade_does_not_stop_at_an_unusual_name(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    _without(data, None)
    text = (data / "act.yaml").read_text(encoding="utf-8").replace("document: постановление", "document: устав")
    document, _ = reader.read(with_act_words(text.encode()), "act.yaml")
    assert document is not None
    assert document.data["words"] == fields_of(ACT_IN_GENERAL)
    with pytest.raises(EditRefusedError):
        with_act_words(b"id: [")


def test_a_new_city_gets_the_words_of_its_city_hall_after_its_names() -> None:
    made = with_hall_words({"name": "Управа района", "short_name": "Управа", "site": "https://u.example"})
    assert list(made) == ["name", "short_name", "words", "site"]
    assert made["words"]["dative"] == "управе"
    own = {"short_name": "Управа", "words": {"gender": "feminine"}}
    assert with_hall_words(own) == own
    assert with_hall_words({"short_name": "Аппарат"})["words"] == fields_of(HALL_IN_GENERAL)
    assert with_hall_words({"site": "https://u.example"}) == {"site": "https://u.example"}
