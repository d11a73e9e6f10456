"""The loader's treatment of facts that are absent, known to be none, or only begun."""

from __future__ import annotations

from pathlib import Path

from reestr.records.loading.load import load
from reestr.records.redaction import EDITIONS
from reestr.registry.registry import Registry

from tests.unit.project import copy_of_base

ORGANIZATION = "organizations/library-1.yaml"


def _loaded(data: Path) -> Registry:
    loaded = load(data)
    assert loaded.registry is not None, [item.message for item in loaded.diagnostics]
    return loaded.registry


def _with(data: Path, name: str, text: str) -> None:
    (data / name).parent.mkdir(parents=True, exist_ok=True)
    (data / name).write_text(text, encoding="utf-8")


def _without_responsible(data: Path) -> str:
    lines = (data / ORGANIZATION).read_text(encoding="utf-8").splitlines(keepends=True)
    kept: list[str] = []
    inside = False
    for line in lines:
        inside = line.startswith("responsible:") or (inside and line.startswith((" ", "-")))
        if not inside:
            kept.append(line)
    return "".join(kept)


def test_nobody_responsible_is_told_from_nothing_known(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path) / "data"
    text = _without_responsible(data)
    for said, known in (("", False), ("responsible: []\n", True)):
        _with(data, ORGANIZATION, text + said)
        library = _loaded(data).organizations["library-1"]
        assert (library.responsible, library.responsible_known) == ((), known)


def test_a_page_that_lists_nobody_is_told_from_one_of_which_nothing_is_said(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path) / "data"
    text = (data / ORGANIZATION).read_text(encoding="utf-8")
    for said, known in (("  lists: []\n", True), ("", False)):
        _with(data, ORGANIZATION, text.replace("  lists: [library-1-vk, library-1-ok]\n", said))
        page = _loaded(data).organizations["library-1"].accounts_page
        assert page is not None
        assert (page.lists, page.lists_known) == ((), known)


def test_a_draft_account_is_pending_in_both_editions(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path) / "data"
    _with(data, "accounts/new-vk.yaml", "organization: library-1\nnetwork: vk\nname: Новая\ndraft: true\n")
    for edition in EDITIONS:
        registry = load(data, edition).registry
        assert registry is not None
        assert registry.pending_networks == {"library-1": frozenset(("vk",))}
        assert "new-vk" not in registry.accounts


def test_a_draft_of_a_closed_page_or_of_a_draft_organization_is_not_pending(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path) / "data"
    _with(data, "accounts/old-vk.yaml", "organization: library-1\nnetwork: vk\nstatus: closed\ndraft: true\n")
    _with(data, "organizations/begun.yaml", "name: Новая\ndraft: true\n")
    _with(data, "accounts/begun-vk.yaml", "organization: begun\nnetwork: vk\ndraft: true\n")
    assert _loaded(data).pending_networks == {}


def test_what_is_known_not_to_be_there_is_read(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path) / "data"
    _with(data, "plans/library-1/2026-04.yaml", 'absent_on: "2026-04-10"\n')
    _with(
        data,
        "assignments/post.yaml",
        'kind: portal-post\ntitle: Прививки\nissued_on: "2026-03-09"\ndue_on: "2026-03-12"\n'
        'addressees:\n  - account: library-1-vk\n    result: {not_done_on: "2026-03-16"}\n',
    )
    registry = _loaded(data)
    plan = next(plan for plan in registry.plans["library-1"] if plan.month == "2026-04")
    assert (str(plan.absent_on), plan.entries) == ("2026-04-10", ())
    result = registry.assignments["post"].addressees[0].result
    assert result is not None
    assert (str(result.not_done_on), result.done_on) == ("2026-03-16", None)


def test_a_day_before_the_assignment_is_refused(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path) / "data"
    _with(
        data,
        "assignments/post.yaml",
        'kind: portal-post\ntitle: Прививки\nissued_on: "2026-03-09"\ndue_on: "2026-03-12"\n'
        'addressees:\n  - account: library-1-vk\n    result: {not_done_on: "2026-03-01"}\n',
    )
    assert [item.code for item in load(data).diagnostics] == ["dates-out-of-order"]
