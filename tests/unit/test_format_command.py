"""`reestr format` on real folders: files that are written, only listed, or left alone, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from reestr.records.loading.load import load

from tests.unit.project import copy_of_base, reestr_here, tree

LIBRARY = "data/organizations/library-1.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_of_base(tmp_path)
    assert reestr_here("format", folder=tmp_path).returncode == 0
    return tmp_path


def _untidy(project: Path, name: str = LIBRARY) -> bytes:
    """The record with its first key moved to the end and a comment that must stay."""
    content = (project / name).read_bytes()
    first, rest = content.split(b"\n", 1)
    untidy = rest.replace(b"\n", b"\r\n") + b"# end\r\n" + first + b"\r\n\r\n"
    (project / name).write_bytes(untidy)
    return untidy


def test_records_become_canonical_and_stay_so(project: Path) -> None:
    before = tree(project)
    _untidy(project)
    done = reestr_here("format", folder=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == LIBRARY and "1\N{NO-BREAK SPACE}файл из" in done.stdout
    content = (project / LIBRARY).read_bytes()
    assert content.splitlines()[0].startswith(b"# end") or b"# end\n" in content
    assert content.replace(b"# end\n", b"") == before[LIBRARY]
    assert load(project / "data").errors == 0
    again = reestr_here("format", folder=project)
    assert again.returncode == 0 and "уже в принятом виде" in again.stdout
    assert (project / LIBRARY).read_bytes() == content


def test_check_lists_and_writes_nothing(project: Path) -> None:
    untidy = _untidy(project)
    done = reestr_here("format", "--check", folder=project)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == LIBRARY
    assert (project / LIBRARY).read_bytes() == untidy


def test_only_the_named_files_are_looked_at(project: Path) -> None:
    _untidy(project)
    others = reestr_here("format", "--check", "data/networks", "data/registry.yaml", folder=project)
    assert others.returncode == 0, others.stdout
    assert reestr_here("format", "--check", LIBRARY, folder=project).returncode == 1
    assert (
        reestr_here("format", "--check", "library-1.yaml", "--data", "..", folder=(project / LIBRARY).parent).returncode
        == 1
    )


def test_what_cannot_be_read_is_left_and_reported_while_the_rest_is_written(project: Path) -> None:
    broken = b"name: a\nname: b\n"
    (project / "data/organizations/broken.yaml").write_bytes(broken)
    (project / "data/notes.txt").write_text("a", encoding="utf-8")
    _untidy(project)
    done = reestr_here("format", folder=project)
    assert done.returncode == 1
    assert "data/organizations/broken.yaml: файл записан с ошибками" in done.stderr
    assert "data/notes.txt: здесь не может быть записи" in done.stderr
    assert (project / "data/organizations/broken.yaml").read_bytes() == broken
    assert reestr_here("format", LIBRARY, "--check", folder=project).returncode == 0


@pytest.mark.parametrize(("file", "said"), [("nowhere.yaml", "нет файла"), ("mkdocs.yml", "не лежит в папке записей")])
def test_a_wrong_file_is_wrong_usage(project: Path, file: str, said: str) -> None:
    done = reestr_here("format", file, folder=project)
    assert done.returncode == 2 and said in done.stderr


def test_the_address_of_a_page_becomes_canonical(project: Path) -> None:
    account = next((project / "data/accounts").rglob("*.yaml"))
    text = account.read_text(encoding="utf-8")
    assert "https://vk.com/" in text or "https://ok.ru/" in text
    account.write_text(text.replace("https://vk.com/", "http://m.vk.com/").replace("https://ok.ru/", "m.ok.ru/"))
    assert load(project / "data").errors > 0
    assert reestr_here("format", folder=project).returncode == 0
    assert account.read_text(encoding="utf-8") == text
