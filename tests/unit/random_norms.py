"""Random small cities whose requirements, norms, networks and categories begin and end on any day."""

from __future__ import annotations

import dataclasses

from hypothesis import strategies as st
from reestr.registry.city import Category, Network, Parameter, Requirement
from reestr.registry.norms import ALWAYS, Norm, Period
from reestr.registry.registry import Registry

from tests.unit.random_registry import near, registries

CATEGORIES = ("flagship", "card")

periods = (
    st.just(ALWAYS)
    | st.builds(Period, near)
    | st.builds(Period, st.none(), near)
    | st.tuples(near, near).map(lambda days: Period(*sorted(days)))
)
networks = st.sampled_from(((), ("vk",), ("ok", "tg")))
binds = st.sampled_from(((), ("flagship",), CATEGORIES))


@st.composite
def parameters(draw: st.DrawFn, parameter: Parameter) -> Parameter:
    """A whole number with norms of any days around the usual value; anything else as it is."""
    if type(parameter.value) is not int or draw(st.booleans()):
        return parameter
    numbers = st.integers(max(1, parameter.value - 20), parameter.value + 20)
    norms = draw(
        st.lists(st.builds(Norm, numbers, periods, networks=networks, categories=binds), min_size=1, max_size=3)
    )
    return dataclasses.replace(parameter, value=None, norms=(Norm(parameter.value), *norms)[draw(st.booleans()) :])


@st.composite
def _requirement(draw: st.DrawFn, requirement: Requirement) -> Requirement:
    given = {name: draw(parameters(item)) for name, item in requirement.parameters.items()}
    in_force = tuple(draw(st.lists(periods, max_size=2)))
    return dataclasses.replace(requirement, parameters=given, in_force=in_force)


@st.composite
def _network(draw: st.DrawFn, network: Network) -> Network:
    demands = draw(st.lists(st.builds(Norm, st.just(True), periods, categories=binds), max_size=2))
    return dataclasses.replace(network, required_periods=tuple(demands))


@st.composite
def dated_registries(draw: st.DrawFn) -> Registry:
    """A city of `random_registry` under an act whose norms change."""
    registry = draw(registries())
    category = st.sampled_from((None, *CATEGORIES))
    return dataclasses.replace(
        registry,
        city=dataclasses.replace(
            registry.city, categories=tuple(Category(name, name, None, draw(periods)) for name in CATEGORIES)
        ),
        requirements={name: draw(_requirement(item)) for name, item in registry.requirements.items()},
        networks={name: draw(_network(item)) for name, item in registry.networks.items()},
        organizations={
            name: dataclasses.replace(item, category=draw(category)) for name, item in registry.organizations.items()
        },
        accounts={name: dataclasses.replace(item, category=draw(category)) for name, item in registry.accounts.items()},
    )
