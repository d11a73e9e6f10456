"""`reestr new`: a record from questions or settings, written only if the whole registry is valid with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reestr.cli.commands.new import KINDS
from reestr.intake.new_record.record_text import new_record
from reestr.records import reader, schemas
from reestr.records.editing import formatted, record
from reestr.records.loading.load import load

from tests.unit.project import copy_of_primersk, reestr_here, tree
from tests.unit.session import session

SCHOOL_ACCOUNT = "data/accounts/schools/school-1-vk-2.yaml"
PAGE = ("organization=school-9", "network=vk", "url=vk.ru/School_9.new", "status=active", "opened_on=1.9.2026")
SCHOOL = (
    "name=Муниципальное учреждение «Школа № 9»", "short_name=Школа № 9", "legal_form=иная форма", "sphere=education",
    "inn=7901000070", "ogrn=1027900000040", "address=г. Примерск", "contacts.email=a@b.example",
    "contacts.phones=+7 (000) 000-09-09", "contacts.phones=+7 (000) 000-09-10", "since=2026-09-01",
    "coordinates.latitude=75,5", "coordinates.longitude=74.9", "has_site=нет",
)  # fmt: skip


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return copy_of_primersk(tmp_path / "city")


def _new(city: Path, kind: str, settings: Sequence[str], *arguments: str) -> str:
    """What was said when the record was written."""
    flags = [flag for setting in settings for flag in ("--set", setting)]
    done = reestr_here("new", kind, *flags, *arguments, "--yes", folder=city)
    assert done.returncode == 0, done.stdout + done.stderr
    assert load(city / "data").errors == 0
    return done.stdout


def _refused(city: Path, kind: str, settings: Sequence[str], *arguments: str, code: int = 2) -> str:
    before = tree(city)
    flags = [flag for setting in settings for flag in ("--set", setting)]
    done = reestr_here("new", kind, *flags, *arguments, "--yes", folder=city)
    assert done.returncode == code, done.stdout + done.stderr
    assert tree(city) == before
    return " ".join(done.stderr.split())


def _added(city: Path, before: dict[str, bytes]) -> dict[str, str]:
    return {name: content.decode() for name, content in tree(city).items() if before.get(name) != content}


def test_an_organization_and_its_account_by_settings(city: Path) -> None:
    before = tree(city)
    _new(city, "organization", SCHOOL, "--id", "school-9")
    said = _new(city, "account", PAGE)
    assert "«vk.ru/School_9.new» → «https://vk.com/school_9.new»" in said
    added = _added(city, before)
    assert sorted(added) == ["data/accounts/schools/school-9-vk.yaml", "data/organizations/schools/school-9.yaml"]
    organization, _, hints = added["data/organizations/schools/school-9.yaml"].partition("\n\n")
    assert organization.splitlines() == [
        "name: Муниципальное учреждение «Школа № 9»", "short_name: Школа № 9", "legal_form: other",
        "sphere: education", 'inn: "7901000070"', 'ogrn: "1027900000040"', "has_site: false", "address: г. Примерск",
        "coordinates:", "  latitude: 75.5", "  longitude: 74.9", "contacts:", "  email: a@b.example",
        '  phones: ["+7 (000) 000-09-09", "+7 (000) 000-09-10"]', 'since: "2026-09-01"',
    ]  # fmt: skip
    assert hints.startswith("# Можно дописать:\n# kpp — ") and "\n# exemptions — " in hints
    assert "address" not in hints and max(map(len, hints.splitlines())) <= 110
    account = added["data/accounts/schools/school-9-vk.yaml"]
    assert (
        'opened_on: "2026-09-01"\n\n# Можно дописать:' in account and "security — Безопасность (служебное)" in account
    )
    for name, text in added.items():
        kind = "account" if "accounts" in name else "organization"
        assert formatted(kind, text.encode()).decode() == text


def test_without_hints_the_file_is_the_record_alone(city: Path) -> None:
    _new(city, "organization", SCHOOL, "--id", "school-9", "--no-hints")
    content = (city / "data/organizations/schools/school-9.yaml").read_bytes()
    document, _ = reader.read(content, "")
    assert document is not None and content == record("organization", document.data)


@pytest.mark.parametrize(
    ("kind", "settings", "arguments", "name"),
    [
        ("plan", ("absent_on=2026-12-10",), ("--id", "school-2/2026-12"), "plans/school-2/2026-12.yaml"),
        (
            "plan",
            ("prepared_on=2026-11-20", "entries.0.date=2026-12-02", "entries.0.topic=Ёлка", "entries.0.networks=[vk]",
             "entries.1.date=2026-12-03", "entries.1.topic=yes"),
            ("--id", "school-2/2026-12"),
            "plans/school-2/2026-12.yaml",
        ),
        (
            "assignment",
            ("kind=запрос ЦУР", "title=Перечень", "issued_on=2026-11-02", "due_on=2026-11-06"),
            (),
            "assignments/centre-request-2026-11-perechen.yaml",
        ),
        (
            "assignment",
            ("kind=portal-post", "title=Ёлка", "issued_on=2026-11-02", "due_on=2026-11-06",
             "addressees=[{account: school-1-vk}, {account: school-1-ok}]"),
            ("--id", "tree"),
            "assignments/tree.yaml",
        ),
        (
            "notice",
            ("organization=school-1", "draft=true"),
            ("--id", "school-1-soon"),
            "notices/school-1-soon.yaml",
        ),
        ("organization", ("name=Клуб «Ёж»", "draft=да", "sphere=culture"), (), "organizations/culture/klub-ezh.yaml"),
        ("organization", ("name=Клуб", "draft=да"), ("--folder", "new/Клубы"), "organizations/new/Клубы/klub.yaml"),
    ],
)  # fmt: skip
def test_each_kind_has_its_name_and_place(
    city: Path, kind: str, settings: Sequence[str], arguments: Sequence[str], name: str
) -> None:
    before = tree(city)
    _new(city, kind, settings, *arguments)
    (added,) = _added(city, before)
    assert added == f"data/{name}"


def test_a_draft_says_what_it_lacks(city: Path) -> None:
    _new(city, "account", ("organization=school-1", "network=vk", "draft=true"))
    text = (city / SCHOOL_ACCOUNT).read_text(encoding="utf-8")
    must = text.partition("# Чтобы запись стала полной")[2].partition("# Можно дописать")[0]
    assert "# url — " in must and "# status — " in must and "# name" not in must


@pytest.mark.parametrize(
    ("kind", "settings", "arguments", "said"),
    [
        ("organization", ("name=Клуб",), (), "не хватает полей: «Организационно-правовая форма» (legal_form)"),
        ("organization", ("nmae=Клуб",), (), "поля «nmae» нет. Есть: name"),
        ("organization", ("contacts.mail=x",), (), "поля «contacts.mail» нет. Есть: email"),
        ("organization", ("name",), (), "знак равенства"),
        ("organization", ("name=",), (), "--set name"),
        ("organization", ("contacts=x",), (), "группа полей"),
        ("organization", ("sphere=школьное",), (), "sphere: Выберите одно из значений"),
        ("organization", ("has_site=может быть",), (), "has_site"),
        ("organization", ("coordinates.latitude=север",), (), "широту"),
        ("organization", ("contacts.phones.3=+7 (000) 000-00-00",), (), "подряд"),
        ("organization", ("inn=7901000071",), (), "последняя цифра не сходится"),
        ("organization", ("name=Клуб", "draft=true"), ("--id", "school-1"), "занято: data/organizations/schools"),
        ("organization", ("name=Клуб", "draft=true"), ("--id", "Клуб 1"), "Подойдёт имя klub-1"),
        ("organization", ("name=Клуб", "draft=true"), ("--id", "../x"), "имя записи"),
        ("organization", ("name=Клуб", "draft=true"), ("--folder", "../.."), "не положить"),
        ("organization", ("name=Клуб", "draft=true"), ("--folder", "a//b"), "не положить"),
        ("plan", ("absent_on=2026-12-10",), ("--id", "school-2/2026-12", "--folder", "x"), "лежит не там"),
        ("organization", ("name=!!!", "draft=true"), (), "--id ИМЯ"),
        ("organization", ("name=a\u202eb",), (), "--set name"),
        ("account", ("organization=school-111", "network=vk"), (), "Возможно, это"),
        ("account", ("network=tg", "organization=school-1"), (), "нет такой записи: социальная сеть «tg»"),
        ("account", ("url=https://vk.com/id1",), (), "--set url"),
        ("plan", ("absent_on=2026-12-10",), (), "--id ОРГАНИЗАЦИЯ/ГГГГ-ММ"),
        ("plan", ("absent_on=2026-12-10",), ("--id", "school-1/2026-13"), "2026-13"),
        ("plan", ("absent_on=2026-12-10",), ("--id", "school-1/2026-11"), "занято"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    city: Path, kind: str, settings: Sequence[str], arguments: Sequence[str], said: str
) -> None:
    assert said in _refused(city, kind, settings, *arguments)


def test_what_does_not_fit_the_other_records_is_shown_in_the_file_that_would_be(city: Path) -> None:
    text = (city / "data/accounts/schools/school-1-vk.yaml").read_text(encoding="utf-8")
    url = next(line.partition(": ")[2] for line in text.splitlines() if line.startswith("url:"))
    settings = ("organization=school-1", "network=vk", f"url={url}", "status=active", "opened_on=2026-09-01")
    said = _refused(city, "account", settings, code=1)
    assert "С этой записью" in said and "duplicate-address" in said and f"url: {url}" in said
    assert "Ничего не записано" in said


def test_a_registry_with_errors_takes_no_new_record(city: Path) -> None:
    (city / "data/organizations/broken.yaml").write_text("name: a\nname: b\n", encoding="utf-8")
    assert "duplicate-key" in _refused(city, "organization", ("name=Клуб", "draft=true"), code=1)


def test_dry_run_writes_nothing_and_without_a_terminal_somebody_must_confirm(city: Path) -> None:
    before = tree(city)
    flags = ("new", "organization", "--set", "name=Клуб", "--set", "draft=true")
    shown = reestr_here(*flags, "--dry-run", folder=city)
    assert shown.returncode == 0 and "+name: Клуб" in shown.stdout and "ничего не записано" in shown.stdout
    assert all(len(line) <= 120 for line in shown.stdout.splitlines())
    assert reestr_here(*flags, folder=city).returncode == 2
    assert tree(city) == before


@pytest.mark.parametrize("kind", KINDS)
def test_hints_survive_formatting_and_speak_of_every_field(kind: str) -> None:
    top = [field for field in schemas.fields(kind) if field.pointer.count("/") == 1]
    names = [field.name for field in top if not field.by_machine]
    content = new_record(kind, {}, names[:2]) if not names else new_record(kind, {"draft": True}, names[:2])
    assert formatted(kind, content) == content
    for name in names:
        assert name == "draft" or f"\n# {name} — " in content.decode()
    # What the program fills in is not asked for.
    assert not [field.name for field in top if field.by_machine and f"\n# {field.name} — " in content.decode()]


@pytest.mark.process
def test_a_conversation(city: Path) -> None:
    typed = [
        "чья-то\n", "школа № 1\n", "\n",  # one organization has this in its name
        "3\n", "вконтакте\n", "\n",  # neither a network nor its id, then one
        "https://vk.com/id5\n", "m.vk.com/School_1_New\n", "\n",  # a person's page, then the canonical form is offered
        "2\n",  # closed, so that the day of the closing is due
        "31.02.2026\n", "1 сентября 2026 г.\n", "\n",
        "2\n", "Школа\n",  # the name is wanted, too
        "school-1-vk\n", "\n",  # the id is taken; the one offered is not
        "да\n",
    ]  # fmt: skip
    code, screen = session(city, ["new", "account"], typed)
    assert code == 0, screen
    text = (city / SCHOOL_ACCOUNT).read_text(encoding="utf-8")
    assert "url: https://vk.com/school_1_new\n" in text and "status: closed\n" in text and "name: Школа\n" in text
    assert 'closed_on: "2026-09-01"\n' in text
    assert load(city / "data").errors == 0
    assert "занято" in screen and "личн" in screen.lower()


@pytest.mark.process
def test_what_is_not_known_yet_makes_a_draft(city: Path) -> None:
    typed = ["Клуб «Ёж»\n", "9\n", "\n", "нет\n", *["\n", "да\n"] * 6, "\n", "\n", "да\n"]
    code, screen = session(city, ["new", "organization", "--set", "contacts.email=a@b.example"], typed)
    assert code == 0, screen
    text = (city / "data/organizations/klub-ezh.yaml").read_text(encoding="utf-8")
    assert "draft: true\n" in text and "# inn — " in text


@pytest.mark.process
def test_who_stops_early_is_offered_a_draft(city: Path) -> None:
    before = tree(city)
    code, screen = session(city, ["new", "organization"], ["Клуб «Ёж»\n", "\x03", "да\n", "да\n"])
    assert code == 0, screen
    (name,) = _added(city, before)
    assert "draft: true" in _added(city, before)[name]


@pytest.mark.process
@pytest.mark.parametrize(
    "typed", [["\x03"], ["Клуб\n", "\x03", "нет\n"], ["Клуб\n", "\x03", "\x03"], ["Клуб\n", "\x04", "\x04"]]
)
def test_who_stops_and_wants_no_draft_leaves_nothing(city: Path, typed: Sequence[str]) -> None:
    before = tree(city)
    code, screen = session(city, ["new", "organization"], typed)
    assert code == 130, screen
    assert tree(city) == before


@pytest.mark.process
def test_an_answer_that_does_not_fit_other_records_is_asked_for_again(city: Path) -> None:
    text = (city / "data/accounts/schools/school-1-vk.yaml").read_text(encoding="utf-8")
    url = next(line.partition(": ")[2] for line in text.splitlines() if line.startswith("url:"))
    typed = ["school-1\n", "vk\n", f"{url}\n", "2\n", "2026-09-01\n", "\n", "\n", "https://vk.com/another_1\n", "да\n"]
    code, screen = session(city, ["new", "account"], typed)
    assert code == 0, screen
    assert "url: https://vk.com/another_1" in (city / SCHOOL_ACCOUNT).read_text(encoding="utf-8")
