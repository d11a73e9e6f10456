"""A task: one thing somebody has to do, by which day and by which requirement."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from generator.model.city import Requirement
from generator.model.organization import Organization


@dataclass(frozen=True, slots=True)
class Task:
    """One thing due by one day, the requirement that asks for it, the organization concerned."""

    requirement: Requirement
    organization: Organization
    due_on: datetime.date
