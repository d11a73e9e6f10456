"""What is planned, asked and told around the accounts: content plans, assignments, notices, known false pages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.registry.city import Appointment
from reestr.registry.origin import ArchivedAnswers, Evidence, Origin


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a false page: the addressee, the day, the incoming number, and who reported it (a post, not a
    name).
    """

    to: str
    on: datetime.date
    number: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Fake:
    """`fakes/<id>.yaml`: a network page that pretends to belong to the organization `pretends_to_be`.

    `basis` says why the page is known to be false. `seen_on` is the last day on which the page was seen to exist,
    `gone_on` the first day on which it no longer existed; `answers` are what the program saw that in, None if a person
    saw it.
    """

    id: str
    pretends_to_be: str
    network: str
    url: str
    numeric_id: str | None
    found_on: datetime.date
    basis: str
    document: Appointment | None
    reports: tuple[Report, ...]
    seen_on: datetime.date | None
    gone_on: datetime.date | None
    origin: Origin
    answers: ArchivedAnswers | None = None

    def is_gone(self, day: datetime.date) -> bool:
        """Return whether the page no longer exists on `day`."""
        return self.gone_on is not None and self.gone_on <= day


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One publication of a content plan. `text` is the draft of the post."""

    date: datetime.date
    topic: str
    format: str | None
    networks: tuple[str, ...]
    text: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`plans/<organization>/<year>-<month>.yaml`: a content plan (clause 1.6.1). `month` is `2026-11`.

    `absent_on` is a day on which it was checked that the month had no plan; such a record has no entries.
    """

    organization: str
    month: str
    prepared_on: datetime.date | None
    prepared_by: str | None
    entries: tuple[PlanEntry, ...]
    absent_on: datetime.date | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class AssignmentResult:
    """The addressee's result of an assignment.

    `not_done_on` is the day on which it was seen that nothing had been done; `done_at` the hour of the result, None
    while unknown.
    """

    done_on: datetime.date | None
    url: str | None
    document: str | None
    note: str | None
    not_done_on: datetime.date | None = None
    done_at: datetime.time | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """One addressee of an assignment: an account or an organization (the other is None). No result means unknown."""

    organization: str | None
    account: str | None
    result: AssignmentResult | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """`assignments/<id>.yaml`: one thing asked of one or more addressees.

    `kind` is portal-post, centre-request or information-request. `answered_on` and `answer_document` are city hall's
    answer to a request of the regional centre. `issued_at` is the hour of issue, None while unknown.
    """

    id: str
    kind: str
    title: str
    issued_on: datetime.date
    due_on: datetime.date
    source: str | None
    addressees: tuple[Addressee, ...]
    answered_on: datetime.date | None
    answer_document: str | None
    origin: Origin
    issued_at: datetime.time | None = None

    def at(self, path: str = "") -> Evidence:
        """Return evidence that points into this record."""
        return Evidence(self.origin, path)


@dataclass(frozen=True, slots=True)
class Notice:
    """`notices/<id>.yaml`: a notice to city hall or to the regional centre about a change of a responsible person.

    `change_on` is the `from` of the new entry in the organization's `responsible`; `to` is "city-hall" or
    "regional-centre".
    """

    id: str
    organization: str
    change_on: datetime.date
    to: str
    sent_on: datetime.date
    document: Appointment | None
    origin: Origin

    def at(self, path: str = "") -> Evidence:
        """Return evidence that points into this record."""
        return Evidence(self.origin, path)


@dataclass(frozen=True, slots=True)
class PreparedNotice:
    """A draft of a notice: prepared, not sent. Facts it does not state yet are None."""

    id: str
    organization: str
    change_on: datetime.date | None
    to: str | None
    origin: Origin
