"""The public form of the records: plain values for JSON. An unknown fact is None, a date is ISO text."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache

from reestr.history.timeline.model import Commit
from reestr.publishing.figures.counts import by_duty
from reestr.publishing.open_data.findings_json import outcome_counts
from reestr.publishing.open_data.other_fields import Value, completed
from reestr.publishing.view import View
from reestr.records import schemas
from reestr.registry.account import Account, ActivityYear, Attestation, DatedStatus, MachineCount, WeekCount
from reestr.registry.city import Act, Appointment, Block, Contact, Requirement
from reestr.registry.organization import Exemption, Organization, Responsible
from reestr.registry.origin import ArchivedAnswers
from reestr.registry.paperwork import Fake
from reestr.registry.registry import Registry
from reestr.registry.words import IN_GENERAL, CityWords
from reestr.wording.general_words import in_city_words

_ACTIVE = "active"
_CLOSED = "closed"


def organization_value(view: View, item: Organization) -> Value:
    """Return an organization on the view's date."""
    page = item.accounts_page
    seen = page and page.machine
    place = item.coordinates
    status = _CLOSED if item.is_closed(view.as_of) else _ACTIVE
    findings = view.assessment.by_organization.get(item.id, ())
    own, others = by_duty(view.registry, findings)
    value: Value = {
        "id": item.id,
        "name": item.name,
        "short_name": item.short_name,
        "legal_form": item.legal_form,
        "legal_form_label": _label("organization", "/legal_form", item.legal_form),
        "sphere": item.sphere,
        "sphere_label": _label("organization", "/sphere", item.sphere),
        "inn": item.inn,
        "ogrn": item.ogrn,
        "site": item.site,
        "has_site": item.has_site,
        "address": item.address,
        "coordinates": place and {"latitude": place.latitude, "longitude": place.longitude},
        "contacts": _contact(item.contact),
        "since": _day(item.since),
        "status": status,
        "status_label": _label("organization", "/status", status),
        "closed_on": _day(item.closed_on),
        "successor": item.successor,
        "exempt": view.registry.is_exempt(item, view.as_of),
        "exemptions": [exemption_value(view, exemption) for exemption in item.exemptions],
        "responsible": [_responsible(person) for person in item.responsible],
        "accounts": [account.id for account in view.registry.accounts_of(item.id)],
        "accounts_page": page
        and {
            "url": page.url,
            "checked_on": _day(page.checked_on),
            "lists": list(page.lists),
            "machine": seen and {"on": _day(seen.on), "lists": list(seen.lists), **_answers(seen.answers)},
        },
        "outcomes": outcome_counts(findings),
        "own_outcomes": {outcome.value: count for outcome, count in own.items()},
        "others_outcomes": {outcome.value: count for outcome, count in others.items()},
        "reviewed_on": _day(item.reviewed_on),
        "notes": [note.text for note in item.notes],
        "file": item.origin.file,
        "changed": _changed(view, "organization", item.id),
    }
    return completed(value, item.origin.fields)


def exemption_value(view: View, item: Exemption) -> Value:
    """Return a ground of an exemption, and whether it holds on the view's date."""
    return {
        "ground": item.ground,
        "ground_label": _label("organization", "/exemptions/*/ground", item.ground, view.registry.words),
        "clause": item.clause,
        "letter": _document(item.letter),
        "networks": list(item.networks),
        "from": _day(item.since),
        "until": _day(item.until),
        "reason": item.reason,
        "in_force": item.holds_on(view.as_of),
    }


def account_value(view: View, item: Account) -> Value:
    """Return an account on the view's date; `security` exists only if the edition has it."""
    status = account_status(item, view.as_of)
    network = view.registry.networks.get(item.network)
    moderation = item.moderation
    value: Value = {
        "id": item.id,
        "organization": item.organization,
        "network": item.network,
        "network_name": network and network.name,
        "url": item.url,
        "numeric_id": item.numeric_id,
        "name": item.name,
        "status": status,
        "status_label": _label("account", "/status", status),
        "in_use": item.is_trusted(view.as_of),
        "opened_on": _day(item.opened_on),
        "closed_on": _day(item.closed_on),
        "replaced_by": item.replaced_by,
        "previous_urls": [
            {
                "url": one.url,
                "until": _day(one.until),
                "taken_since": _day(one.taken_since),
                "taken_by": one.taken_by,
            }
            for one in item.previous_addresses
        ],
        "previous_owners": [
            {"organization": one.organization, "until": _day(one.until)} for one in item.previous_owners
        ],
        "pauses": [{"from": _day(one.since), "until": _day(one.until)} for one in item.pauses],
        "control_lost": [
            {
                "how": one.how,
                "how_label": _label("account", "/control_lost/*/how", one.how),
                "since": _day(one.since),
                "until": _day(one.until),
                "found_by": one.found_by,
                "numeric_id": one.numeric_id,
                **_answers(one.answers),
            }
            for one in item.control_lost
        ],
        "state_mark": _dated_status("state_mark", "confirmed_on", item.state_mark),
        "gospabliki": _dated_status("gospabliki", "connected_on", item.gospabliki),
        "observed": _observed(view, item),
        "observed_by_machine": _seen_by_machine(view, item),
        "moderation": moderation
        and {
            "rules_url": moderation.rules_url,
            "attested_on": _day(moderation.attested_on),
            "by": moderation.by,
        },
        "reviewed_on": _day(item.reviewed_on),
        "notes": [note.text for note in item.notes],
        "file": item.origin.file,
        "changed": _changed(view, "account", item.id),
    }
    if item.credentials is not None or item.two_factor is not None:
        value["security"] = {
            "credentials": _attestation(item.credentials, "accounted", "on"),
            "two_factor": _attestation(item.two_factor, "enabled", "attested_on"),
        }
    return completed(value, item.origin.fields)


def fake_value(view: View, item: Fake) -> Value:
    """Return a known false page on the view's date."""
    network = view.registry.networks.get(item.network)
    value: Value = {
        "id": item.id,
        "pretends_to_be": item.pretends_to_be,
        "network": item.network,
        "network_name": network and network.name,
        "url": item.url,
        "numeric_id": item.numeric_id,
        "found_on": _day(item.found_on),
        "basis": item.basis,
        "document": _document(item.document),
        "reported": [{"to": one.to, "on": _day(one.on)} for one in item.reports],
        "seen_on": _day(item.seen_on),
        "gone_on": _day(item.gone_on),
        "gone": item.is_gone(view.as_of),
        "answers": item.answers and _answers(item.answers),
        "file": item.origin.file,
        "changed": _changed(view, "fake", item.id),
    }
    # A report's number and author exist only if the edition has them.
    return completed(value, item.origin.fields)


def account_status(item: Account, as_of: datetime.date) -> str:
    """Return `closed` for an account closed by that day, else `active`; an unknown closing day counts as closed."""
    closed = item.closed and (item.closed_on is None or item.closed_on <= as_of)
    return _CLOSED if closed or item.pause_on(as_of) is not None else _ACTIVE


def year_value(item: ActivityYear) -> Value:
    """Return who counted the weeks of a year, and how, unless a week says otherwise; without the weeks."""
    value: Value = {"year": item.year, "source": item.source, "counted_by": item.counted_by}
    return completed(value, {name: given for name, given in item.origin.fields.items() if name != "weeks"})


def week_value(item: WeekCount, source: str | None) -> Value:
    """Return the count of one week. A week without a count has no value at all: it is unknown, not zero.

    What is zero, empty or not known, and a source that is that of the year (`source`), is left out.
    """
    value: Value = {"own": item.own, "formats": {name: number for name, number in sorted(item.formats) if number}}
    others: Value = {
        "gospabliki": item.gospabliki,
        "unspecified": item.unspecified,
        "removed": dict(sorted(item.removed)),
        "source": None if item.source == source else item.source,
        "counted_on": _day(item.counted_on),
    }
    return {**value, **{name: known for name, known in others.items() if known}}


def machine_week_value(item: MachineCount) -> Value:
    """Return what the program counted in one week, with the numbers of the posts and the answers it rests on."""
    return {
        "own": item.own,
        "gospabliki": item.gospabliki,
        "reposts": item.reposts,
        "formats": dict(sorted(item.formats)),
        "posts": list(item.posts),
        "on": _day(item.on),
        **_answers(item.answers),
    }


def requirement_value(view: View, item: Requirement) -> Value:
    """Return a requirement with its parameters and its number of findings with each outcome."""
    value: Value = {
        "id": item.id,
        "title": item.title,
        "clause": item.clause,
        "clauses": list(item.clauses),
        "obliged": list(item.obliged),
        "obliged_labels": [_label("requirement", "/obliged", one, view.registry.words) for one in item.obliged],
        "force": item.force,
        "force_label": _label("requirement", "/force", item.force),
        "statement": item.statement,
        "subject": item.subject,
        "subject_label": _label("requirement", "/subject", item.subject),
        "check": item.check,
        "rule": None if item.rule is None else {"name": item.rule.name, **dict(item.rule.arguments)},
        "unchecked": item.unchecked,
        "parameters": {
            name: {
                "value": one.value,
                "basis": one.basis,
                "basis_label": _label("requirement", "/parameters/*/basis", one.basis, view.registry.words),
                "explanation": one.explanation,
            }
            for name, one in sorted(item.parameters.items())
        },
        "edition": "internal" if item.internal else "public",
        "remedy": item.remedy,
        "order": item.order,
        "outcomes": outcome_counts(view.assessment.by_requirement.get(item.id, ())),
        "file": item.origin.file,
        "changed": _changed(view, "requirement", item.id),
    }
    return completed(value, item.origin.fields)


def act_value(view: View, item: Act) -> Value:
    """Return the act, block by block in the printed order, each with the requirements read from it."""
    prefix = "" if item is view.registry.act else f"{item.id}#"
    readings: dict[str, list[str]] = {}
    for requirement in view.registry.requirements.values():
        for clause in requirement.clauses:
            readings.setdefault(clause, []).append(requirement.id)
    value: Value = {
        "id": item.id,
        "document": item.document,
        "number": item.number,
        "date": _day(item.date),
        "issuer": item.issuer,
        "title": item.title,
        "effective_on": _day(item.effective_on),
        "publications": [
            {
                "outlet": one.outlet,
                "medium": one.medium,
                "medium_label": _label("act", "/publications/*/medium", one.medium),
                "url": one.url,
                "published_on": _day(one.published_on),
                "clause": one.clause,
                "source": one.source,
            }
            for one in item.publications
        ],
        "blocks": [_block(item, block, readings.get(prefix + block.id, ())) for block in item.blocks.values()],
        "file": item.origin.file,
    }
    return completed(value, item.origin.fields)


def _block(act: Act, item: Block, requirements: Sequence[str]) -> Value:
    return {
        "id": item.id,
        "part": item.part,
        "part_label": _part_label(act, item.part),
        "kind": item.kind,
        "kind_label": _label("act", "/blocks/*/kind", item.kind),
        "number": item.number,
        "parent": item.parent,
        "text": item.text,
        "requirements": sorted(requirements),
        "unchecked": item.unchecked,
        "notes": [
            {
                "kind": note.kind,
                "kind_label": _label("act", "/blocks/*/notes/*/kind", note.kind),
                "text": note.text,
                "see": list(note.see),
            }
            for note in item.notes
        ],
    }


def commit_value(commit: Commit | None) -> Value | None:
    """Return a commit: its id, its moment with its own offset, its day in the registry's time zone."""
    if commit is None:
        return None
    return {"id": commit.id, "at": commit.at.isoformat(), "date": commit.day.isoformat()}


def _changed(view: View, kind: str, identifier: str) -> Value | None:
    """Return the last commit that changed a record."""
    return commit_value(view.timeline.changed.get(f"{kind}/{identifier}"))


def _responsible(item: Responsible) -> Value:
    return {
        "role": item.role,
        "name": item.name,
        "contact": _contact(item.contact),
        "order": _document(item.order),
        "from": _day(item.since),
        "until": _day(item.until),
    }


def _observed(view: View, item: Account) -> Value | None:
    seen = item.observed
    if seen is None:
        return None
    return {
        "on": _day(seen.on),
        "by": seen.by,
        **{fact: seen.facts.get(fact) for fact in observed_facts(view.registry)},
    }


def _seen_by_machine(view: View, item: Account) -> Value | None:
    seen = item.machine
    if seen is None:
        return None
    return {
        "on": _day(seen.on),
        **{fact: seen.facts.get(fact) for fact in observed_facts(view.registry)},
        "members": seen.members,
        "members_on": _day(seen.members_on),
        **_answers(seen.answers),
    }


def _answers(item: ArchivedAnswers | None) -> Value:
    """Return the file of the archive of observations and the hashes of the answers in it."""
    return {"file": item and item.file, "sha256": [] if item is None else list(item.hashes)}


def observed_facts(registry: Registry) -> tuple[str, ...]:
    """Return the facts an officer looks at on a page, in the order of the city's list; one not looked at is unknown."""
    return registry.city.lists.ids("facts")


def _dated_status(field: str, since: str, item: DatedStatus) -> Value:
    return {
        "status": item.status,
        "status_label": _label("account", f"/{field}/status", item.status),
        since: _day(item.since),
        "checked_on": _day(item.checked_on),
    }


def _attestation(item: Attestation | None, given: str, on: str) -> Value | None:
    return None if item is None else {given: item.given, "by": item.by, on: _day(item.on)}


def _contact(item: Contact) -> Value:
    return {"email": item.email, "phones": list(item.phones)}


def _document(item: Appointment | None) -> Value | None:
    return None if item is None else {"number": item.number, "date": _day(item.date)}


def _day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _part_label(act: Act, part: str) -> str:
    known = act.parts.get(part)
    return part if known is None else known.title[:1].lower() + known.title[1:]


@lru_cache(1 << 12)
def _label(kind: str, field: str, value: str | None, words: CityWords = IN_GENERAL) -> str | None:
    return None if value is None else in_city_words(schemas.label(kind, field, value, words.lists), words)
