"""What the cases of the rules say besides their outcome: until when it holds, what is due, what the sentence is told.

`tests/golden/judged-cases.txt` lists it for each case of the tables, to be read beside them. Where a rule changes:
`REESTR_TEST_UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/unit/test_judging_terms.py`, then read the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reestr.judging.finding import Deadline, Verdict
from reestr.registry.origin import Evidence

from tests import golden_files
from tests.unit.check_case import finding_of
from tests.unit.test_checks import CASES
from tests.unit.test_judging_edges import CASES as EDGES


def test_the_cases_say_until_when_they_hold_and_what_is_due() -> None:
    lines = (line for example in (*CASES, *EDGES) for line in (str(example), *_said(finding_of(example).verdict)))
    golden_files.compare("judged-cases.txt", "".join(f"{line}\n" for line in lines))


def _said(verdict: Verdict) -> Iterator[str]:
    past = ", past repair" if verdict.past else ""
    yield f"    {verdict.outcome}{past}: {verdict.reason}{_values(verdict.values)}"
    yield f"    by {_places(verdict.evidence)}"
    if verdict.holds_until is not None:
        yield f"    until {verdict.holds_until}"
    for deadline in verdict.deadlines:
        yield f"    due {_due(deadline)}"


def _due(deadline: Deadline) -> str:
    parts = [f"{deadline.due_on} {deadline.kind or 'done'}, basis {deadline.basis or 'none'}{_values(deadline.values)}"]
    if deadline.about:
        parts.append(f"about {deadline.about}")
    if deadline.role is not None:
        parts.append(f"by the {deadline.role}")
    if deadline.covered_by:
        parts.append(f"unless {deadline.covered_by} asks for it")
    if deadline.evidence:
        parts.append(f"in {_places(deadline.evidence)}")
    return ", ".join(parts)


def _places(evidence: Iterable[Evidence]) -> str:
    return " ".join(f"{item.origin.record}#{item.path}" for item in evidence)


def _values(values: Mapping[str, object]) -> str:
    return "".join(f" {name}={_value(value)}" for name, value in values.items())


def _value(value: object) -> str:
    return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)
