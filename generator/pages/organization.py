"""The page of one organization: its passport, its accounts with their weeks, and every verdict, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from generator import finding_text
from generator.artifact import Page, View
from generator.model.account import Account
from generator.model.finding import RANK, Finding, Outcome
from generator.model.organization import Organization
from generator.model.origin import Evidence, Origin
from generator.model.registry import Registry
from generator.pages import structured_data
from generator.pages.counts import SHORTFALLS
from generator.pages.environment import interface, render
from generator.pages.heatmap import Heatmap, Norm, heatmap
from generator.wording import date_in_words

ACTIVITY_REQUIREMENT = "two-posts-a-week"
"""The requirement whose parameters are the norm of the heat-map (clause 2.2)."""


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account as the page shows it; no weeks where nothing was ever counted and nothing is due."""

    account: Account
    active: bool
    weeks: Heatmap | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict was given, once for all accounts of which the same is said; their networks' names stand before."""

    networks: tuple[str, ...]
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Verdicts with one reason: the heads of their requirements, the remedy where the organization has what to do."""

    heads: tuple[Markup, ...]
    reasons: tuple[Reason, ...]
    remedy: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The verdicts of one outcome, in the order of display."""

    outcome: Outcome
    count: int
    items: tuple[Item, ...]


def organization(view: View, organization: Organization) -> Page:
    """The page of an organization."""
    path = f"organizations/{organization.id}/"
    registry = view.registry
    own: list[Finding] = []
    others: list[Finding] = []
    for finding in view.assessment.by_organization.get(organization.id, ()):
        (own if registry.requirements[finding.requirement].is_organizations_duty else others).append(finding)
    norm = weekly_norm(view)
    cards = tuple(_card(view, account, norm) for account in _in_order(view, organization))
    body = render(
        "organization",
        path,
        view=view,
        site=view.site,
        registry=registry,
        organization=organization,
        closed=organization.is_closed(view.as_of),
        successor=registry.organizations.get(organization.successor or ""),
        cards=cards,
        active=sum(card.active for card in cards),
        exempt=registry.is_exempt(organization, view.as_of),
        current=organization.current_responsible(view.as_of),
        groups=_groups(registry, own, path),
        groups_of_others=_groups(registry, others, path),
        structured_data=structured_data.of_organization(view, organization),
    )
    return Page(path, organization.title, _description(view, organization, cards), body, organization.origin)


def weekly_norm(view: View) -> Norm | None:
    """The norm of publications: the parameters of the requirement that is checked so; None without one."""
    requirement = view.registry.requirements.get(ACTIVITY_REQUIREMENT)
    if requirement is None:
        return None
    return Norm(requirement.number("posts_per_week"), requirement.flag("counts_gospabliki"))


def _in_order(view: View, organization: Organization) -> list[Account]:
    """Active accounts before closed ones, each by network as the networks' records stand."""
    order = {network: place for place, network in enumerate(view.registry.networks)}
    return sorted(
        view.registry.accounts_of(organization.id),
        key=lambda item: (not item.is_active(view.as_of), order.get(item.network, len(order)), item.id),
    )


def _card(view: View, account: Account, norm: Norm | None) -> AccountCard:
    active = account.is_active(view.as_of)
    years = view.registry.activity.get(account.id, ())
    weeks = heatmap(account, years, view.as_of, norm) if norm is not None and (active or years) else None
    return AccountCard(account, active, weeks)


def _groups(registry: Registry, findings: Sequence[Finding], path: str) -> tuple[Group, ...]:
    """The findings by outcome, worst first; the worst verdict on a requirement carries its anchor."""
    gathered: dict[Outcome, dict[str, list[Finding]]] = {}
    for finding in findings:
        gathered.setdefault(finding.outcome, {}).setdefault(finding.requirement, []).append(finding)
    anchored: set[str] = set()
    groups = []
    for outcome, by_requirement in sorted(gathered.items(), key=lambda item: RANK[item[0]]):
        items = _items(registry, outcome, by_requirement, path, anchored)
        groups.append(Group(outcome, sum(map(len, by_requirement.values())), items))
    return tuple(groups)


def _items(
    registry: Registry,
    outcome: Outcome,
    by_requirement: Mapping[str, list[Finding]],
    path: str,
    anchored: set[str],
) -> tuple[Item, ...]:
    """One item for each requirement that is to be mended, each with its remedy; the others share the same reasons.

    `anchored` are the requirements whose anchor is on the page already; those met here are added.
    """
    heads: dict[object, list[Markup]] = {}
    items: dict[object, tuple[tuple[Reason, ...], str | None]] = {}
    for identifier, findings in by_requirement.items():
        reasons = _reasons(registry, findings)
        requirement = registry.requirements[identifier]
        # The remedy speaks to whoever is obliged.
        to_mend = outcome in SHORTFALLS and requirement.is_organizations_duty
        remedy = requirement.remedy if to_mend else None
        key = identifier if outcome in SHORTFALLS else reasons
        items[key] = (reasons, remedy)
        heads.setdefault(key, []).append(_head(registry, identifier, path, identifier not in anchored))
        anchored.add(identifier)
    return tuple(Item(tuple(heads[key]), *item) for key, item in items.items())


def _head(registry: Registry, requirement: str, path: str, anchor: bool) -> Markup:
    """What stands beside every verdict on a requirement: the same on all pages of organizations, so made once."""
    heads = _heads(registry.act.origin)
    head = heads.get((requirement, anchor))
    if head is None:
        subject = registry.requirements[requirement]
        head = Markup(render("_verdict_head", path, requirement=subject, act=registry.act, anchor=anchor))
        heads[requirement, anchor] = head
    return head


@lru_cache(maxsize=4)
def _heads(act: Origin) -> dict[tuple[str, bool], Markup]:
    """The heads of one registry, which its act stands for: loading it again makes a new one."""
    return {}


def _reasons(registry: Registry, findings: list[Finding]) -> tuple[Reason, ...]:
    gathered: dict[str, list[Finding]] = {}
    for finding in findings:
        gathered.setdefault(finding_text.reason(finding), []).append(finding)
    return tuple(
        Reason(
            tuple(_network_name(registry, item.subject.id) for item in items if item.subject.kind == "account"),
            text,
            tuple(evidence for item in items for evidence in item.verdict.evidence),
        )
        for text, items in gathered.items()
    )


def _network_name(registry: Registry, account: str) -> str:
    return registry.networks[registry.accounts[account].network].name


def _description(view: View, organization: Organization, cards: tuple[AccountCard, ...]) -> str:
    names = [view.registry.networks[card.account.network].name for card in cards if card.active]
    return interface(
        "descriptions.organization" if names else "descriptions.organization-without-accounts",
        name=organization.title,
        networks=names,
        on=date_in_words(view.as_of.isoformat()),
    )
