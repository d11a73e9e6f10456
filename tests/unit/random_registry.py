"""Random small cities in memory: one school with any facts, on either side of every term."""

from __future__ import annotations

import dataclasses
import datetime

from hypothesis import strategies as st
from reestr.registry.account import Attestation, DatedStatus, MachineLook, Moderation, Observation
from reestr.registry.city import Appointment
from reestr.registry.organization import AccountsPage, MachineListing
from reestr.registry.paperwork import Addressee
from reestr.registry.registry import Registry

from tests.unit.registry_factory import (
    AS_OF,
    FACTS,
    WEEKS,
    account,
    act,
    activity,
    ago,
    assignment,
    city,
    count,
    exemption,
    machine_count,
    no_plan,
    not_done,
    notice,
    organization,
    plan,
    publication,
    registry,
    responsible,
    result,
)
from tests.unit.requirement_factory import RULES, requirement

LATEST = ago(-41)
"""A day after every day that a record names: from then on nothing but time changes anything."""

days = st.none() | st.integers(-40, 400).map(ago)
near = st.integers(-10, 20).map(ago)
flags = st.none() | st.booleans()
letters = st.none() | st.builds(Appointment, st.just("письмо"), st.sampled_from(("", "41")), days)
tokens = st.none() | st.just("есть")
looks = st.sampled_from((None, "officer", "organization"))
statuses = ("confirmed", "absent", "connected", "not-connected", "unknown", None)
dated = st.builds(DatedStatus, st.sampled_from(statuses), days, days)
attested = st.none() | st.builds(Attestation, flags, tokens, days)
observed = st.none() | st.builds(
    Observation, days, looks, st.dictionaries(st.sampled_from(FACTS), st.booleans(), min_size=8)
)
counted = st.builds(
    count, removed=st.integers(0, 2), gospabliki=st.integers(0, 2), text=st.integers(0, 3), photo=st.integers(0, 1)
)


seen = st.none() | st.builds(MachineLook, near, st.dictionaries(st.sampled_from(FACTS), st.booleans()))
listed = st.none() | st.builds(MachineListing, near, st.sampled_from(((), ("school-vk",), ("school-vk", "school-ok"))))
by_machine = st.builds(
    machine_count, st.integers(-10, 6).map(ago), st.integers(0, 3), st.integers(0, 1), st.integers(0, 2)
)
dated_count = st.builds(lambda week, on: dataclasses.replace(week, counted_on=on), counted, st.none() | near)


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """A city of one school with anything on record, on any side of every term."""
    accounts = [
        account(
            identifier,
            closed=draw(st.booleans()),
            opened_on=draw(days),
            closed_on=draw(days),
            state_mark=draw(dated),
            gospabliki=draw(dated),
            observed=draw(observed),
            machine=draw(seen),
            moderation=draw(st.none() | st.builds(Moderation, tokens, days, tokens)),
            credentials=draw(attested),
            two_factor=draw(attested),
            reviewed_on=draw(days),
        )
        for identifier in draw(st.lists(st.sampled_from(("school-vk", "school-ok", "school-tg")), unique=True))
    ]
    networks = st.sampled_from(((), ("vk",), ("ok",)))
    exempted = st.builds(
        exemption,
        st.sampled_from(("annex", "agreement")),
        networks,
        clause=st.sampled_from((None, "annex-1", "p.1")),
        letter=letters,
        since=days,
        until=days,
    )
    persons = st.builds(responsible, st.none() | near.map(datetime.date.isoformat), letters, st.none() | near.map(str))
    history = tuple(draw(st.lists(persons, max_size=3)))
    changes = st.sampled_from([item.since for item in history if item.since] or [AS_OF])
    school = organization(
        has_site=draw(flags),
        since=draw(days),
        closed=draw(st.booleans()) and draw(st.booleans()),
        exemptions=tuple(draw(st.lists(exempted, max_size=2))),
        responsible=history,
        responsible_known=bool(history) or draw(st.booleans()),
        accounts_page=draw(
            st.none()
            | st.builds(
                AccountsPage, tokens, days, st.sampled_from(((), ("school-vk", "school-ok"))), st.booleans(), listed
            )
        ),
        reviewed_on=draw(days),
    )
    done = st.none() | st.builds(result, st.none() | near, tokens, tokens) | st.builds(not_done, near)
    tasks = [
        assignment("portal-post", draw(near), Addressee(None, "school-vk", draw(done)), id="post"),
        assignment("information-request", draw(near), Addressee("school", None, draw(done)), id="ask"),
        assignment("centre-request", draw(near), id="centre", answered_on=draw(days), answer_document=draw(tokens)),
    ]
    plans = [
        plan(
            month,
            draw(st.none() | near.map(str)),
            *draw(st.lists(st.sampled_from((None, "в целях в целях")), max_size=2)),
        )
        for month in draw(st.lists(st.sampled_from(("2026-10", "2026-11", "2026-12")), unique=True))
    ]
    if draw(st.booleans()):
        plans = [item for item in plans if item.month != "2026-11"] + [no_plan("2026-11", draw(near))]
    drafted = st.frozensets(st.sampled_from(("vk", "ok", "tg")))
    return registry(
        [requirement(check) for check in RULES],
        of_city=city(officer=None) if draw(st.booleans()) else city(),
        of_act=act(publications=tuple(publication(day) for day in draw(st.lists(days, max_size=2)))),
        organizations=(school,),
        accounts=accounts,
        years=[
            dataclasses.replace(year, machine=draw(st.dictionaries(st.sampled_from(WEEKS), by_machine)))
            for year in activity(draw(st.dictionaries(st.sampled_from(WEEKS), counted | dated_count)))
        ],
        plans=plans,
        assignments=draw(st.lists(st.sampled_from(tasks), unique_by=lambda item: item.id)),
        notices=[
            notice(to, draw(changes), draw(near), to)
            for to in draw(st.lists(st.sampled_from(("city-hall", "regional-centre")), unique=True))
        ],
        pending={"school": draw(drafted)},
    )
