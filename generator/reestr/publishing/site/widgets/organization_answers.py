"""All answers of an organization on its page: those beside a verdict, those that have expired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.publishing.html.answers import end_of
from reestr.publishing.view import View
from reestr.registry.addresses import without_scheme
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.wording.answer_text import answered


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: its requirement (None if the edition does not have it), its page, its words, its last day."""

    requirement: Requirement | None
    name: str
    page: str
    said: str
    end: str


@dataclass(frozen=True, slots=True)
class ShownAnswers:
    """The answers with the title and the first sentence of their section."""

    title: str
    lead: str
    rows: Sequence[AnswerRow]


def shown_answers(view: View, organization: Organization) -> ShownAnswers | None:
    """Return the answers of an organization, the latest first; None if it has given none."""
    if not organization.answers:
        return None
    rows = []
    for item in sorted(organization.answers, key=lambda item: (item.on, item.requirement), reverse=True):
        account = view.registry.accounts.get(item.account or "")
        rows.append(
            AnswerRow(
                view.registry.requirements.get(item.requirement),
                item.requirement,
                without_scheme(account.url) if account is not None else item.account or "",
                answered(item, view.as_of),
                end_of(item.expires, item.on, view.as_of),
            )
        )
    return ShownAnswers(wording.text("answers.section"), wording.text("answers.lead"), tuple(rows))
