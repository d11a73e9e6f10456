"""The home page: the checker, the state of the city in figures, who has most to mend, due tasks, news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.judging.finding import Finding, Outcome
from reestr.publishing.figures.counts import by_outcome, checked, of_mandatory, telling
from reestr.publishing.figures.coverage import coverage
from reestr.publishing.html.environment import interface, render
from reestr.publishing.site.widgets import structured_data
from reestr.publishing.site.widgets.feed_links import changes_feed, feed_head
from reestr.publishing.site.widgets.organization_events import latest_events
from reestr.publishing.site.widgets.task_list import due_this_week, last_day
from reestr.publishing.view import Page, View
from reestr.registry.organization import Organization
from reestr.wording import date_in_words

PATH = ""
SHOWN = 7
"""The number of rows in the lists of the worst organizations and of the latest events."""

BAR_WIDTH = 1000
"""Units of the bar of outcomes: its parts are whole numbers of them."""


@dataclass(frozen=True, slots=True)
class WeakSubject:
    """An organization with shortfalls: their numbers, and the number of verdicts that were judged."""

    subject: Organization
    breaches: int
    unconfirmed: int
    total: int


@dataclass(frozen=True, slots=True)
class BarPart:
    """The part of one outcome in the bar, in units."""

    outcome: Outcome
    start: int
    width: int


def home(view: View) -> Page:
    """Return the home page."""
    registry, as_of = view.registry, view.as_of
    present = [item for item in registry.organizations.values() if not item.is_closed(as_of)]
    exempt = [item for item in present if registry.is_exempt(item, as_of)]
    city = registry.city
    own = {
        identifier: [item for item in findings if item.requirement in registry.duties_of_organizations]
        for identifier, findings in view.assessment.by_organization.items()
    }
    mandatory = of_mandatory(registry, view.assessment.findings)
    body = render(
        "home",
        PATH,
        view.registry.words,
        view=view,
        registry=registry,
        city=city,
        box=wording.section("search")["box"],
        organizations=len(present),
        closed=len(registry.organizations) - len(present),
        exempt=len(exempt),
        accounts=sum(len(registry.active_accounts(item.id, as_of)) for item in present),
        coverage=coverage(view, present),
        counts=view.assessment.summary,
        judged=len(view.assessment.findings),
        mandatory=mandatory,
        checked=checked(mandatory),
        bar=_bar(view.assessment.summary),
        due=due_this_week(view),
        due_until=last_day(view),
        events=latest_events(view, SHOWN),
        worst_organizations=_worst(registry.organizations, own),
        city_findings=[
            (registry.requirements[finding.requirement], finding)
            for finding in view.assessment.findings
            if finding.subject.kind == "city"
        ],
        structured_data=structured_data.of_home(view),
    )
    description = interface(
        "descriptions.home",
        city=city.municipality.short_name,
        on=date_in_words(as_of.isoformat()),
        words=registry.words,
    )
    return Page(PATH, view.site.name, description, body, head=feed_head(changes_feed(view), PATH))


@dataclass(frozen=True, slots=True)
class Worsts:
    """The rows shown. `alike` is the number of rows left out that have as many breaches as the last row shown."""

    rows: Sequence[WeakSubject]
    alike: int


def _worst(subjects: Mapping[str, Organization], findings: Mapping[str, Sequence[Finding]]) -> Worsts:
    """Return the organizations with most breaches, then with most unconfirmed verdicts; those without are left out."""
    rows = []
    for identifier, items in findings.items():
        counts = by_outcome(items)
        breaches, unconfirmed = counts[Outcome.BREACH], counts[Outcome.UNCONFIRMED]
        if breaches or unconfirmed:
            rows.append((-breaches, -unconfirmed, identifier, telling(counts)))
    rows.sort()
    last = rows[:SHOWN][-1][0] if rows else 0
    return Worsts(
        [
            WeakSubject(subjects[identifier], -breaches, -unconfirmed, total)
            for breaches, unconfirmed, identifier, total in rows[:SHOWN]
        ],
        sum(breaches == last for breaches, *_ in rows[SHOWN:]) if last else 0,
    )


def _bar(counts: Mapping[Outcome, int]) -> list[BarPart]:
    """Return the bar of outcomes; widths are rounded cumulatively, so that they always add up to the whole."""
    total = sum(counts.values())
    parts, done, start = [], 0, 0
    for outcome, count in counts.items():
        if count:
            done += count
            end = done * BAR_WIDTH // total
            parts.append(BarPart(outcome, start, end - start))
            start = end
    return parts
