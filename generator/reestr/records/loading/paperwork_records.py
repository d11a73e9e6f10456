"""Builds content plans, assignments, notices and fakes from schema-valid records."""

from __future__ import annotations

from reestr.records.loading.parse import (
    EMPTY,
    Data,
    appointment,
    date,
    optional_answers,
    optional_date,
    optional_hour,
    texts,
)
from reestr.registry.origin import Origin
from reestr.registry.paperwork import (
    Addressee,
    Assignment,
    AssignmentResult,
    Fake,
    Notice,
    Plan,
    PlanEntry,
    PreparedNotice,
    Report,
)


def fake(data: Data, origin: Origin) -> Fake:
    """Return a file of `fakes/` as a Fake."""
    return Fake(
        id=origin.id,
        pretends_to_be=data["pretends_to_be"],
        network=data["network"],
        url=data["url"],
        numeric_id=data.get("numeric_id"),
        found_on=date(data, "found_on"),
        basis=data["basis"],
        document=appointment(data.get("document")),
        reports=tuple(
            Report(item["to"], date(item, "on"), item.get("number"), item.get("by"))
            for item in data.get("reported", ())
        ),
        seen_on=optional_date(data, "seen_on"),
        gone_on=optional_date(data, "gone_on"),
        origin=origin,
        answers=optional_answers(data),
    )


def plan(data: Data, origin: Origin) -> Plan:
    """Return a file of `plans/` as a Plan."""
    organization, _, month = origin.id.rpartition("/")
    return Plan(
        organization=organization,
        month=month,
        prepared_on=optional_date(data, "prepared_on"),
        prepared_by=data.get("prepared_by"),
        entries=tuple(
            PlanEntry(
                date=date(item, "date"),
                topic=item["topic"],
                format=item.get("format"),
                networks=texts(item, "networks"),
                text=item.get("text"),
            )
            for item in data.get("entries", ())
        ),
        absent_on=optional_date(data, "absent_on"),
        origin=origin,
    )


def assignment(data: Data, origin: Origin) -> Assignment:
    """Return a file of `assignments/` as an Assignment."""
    answer = data.get("answer", EMPTY)
    return Assignment(
        id=origin.id,
        kind=data["kind"],
        title=data["title"],
        issued_on=date(data, "issued_on"),
        due_on=date(data, "due_on"),
        source=data.get("source"),
        addressees=tuple(
            Addressee(item.get("organization"), item.get("account"), _result(item.get("result")))
            for item in data.get("addressees", ())
        ),
        answered_on=optional_date(answer, "on"),
        answer_document=answer.get("document"),
        origin=origin,
        issued_at=optional_hour(data, "issued_at"),
    )


def notice(data: Data, origin: Origin) -> Notice:
    """Return a file of `notices/` as a Notice."""
    return Notice(
        id=origin.id,
        organization=data["organization"],
        change_on=date(data, "change_on"),
        to=data["to"],
        sent_on=date(data, "sent_on"),
        document=appointment(data.get("document")),
        origin=origin,
    )


def prepared_notice(data: Data, origin: Origin) -> PreparedNotice:
    """Return a draft in `notices/` as a PreparedNotice."""
    return PreparedNotice(
        id=origin.id,
        organization=data["organization"],
        change_on=optional_date(data, "change_on"),
        to=data.get("to"),
        origin=origin,
    )


def _result(data: Data | None) -> AssignmentResult | None:
    if data is None:
        return None
    return AssignmentResult(
        done_on=optional_date(data, "done_on"),
        url=data.get("url"),
        document=data.get("document"),
        note=data.get("note"),
        not_done_on=optional_date(data, "not_done_on"),
        done_at=optional_hour(data, "done_at"),
    )
