"""Wrong fields of a record do not keep its other fields from being checked."""

from __future__ import annotations

from pathlib import Path

from reestr.records.loading.load import load

from tests.unit.project import copy_of_base

SEVERAL_MISTAKES = """organization: no-such-school
network: vk
url: https://vk.com/id12345
status: active
reviewed_on: 05.03.2026
observed: {on: "2026-03-01", about: maybe}
previous_urls:
  - {url: "https://vk.com/library_before", until: yesterday}
"""


def test_one_run_tells_every_mistake_of_a_file(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    (project / "data" / "accounts" / "broken.yaml").write_text(SEVERAL_MISTAKES, encoding="utf-8")
    loaded = load(project / "data")
    found = {(item.path, item.location.line) for item in loaded.diagnostics}
    assert {item.location.file for item in loaded.diagnostics} == {"data/accounts/broken.yaml"}
    assert found >= {
        ("/organization", 1),
        ("/url", 3),
        ("/reviewed_on", 5),
        ("/observed/about", 6),
        ("/previous_urls/0/until", 8),
    }


def test_a_duplicate_address_is_told_of_an_incomplete_record_too(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    right = (project / "data" / "accounts" / "library-1-vk.yaml").read_text(encoding="utf-8")
    incomplete = "".join(line for line in right.splitlines(keepends=True) if not line.startswith("opened_on"))
    (project / "data" / "accounts" / "library-1-copy.yaml").write_text(incomplete, encoding="utf-8")
    codes = {item.code for item in load(project / "data").diagnostics}
    assert {"incomplete-record", "duplicate-address"} <= codes


def test_what_is_left_of_a_wrong_record_is_built_by_nobody(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    (project / "data" / "accounts" / "broken.yaml").write_text(SEVERAL_MISTAKES, encoding="utf-8")
    assert load(project / "data").registry is None
