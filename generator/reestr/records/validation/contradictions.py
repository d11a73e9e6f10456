"""Checks records against each other for contradictions, and for pairs that are probably a mistake."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Severity
from reestr.records.json_pointer import FieldPath
from reestr.records.record import Record
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.record_set import RecordSet
from reestr.records.validation.withholding import is_private
from reestr.registry.calendar import week_end, week_monday, week_of
from reestr.registry.lists import ACT_ROW, FORMER, CityLists


def check_exemptions(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that an organization exempt in a network has no active account there (clause 1.3)."""
    for account in _published_active(between):
        organization = between.find("organization", account.data["organization"])
        if organization is None or organization.draft:
            continue
        for index, exemption in enumerate(organization.data.get("exemptions", ())):
            covered = _is_grounded(exemption, between.lists or FORMER) and _covers(exemption, account.data["network"])
            if covered and _overlap(exemption, account.data):
                related = between.related(
                    wording.text("diagnostics.exempt-with-account.related"), organization, ("exemptions", index)
                )
                yield between.diagnostic(
                    "exempt-with-account",
                    account,
                    ("organization",),
                    related=(related,),
                    organization=organization.id,
                    network=account.data["network"],
                )
                break


def check_replacements(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that successors of accounts and organizations form no circle."""
    for kind, name in (("account", "replaced_by"), ("organization", "successor")):
        reported: set[str] = set()
        for record in between.all(kind):
            chain = [record.id]
            following: Record | None = record
            while following is not None and name in following.data:
                chain.append(following.data[name])
                if chain[-1] in chain[:-1]:
                    break
                following = between.find(kind, chain[-1])
            # A chain that leads into a circle is reported at the circle.
            if len(chain) > 1 and chain[-1] == record.id and record.id not in reported:
                reported.update(chain)
                yield between.diagnostic(
                    "replacement-cycle",
                    record,
                    (name,),
                    variant="self" if len(chain) == 2 else "",
                    field=field_messages.called(kind, (name,)),
                    chain=" → ".join(chain),
                )


def check_activity(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that weeks are counted only while the account exists, from the week it opened to the week it closed."""
    for year in between.all("activity"):
        account = between.find("account", year.id.partition("/")[0])
        if account is None or not year.data["weeks"]:
            continue
        for name, variant, pick in (("opened_on", "before", min), ("closed_on", "after", max)):
            day = account.data.get(name)
            if day is None:
                continue
            week, limit = pick(year.data["weeks"]), week_of(datetime.date.fromisoformat(day))
            if (week < limit) if variant == "before" else (week > limit):
                related = wording.text(f"diagnostics.activity-outside-life.related-{variant}")
                yield between.diagnostic(
                    "activity-outside-life",
                    year,
                    ("weeks", week),
                    related=(between.related(related, account, (name,)),),
                    variant=variant,
                    week=week,
                    day=day,
                )


def check_pauses(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that no week is counted that lies wholly within a pause of the account."""
    for year in between.all("activity"):
        account = between.find("account", year.id.partition("/")[0])
        for index, pause in enumerate(account.data.get("pauses", ()) if account is not None else ()):
            weeks = [
                week
                for week in year.data["weeks"]
                if pause["from"] <= week_monday(week).isoformat() and week_end(week).isoformat() <= pause["until"]
            ]
            if weeks and account is not None:
                related = wording.text("diagnostics.activity-outside-life.related-pause")
                yield between.diagnostic(
                    "activity-outside-life",
                    year,
                    ("weeks", min(weeks)),
                    related=(between.related(related, account, ("pauses", index)),),
                    variant="pause",
                    week=min(weeks),
                    day=pause["until"],
                )


def check_listed_accounts(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that the page of an organization's site lists only the organization's own accounts (clause 1.6.2)."""
    for organization in between.all("organization"):
        page = organization.data.get("accounts_page", {})
        listed: list[tuple[FieldPath, str]] = [
            (("accounts_page", "lists", index), name) for index, name in enumerate(page.get("lists", ()))
        ]
        seen = page.get("machine", {}).get("lists", ())
        listed += [(("accounts_page", "machine", "lists", index), name) for index, name in enumerate(seen)]
        for path, name in listed:
            account = between.find("account", name)
            former = () if account is None else account.data.get("previous_owners", ())
            # An account that has passed to another organization was rightly listed while it was the organization's own.
            passed_on = any(item["organization"] == organization.id for item in former)
            if account is not None and account.data["organization"] != organization.id and not passed_on:
                related = wording.text("diagnostics.foreign-account-listed.related")
                yield between.diagnostic(
                    "foreign-account-listed",
                    organization,
                    path,
                    related=(between.related(related, account, ("organization",)),),
                    given=suggestions.shown(name),
                    owner=account.data["organization"],
                )


def check_answers(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that an organization answers about its own accounts, and about nothing that only the internal edition
    shows: an answer is public.
    """
    for organization in between.all("organization"):
        for index, answer in enumerate(organization.data.get("answers", ())):
            account = between.find("account", answer.get("account", ""))
            former = () if account is None else account.data.get("previous_owners", ())
            owners = [item["organization"] for item in former]
            if account is not None and organization.id not in (account.data["organization"], *owners):
                related = wording.text("diagnostics.answer-misplaced.related")
                yield between.diagnostic(
                    "answer-misplaced",
                    organization,
                    ("answers", index, "account"),
                    related=(between.related(related, account, ("organization",)),),
                    given=suggestions.shown(account.id),
                    owner=account.data["organization"],
                )
            requirement = between.find("requirement", answer["requirement"])
            if requirement is not None and requirement.data.get("edition") == "internal":
                yield between.diagnostic(
                    "answer-misplaced",
                    organization,
                    ("answers", index, "requirement"),
                    variant="internal",
                    given=suggestions.shown(requirement.id),
                )


def check_notices(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that a notice's change is in the organization's record: a person is responsible from that day."""
    for notice in between.all("notice"):
        organization = between.find("organization", notice.data["organization"])
        day = notice.data.get("change_on")
        if organization is None or day is None or notice.draft:
            continue
        if all(person.get("from") != day for person in organization.data.get("responsible", ())):
            path: FieldPath = ("change_on",)
            related = wording.text("diagnostics.notice-without-change.related")
            place: FieldPath = ("responsible",) if "responsible" in organization.data else ()
            yield between.diagnostic(
                "notice-without-change",
                notice,
                path,
                related=(between.related(related, organization, place),),
                field=field_messages.called("notice", path),
                given=field_messages.given(day, is_private("notice", notice.data, path)),
            )


def check_second_accounts(between: RecordSet) -> Iterator[Diagnostic]:
    """Warn of two active accounts of one organization in one network: allowed, but more often a page
    that was replaced.
    """
    first: dict[tuple[str, str], Record] = {}
    for account in _published_active(between):
        earlier = first.setdefault((account.data["organization"], account.data["network"]), account)
        if earlier is not account:
            related = wording.text("diagnostics.second-account.related")
            yield between.diagnostic(
                "second-account",
                account,
                ("network",),
                related=(between.related(related, earlier, ("network",)),),
                severity=Severity.WARNING,
                organization=account.data["organization"],
                network=account.data["network"],
                other=earlier.id,
            )


def _published_active(between: RecordSet) -> Iterator[Record]:
    return (item for item in between.all("account") if not item.draft and item.data.get("status") == "active")


def _covers(exemption: Mapping[str, Any], network: str) -> bool:
    return "networks" not in exemption or network in exemption["networks"]


def _is_grounded(exemption: Mapping[str, Any], lists: CityLists) -> bool:
    """Return whether the exemption is effective: all but a row of the act needs a letter with number and date."""
    letter: Mapping[str, Any] = exemption.get("letter", {})
    return lists.role("grounds", exemption["ground"]) == ACT_ROW or ("number" in letter and "date" in letter)


def _overlap(exemption: Mapping[str, Any], account: Mapping[str, Any]) -> bool:
    """Return whether an account in use was opened, or came from another organization, before the exemption ended.

    An exemption without an end still holds.
    """
    until, former = exemption.get("until"), account.get("previous_owners")
    if former:
        return until is None or former[-1]["until"] < until
    opened = account.get("opened_on")
    return until is None or (opened is not None and opened <= until)
