"""No report shows a line or a fix with internal content, whatever is wrong with the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from reestr.records.loading.load import load
from reestr.records.validation import secret_text

from tests.unit.project import copy_of_base
from tests.unit.test_secret_text import _outputs

CANARY = "КАНАРЕЙКА-Д7"
PERSON = '  - role: заведующая\n    order: {number: "3-о", date: "2024-02-05"}\n    from: "2024-02-05"\n'
BLOCK = f"responsible:\n{PERSON}"
LIBRARY = "organizations/library-1.yaml"
ACCOUNT = "accounts/library-1-vk.yaml"

BROKEN = {
    "a tab in the value": f"responsible:\n  - role: x\n    name:\t{CANARY}\t\n",
    "words after quotes": f'responsible:\n  - role: x\n    name: "{CANARY}" oops\n',
    "a second colon": f"responsible:\n  - role: x\n    name: {CANARY}: x\n",
    "a sign that begins nothing": f"responsible:\n  - role: x\n    name: @{CANARY}\n",
    "half a pair": f'responsible:\n  - role: x\n    name: "{CANARY}\\ud800"\n',
    "a neighbour in braces": f'responsible: [{{role: x, name: {CANARY}, from: "2025-01-32"}}]\n',
    "a misspelt field in braces": f"responsibel: [{{role: x, name: {CANARY}}}]\n",
    "the field twice": f"{BLOCK}responsible: [{{role: x, name: {CANARY}}}]\n",
    "a term before the one above": f'{BLOCK}  - {{role: y, name: {CANARY}, from: "2020-01-01"}}\n',
    "an unknown field beside it": f"responsible:\n  - {{role: x, name: {CANARY}, rolle: y}}\n",
    "outer blanks": f'responsible:\n  - role: x\n    name: " {CANARY}"\n',
    "an anchor": f"responsible:\n  - role: x\n    name: &a {CANARY}\n",
    "a value of the wrong type": f"responsible:\n  - role: x\n    name: [{CANARY}]\n",
    "a bracket that never closes": f"responsible:\n  - {{role: x, name: {CANARY}\n",
    "a text of several lines": f"responsible:\n  - role: x\n    name: |\n      one\n      {CANARY}\tx\n",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_the_value_of_an_internal_field_is_in_no_report(tmp_path: Path, kind: str) -> None:
    project = copy_of_base(tmp_path)
    file = project / "data" / LIBRARY
    right = file.read_text(encoding="utf-8")
    assert BLOCK in right
    file.write_text(right.replace(BLOCK, BROKEN[kind]), encoding="utf-8")
    loaded = load(project / "data")
    assert loaded.diagnostics
    assert CANARY not in _outputs(loaded, project / "data")


LINES = (f'number: "{CANARY}" oops', f"number: {CANARY}: x", f"number:\t{CANARY}", f"x: {CANARY}")


@pytest.mark.parametrize("line", LINES)
def test_nothing_of_a_record_that_is_internal_as_a_whole_is_in_a_report(tmp_path: Path, line: str) -> None:
    project = copy_of_base(tmp_path)
    (project / "data" / "notices").mkdir()
    (project / "data" / "notices" / "n.yaml").write_text(f"organization: library-1\n{line}\n", encoding="utf-8")
    loaded = load(project / "data")
    assert loaded.diagnostics
    assert CANARY not in _outputs(loaded, project / "data")


def test_an_internal_field_of_an_account_is_in_no_report(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    for text in (f'security: {{two_factor: {{by: {CANARY}, on: "2026-13-01"}}}}\n', f"security:\n  by: {CANARY}: x\n"):
        file = project / "data" / ACCOUNT
        right = file.read_text(encoding="utf-8")
        file.write_text(right + text, encoding="utf-8")
        loaded = load(project / "data")
        file.write_text(right, encoding="utf-8")
        assert loaded.diagnostics
        assert CANARY not in _outputs(loaded, project / "data")


def test_the_line_of_a_public_field_is_shown(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    file = project / "data" / LIBRARY
    right = file.read_text(encoding="utf-8")
    for old, new in (
        ("sphere: culture", "sphere: cultur"),
        ("sphere: culture", 'sphere: "culture" oops'),
        ("sphere: culture", "sphere: culture\tx"),
        ('    from: "2024-02-05"', '    from: "2024-02-32"'),
    ):
        assert old in right
        file.write_text(right.replace(old, new), encoding="utf-8")
        shown = _outputs(load(project / "data"), project / "data")
        assert "│" in shown, new


def test_a_line_with_every_problem_of_a_file_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_of_base(tmp_path)
    file = project / "data" / LIBRARY
    accounts = ", ".join(f"a{number}" for number in range(500))
    text = file.read_text(encoding="utf-8").replace("[library-1-vk, library-1-ok]", f"[{accounts}]")
    file.write_text(text, encoding="utf-8")
    looks = 0
    real = secret_text.find

    def counted(line: str) -> secret_text.Found | None:
        nonlocal looks
        looks += len(line) > 2_000
        return real(line)

    monkeypatch.setattr(secret_text, "find", counted)
    assert len(load(project / "data").diagnostics) > 100
    # The text of the file, its longest line, once more for the rules between records.
    assert looks <= 4
