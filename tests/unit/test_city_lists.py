"""The lists of a city: read before other records, by which names are checked, what past states without them mean."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from reestr.history.git import FileChange
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.records import schemas
from reestr.records.loading.city_lists import lists_of
from reestr.records.loading.load import load
from reestr.records.redaction import for_edition
from reestr.registry.city import FormerCategory
from reestr.registry.lists import FORMER, LISTS, UNKNOWN, city_lists
from reestr.registry.norms import Period
from reestr.wording.finding_text import reason
from reestr.wording.former_lists import former_lists
from reestr.wording.own_lists import lists_section

from tests.unit import registry_factory as factory
from tests.unit.project import VYMYSHLENSK, copy_of_base

DATA = VYMYSHLENSK / "data"


def _own() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / "registry.yaml").read_text(encoding="utf-8"))
    return found


def test_the_lists_of_before_written_down_say_what_the_schemas_said() -> None:
    lists = lists_of({"lists": lists_section(factory.WORDS)})
    for name in LISTS:
        assert lists.ids(name) == FORMER.ids(name) == former_lists().ids(name)
        assert [item.role for item in lists.of(name)] == [item.role for item in FORMER.of(name)]
    assert [item.public for item in lists.assignments] == [True, False, False]
    assert lists_of({}) is FORMER and lists_of({"lists": lists_section(factory.WORDS)}) is lists


def test_a_list_that_a_city_lacks_is_that_of_before() -> None:
    lists = lists_of({"lists": {"removals": [{"id": "ads", "title": "Реклама"}]}})
    assert lists.ids("removals") == ("ads",)
    assert lists.ids("facts") == FORMER.ids("facts")
    assert schemas.label("plan", "/entries/*/format", "photo", lists) == "фотография"


def test_schemas_have_the_items_of_a_city_as_choices_and_fields() -> None:
    lists = lists_of(_own())
    assert "contract" in schemas.field("organization", "/exemptions/*/ground", lists).labels
    assert schemas.field("account", "/observed/opening_hours", lists).form == "boolean"
    week = schemas.key_order("activity", ("weeks", schemas.ANY), lists)
    assert "story" in week and week.index("story") < week.index("unspecified")
    with pytest.raises(KeyError):
        schemas.field("account", "/observed/opening_hours")
    # Where the lists cannot be read, every name may be right.
    assert schemas.field("organization", "/exemptions/*/ground", UNKNOWN).labels == {}


WRONG = (
    ("organizations/kindergarten-tale.yaml", "ground: contract", "ground: contrakt", "contract"),
    ("accounts/bus-to-nowhere-vk.yaml", "opening_hours:", "openning_hours:", "opening_hours"),
    ("activity/school-of-fables-vk/2026.yaml", "story:", "storry:", "story"),
    ("activity/theatre-of-shadows-vk/2026.yaml", "story: 1}", "removed: {advertizing: 1}}", "advertising"),
    ("notices/library-2026-03-02-press-service.yaml", "to: press-service", "to: pres-service", "press-service"),
    ("assignments/question-2026-10-bus.yaml", "kind: resident-question", "kind: resident-qestion", "resident-question"),
    ("requirements/change-told-region.yaml", "to: press-service", "to: pres-service", "press-service"),
    ("requirements/facts-shown.yaml", "opening_hours", "opening_houres", "opening_hours"),
)


def test_a_wrong_name_is_told_at_its_place_with_the_nearest_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    for file, old, new, _ in WRONG:
        text = (data / file).read_text(encoding="utf-8")
        assert old in text, file
        (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    told = load(data).diagnostics
    for file, _, new, meant in WRONG:
        wrong = (data / file).read_text(encoding="utf-8").splitlines()
        line = next(number for number, one in enumerate(wrong, 1) if new.split("\n")[0] in one)
        found = [item for item in told if (item.location.file, item.location.line) == (f"data/{file}", line)]
        assert any(meant in f"{item.message} {item.help}" for item in found), (file, told)


def test_a_kind_that_the_city_does_not_publish_is_internal_and_so_is_an_unknown_one() -> None:
    lists = lists_of(_own())
    for kind, shown in (("portal-post", True), ("resident-question", False), ("unheard-of", False)):
        found = for_edition("assignment", {"kind": kind, "title": "x"}, "public", lists)
        assert (found is not None) is shown, kind
    open_kind = city_lists({"assignments": [replace(item, public=True) for item in lists.assignments]}, FORMER)
    assert for_edition("assignment", {"kind": "resident-question", "title": "x"}, "public", open_kind) is not None


def test_a_past_state_is_read_by_the_lists_of_its_own_day(tmp_path: Path) -> None:
    """A commit without lists is read by the names of before, one with lists by those of the city."""
    data = copy_of_base(tmp_path / "city") / "data"
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*.yaml"))
    contents = {name: (data / name).read_bytes() for name in names}
    state = CommitRecords("internal")
    state.apply([FileChange(name, None, name) for name in names], contents)
    before = state.registry()
    assert before is not None and before.city.lists is FORMER and not state.unreadable
    account = next(name for name in names if name.startswith("accounts/"))
    kept = [line for line in contents[account].decode().splitlines() if not line.startswith(("observed", "  "))]
    own = "\n".join((*kept, 'observed: {on: "2026-03-02", by: officer, opening_hours: true}', "")).encode()
    state.apply([FileChange(account, account, "own")], {"own": own})
    assert state.unreadable == {account}
    # In the commit the account stands before the settings; their lists are read first all the same.
    lists = "lists:\n  facts:\n    - {id: opening_hours, title: Часы работы}\n".encode()
    changed = [FileChange(account, "own", "own"), FileChange("registry.yaml", "registry.yaml", "new")]
    state.apply(changed, {"own": own, "new": contents["registry.yaml"] + lists})
    after = state.registry()
    assert after is not None and not state.unreadable and after.city.lists.ids("facts") == ("opening_hours",)
    seen = [item.observed.facts for item in after.accounts.values() if item.observed is not None]
    assert {"opening_hours": True} in seen


def test_a_ground_ends_with_its_act_and_with_its_own_days() -> None:
    found = load(DATA).registry
    assert found is not None
    (exemption,) = found.organizations["kindergarten-tale"].exemptions
    assert exemption.granted == Period(datetime.date(2025, 10, 1), datetime.date(2026, 12, 31))
    assert exemption.holds_on(datetime.date(2026, 12, 31)) and not exemption.holds_on(datetime.date(2027, 1, 1))


def test_the_category_of_a_day_is_the_one_of_that_day() -> None:
    found = load(DATA).registry
    assert found is not None
    museum = found.organizations["museum-of-nothing"]
    page = found.accounts["museum-of-nothing-vk"]
    for day, category in ((datetime.date(2026, 3, 31), "card"), (datetime.date(2026, 4, 1), "lively")):
        assert found.case(museum, day).category == found.case(page, day).category == category
    assert datetime.date(2026, 4, 1) in found.changes
    own = replace(page, category=None, previous_categories=(FormerCategory(None, datetime.date(2026, 5, 1)),))
    assert found.case(own, datetime.date(2026, 4, 1)).category == "lively"


def test_what_to_do_about_a_lacking_fact_is_said_with_the_verdict() -> None:
    found = load(DATA).registry
    assert found is not None and found.city.frozen_on is not None
    account = found.accounts["bus-to-nowhere-vk"]
    assert account.observed is not None
    seen = replace(
        account, observed=replace(account.observed, facts={**account.observed.facts, "opening_hours": False})
    )
    changed = replace(found, accounts={**found.accounts, account.id: seen})
    findings = assess(changed, found.city.frozen_on).by_requirement["facts-shown"]
    (breach,) = [item for item in findings if item.outcome is Outcome.BREACH]
    assert "часы работы" in reason(breach, found.words)
    assert reason(breach, found.words).endswith("Впишите часы работы в сведения о странице.")
