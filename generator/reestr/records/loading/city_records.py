"""Builds the city's own records: `registry.yaml`, `act.yaml`, requirements, networks."""

from __future__ import annotations

from contextlib import suppress

from reestr.records.installed_rules import WrongRuleError, is_known
from reestr.records.loading.city_lists import lists_of
from reestr.records.loading.parse import EMPTY, Data, appointment, contact, date, notes, optional_date, texts
from reestr.registry.addresses import forms_of
from reestr.registry.city import (
    Act,
    Block,
    Category,
    City,
    CityHall,
    DataLicence,
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
from reestr.registry.norms import Norm, Period
from reestr.registry.origin import Origin
from reestr.registry.rule_calls import RuleCall, call_of
from reestr.registry.words import ACT_IN_GENERAL, CITY, HALL_IN_GENERAL, Noun, noun


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
            words=_words(place.get("words")) or CITY,
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
        categories=tuple(
            Category(item["id"], item["title"], item.get("clause"), _period(item))
            for item in data.get("categories", ())
        ),
        lists=lists_of(data),
        licence=_licence(data.get("data_licence")),
    )


def _licence(data: Data | None) -> DataLicence | None:
    return None if data is None else DataLicence(data["name"], data["url"], data.get("spdx"))


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
        until=optional_date(data, "until"),
        replaces=texts(data, "replaces"),
        consequences=texts(data, "consequences") if "consequences" in data else None,
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
        rule=_rule(data),
        subject=data.get("subject"),
        unchecked=data.get("unchecked"),
        parameters={name: _parameter(item) for name, item in data.get("parameters", EMPTY).items()},
        internal=data["edition"] == "internal",
        remedy=data.get("remedy"),
        order=data["order"],
        origin=origin,
        reasons=data.get("reasons", EMPTY),
        tasks=data.get("tasks", EMPTY),
        in_force=(_period(data),) if "from" in data or "until" in data else (),
    )


def _parameter(data: Data) -> Parameter:
    choice = data.get("judged_by", EMPTY)
    return Parameter(
        value=data.get("value"),
        basis=data["basis"],
        explanation=data["explanation"],
        norms=tuple(_norm(item["value"], item) for item in data.get("norms", ())),
        judged_by=choice.get("act", ""),
        choice=choice.get("explanation", ""),
        choice_basis=choice.get("basis", ""),
    )


def _norm(value: object, data: Data) -> Norm:
    return Norm(
        value=value,
        period=_period(data),
        clause=data.get("clause", ""),
        networks=texts(data, "networks"),
        categories=texts(data, "categories"),
        explanation=data.get("explanation", ""),
    )


def _period(data: Data) -> Period:
    return Period(optional_date(data, "from"), optional_date(data, "until"))


def _rule(data: Data) -> RuleCall | None:
    rule = call_of(data)
    if rule is not None:
        # A rule of an installed package is installed before it is asked to judge, in past states, too.
        with suppress(WrongRuleError):
            is_known(rule.name)
    return rule


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
        required_periods=tuple(_norm(True, item) for item in data.get("required_periods", ())),
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
