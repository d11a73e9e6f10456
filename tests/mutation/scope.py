"""Which modules are changed, and which tests are run for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generator" / "reestr"

WANTED = 0.95
"""The share of the changes of a part that the tests must notice, apart from those listed as equivalent."""


@dataclass(frozen=True, slots=True)
class Part:
    """Modules (patterns below the package) and the tests that can notice their changes (patterns below `tests/unit`).

    Only tests that start no process are run.
    """

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self) -> list[str]:
        """Return the paths of the modules below the package, sorted."""
        found = {path for pattern in self.modules for path in PACKAGE.glob(pattern)}
        return sorted(str(path.relative_to(PACKAGE)) for path in found)

    def test_files(self) -> list[str]:
        """Return the paths of the test files below the repository, sorted."""
        found = {path for pattern in self.tests for path in (ROOT / "tests" / "unit").glob(pattern)}
        return sorted(str(path.relative_to(ROOT)) for path in found)


_JUDGING = (
    "test_checks*.py",
    "test_control_lost.py",
    "test_demands.py",
    "test_facts_ahead.py",
    "test_force.py",
    "test_judging*.py",
    "test_one_cause.py",
    "test_pauses.py",
    "test_records_of_day.py",
    "test_rule_arguments.py",
    "test_rule_calls.py",
    "test_several_requirements.py",
    "test_tasks.py",
    "test_unknown_facts.py",
)

PARTS = (
    Part(
        "calendar",
        ("registry/calendar.py",),
        ("test_calendar_days.py", "test_checks_account.py"),
    ),
    Part("norms", ("registry/norms.py",), ("test_checks_norms.py", "test_norms.py", "test_several_acts.py")),
    Part("addresses", ("registry/addresses.py",), ("test_addresses.py", "test_addresses_edges.py")),
    Part("judging", ("judging/*.py", "judging/tasks/*.py", "registry/rule_calls.py"), _JUDGING),
    Part("rules", ("judging/rules/*.py",), _JUDGING),
    Part("redaction", ("records/redaction.py",), ("test_redaction.py",)),
    Part(
        "output folder",
        ("publishing/site/output_folder.py",),
        ("test_output_folder.py", "test_publish.py"),
    ),
    Part(
        "reader",
        ("records/reader/*.py",),
        ("test_source*.py", "test_edges_of_records.py"),
    ),
    Part(
        "splices",
        ("records/editing/splices.py",),
        ("test_editing*.py", "test_edges_of_records.py"),
    ),
)
"""Each part is measured by itself: a well tested one must not hide another."""
