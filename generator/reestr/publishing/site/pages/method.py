"""How verdicts are made: the outcomes, the reading of the act, every setting with its basis, how to
repeat the judging.
"""

from __future__ import annotations

from functools import partial

from reestr.publishing.site.widgets.city_lists import listed
from reestr.publishing.site.widgets.norm_lines import norm_lines
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.city import Network
from reestr.registry.words import CityWords
from reestr.wording.finding_text import fact_text

PATH = "method/"


def build(view: View) -> Page:
    """Return the page of the method, with the settings of every requirement that the edition may show."""
    requirements = [item for item in view.registry.requirements.values() if item.parameters]
    words = view.registry.words
    unseen = [(network, _unseen(network, words)) for network in view.registry.networks.values()]
    return section_page(
        view,
        "method",
        PATH,
        requirements=requirements,
        city=view.registry.city,
        unseen_facts=unseen,
        norms=partial(norm_lines, view.registry),
        lists=listed(view.registry),
    )


def _unseen(network: Network, words: CityWords) -> list[str] | None:
    """Return the facts of a page that the answers of a network do not show, in words; None if a person looks."""
    observation = network.observation
    if observation is None or observation.collector is None:
        return None
    shown = {sign.fact for sign in observation.facts}
    return [fact_text("facts", fact, words) for fact in words.lists.ids("facts") if fact not in shown]
