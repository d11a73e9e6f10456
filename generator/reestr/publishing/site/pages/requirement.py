"""The page of one requirement: its clause verbatim, its settings, and who meets it, who does not and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from markupsafe import Markup, escape

from reestr.judging.finding import Finding, Outcome
from reestr.publishing.figures.counts import SHORTFALLS, by_outcome, shortfalls
from reestr.publishing.html.answers import answers_to
from reestr.publishing.html.environment import render
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets import structured_data
from reestr.publishing.site.widgets.last_change import last_change
from reestr.publishing.site.widgets.norm_lines import editions_of, in_force_words, norm_lines
from reestr.publishing.site.widgets.quotations import quotations
from reestr.publishing.site.widgets.verdict_history import course
from reestr.publishing.view import Page, View
from reestr.registry.city import Requirement
from reestr.wording import finding_text

SHOWN = 200
"""The number of subjects that each list of the page names; the matrix has all. A city of 100 organizations fits."""

_EXCUSED = (Outcome.EXEMPT, Outcome.NOT_APPLICABLE)
_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The findings of one outcome that requires action: (subject as a link, reason) of each; `left` are not shown."""

    outcome: Outcome
    rows: tuple[tuple[Markup, str], ...]
    left: int


@dataclass(frozen=True, slots=True)
class ExcusedGroup:
    """The subjects that need not do anything, for one shared reason: the first by name, and the number of all."""

    outcome: Outcome
    reason: str
    names: tuple[Markup, ...]
    number: int


def build(view: View, requirement: Requirement) -> Page:
    """Return the page of a requirement; linear in the number of its findings."""
    path = f"requirements/{requirement.id}/"
    findings = view.assessment.by_requirement.get(requirement.id, ())
    of_city = findings if requirement.subject == "city" else ()
    of_many = () if requirement.subject == "city" else findings
    gathered = _by_outcome(view, of_many)
    counts = by_outcome(findings)
    body = render(
        "requirement",
        path,
        view.registry.words,
        view=view,
        requirement=requirement,
        quotations=quotations(view.registry.act, requirement),
        counts=counts,
        of_city=of_city,
        short=shortfalls(counts),
        shortfalls=_shortfalls(view, gathered, path),
        not_due=_excuses(view, gathered, (Outcome.NOT_DUE,), path),
        met=tuple(_name(view, finding, path) for finding in gathered.get(Outcome.MET, ())[:SHOWN]),
        met_number=counts[Outcome.MET],
        excused=_excuses(view, gathered, _EXCUSED, path),
        changed=last_change(view, requirement.origin),
        course=course(view, requirement.id),
        structured_data=structured_data.of_requirement(view, requirement),
        norms=partial(norm_lines, view.registry),
        editions=editions_of(view.registry, requirement),
        in_force=in_force_words(view.registry, requirement),
    )
    return Page(path, requirement.title, requirement.statement, body, requirement.origin)


def _by_outcome(view: View, findings: Sequence[Finding]) -> Mapping[Outcome, list[Finding]]:
    """Return the findings by outcome, each outcome's by the organization's name."""
    places = view.places_by_name
    gathered: dict[Outcome, list[Finding]] = {}
    for finding in findings:
        gathered.setdefault(finding.outcome, []).append(finding)
    for items in gathered.values():
        items.sort(key=lambda item: (places[item.organization or ""], item.subject.id))
    return gathered


def _shortfalls(view: View, gathered: Mapping[Outcome, list[Finding]], path: str) -> tuple[Shortfall, ...]:
    return tuple(
        Shortfall(
            outcome,
            tuple((_name(view, finding, path), _reason(view, finding)) for finding in gathered[outcome][:SHOWN]),
            max(len(gathered[outcome]) - SHOWN, 0),
        )
        for outcome in SHORTFALLS
        if outcome in gathered
    )


def _reason(view: View, finding: Finding) -> Markup:
    """Return why a finding has its outcome, with what the organization answered."""
    return escape(finding_text.reason(finding, view.registry.words)) + answers_to(view, (finding,))


def _excuses(
    view: View, gathered: Mapping[Outcome, list[Finding]], outcomes: Sequence[Outcome], path: str
) -> tuple[ExcusedGroup, ...]:
    """Return the subjects that need not act, grouped by reason: one sentence for many names."""
    found: dict[tuple[Outcome, str], list[Finding]] = {}
    for outcome in outcomes:
        for finding in gathered.get(outcome, ()):
            found.setdefault((outcome, finding_text.reason(finding, view.registry.words)), []).append(finding)
    return tuple(
        ExcusedGroup(outcome, reason, tuple(_name(view, finding, path) for finding in alike[:SHOWN]), len(alike))
        for (outcome, reason), alike in found.items()
    )


def _name(view: View, finding: Finding, path: str) -> Markup:
    """Return a finding's subject as a link: the organization and, for an account, the network."""
    registry = view.registry
    organization = registry.organizations[finding.organization or ""]
    root = "../" * path.count("/")
    if finding.subject.kind != "account":
        return _organization_link(root, organization.id, organization.title)
    account = registry.accounts[finding.subject.id]
    network = registry.networks[account.network].short_name
    return _account_link(root, organization.id, organization.title, account.id, network)


# Every requirement's page has the same few thousand names.
@lru_cache(_REMEMBERED)
def _organization_link(root: str, organization: str, title: str) -> Markup:
    return Markup(f'<a href="{escape(Links(root).organization(organization))}">{escape(title)}</a>')


@lru_cache(_REMEMBERED)
def _account_link(root: str, organization: str, title: str, account: str, network: str) -> Markup:
    address = escape(Links(root).account(organization, account))
    return Markup(f'<a href="{address}">{escape(title)}</a> <small>{escape(network)}</small>')
