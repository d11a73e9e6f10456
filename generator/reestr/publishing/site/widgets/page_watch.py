"""Shows on an organization's page what the program last saw of the pages of its accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reestr import wording
from reestr.judging.two_way import TwoWayProof, two_way_proof
from reestr.publishing.html.environment import interface
from reestr.publishing.site.widgets.machine_weeks import Disagreement, disagreements, post_links
from reestr.publishing.view import View
from reestr.records import schemas
from reestr.records.latest_observation import PageNow
from reestr.registry.account import Account, ActivityYear
from reestr.registry.calendar import week_of
from reestr.registry.city import Network


@dataclass(frozen=True, slots=True)
class PageWatch:
    """What is known of an account's page: the proof from both sides, differing counts, and the program's last look at
    it.

    `page` is None if nothing is known of it; `running` are the posts of the current week, "" if they are not known.
    `why_not` says why a person counts the network, None if the program reads it or nobody gave a reason.
    """

    proof: TwoWayProof | None
    differing: Sequence[Disagreement]
    page: PageNow | None
    refusal: str
    running: Markup
    why_not: str | None


def page_watch(view: View, network: Network, account: Account, years: Sequence[ActivityYear]) -> PageWatch:
    """Return what is known of a page on the view's date.

    Of a page that is no longer in use, only its proof and counts are returned.
    """
    page = view.latest.accounts.get(account.id) if view.latest is not None else None
    if page is not None and not account.is_active(view.as_of):
        page = None
    observation = network.observation
    return PageWatch(
        two_way_proof(view.registry, account, view.as_of),
        disagreements(view, network, account, years),
        page,
        refusal_text(page.look.reason) if page is not None and page.look.reason else "",
        _running(view, network, account, page),
        observation.why_not if observation is not None and observation.collector is None else None,
    )


def refusal_text(reason: str) -> str:
    """Return the reason of a refusal in words; the key itself if this version does not know it."""
    key = f"observation.reasons.{reason}"
    return wording.text(key) if wording.has(key) else reason


def _running(view: View, network: Network, account: Account, page: PageNow | None) -> Markup:
    """Return the number of posts in the week of the view's date, by format, with links; "" if it was not counted."""
    if page is None or page.week != week_of(view.as_of):
        return Markup("")
    titles = {
        field.name: field.title
        for field in schemas.field("activity", "/weeks/*/machine", view.registry.city.lists).fields
    }
    parts = [f"{titles.get(name, name).lower()} — {count}" for name, count in page.counts.items() if count]
    said = Markup("<b>{}</b>").format(page.number)
    if parts:
        said += Markup(" ({})").format(", ".join(parts))
    if page.posts:
        said += Markup(": {}").format(post_links(network, account, page.posts))
    else:
        said += Markup(", {}").format(interface("watch.none")) if not page.number else Markup("")
    return said
