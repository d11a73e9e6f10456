"""Certain fixes: which codes have one, the resulting edit, and that everything else stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from reestr.cli.reports import explain
from reestr.records.editing import EditRefusedError, edit, fixed
from reestr.records.loading.load import load

from tests.unit.project import copy_of_base, reestr_here, tree

CASES = Path(__file__).parents[2] / "generator/reestr/records/cases"
LIBRARY = "data/organizations/library-1.yaml"
ACCOUNT = "data/accounts/library-1-vk.yaml"

#: What is certain, by code: file, what stands there, what is written instead. A code that is not here has no fix.
CERTAIN: Sequence[tuple[str, str, str, str]] = (
    ("not-canonical-url", ACCOUNT, "https://vk.com/", "http://m.VK.com/"),
    ("not-canonical-url", ACCOUNT, "https://vk.com/", "vk.com/"),
    ("outer-blanks", LIBRARY, '"7901000070"', '" 7901000070 "'),
    ("outer-blanks", LIBRARY, "short_name: Библиотека № 1", "short_name: 'Библиотека № 1 '"),
    ("tab", LIBRARY, "name: Мун", "name:\tМун"),
    ("tab", LIBRARY, "Библиотека № 1»", "Библиотека\t№\t1»"),
    ("invisible-character", LIBRARY, "Книжная", "Кни\N{SOFT HYPHEN}ж\N{ZERO WIDTH SPACE}ная"),
    ("invisible-character", LIBRARY, "since:", "si\N{ZERO WIDTH SPACE}nce:"),
    ("bad-date", LIBRARY, 'since: "2024-02-01"', 'since: "2024-2-1"'),
    ("bad-date", LIBRARY, 'since: "2024-02-01"', "since: 01.02.2024"),
    ("bad-date", LIBRARY, 'since: "2024-02-01"', "since: 1 февраля 2024 г."),
    ("wrong-type", LIBRARY, 'since: "2024-02-01"', "since: 20240201"),
    ("wrong-type", LIBRARY, '"7901000070"', "7901000070"),
    ("wrong-type", LIBRARY, '["+7 (42622) 2-00-01"]', '"+7 (42622) 2-00-01"'),
    ("bad-inn", LIBRARY, '"7901000070"', '"7901 000 070"'),
    ("bad-ogrn", LIBRARY, '"1027900000040"', '"1-02-79-00000040"'),
    ("bad-format", LIBRARY, "[library-1-vk,", '["library-1 -vk",'),
    ("not-in-list", LIBRARY, "sphere: culture", "sphere: Культура"),
    ("not-in-list", LIBRARY, "sphere: culture", "sphere: Culture # да"),
    ("unknown-field", LIBRARY, "short_name:", "Short-Name:"),
    ("unknown-field", LIBRARY, "short_name:", "Краткое наименование:"),
    ("duplicate-entry", LIBRARY, "[library-1-vk, library-1-ok]", "[library-1-vk, library-1-ok, library-1-vk]"),
)  # fmt: skip

#: Codes whose fix adds lines (`tests/unit/test_words.py`).
ADDED = ("lists-missing", "words-missing", "parts-missing")

UNCERTAIN: Sequence[tuple[str, str, str]] = (
    (LIBRARY, 'since: "2024-02-01"', 'since: "05/03/2024"'),
    (LIBRARY, 'since: "2024-02-01"', 'since: "2024113"'),
    (LIBRARY, 'since: "2024-02-01"', 'since: "2024-02-01 10:00"'),
    (LIBRARY, 'since: "2024-02-01"', 'since: "2024-02-31"'),
    (LIBRARY, '"7901000070"', '"790 1000 071"'),
    (LIBRARY, '"7901000070"', '""'),
    (LIBRARY, "sphere: culture", "sphere: cultur"),
    (LIBRARY, "short_name:", "shortname:"),
    (LIBRARY, "address:", "adress:"),
    (LIBRARY, "address: ", "\taddress: "),
    (LIBRARY, "Книжная", "\N{RIGHT-TO-LEFT OVERRIDE}Книжная"),
    (LIBRARY, "https://library-1.example.org\n", "library-1.example.org\n"),
    (LIBRARY, "+7 (42622) 2-00-01", "8 (42622) 2-00-01"),
    (ACCOUNT, "https://vk.com/", "https://vk.com/id1?w="),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_of_base(tmp_path)


def _change(project: Path, file: str, right: str, wrong: str) -> str:
    text = (project / file).read_text(encoding="utf-8")
    assert right in text
    (project / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return text


@pytest.mark.parametrize(("code", "file", "right", "wrong"), CERTAIN, ids=[f"{c[0]}: {c[3]!r}" for c in CERTAIN])
def test_what_is_certain_is_repaired_and_nothing_else(
    project: Path, code: str, file: str, right: str, wrong: str
) -> None:
    before = _change(project, file, right, wrong)
    found = load(project / "data").diagnostics
    assert code in {item.code for item in found if item.fix is not None}, [item.code for item in found]
    done = reestr_here("fix", "--yes", folder=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert load(project / "data").errors == 0
    lines, was = (project / file).read_text(encoding="utf-8").splitlines(), before.splitlines()
    assert len(lines) == len(was)
    changed = [(one, other) for one, other in zip(lines, was, strict=True) if one != other]
    # A value may be written in other quotes, or without; the rest of its line and all other lines are as they were.
    assert all(_bare(one) == _bare(other) for one, other in changed), changed


def _bare(line: str) -> str:
    return line.replace('"', "").replace("'", "").partition(" #")[0].lower()


@pytest.mark.parametrize(("file", "right", "wrong"), UNCERTAIN, ids=[repr(case[2]) for case in UNCERTAIN])
def test_what_is_a_guess_is_left_to_people(project: Path, file: str, right: str, wrong: str) -> None:
    _change(project, file, right, wrong)
    before = tree(project)
    assert load(project / "data").errors
    done = reestr_here("fix", "--yes", folder=project)
    assert done.returncode == 1 and "Исправлять без вас нечего" in done.stdout and "Осталось ошибок" in done.stdout
    assert tree(project) == before


@pytest.mark.parametrize("code", explain.codes())
def test_only_the_codes_of_the_table_have_a_fix(tmp_path: Path, code: str) -> None:
    shutil.copytree(CASES / "_base", tmp_path / "data")
    shutil.copytree(CASES / code / "fail", tmp_path / "data", dirs_exist_ok=True)
    with_fix = {item.code for item in load(tmp_path / "data").diagnostics if item.fix is not None}
    assert with_fix <= {*(case[0] for case in CERTAIN), *ADDED}
    before = tree(tmp_path)
    reestr_here("fix", "--yes", folder=tmp_path)
    after = load(tmp_path / "data")
    assert not [item for item in after.diagnostics if item.fix is not None]
    assert bool(with_fix) == (tree(tmp_path) != before)


def test_several_fixes_of_a_file_and_what_they_hid(project: Path) -> None:
    before = _change(project, LIBRARY, "sphere: culture", "sphere: ' Культура '")
    _change(project, LIBRARY, '"7901000070"', "7901000070 # по уставу")
    _change(project, LIBRARY, "library-1-ok]", "library-1-ok, library-1-ok, library-1-vk]")
    text = (project / LIBRARY).read_text(encoding="utf-8").replace("\n", "\r\n")
    (project / LIBRARY).write_bytes(b"\xef\xbb\xbf" + text.encode())
    done = reestr_here("fix", LIBRARY, "--yes", folder=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6\N{NO-BREAK SPACE}мест" in done.stdout
    result = (project / LIBRARY).read_bytes()
    assert result.startswith(b"\xef\xbb\xbf") and result.count(b"\r\n") == result.count(b"\n")
    expected = before.replace('"7901000070"', '"7901000070" # по уставу').replace(
        "sphere: culture", "sphere: 'culture'"
    )
    assert result.decode("utf-8-sig").replace("\r\n", "\n") == expected


def test_one_fix_that_cannot_be_made_does_not_stand_in_the_way_of_another(project: Path) -> None:
    _change(project, LIBRARY, "short_name: Библиотека № 1\n", "Short-Name: Библиотека № 1\nshort name: Б\n")
    _change(project, LIBRARY, "sphere: culture", "sphere: Культура")
    done = reestr_here("fix", "--yes", folder=project)
    assert done.returncode == 1
    text = (project / LIBRARY).read_text(encoding="utf-8")
    assert "sphere: culture" in text


def test_only_the_named_files_are_repaired(project: Path) -> None:
    _change(project, LIBRARY, "sphere: culture", "sphere: Культура")
    _change(project, ACCOUNT, "https://vk.com/", "vk.com/")
    done = reestr_here("fix", LIBRARY, "--yes", folder=project)
    assert done.returncode == 0, done.stdout
    assert "sphere: culture" in (project / LIBRARY).read_text(encoding="utf-8")
    assert "url: vk.com/" in (project / ACCOUNT).read_text(encoding="utf-8")


def test_dry_run_and_no_terminal_write_nothing(project: Path) -> None:
    _change(project, LIBRARY, "sphere: culture", "sphere: Культура")
    before = tree(project)
    shown = reestr_here("fix", "--dry-run", folder=project)
    assert shown.returncode == 1 and "-sphere: Культура" in shown.stdout and "+sphere: culture" in shown.stdout
    asked = reestr_here("fix", folder=project)
    assert asked.returncode == 2 and "--yes" in asked.stderr
    assert tree(project) == before


def test_a_record_that_cannot_be_opened_is_an_error_that_is_left(project: Path) -> None:
    (project / "data/organizations/linked.yaml").symlink_to(project / LIBRARY)
    for arguments in (("--dry-run",), ("--yes",)):
        done = reestr_here("fix", *arguments, folder=project)
        assert (done.returncode, "Осталось ошибок: 1" in done.stdout) == (1, True)
    assert reestr_here("fix", LIBRARY, "--yes", folder=project).returncode == 0


def test_nothing_to_do_is_fine(project: Path) -> None:
    done = reestr_here("fix", "--yes", folder=project)
    assert (done.returncode, done.stdout) == (0, "Исправлять без вас нечего.\n")


def test_machines_get_the_edit_itself(project: Path) -> None:
    _change(project, LIBRARY, "sphere: culture", "sphere: Культура # да")
    _change(project, LIBRARY, '"7901000070"', '"790"')
    text = (project / LIBRARY).read_text(encoding="utf-8")
    report = json.loads(_report(project, "json"))
    by_code = {item["code"]: item["fix"] for item in report["diagnostics"]}
    assert by_code["bad-inn"] is None
    change = by_code["not-in-list"]
    lines = text.splitlines(keepends=True)
    line = lines[change["line"] - 1]
    assert change["line"] == change["end_line"]
    lines[change["line"] - 1] = line[: change["column"] - 1] + change["text"] + line[change["end_column"] - 1 :]
    assert "".join(lines) == text.replace("Культура", "culture")
    results = json.loads(_report(project, "sarif"))["runs"][0]["results"]
    (with_fix,) = [result for result in results if "fixes" in result]
    (artifact,) = with_fix["fixes"][0]["artifactChanges"]
    assert artifact["artifactLocation"]["uri"].endswith(LIBRARY)
    assert artifact["replacements"][0]["insertedContent"]["text"] == change["text"]
    assert artifact["replacements"][0]["deletedRegion"]["startColumn"] == change["column"]


def _report(project: Path, form: str) -> str:
    return reestr_here("validate", "--format", form, folder=project).stdout


def test_the_value_of_an_internal_field_is_in_no_report(project: Path) -> None:
    _change(project, LIBRARY, "    order:", "    name: ' Тайна Тайная '\n    order:")
    (found,) = [item for item in load(project / "data").diagnostics if item.code == "outer-blanks"]
    assert found.fix is not None
    for form in ("json", "sarif", "github", "markdown", "text"):
        assert "Тайна" not in _report(project, form), form


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(EditRefusedError, match=r"[а-я]{4}"):
        fixed(b"a: [\n", ())


def test_an_edit_is_the_smallest_piece_of_the_text(project: Path) -> None:
    _change(project, ACCOUNT, "https://vk.com/", "http://m.vk.com/")
    (found,) = load(project / "data").diagnostics
    content = (project / ACCOUNT).read_bytes()
    change = edit(content, found)
    assert change is not None and change.line == change.end_line == 3
    assert change.text == "s://"
