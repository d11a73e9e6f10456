"""Renders the verdicts on an organization that ask for nothing at once: a line for each, grouped by outcome.

What is the same for all organizations (the words of the act, how to comply) stands on the requirement's page, to which
each line leads. The HTML is joined from cached parts, for speed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.finding import RANK, Finding, Outcome
from reestr.publishing.html.answers import answers_to
from reestr.publishing.html.evidence import evidence_by_record
from reestr.publishing.html.links import Links
from reestr.publishing.view import View
from reestr.registry.registry import Registry
from reestr.wording import finding_text


@dataclass(frozen=True, slots=True)
class Group:
    """The verdicts of one outcome, in the order of display, as HTML.

    `requirements` is the number of requirements that have them.
    """

    outcome: Outcome
    count: int
    requirements: int
    body: Markup


def by_requirement(findings: Iterable[Finding]) -> dict[Outcome, dict[str, list[Finding]]]:
    """Return the findings by outcome, worst first, and then by requirement, in their order."""
    gathered: dict[Outcome, dict[str, list[Finding]]] = {}
    for finding in findings:
        gathered.setdefault(finding.verdict.outcome, {}).setdefault(finding.requirement, []).append(finding)
    return dict(sorted(gathered.items(), key=lambda item: RANK[item[0]]))


def verdict_groups(
    view: View, gathered: Mapping[Outcome, Mapping[str, Sequence[Finding]]], path: str, anchored: set[str]
) -> tuple[Group, ...]:
    """Return the groups of the page at `path`; a requirement's first verdict carries its anchor.

    `anchored` are the requirements that have their anchor already; the others are added to it.
    """
    link = Links("../" * path.count("/"))
    return tuple(_group(view, outcome, found, link, anchored) for outcome, found in gathered.items())


def basis_of(view: View, findings: Iterable[Finding], path: str) -> Markup:
    """Return the evidence of many verdicts, by record, folded; "" without any."""
    places = [place for item in findings for place in item.verdict.evidence]
    return Markup(basis(evidence_by_record(places, Links("../" * path.count("/")), view.site)))


def _group(
    view: View, outcome: Outcome, found: Mapping[str, Sequence[Finding]], link: Links, anchored: set[str]
) -> Group:
    alike: dict[str, list[str]] = {}
    for identifier, findings in found.items():
        alike.setdefault(_line(view, findings), []).append(identifier)
    lines = []
    for said, identifiers in alike.items():
        if len(identifiers) == 1:
            lines.append(f"<li{anchor(identifiers[0], anchored)}>{_named(view, link, identifiers[0])} {said}</li>")
        else:
            names = "".join([f"<li{anchor(item, anchored)}>{_named(view, link, item)}</li>" for item in identifiers])
            lines.append(f'<li>{said}<ul class="heads">{names}</ul></li>')
    body = '<ul class="told">\n' + "\n".join(lines) + "\n</ul>\n"
    return Group(outcome, sum(map(len, found.values())), len(found), Markup(body))


def reasons(view: View, findings: Sequence[Finding]) -> str:
    """Return why the findings of one requirement are as they are, as HTML.

    Accounts with the same reason share it, preceded by their networks' names.
    """
    gathered: dict[str, list[Finding]] = {}
    for finding in findings:
        gathered.setdefault(finding_text.reason(finding, view.registry.words), []).append(finding)
    pieces = []
    for text, items in gathered.items():
        names = [_network_name(view.registry, item.subject.id) for item in items if item.subject.kind == "account"]
        pieces.append(f"<p>{_said(text, tuple(names))}</p>{answers_to(view, items)}")
    return "".join(pieces)


def _line(view: View, findings: Sequence[Finding]) -> str:
    """Return the reasons as one line where all findings have the same."""
    said = {finding_text.reason(finding, view.registry.words) for finding in findings}
    if len(said) > 1 or (answers := answers_to(view, findings)):
        return reasons(view, findings)
    return _said(said.pop(), ()) + answers


def basis(evidence: Markup) -> str:
    """Return evidence folded under its heading; "" without any."""
    return f'<details class="basis"><summary>{_basis_title()}</summary>{evidence}</details>' if evidence else ""


def anchor(identifier: str, anchored: set[str]) -> str:
    """Return the attribute that makes an element the anchor of a requirement, once; "" after that."""
    if identifier in anchored:
        return ""
    anchored.add(identifier)
    return _id_attribute(identifier)


@cache
def _basis_title() -> str:
    return str(escape(wording.text("mending.basis")))


@cache
def _id_attribute(identifier: str) -> str:
    return f' id="{escape(identifier)}"'


def _named(view: View, link: Links, identifier: str) -> str:
    return _link(link.requirement(identifier), view.registry.requirements[identifier].title)


@lru_cache(1 << 10)
def _link(address: str, title: str) -> str:
    return f'<a href="{escape(address)}">{escape(title)}</a>'


# All organizations share a few hundred reasons.
@lru_cache(1 << 12)
def _said(text: str, networks: tuple[str, ...]) -> str:
    names = f"<b>{escape(', '.join(networks))}.</b> " if networks else ""
    return f"{names}{escape(text)}"


def _network_name(registry: Registry, account: str) -> str:
    return registry.networks[registry.accounts[account].network].name
