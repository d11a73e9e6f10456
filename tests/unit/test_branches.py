"""A branch lawfully has the INN and OGRN of its organization: its KPP tells them apart, a page shows whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from reestr.publishing.open_data.documents import record_files
from reestr.publishing.site.pages import organization
from reestr.records.loading.load import load

from tests.unit.pages_factory import view_of
from tests.unit.project import copy_of_base

CASES = Path(__file__).parents[2] / "generator" / "reestr" / "records" / "cases" / "branch-mismatch" / "pass"
BRANCH = "organizations/library-1-lesnoe.yaml"


def _with_branch(tmp_path: Path, changes: dict[str, str]) -> Path:
    data = copy_of_base(tmp_path) / "data"
    for name in ("library-1.yaml", "library-1-lesnoe.yaml"):
        (data / "organizations" / name).write_bytes((CASES / "organizations" / name).read_bytes())
    text = (data / BRANCH).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (data / BRANCH).write_text(text, encoding="utf-8")
    return data


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({}, "", ""),
        # A branch without a registration number of its own in the record is none the worse for it.
        ({'inn: "7901000070"\n': "", 'ogrn: "1027900000040"\n': "draft: true\n"}, "", ""),
        ({'kpp: "790143001"': 'kpp: "7901AB001"'}, "", ""),
        ({'kpp: "790143001"\n': ""}, "branch-mismatch", "КПП в ней нет"),
        ({"790143001": "790101001"}, "branch-mismatch", "уже у library-1"),
        ({"branch_of: library-1\n": "branch_of: library-1-lesnoe\n"}, "branch-mismatch", "сама филиал"),
        ({"branch_of: library-1\n": ""}, "duplicate-identifier", "library-1"),
        ({'inn: "7901000070"': 'inn: "7707083893"'}, "branch-mismatch", "7707083893"),
        ({'ogrn: "1027900000040"': 'ogrn: "1037739010891"'}, "branch-mismatch", "1037739010891"),
        ({"branch_of: library-1\n": "branch_of: nobody\n"}, "unknown-reference", "nobody"),
    ],
)
def test_who_may_have_the_numbers_of_another(tmp_path: Path, changes: dict[str, str], code: str, said: str) -> None:
    loaded = load(_with_branch(tmp_path, changes))
    found = [item for item in loaded.diagnostics if item.code == code]
    assert (found != []) == bool(code), [(item.code, item.message) for item in loaded.diagnostics]
    assert not code or any(said in item.message for item in found)
    if not code:
        assert not loaded.diagnostics and loaded.registry is not None


def test_a_branch_knows_its_organization(tmp_path: Path) -> None:
    registry = load(_with_branch(tmp_path, {})).registry
    assert registry is not None
    branch, parent = registry.organizations["library-1-lesnoe"], registry.organizations["library-1"]
    assert (branch.branch_of, branch.inn, branch.kpp) == ("library-1", parent.inn, "790143001")
    assert parent.branch_of is None


def test_the_page_of_each_names_the_other_and_the_open_data_has_both_fields(tmp_path: Path) -> None:
    registry = load(_with_branch(tmp_path, {})).registry
    assert registry is not None
    view = view_of(registry)
    pages = [
        organization.organization(view, registry.organizations[name]).body for name in ("library-1-lesnoe", "library-1")
    ]
    assert "<dt>КПП</dt><dd>790143001</dd>" in pages[0] and "<dt>Филиал организации</dt>" in pages[0]
    assert "<dt>Филиалы</dt>" in pages[1] and "Библиотека № 1, филиал в Лесном</a>" in pages[1]
    published = next(file.content.decode() for file in record_files(view) if "library-1-lesnoe.json" in file.path)
    assert "790143001" in published and "branch_of" in published
