"""A record saved by a program without comments gets its former text back, with the new data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reestr.records import reader
from reestr.records.editing import EditRefusedError
from reestr.records.editing.rewriting import has_comments, restored

from tests.unit.project import copy_of_base, reestr
from tests.unit.repository import Repository

BEFORE = b"""\
# yaml-language-server: $schema=x
name: "\xd0\xa8\xd0\xba\xd0\xbe\xd0\xbb\xd0\xb0"
sphere: education  # \xd1\x81\xd1\x84\xd0\xb5\xd1\x80\xd0\xb0
coordinates: {latitude: 75.0, longitude: 74.5}
contacts:
  # remark
  phones: ["+7 (000) 000-00-00"]
"""


def saved(content: bytes, **changes: object) -> bytes:
    """The file as such a program writes it: JSON is YAML, too."""
    document, _ = reader.read(content, "")
    assert document is not None
    numbers = {"coordinates": {"latitude": 75, "longitude": 74.5}}
    return json.dumps({**document.data, **numbers, **changes}).encode()


def test_without_a_change_the_same_bytes_come_back() -> None:
    assert restored("organization", BEFORE, saved(BEFORE)) == BEFORE


@pytest.mark.parametrize(
    "text", ["yes", "12:30", "2024-02-05", "0123", "1e5", "~", "null", "- a", "a: b", "#", "x # y"]
)
def test_only_the_changed_value_changes_and_stays_a_text(text: str) -> None:
    after = restored("organization", BEFORE, saved(BEFORE, sphere=text))
    document, problems = reader.read(after, "")
    assert document is not None and not problems and document.data["sphere"] == text
    differing = [pair for pair in zip(BEFORE.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(differing) == 1 and b"# \xd1\x81" in differing[0][1]


def test_a_new_record_gets_the_order_of_the_schema() -> None:
    after = restored("organization", None, b"sphere: education\nname: a\n")
    assert after == b"name: a\nsphere: education\n"


@pytest.mark.parametrize(
    "text", [b"name: a # why\n", b"# why\nname: a\n", b"name: |  # why\n  a\n", b"name: a\n# why\n"]
)
def test_what_a_person_wrote_is_left(text: bytes) -> None:
    assert has_comments(text)
    assert restored("organization", BEFORE, text) == text


@pytest.mark.parametrize("text", [b'name: "# a"\n', b"name: 'a # b'\n", b"name: a#b\n", b"name: |-\n  # a\n  b\n"])
def test_a_sign_inside_a_text_is_no_comment(text: bytes) -> None:
    assert not has_comments(text)


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(EditRefusedError):
        restored("organization", BEFORE, b"name: [\n")
    with pytest.raises(EditRefusedError):
        restored("organization", b"name: [\n", b"name: a\n")
    with pytest.raises(EditRefusedError):
        restored("organization", None, b"no_such_field: a\n")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(copy_of_base(tmp_path))
    repository.git("init")
    name = "organizations/library-1.yaml"
    text = (repository.data / name).read_text(encoding="utf-8")
    repository.commit({name: "# remark\n" + text}, "2026-01-05T10:00:00+10:00")
    return repository


@pytest.mark.process
def test_the_command_restores_what_changed_and_names_what_it_cannot(repository: Repository) -> None:
    record = repository.data / "organizations/library-1.yaml"
    record.write_bytes(saved(record.read_bytes(), address="yes"))
    shown = reestr("restore", "--dry-run", folder=repository.folder)
    assert shown.returncode == 0 and "+address: " in shown.stdout and record.read_bytes().startswith(b"{")
    done = reestr("restore", folder=repository.folder)
    assert (done.returncode, done.stdout) == (0, "Прежний вид возвращён: data/organizations/library-1.yaml\n")
    assert record.read_bytes().startswith(b"# remark\n")
    assert reestr("restore", folder=repository.folder).stdout == "Возвращать нечего.\n"

    record.write_text("name: [\n", encoding="utf-8")
    broken = reestr("restore", folder=repository.folder)
    assert broken.returncode == 1 and "оставлен как есть" in broken.stderr
    assert record.read_text(encoding="utf-8") == "name: [\n"


@pytest.mark.process
def test_without_a_history_the_command_says_so(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    assert reestr("restore", folder=project, environment={"GIT_CEILING_DIRECTORIES": "/"}).returncode == 2
    assert reestr("restore", "--since", "nowhere", folder=project).returncode == 2
