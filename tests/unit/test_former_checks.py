"""Past states name checks instead of rules: they stay in Git for good, and are read and judged as before."""

from __future__ import annotations

import re
from pathlib import Path

from reestr.history.git import FileChange
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.records.loading.load import load, load_files
from reestr.records.loading.record_sources import FolderFiles, FormerFiles, prefix_of
from reestr.records.validation.former_checks import carried_text

from tests.unit.project import copy_of_base

RULE = re.compile(r"^rule: .*$", re.MULTILINE)
CHECKS = {"accounts-exist": "accounts-exist", "officer-appointed": "officer-appointed"}


def of_before(folder: Path) -> Path:
    """The base case with the checks that its requirements named before."""
    data = copy_of_base(folder) / "data"
    for name, check in CHECKS.items():
        file = data / "requirements" / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        assert RULE.search(text)
        file.write_text(RULE.sub(f"check: {check}", text), encoding="utf-8")
    return data


def test_the_files_of_a_past_state_are_read_by_the_present_rules(tmp_path: Path) -> None:
    data = of_before(tmp_path)
    assert load(data).registry is None
    loaded = load_files(FormerFiles(FolderFiles(data, prefix_of(data))))
    assert loaded.errors == 0 and loaded.registry is not None
    now = load(copy_of_base(tmp_path / "now") / "data").registry
    assert now is not None
    rules = {name: item.rule for name, item in loaded.registry.requirements.items()}
    assert rules == {name: item.rule for name, item in now.requirements.items()}


def test_the_course_of_the_past_knows_requirements_that_named_a_check(tmp_path: Path) -> None:
    data = of_before(tmp_path)
    contents = {str(path.relative_to(data)): path.read_bytes() for path in sorted(data.rglob("*.yaml"))}
    records = CommitRecords("internal")
    records.apply([FileChange(name, None, name) for name in contents], contents)
    assert records.unreadable == set()
    registry = records.registry()
    assert registry is not None
    assert {item.check for item in registry.requirements.values()} == set(CHECKS.values())


def test_only_a_check_that_existed_is_carried_over() -> None:
    for content in (b"check: nothing\n", b"title: a\n", b"title: 'check: two-factor'\n", b"\xff"):
        assert carried_text(content) == content
    assert carried_text(b"a: 1\ncheck: two-factor\nb: 2\n").startswith(b'a: 1\nrule: {"name": ')
