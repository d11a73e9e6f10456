"""Shows what an organization answered beside the verdict that the answer is about."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from markupsafe import Markup

from reestr import wording
from reestr.judging.finding import Finding
from reestr.publishing.view import View
from reestr.registry.organization import OrganizationAnswer
from reestr.registry.registry import Registry
from reestr.wording.answer_text import answered


def answers_to(view: View, findings: Iterable[Finding]) -> Markup:
    """Return the answers that stand on the view's day to findings of one requirement, each once; "" without any."""
    said = dict.fromkeys(text for finding in findings if (text := answer_to(view, finding)))
    title = wording.text("answers.title")
    return Markup("").join(Markup('<p class="answered"><b>{}.</b> {}</p>').format(title, text) for text in said)


def answer_to(view: View, finding: Finding) -> str:
    """Return the answer that stands on the view's day to a finding, in words; "" if there is none."""
    answer = answer_of(finding, view.registry, view.as_of)
    return "" if answer is None else answered(answer, view.as_of)


def answer_of(finding: Finding, registry: Registry, day: datetime.date) -> OrganizationAnswer | None:
    """Return the answer to a finding by its organization that stands on a day; None if there is none."""
    organization = registry.organizations.get(finding.organization or "")
    if organization is None or not organization.answers:
        return None
    account = finding.subject.id if finding.subject.kind == "account" else None
    return organization.answer(finding.requirement, account, day)


def end_of(expires: datetime.date | None, given_on: datetime.date, day: datetime.date) -> str:
    """Return in words whether an answer stands on a day, and up to which day it does."""
    if given_on > day:
        return wording.text("answers.to-come")
    if expires is None:
        return ""
    key = "past" if expires < day else "until"
    return wording.text(f"answers.{key}", on=wording.date_short(expires.isoformat()))
