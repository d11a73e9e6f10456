"""The list of requirements: what the act demands, of whom, and how many meet it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reestr.judging.finding import Outcome
from reestr.publishing.figures.counts import by_outcome
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.city import Requirement

PATH = "requirements/"


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A requirement with the numbers of its verdicts; `counts` is None if no rule judges it."""

    requirement: Requirement
    counts: Mapping[Outcome, int] | None


def build(view: View) -> Page:
    """Return the list of all requirements that the edition may show, in their own order."""
    rows = [
        RequirementRow(
            requirement,
            by_outcome(view.assessment.by_requirement.get(requirement.id, ())) if requirement.check else None,
        )
        for requirement in view.registry.requirements.values()
    ]
    return section_page(view, "requirements", PATH, rows=rows)
