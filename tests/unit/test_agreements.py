"""An agreement exempts only with the number and date of its letter, in every rule alike (clause 1.3)."""

from __future__ import annotations

from pathlib import Path

import pytest
from reestr.records.loading.load import load

from tests.unit.project import copy_of_base

ORAL = "exemptions:\n  - {ground: agreement, reason: договорились устно}\n"
WRITTEN = 'exemptions:\n  - {ground: agreement, letter: {number: "5", date: "2024-01-15"}}\n'


def _codes(project: Path) -> set[str]:
    return {item.code for item in load(project / "data").diagnostics}


@pytest.mark.parametrize(("exemptions", "codes"), [(ORAL, set()), (WRITTEN, {"exempt-with-account"})])
def test_only_a_written_agreement_contradicts_an_account(tmp_path: Path, exemptions: str, codes: set[str]) -> None:
    project = copy_of_base(tmp_path)
    record = project / "data" / "organizations" / "library-1.yaml"
    record.write_text(record.read_text(encoding="utf-8") + exemptions, encoding="utf-8")
    assert _codes(project) == codes


@pytest.mark.parametrize(("exemptions", "codes"), [(ORAL, {"incomplete-record"}), (WRITTEN, set())])
def test_only_a_written_agreement_excuses_from_a_full_record(tmp_path: Path, exemptions: str, codes: set[str]) -> None:
    project = copy_of_base(tmp_path)
    record = project / "data" / "organizations" / "depot.yaml"
    record.write_text(
        f"name: Автопарк города\nlegal_form: municipal-unitary-enterprise\n{exemptions}", encoding="utf-8"
    )
    assert _codes(project) == codes
