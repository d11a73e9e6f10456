"""`reestr handover` on real folders: asks for everything, writes everything or nothing."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from reestr.cli import run
from reestr.intake.handover import plan
from reestr.records import reader
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.loading.load import load

from tests.unit.project import copy_of_primersk, reestr, tree
from tests.unit.session import session

FACTS = ("--role", "методист", "--order-number", "12-о", "--order-date", "2026-11-13", "--from", "2026-11-13")
SCHOOL = "data/organizations/schools/school-1.yaml"
CITY_HALL = "data/notices/school-1-2026-11-13-city-hall.yaml"
CENTRE = "data/notices/school-1-2026-11-13-regional-centre.yaml"
PASSPORT = (
    "name: Школа № 1\nshort_name: Школа № 1\nlegal_form: other\nsphere: education\ninn: '0000000018'\n"
    "ogrn: '0000000000011'\nhas_site: false\naddress: г. Примерск\ncontacts: {email: info@school-1.primersk.example}\n"
    'since: "2025-01-24"\n'
)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return copy_of_primersk(tmp_path / "city")


def _handover(city: Path, *arguments: str, organization: str = "school-1") -> subprocess.CompletedProcess[str]:
    """The command run in this process, as a script runs it: nobody is at a terminal."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.chdir(city), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = run(["handover", organization, *arguments])
    return subprocess.CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())


def _write(city: Path, name: str, content: str) -> None:
    (city / name).write_bytes(content.encode())


def _refused(city: Path, *arguments: str, organization: str = "school-1", code: int = 1) -> str:
    """The refusal; nothing is other than it was."""
    before = tree(city)
    done = _handover(city, *arguments, "--yes", organization=organization)
    assert done.returncode == code, done.stdout + done.stderr
    assert tree(city) == before
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def _text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_whole_change_is_written_and_valid(city: Path) -> None:
    done = _handover(city, *FACTS, "--name", "Иванова Анна", "--email", "smm@school-1.example", "--yes")
    assert done.returncode == 0, done.stderr
    text = (city / SCHOOL).read_text(encoding="utf-8")
    assert '    from: "2025-02-03"\n    until: "2026-11-12"\n  - role: методист\n    name: Иванова Анна\n' in text
    assert (city / CITY_HALL).read_text(encoding="utf-8").splitlines() == [
        "organization: school-1",
        'change_on: "2026-11-13"',
        "to: city-hall",
        "draft: true",
    ]
    registry = load(city / "data").registry
    assert registry is not None
    assert {(item.to, str(item.change_on)) for item in registry.prepared_notices} >= {
        ("city-hall", "2026-11-13"),
        ("regional-centre", "2026-11-13"),
    }
    letters = sorted(path.name for path in (city / "build" / "letters").iterdir())
    assert letters == ["school-1-2026-11-13-city-hall.docx", "school-1-2026-11-13-regional-centre.docx"]
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if "http" not in line)


def test_letters_say_what_is_known_and_leave_blanks_for_the_rest(city: Path) -> None:
    _handover(city, *FACTS, "--yes", "--letters", "../letters")
    to_city_hall = _text_of(city / "../letters/school-1-2026-11-13-city-hall.docx")
    to_centre = _text_of(city / "../letters/school-1-2026-11-13-regional-centre.docx")
    for text in (to_city_hall, to_centre):
        assert "методист" in text and "№\N{NO-BREAK SPACE}12-о от 13.11.2026" in text and "____" in text
        assert "Фамилия, имя и отчество сообщаются" not in text
    assert "1.6.4" in to_city_hall and "Мэрия города Примерска" in to_city_hall and "Руководитель" in to_city_hall
    assert "1.5.2" in to_centre and "Центр управления регионом" in to_centre and "Образцова" in to_centre


def test_the_same_facts_give_the_same_letters(city: Path, tmp_path: Path) -> None:
    other = copy_of_primersk(tmp_path / "other")
    for folder in (city, other):
        _handover(folder, *FACTS, "--yes")
    assert tree(city / "build") == tree(other / "build") != {}


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_comments_and_line_ends_of_the_record_are_kept(city: Path, line_break: str) -> None:
    text = (
        f"# Школа № 1: запись ведёт секретарь\n{PASSPORT}\n"
        'responsible:\n- role: "завуч"\n  # приказ пока не нашли\n  from: "2025-02-03"   # с начала четверти\n\n'
        "# Сверено по телефону\nreviewed_on: '2026-09-06'"
    ).replace("\n", line_break)
    _write(city, SCHOOL, text)
    assert _handover(city, *FACTS, "--yes").returncode == 0
    added = (
        '  until: "2026-11-12"\n- role: методист\n  order:\n    number: "12-о"\n    date: "2026-11-13"\n'
        '  from: "2026-11-13"\n'
    ).replace("\n", line_break)
    place = text.index("# с начала четверти") + len("# с начала четверти") + len(line_break)
    assert (city / SCHOOL).read_bytes().decode() == text[:place] + added + text[place:]


def test_a_record_between_brackets(city: Path) -> None:
    text = (
        "{" + PASSPORT.strip().replace("\n", ",\n ") + ",\n"
        ' responsible: [ {role: завуч, from: "2025-02-03"} ] , # прежние\n reviewed_on: "2026-09-06"}\n'
    )
    _write(city, SCHOOL, text)
    done = _handover(city, *FACTS, "--yes")
    assert done.returncode == 0, done.stderr
    result = (city / SCHOOL).read_bytes()
    document, problems = reader.read(result, "")
    assert document is not None and not problems
    persons = document.data["responsible"]
    assert isinstance(persons, list) and len(persons) == 2
    assert result.decode().startswith(text[: text.index("}", text.index("responsible"))])
    assert result.decode().endswith(text[text.index(" ] , # прежние") :])


def test_the_first_person_is_an_appointment_that_nobody_is_told_of(city: Path) -> None:
    _write(city, SCHOOL, PASSPORT)
    before = set(tree(city))
    done = _handover(city, *FACTS, "--yes")
    assert done.returncode == 0 and "назначение, а не смена" in done.stdout
    assert set(tree(city)) == before


def test_dry_run_shows_and_writes_nothing(city: Path) -> None:
    before = tree(city)
    done = _handover(city, *FACTS, "--dry-run")
    assert done.returncode == 0
    assert "+  - role: методист" in done.stdout and "ничего не записано" in done.stdout
    assert tree(city) == before


@pytest.mark.process
def test_colours_only_where_they_are_wanted(city: Path) -> None:
    assert "\x1b" not in _handover(city, *FACTS, "--dry-run").stdout
    coloured = reestr("handover", "school-1", *FACTS, "--dry-run", folder=city, environment={"FORCE_COLOR": "1"})
    assert "\x1b[32m" in coloured.stdout


# Bad input


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--from", "2025-02-03"), "одной датой две смены"),
        (("--from", "2024-02-03"), "не позже дня"),
        (("--from", "2026-02-30"), "--from: Напишите существующую дату"),
        (("--order-date", "вчера"), "--order-date"),
        (("--role", " "), "--role: Напишите одной строкой"),
        (("--role", "а\u202eб"), "невидимые знаки"),
        (("--role", "т" * 501), "500 знаков"),
        (("--email", "Иванова"), "--email"),
        (("--phone", "112"), "--phone"),
        (("--number", "1"), "--number нужен только вместе с --sent"),
        (("--sent", "mayor"), "city-hall, regional-centre"),
        (("--letters", "data/letters"), "не должна лежать среди записей"),
        (("--data", "nowhere"), "нет папки с записями"),
        (("--prepare",), "не нужен вместе с --prepare"),
        (("--sent", "city-hall", "--prepare"), "не нужен вместе с --sent"),
    ],
)
def test_a_wrong_option_is_named_with_the_fix(city: Path, arguments: Sequence[str], expected: str) -> None:
    facts = [*FACTS]
    if arguments[0] in facts:
        place = facts.index(arguments[0])
        del facts[place : place + 2]
    assert expected in _refused(city, *facts, *arguments, code=2)


def test_without_a_terminal_the_missing_answer_is_named(city: Path) -> None:
    assert "--order-number" in _refused(city, "--role", "методист", code=2)
    done = _handover(city, *FACTS)
    assert done.returncode == 2 and "--yes" in done.stderr


def test_an_unknown_organization_is_answered_with_the_one_meant(city: Path) -> None:
    assert "«school-1»" in _refused(city, *FACTS, organization="schol-1", code=2)
    _refused(city, *FACTS, organization="../../etc", code=2)
    _write(city, "data/organizations/draft-school.yaml", "name: Школа\ndraft: true\n")
    assert "черновик" in _refused(city, *FACTS, organization="draft-school", code=2)


def test_a_closed_organization_has_nobody(city: Path) -> None:
    text = (city / SCHOOL).read_text(encoding="utf-8")
    _write(city, SCHOOL, text + 'status: closed\nclosed_on: "2026-06-30"\n')
    assert "закрыта" in _refused(city, *FACTS)


def test_records_with_errors_are_shown_and_left_alone(city: Path) -> None:
    _write(city, SCHOOL, "name: x\nname: y\n")
    assert "duplicate-key" in _refused(city, *FACTS)


def test_nothing_is_written_where_the_result_would_have_errors(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(city)
    wrong = {"organization": "nobody", "draft": True}
    monkeypatch.setattr(plan, "prepared_notice", lambda *facts: wrong)
    monkeypatch.chdir(city)
    assert run(["handover", "school-1", *FACTS, "--yes"]) == 1
    said = capsys.readouterr().err
    assert "unknown-reference" in said and "появились бы ошибки" in said and "Ничего не записано" in said
    assert tree(city) == before


def test_a_file_that_would_grow_too_large_is_refused(city: Path) -> None:
    text = (city / SCHOOL).read_text(encoding="utf-8")
    _write(city, SCHOOL, text + "#" * (1024 * 1024 - len(text.encode()) - 2) + "\n")
    assert "Ничего не записано" in _refused(city, *FACTS)


def test_a_long_id_has_a_notice_too(city: Path) -> None:
    identifier = "school-" + "1" * 73
    (city / SCHOOL).rename(city / f"data/organizations/{identifier}.yaml")
    for account in (city / "data" / "accounts").rglob("school-1-*.yaml"):
        account.write_text(
            account.read_text("utf-8").replace("organization: school-1\n", f"organization: {identifier}\n")
        )
    (city / "data" / "plans" / "school-1").rename(city / "data" / "plans" / identifier)
    for paper in (city / "data" / "assignments").rglob("*.yaml"):
        paper.write_text(
            re.sub(r"organization: school-1\b(?!-)", f"organization: {identifier}", paper.read_text("utf-8"))
        )
    done = _handover(city, *FACTS, "--yes", organization=identifier)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [CITY_HALL, CENTRE])
def test_an_existing_notice_is_not_overwritten(city: Path, name: str) -> None:
    _write(city, name, "organization: school-1\ndraft: true\n")
    assert "уже есть" in _refused(city, *FACTS)


def test_a_letter_that_may_be_filled_in_is_not_overwritten(city: Path) -> None:
    folder = city / "build" / "letters"
    folder.mkdir(parents=True)
    (folder / "school-1-2026-11-13-regional-centre.docx").write_bytes(b"filled in")
    assert "Файл уже есть" in _refused(city, *FACTS)


def test_a_term_that_ends_later_is_not_cut(city: Path) -> None:
    text = (city / SCHOOL).read_text(encoding="utf-8")
    _write(city, SCHOOL, text.replace('    from: "2025-02-03"', '    from: "2025-02-03"\n    until: "2026-12-31"'))
    assert "по 31.12.2026" in _refused(city, *FACTS, code=2)


# Sent, prepared


@pytest.mark.process
def test_a_prepared_notice_becomes_a_sent_one(city: Path) -> None:
    _handover(city, *FACTS, "--yes")
    _write(city, CITY_HALL, "# Письмо у директора\n" + (city / CITY_HALL).read_text(encoding="utf-8"))
    done = _handover(
        city, "--sent", "city-hall", "--number", "16", "--date", "2026-11-13", "--sent-on", "16.11.2026", "--yes"
    )
    assert done.returncode == 0, done.stderr
    assert (city / CITY_HALL).read_text(encoding="utf-8") == (
        '# Письмо у директора\norganization: school-1\nchange_on: "2026-11-13"\nto: city-hall\n'
        'sent_on: "2026-11-16"\ndocument:\n  number: "16"\n  date: "2026-11-13"\n'
    )
    assert reestr("validate", folder=city).returncode == 0
    again = _refused(city, "--sent", "city-hall", "--number", "16", "--date", "2026-11-13")
    assert "уже отмечено" in again


def test_what_is_not_sent_yet_cannot_be_noted_as_sent(city: Path) -> None:
    _handover(city, *FACTS, "--yes")
    assert "ещё не наступило" in _refused(city, "--sent", "city-hall", "--date", "2026-12-01", code=2)


@pytest.mark.process
def test_a_change_written_by_hand_gets_its_notices_afterwards(city: Path) -> None:
    text = (city / SCHOOL).read_text(encoding="utf-8")
    _write(city, SCHOOL, text.replace("accounts_page:", '  - role: методист\n    from: "2026-11-13"\naccounts_page:'))
    assert reestr("validate", folder=city).returncode == 0
    assert _handover(city, "--prepare", "--yes").returncode == 0
    assert (city / CITY_HALL).is_file() and (city / CENTRE).is_file()
    for to in ("city-hall", "regional-centre"):
        assert _handover(city, "--sent", to, "--date", "2026-11-16", "--yes").returncode == 0
    assert "уже уведомили всех" in _refused(city, "--prepare")


def test_sent_without_a_preparation_is_written_at_once(city: Path) -> None:
    done = _handover(
        city,
        "--sent",
        "regional-centre",
        "--date",
        "2026-11-16",
        "--from",
        "2026-11-13",
        "--yes",
        organization="gymnasium",
    )
    assert done.returncode == 0, done.stderr
    written = (city / "data/notices/gymnasium-2026-11-13-regional-centre.yaml").read_text(encoding="utf-8")
    assert "draft" not in written and 'sent_on: "2026-11-16"' in written


def test_nobody_is_told_of_a_change_that_was_not(city: Path) -> None:
    assert "нет такой смены" in _refused(city, "--sent", "city-hall", "--date", "2026-11-16")
    assert "нет такой смены" in _refused(city, "--prepare", "--from", "2026-01-01")


# At the terminal


def _session(city: Path, arguments: Sequence[str], typed: Sequence[str]) -> tuple[int, str]:
    return session(city, ["handover", *arguments], typed)


@pytest.mark.process
def test_a_conversation(city: Path) -> None:
    typed = ["\n", "методист\n", "\n", "нет\n", '"smm@school-1.example"\n', "\n", "12-о\n", "13.11.2026\n",
             "2025-01-01\n", "2026-11-13\n", "да\n"]  # fmt: skip
    code, screen = _session(city, ["school-1"], typed)
    assert code == 0, screen
    assert "не длиннее 500 знаков" in screen and "один адрес почты" in screen and "не позже дня" in screen
    assert "email: smm@school-1.example" in (city / SCHOOL).read_text(encoding="utf-8")
    assert (city / CENTRE).is_file()


# On every commit at the first question, at one in between and at the last; at night at each.
@pytest.mark.process
@pytest.mark.parametrize(
    "answers", [0, 3, 7, *(pytest.param(number, marks=pytest.mark.deep) for number in (1, 2, 4, 5, 6))]
)
def test_leaving_at_any_question_leaves_nothing(city: Path, answers: int) -> None:
    before = tree(city)
    typed = ["методист\n", "Иванова Анна\n", "\n", "\n", "12-о\n", "2026-11-13\n", "2026-11-13\n"][:answers]
    code, screen = _session(city, ["school-1"], [*typed, "\x03"])
    assert code == 130, screen
    assert "Прервано" in screen
    assert tree(city) == before


@pytest.mark.process
def test_no_is_no(city: Path) -> None:
    before = tree(city)
    code, screen = _session(city, ["school-1", *FACTS], ["\n", "\n", "\n", "нет\n"])
    assert code == 0 and "Ничего не записано" in screen
    assert tree(city) == before


# All or nothing


def test_what_was_written_is_put_back_when_something_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "new" / "second.yaml"
    first.write_bytes(b"old")
    first.chmod(0o640)
    before = tree(tmp_path)
    replace, calls = os.replace, []

    def failing(origin: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        replace(origin, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(KeyboardInterrupt):
        write_all([FileWrite(first, b"old", b"new"), FileWrite(second, None, b"new")])
    assert tree(tmp_path) == before
    assert not second.parent.exists()
    assert first.stat().st_mode & 0o777 == 0o640


def test_a_file_that_changed_meanwhile_is_not_lost(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_bytes(b"old")
    second.write_bytes(b"somebody else's")
    before = tree(tmp_path)
    with contextlib.suppress(ChangedMeanwhileError):
        write_all([FileWrite(first, b"old", b"new"), FileWrite(second, None, b"new")])
        pytest.fail("the change was not noticed")
    assert tree(tmp_path) == before
