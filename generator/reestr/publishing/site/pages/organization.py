"""The page of one organization: its official pages with their weeks, its next tasks, its record."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reestr import wording
from reestr.judging.finding import Finding, Outcome
from reestr.judging.rule import setting
from reestr.judging.rules.counted import SETTINGS
from reestr.publishing.figures.counts import SHORTFALLS
from reestr.publishing.html.environment import interface, render
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets import structured_data
from reestr.publishing.site.widgets.feed_links import feed_head, organization_feed
from reestr.publishing.site.widgets.hand_in import hand_in
from reestr.publishing.site.widgets.heatmap import NORM, WEEKS, Heatmap, WeeklyNorm, heatmap
from reestr.publishing.site.widgets.last_change import LastChange, last_change
from reestr.publishing.site.widgets.machine_weeks import machine_weeks
from reestr.publishing.site.widgets.mending import consequences, mending
from reestr.publishing.site.widgets.month import planned_months
from reestr.publishing.site.widgets.organization_answers import shown_answers
from reestr.publishing.site.widgets.organization_history import history_of
from reestr.publishing.site.widgets.page_watch import PageWatch, page_watch
from reestr.publishing.site.widgets.reminder_letter import shown_letter
from reestr.publishing.site.widgets.snippet import snippet
from reestr.publishing.site.widgets.task_list import later_list, task_list
from reestr.publishing.site.widgets.verdicts import basis_of, by_requirement, verdict_groups
from reestr.publishing.view import Page, View
from reestr.registry import calendar
from reestr.registry.account import Account, ActivityYear
from reestr.registry.city import Network
from reestr.registry.norms import Case
from reestr.registry.organization import Organization
from reestr.registry.origin import Origin
from reestr.wording import date_in_words

_SETTLED = frozenset(Outcome) - frozenset(SHORTFALLS)

SHOWN_TASKS = 3
"""The number of tasks shown at once; the others unfold."""


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account as the page shows it; without weeks if nothing was ever counted and nothing is due.

    Anchors with its `earlier_ids` lead to it, too.
    """

    account: Account
    network: Network
    active: bool
    weeks: Heatmap | None
    changed: LastChange | None
    earlier_ids: Sequence[str]
    years: Sequence[ActivityYear]
    machine: Markup
    watch: PageWatch


def organization(view: View, organization: Organization) -> Page:
    """Return the page of an organization."""
    path = f"organizations/{organization.id}/"
    registry = view.registry
    own: list[Finding] = []
    others: list[Finding] = []
    for finding in view.assessment.by_organization.get(organization.id, ()):
        (own if finding.requirement in registry.duties_of_organizations else others).append(finding)
    norm = weekly_norm(view)
    cards = tuple(_card(view, account, norm) for account in _in_order(view, organization))
    active = [card.account for card in cards if card.account.is_trusted(view.as_of)]
    judged = by_requirement(own)
    breaches = judged.pop(Outcome.BREACH, {})
    to_tell = [finding for finding in others if finding.outcome in SHORTFALLS]
    anchored: set[str] = set()
    to_mend = mending(view, organization, breaches, path, anchored)
    groups = verdict_groups(view, judged, path, anchored)
    feed = organization_feed(view, organization.id)
    dated = [task for task in view.tasks.by_organization[organization.id] if task.due_on is not None]
    link = Links("../" * path.count("/"))
    months = planned_months(view, organization)
    body = render(
        "organization",
        path,
        view.registry.words,
        view=view,
        site=view.site,
        registry=registry,
        organization=organization,
        closed=organization.is_closed(view.as_of),
        successor=registry.organizations.get(organization.successor or ""),
        parent=registry.organizations.get(organization.branch_of or ""),
        branches=registry.branches_of(organization.id),
        cards=cards,
        active=active,
        exempt=registry.is_exempt(organization, view.as_of),
        current=organization.current_responsible(view.as_of),
        state=_state(view, breaches, judged),
        to_mend=to_mend,
        mending_words={name: wording.text(f"mending.{name}") for name in ("section", "week")},
        otherwise=consequences(registry.act, registry.words),
        judged=bool(own),
        to_do=tuple(group for group in groups if group.outcome in SHORTFALLS),
        settled=tuple(group for group in groups if group.outcome not in SHORTFALLS),
        basis_of_to_do=basis_of(view, _of(judged, SHORTFALLS), path),
        basis_of_settled=basis_of(view, (*_of(judged, _SETTLED), *to_tell), path),
        shortfalls=SHORTFALLS,
        groups_of_others=verdict_groups(view, by_requirement(others), path, set()),
        months=months,
        papers=_papers(view, organization, {month.origin for month in months}),
        next_tasks=task_list(view, dated[:SHOWN_TASKS], link) if dated else "",
        later=len(dated[SHOWN_TASKS:]),
        later_tasks=later_list(dated[SHOWN_TASKS:], link, registry.words),
        snippet=snippet(view, organization, active) if active else "",
        history=history_of(view, organization),
        fakes=registry.fakes_of(organization.id),
        passed_on=_passed_on(view, organization),
        removed_accounts=view.past.removed_accounts.get(organization.id, ()),
        changed=last_change(view, organization.origin),
        feed=feed,
        structured_data=structured_data.of_organization(view, organization),
        unstated=_unstated(organization),
        listing=registry.leading_requirement("listed", view.as_of),
        appointment=registry.leading_requirement("appointed", view.as_of, who="organization-responsible"),
        hand_in=hand_in(view, organization),
        answers=shown_answers(view, organization),
        reminder=shown_letter(view, organization),
    )
    description = _description(view, organization, cards)
    head = feed_head(feed, path, organization.title)
    return Page(path, organization.title, description, body, organization.origin, head=head)


def _of(judged: Mapping[Outcome, Mapping[str, Sequence[Finding]]], outcomes: Collection[Outcome]) -> list[Finding]:
    """Return the findings of these outcomes."""
    groups = [found for outcome, found in judged.items() if outcome in outcomes]
    return [finding for found in groups for findings in found.values() for finding in findings]


def _state(view: View, breaches: Collection[str], judged: Mapping[Outcome, Collection[str]]) -> str:
    """Return in one sentence how many requirements are breached and how many are unconfirmed."""
    unconfirmed = len(judged.get(Outcome.UNCONFIRMED, ()))
    if breaches:
        key = "both" if unconfirmed else "breach-only"
    else:
        key = "unconfirmed" if unconfirmed else "well" if Outcome.MET in judged else "nothing"
    on = view.as_of.isoformat()
    return wording.text(f"mending.state.{key}", breach=len(breaches), unconfirmed=unconfirmed, on=on)


def _papers(view: View, organization: Organization, shown: Collection[Origin]) -> list[tuple[str, Origin]]:
    """Return the plans and notices of an organization that its page does not show elsewhere, each with its title."""
    plans = view.registry.plans.get(organization.id, ())
    notices = view.registry.notices_by_organization.get(organization.id, ())
    papers = [
        *((interface("papers.plan", month=f"{plan.month[5:]}.{plan.month[:4]}"), plan.origin) for plan in plans),
        *((interface("papers.notice", on=notice.sent_on.isoformat()), notice.origin) for notice in notices),
    ]
    return [(title, origin) for title, origin in papers if origin not in shown]


def weekly_norm(view: View) -> WeeklyNorm | None:
    """Return the norm of publications, from the parameters of the requirement that checks it; None without one."""
    requirement = view.registry.leading_requirement("counted", view.as_of) or view.registry.leading_requirement(
        "counted"
    )
    if requirement is None:
        return None
    case = Case(view.as_of)
    reposts, first = (setting(requirement, SETTINGS, name, case) for name in ("counts_reposts", "machine_first"))
    gospabliki = requirement.flag("counts_gospabliki", case)
    shown = calendar.week_monday(calendar.last_full_weeks(view.as_of, WEEKS + 2)[0])
    differs = bool(requirement.parameters[NORM].norms) or any(day > shown for day in requirement.changes)
    norms = requirement.parameters[NORM].values_on(view.as_of)
    posts = max((number for number in norms if isinstance(number, int)), default=0)
    return WeeklyNorm(posts, gospabliki, reposts, first, requirement if differs else None, case)


def _unstated(organization: Organization) -> list[str]:
    """Return the names of facts that readers look for and the record does not have."""
    facts = {
        "sphere": organization.sphere,
        "address": organization.address,
        "contacts": organization.contact.email or organization.contact.phones,
        "site": organization.site or organization.has_site is False,
        "inn": organization.inn,
        "ogrn": organization.ogrn,
        "coordinates": organization.coordinates,
        "since": organization.since,
        "reviewed_on": organization.reviewed_on,
    }
    return [interface(f"facts.{name}") for name, value in facts.items() if not value]


def _in_order(view: View, organization: Organization) -> list[Account]:
    """Return active accounts before closed ones, each group by the order of the networks."""
    order = {network: place for place, network in enumerate(view.registry.networks)}
    return sorted(
        view.registry.accounts_of(organization.id),
        key=lambda item: (not item.is_active(view.as_of), order.get(item.network, len(order)), item.id),
    )


def _passed_on(view: View, organization: Organization) -> list[tuple[Account, Organization, datetime.date]]:
    """The accounts that have passed to other organizations: to whom each went first, and since when."""
    return [
        (account, view.registry.organizations[account.organization], day)
        for account in view.registry.accounts_passed_on(organization.id)
        for day in [max(day for former, _, day in account.passings if former == organization.id)]
    ]


def _card(view: View, account: Account, norm: WeeklyNorm | None) -> AccountCard:
    active = account.is_active(view.as_of)
    years = view.registry.activity.get(account.id, ())
    weeks = (
        heatmap(account, years, view.as_of, norm.of(view.registry, account))
        if norm is not None and (active or years)
        else None
    )
    earlier_ids = view.past.earlier_ids.get(("account", account.id), ())
    changed = last_change(view, account.origin)
    network = view.registry.networks[account.network]
    machine = machine_weeks(network, account, years, view.registry.city.lists)
    watch = page_watch(view, network, account, years)
    return AccountCard(account, network, active, weeks, changed, earlier_ids, years, machine, watch)


def _description(view: View, organization: Organization, cards: Sequence[AccountCard]) -> str:
    names = [card.network.name for card in cards if card.active]
    return interface(
        "descriptions.organization" if names else "descriptions.organization-without-accounts",
        words=view.registry.words,
        name=organization.title,
        networks=names,
        on=date_in_words(view.as_of.isoformat()),
    )
