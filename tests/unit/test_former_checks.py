"""Records of the time before rules had arguments: they are carried over with the same verdicts and words."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
from pathlib import Path

import pytest
import yaml
from reestr.cli import run
from reestr.history.timeline.read_history import timeline
from reestr.judging.run import assess
from reestr.records.diagnostics import Severity
from reestr.records.editing import fixed
from reestr.records.editing.fixing import carried_over
from reestr.records.loading.load import load
from reestr.registry.rule_calls import CALLS_BY_CHECK

from tests.unit.project import ROOT, copy_of_base, reestr
from tests.unit.repository import repository

REQUIREMENT = "data/requirements/accounts-exist.yaml"
RULE = "rule: {name: present}"
TODAY = datetime.date(2026, 3, 16)


def _with_check(folder: Path, check: str) -> Path:
    file = copy_of_base(folder) / REQUIREMENT
    text = file.read_text(encoding="utf-8")
    assert RULE in text
    file.write_text(text.replace(RULE, f"check: {check}  # так было"), encoding="utf-8")
    return file


@pytest.mark.parametrize("check", CALLS_BY_CHECK)
def test_a_check_is_told_with_its_rule_and_words_as_the_fix(tmp_path: Path, check: str) -> None:
    file = _with_check(tmp_path, check)
    (found,) = [item for item in load(file.parents[1]).diagnostics if item.path == "/check"]
    assert (found.code, found.location.file, found.location.line) == ("unknown-field", REQUIREMENT, 6)
    assert found.severity is Severity.WARNING and "reestr fix" in found.help
    before = file.read_bytes()
    after = yaml.safe_load(fixed(before, (found,)))
    # Our own requirement of the same name says it in the same words.
    ours = yaml.safe_load((ROOT / f"data/requirements/{check}.yaml").read_text(encoding="utf-8"))
    carried = {name: ours[name] for name in ("rule", "reasons", "tasks") if name in ours}
    assert carried_over(before) == fixed(before, (found,))
    old = yaml.safe_load(before)
    assert list(after) == [name for key in old for name in ([key] if key != "check" else carried)]
    assert after == {**{key: value for key, value in old.items() if key != "check"}, **carried}


def test_the_remark_beside_a_check_and_the_other_lines_stay(tmp_path: Path) -> None:
    file = _with_check(tmp_path, "accounts-exist")
    before = file.read_text(encoding="utf-8").splitlines()
    (found,) = load(file.parents[1]).diagnostics
    after = fixed(file.read_bytes(), (found,)).decode().splitlines()
    assert [line for line in before if line not in after] == [before[5]]
    assert any("# так было" in line for line in after)


def test_a_city_is_judged_by_its_checks_until_it_is_carried_over(tmp_path: Path) -> None:
    file = _with_check(tmp_path, "accounts-exist")
    before = load(file.parents[1]).registry
    file.write_bytes(carried_over(file.read_bytes()))
    after = load(file.parents[1]).registry
    assert before is not None and after is not None
    old, new = (item.requirements["accounts-exist"] for item in (before, after))
    assert (old.rule, old.check, old.reasons, old.tasks) == (new.rule, new.check, new.reasons, new.tasks)
    assert assess(before, TODAY).summary == assess(after, TODAY).summary


@pytest.mark.parametrize("line", ["check: no-such-check", "check: 5", f"check: accounts-exist\n{RULE}"])
def test_what_is_not_certain_is_not_fixed(tmp_path: Path, line: str) -> None:
    file = copy_of_base(tmp_path) / REQUIREMENT
    file.write_text(file.read_text(encoding="utf-8").replace(RULE, line), encoding="utf-8")
    found = [item for item in load(file.parents[1]).diagnostics if item.path == "/check"]
    assert [(item.code, item.fix) for item in found] == [("unknown-field", None)]


def test_reestr_fix_carries_a_city_over(tmp_path: Path) -> None:
    file = _with_check(tmp_path, "page-passport")
    file.write_text(file.read_text(encoding="utf-8").replace("subject: organization", "subject: account"), "utf-8")
    text = file.read_text(encoding="utf-8").replace("  grace_days:", "  observation_period_days:", 1)
    block = text[text.index("  observation_period_days:") : text.index("edition:")]
    halves = block.replace("observation_period_days", "grace_days")
    file.write_text(text.replace("edition:", halves + "edition:"), "utf-8")
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        assert run(["fix", "--data", str(file.parents[1]), "--yes"]) == 0, output.getvalue()
    loaded = load(file.parents[1])
    assert loaded.registry is not None, loaded.diagnostics
    requirement = loaded.registry.requirements["accounts-exist"]
    assert (requirement.rule, requirement.check) == (CALLS_BY_CHECK["page-passport"], "page-passport")
    assert set(requirement.reasons) == {"met"} and set(requirement.tasks) == {"first"}


@pytest.mark.parametrize("content", [b"title: x\n", b"check: [\n", b"check: &a extras\n", b"\xff check:"])
def test_what_is_no_former_requirement_is_left_as_it_is(content: bytes) -> None:
    assert carried_over(content) == content


def test_a_check_that_nobody_knows_any_more_stays_a_name() -> None:
    assert yaml.safe_load(carried_over(b"title: x\ncheck: gone\norder: 1\n")) == {
        "title": "x", "rule": {"name": "gone"}, "order": 1
    }  # fmt: skip


@pytest.mark.process
def test_states_of_before_keep_their_verdicts_and_are_no_change(tmp_path: Path) -> None:
    city = repository(tmp_path / "city")
    today = (city.data / "requirements/accounts-exist.yaml").read_text(encoding="utf-8")
    former = city.commit(
        {"requirements/accounts-exist.yaml": today.replace(RULE, "check: accounts-exist")}, "2026-01-12T10:00:00+10:00"
    )
    city.commit({"requirements/accounts-exist.yaml": today}, "2026-01-19T10:00:00+10:00")
    told = reestr("assess", "--data", str(city.data), "--commit", former, "--format", "json", folder=city.folder)
    assert told.returncode == 0, told.stderr
    assert {item["requirement"] for item in json.loads(told.stdout)["findings"]} >= {"accounts-exist"}
    by_day = reestr("assess", "--data", str(city.data), "--as-of", "2026-01-13", folder=city.folder)
    assert by_day.returncode == 0, by_day.stderr
    past = timeline(city.data, "internal", "Asia/Vladivostok", datetime.date(2026, 2, 2))
    assert [change for entry in past.commits[1:] for change in entry.changes] == []
    outcomes = {str((week.counts or {}).get("accounts-exist")) for week in past.weeks}
    assert len(past.weeks) > 2 and len(outcomes) == 1 and "None" not in outcomes and past.gaps == ()
