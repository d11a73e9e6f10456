"""The letters about a change of a responsible person: to city hall (clause 1.6.4) and to the regional centre (1.5.2).

They contain what the records contain; missing facts are blanks to fill in by hand. They name the person if the record
does: letters are not published.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from reestr import wording
from reestr.publishing.documents.letter import Letter, docx
from reestr.registry.city import Act
from reestr.registry.organization import Organization, Responsible
from reestr.registry.registry import Registry
from reestr.registry.words import Noun
from reestr.wording.addressees import CITY_HALL, REGIONAL_CENTRE, addressee


def handover_letter_file(registry: Registry, organization: Organization, index: int, to: str) -> bytes:
    """Return the letter about the change at `index` of the responsible persons as a DOCX file, dated the day of the
    change.

    Raises ValueError if that day is unknown: such a change has no letter.
    """
    day = organization.responsible[index].since
    if day is None:
        raise ValueError("a change without a day has no letter")
    return docx(handover_letter(registry, organization, index, to), day)


def handover_letter(registry: Registry, organization: Organization, index: int, to: str) -> Letter:
    """Return the letter that notifies `to` (an addressee of the city's list) of the person at `index` of the history.

    Raises IndexError if there is no such person, KeyError for another addressee.
    """
    person = organization.responsible[index]
    previous = organization.responsible[index - 1] if index else None
    city = registry.city
    requirements = registry.judged_by("notified", to=to)
    clauses = [clause for requirement in requirements for clause in requirement.clauses]
    from_organization = to == CITY_HALL or (
        to != REGIONAL_CENTRE and any(requirement.is_organizations_duty for requirement in requirements)
    )
    body = _text(
        "to-city-hall" if from_organization else "to-centre",
        clauses=", ".join(clauses) or _blank(),
        act=registry.act.citation,
        part=_part(registry.act, clauses),
        on=person.since.isoformat() if person.since is not None else _blank(),
        organization=organization.name,
    )
    paragraphs = [body]
    if not from_organization:
        paragraphs.append(_text("ground"))
    if person.name:
        paragraphs.append(_text("name-note"))
    return Letter(
        head=(organization.name if from_organization else city.city_hall.name, _text("number-and-date")),
        to=_addressee(registry, to),
        title=_text("title"),
        paragraphs=paragraphs,
        signature=_signature(registry, from_organization),
        rows=_rows(registry, organization, person, previous),
    )


def _addressee(registry: Registry, to: str) -> tuple[str, ...]:
    city = registry.city
    if to not in (CITY_HALL, REGIONAL_CENTRE):
        name = addressee(to, registry.words).nominative
        return (name[:1].upper() + name[1:],)
    if to == REGIONAL_CENTRE:
        return (city.regional_centre.name if city.regional_centre is not None else _blank(),)
    if city.officer is None:
        return (city.city_hall.name,)
    known = ", ".join(part for part in (city.officer.position, city.officer.name) if part)
    return (city.city_hall.name, _text("officer", officer=known or _blank()))


def _part(act: Act, clauses: Sequence[str]) -> Noun:
    """Return what the letter calls the part of the act that the clauses stand in: «Порядок»; else the act itself."""
    found = (act.parts.get(act.blocks[clause].part) for clause in clauses if clause in act.blocks)
    return next((part.words for part in found if part is not None and part.words is not None), act.words)


def _signature(registry: Registry, from_organization: bool) -> tuple[str, str]:
    officer, of_hall = registry.city.officer, _text("officer-of-city-hall", words=registry.words)
    if from_organization:
        return _text("head-of-organization"), _blank()
    if officer is None:
        return of_hall, _blank()
    position = officer.position or of_hall
    return position[:1].upper() + position[1:], officer.name or _blank()


def _rows(
    registry: Registry, organization: Organization, person: Responsible, previous: Responsible | None
) -> list[tuple[str, str]]:
    order = person.order
    known = order is not None and order.number and order.date
    facts = [
        ("role", person.role),
        ("name", person.name),
        ("order", _text("order", number=order.number, date=order.date) if order is not None and known else None),
        ("from", _day(person.since)),
        ("email", person.contact.email),
        ("phone", ", ".join(person.contact.phones)),
    ]
    if previous is not None:
        facts += [("previous", previous.role), ("until", _day(previous.until))]
    day = person.since
    addresses = [item.url for item in registry.trusted_accounts(organization.id, day)] if day is not None else []
    if addresses:
        facts.append(("accounts", ", ".join(addresses)))
    return [
        (_text("row-head"), _text("row-new")),
        *((_text(f"row-{name}"), value or _blank()) for name, value in facts),
    ]


def _day(day: datetime.date | None) -> str | None:
    return wording.date_short(day.isoformat()) if day is not None else None


def _blank() -> str:
    return _text("blank")


def _text(key: str, **values: object) -> str:
    return wording.text(f"handover.letter.{key}", **values)
