"""Builds the city's own records: `registry.yaml`, `act.yaml`, requirements, networks."""

from __future__ import annotations

from reestr.records.loading.parse import EMPTY, Data, appointment, contact, date, notes, optional_date
from reestr.registry.addresses import forms_of
from reestr.registry.city import (
    Act,
    Block,
    City,
    CityHall,
    FactSign,
    Material,
    Municipality,
    Network,
    NetworkObservation,
    Officer,
    Parameter,
    Part,
    Publication,
    RegionalCentre,
    Requirement,
)
from reestr.registry.origin import Origin
from reestr.registry.words import ACT_IN_GENERAL, HALL_IN_GENERAL, Noun, noun


def city(data: Data, origin: Origin) -> City:
    """Return `registry.yaml` as a City."""
    place, hall = data["municipality"], data["city_hall"]
    days_off = data.get("non_working_days", EMPTY)
    return City(
        municipality=Municipality(
            name=place["name"],
            short_name=place["short_name"],
            region=place.get("region"),
            oktmo=place.get("oktmo"),
        ),
        city_hall=CityHall(
            name=hall["name"],
            short_name=hall["short_name"],
            site=hall.get("site"),
            address=hall.get("address"),
            contact=contact(hall),
            words=_words(hall.get("words")) or HALL_IN_GENERAL,
            short_words=_words(hall.get("short_words") or hall.get("words")) or HALL_IN_GENERAL,
        ),
        officer=_officer(data.get("officer")),
        regional_centre=_centre(data.get("regional_centre")),
        time_zone=data["time_zone"],
        non_working_days=frozenset(date({"day": text}, "day") for text in days_off.get("value", ())),
        frozen_on=optional_date(data, "frozen_on"),
        fictional=data.get("fictional", False),
        materials=tuple(
            Material(title=item["title"], url=item["url"], publisher=item.get("publisher"), note=item.get("note"))
            for item in data.get("materials", ())
        ),
        origin=origin,
    )


def act(data: Data, origin: Origin) -> Act:
    """Return `act.yaml` as an Act, blocks in the printed order."""
    blocks = {
        item["id"]: Block(
            id=item["id"],
            part=item["part"],
            kind=item["kind"],
            number=item.get("number"),
            parent=item.get("parent"),
            text=item["text"],
            unchecked=item.get("unchecked"),
            notes=notes(item.get("notes")),
        )
        for item in data["blocks"]
    }
    return Act(
        id=data["id"],
        document=data["document"],
        number=data["number"],
        date=date(data, "date"),
        issuer=data["issuer"],
        title=data["title"],
        effective_on=optional_date(data, "effective_on"),
        publications=tuple(_publication(item) for item in data.get("publications", ())),
        blocks=blocks,
        origin=origin,
        sample=data.get("sample", False),
        words=_words(data.get("words")) or ACT_IN_GENERAL,
        parts={
            item["id"]: Part(item["id"], item["title"], item["cite"], _words(item.get("words")))
            for item in data.get("parts", ())
        },
    )


def requirement(data: Data, origin: Origin) -> Requirement:
    """Return a file of `requirements/` as a Requirement."""
    return Requirement(
        id=origin.id,
        title=data["title"],
        clauses=tuple(data["clauses"]),
        obliged=tuple(data["obliged"]),
        force=data["force"],
        statement=data["statement"],
        check=data.get("check"),
        subject=data.get("subject"),
        unchecked=data.get("unchecked"),
        parameters={
            name: Parameter(value=item["value"], basis=item["basis"], explanation=item["explanation"])
            for name, item in data.get("parameters", EMPTY).items()
        },
        internal=data["edition"] == "internal",
        remedy=data.get("remedy"),
        order=data["order"],
        origin=origin,
    )


def network(data: Data, origin: Origin) -> Network:
    """Return a file of `networks/` as a Network."""
    return Network(
        id=origin.id,
        name=data["name"],
        short_name=data["short_name"],
        required=data["required"],
        clause=data.get("clause"),
        hosts=tuple(data["hosts"]),
        canonical_host=data["canonical_host"],
        forms=forms_of(data),
        origin=origin,
        ignore_case=data.get("ignore_case", False),
        observation=_observation(data.get("observation")),
    )


def _observation(data: Data | None) -> NetworkObservation | None:
    if data is None:
        return None
    return NetworkObservation(
        collector=data.get("collector"),
        why_not=data.get("why_not"),
        posts=(*([data["post"]] if "post" in data else ()), *data.get("post_also", ())),
        facts=tuple(
            FactSign(item["fact"], tuple(item["any"]), item["holds"], item["otherwise"])
            for item in data.get("facts", ())
        ),
        omitted_if_empty=frozenset(data.get("omitted_if_empty", ())),
        formats=tuple((item["attachment"], item["format"]) for item in data.get("formats", ())),
    )


def _words(data: Data | None) -> Noun | None:
    return None if data is None else noun(data)


def _officer(data: Data | None) -> Officer | None:
    if data is None:
        return None
    return Officer(
        name=data.get("name"),
        position=data.get("position"),
        appointed_by=appointment(data.get("appointed_by")),
        contact=contact(data.get("contact")),
    )


def _centre(data: Data | None) -> RegionalCentre | None:
    if data is None:
        return None
    return RegionalCentre(name=data["name"], short_name=data["short_name"], contact=contact(data.get("contact")))


def _publication(data: Data) -> Publication:
    return Publication(
        outlet=data["outlet"],
        medium=data["medium"],
        url=data.get("url"),
        published_on=optional_date(data, "published_on"),
        clause=data.get("clause"),
        source=data.get("source"),
    )
