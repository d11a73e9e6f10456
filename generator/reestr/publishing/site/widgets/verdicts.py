"""Renders the verdicts on an organization as HTML, grouped by what to do next.

The HTML is joined from cached parts, for speed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup, escape

from reestr.judging.finding import RANK, Finding, Outcome
from reestr.publishing.figures.counts import SHORTFALLS
from reestr.publishing.html.answers import answers_to
from reestr.publishing.html.environment import render
from reestr.publishing.html.evidence import evidence_list
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets.quotations import quotations
from reestr.publishing.view import View
from reestr.registry.city import Requirement
from reestr.registry.origin import Origin
from reestr.registry.registry import Registry
from reestr.wording import finding_text


@dataclass(frozen=True, slots=True)
class Group:
    """The verdicts of one outcome, in the order of display, as HTML."""

    outcome: Outcome
    count: int
    body: Markup


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts beside every verdict on a requirement, the same on the pages of all organizations.

    `title` is its name as text, `head` a heading with force and clauses, `meta` the same in one line, `clause` the
    words of the act, `remedy` what to do if the organization has to act.
    """

    title: str
    head: str
    meta: str
    clause: str
    remedy: str


def verdict_groups(view: View, findings: Iterable[Finding], path: str) -> tuple[Group, ...]:
    """Return the findings by outcome, worst first; the worst verdict on a requirement carries its anchor."""
    gathered: dict[Outcome, dict[str, list[Finding]]] = {}
    for finding in findings:
        gathered.setdefault(finding.verdict.outcome, {}).setdefault(finding.requirement, []).append(finding)
    anchored: set[str] = set()
    writer = _VerdictWriter(view, path)
    groups = []
    for outcome, by_requirement in sorted(gathered.items(), key=lambda item: RANK[item[0]]):
        body = (
            writer.shortfalls(by_requirement, anchored)
            if outcome in SHORTFALLS
            else writer.rows(by_requirement, anchored)
        )
        groups.append(Group(outcome, sum(map(len, by_requirement.values())), Markup(body)))
    return tuple(groups)


class _VerdictWriter:
    """Writes the verdicts of one page, with the values that all of them need."""

    def __init__(self, view: View, path: str) -> None:
        self._view = view
        self._registry = view.registry
        self._site = view.site
        self._path = path
        self._link = Links("../" * path.count("/"))
        self._parts = _parts_of(view.registry.act.origin)

    def shortfalls(self, by_requirement: Mapping[str, list[Finding]], anchored: set[str]) -> str:
        """Return verdicts that require action, fully shown.

        Adds to `anchored` the requirements whose anchor was written.
        """
        pieces = []
        for identifier, findings in by_requirement.items():
            parts = self._of(identifier)
            pieces.append(
                f'<article class="verdict"{_anchor(identifier, anchored)}>{parts.head}'
                f'<div class="said">{self._reasons(findings)}</div>{parts.remedy}{parts.clause}</article>\n'
            )
        return "".join(pieces)

    def rows(self, by_requirement: Mapping[str, list[Finding]], anchored: set[str]) -> str:
        """Return one line per verdict, which opens to reason, evidence and clause; verdicts with equal reasons share
        them.
        """
        alike: dict[str, list[str]] = {}
        for identifier, findings in by_requirement.items():
            alike.setdefault(self._reasons(findings), []).append(identifier)
        pieces = []
        for reasons, identifiers in alike.items():
            if len(identifiers) == 1:
                (identifier,) = identifiers
                parts = self._of(identifier)
                pieces.append(
                    f'<details class="row"{_anchor(identifier, anchored)}><summary>{parts.title}</summary>'
                    f'<div class="said">{reasons}</div>{parts.meta}{parts.clause}</details>\n'
                )
            else:
                heads = "".join([f"<div{_anchor(item, anchored)}>{self._of(item).head}</div>" for item in identifiers])
                pieces.append(
                    f'<article class="verdict verdict-many"><div class="said">{reasons}</div>'
                    f'<div class="heads">{heads}</div></article>\n'
                )
        return "".join(pieces)

    def _reasons(self, findings: Sequence[Finding]) -> str:
        """Return the reasons, one for all accounts with the same reason, preceded by their networks' names."""
        if len(findings) == 1:
            return self._reason(finding_text.reason(findings[0], self._registry.words), findings)
        gathered: dict[str, list[Finding]] = {}
        for finding in findings:
            gathered.setdefault(finding_text.reason(finding, self._registry.words), []).append(finding)
        return "".join([self._reason(text, items) for text, items in gathered.items()])

    def _reason(self, text: str, findings: Sequence[Finding]) -> str:
        names = [_network_name(self._registry, item.subject.id) for item in findings if item.subject.kind == "account"]
        evidence = [place for item in findings for place in item.verdict.evidence]
        answers = answers_to(self._view, findings)
        return f"<p>{_said(text, tuple(names))}</p>{answers}{evidence_list(evidence, self._link, self._site)}"

    def _of(self, identifier: str) -> _Parts:
        parts = self._parts.get(identifier)
        if parts is None:
            parts = self._parts[identifier] = _make(self._registry, self._registry.requirements[identifier], self._path)
        return parts


def _make(registry: Registry, requirement: Requirement, path: str) -> _Parts:
    act, words = registry.act, registry.words
    # The remedy addresses the obliged party.
    remedy = requirement.remedy if requirement.is_organizations_duty else None
    return _Parts(
        str(escape(requirement.title)),
        render("_verdict_head", path, words, requirement=requirement, act=act, heading=True),
        render("_verdict_head", path, words, requirement=requirement, act=act, heading=False),
        render("_verdict_clause", path, words, quotations=quotations(act, requirement), act=act),
        render("_verdict_remedy", path, words, remedy=remedy) if remedy else "",
    )


@lru_cache(maxsize=4)
def _parts_of(act: Origin) -> dict[str, _Parts]:
    """Return the parts of one registry, cached by its act: loading it again makes new ones."""
    return {}


def _anchor(identifier: str, anchored: set[str]) -> str:
    if identifier in anchored:
        return ""
    anchored.add(identifier)
    return _id_attribute(identifier)


@cache
def _id_attribute(identifier: str) -> str:
    return f' id="{escape(identifier)}"'


# All organizations share a few hundred reasons.
@lru_cache(1 << 12)
def _said(text: str, networks: tuple[str, ...]) -> str:
    names = f"<b>{escape(', '.join(networks))}.</b> " if networks else ""
    return f"{names}{escape(text)}"


def _network_name(registry: Registry, account: str) -> str:
    return registry.networks[registry.accounts[account].network].name
