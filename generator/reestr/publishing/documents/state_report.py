"""The state of a city on a day as one document: figures, breaches with evidence, exemptions, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader

from reestr import __version__, wording
from reestr.judging.finding import Finding, Outcome
from reestr.publishing.documents.figures import city_figures
from reestr.publishing.documents.manifest import Provenance, command, origin_lines, reservation
from reestr.publishing.documents.pdf import FAMILIES, font_faces
from reestr.publishing.documents.pdf import SIGN as PDF_SIGN
from reestr.publishing.documents.register import grounds
from reestr.publishing.figures.counts import by_outcome
from reestr.publishing.figures.ordering import by_name, name_key
from reestr.publishing.html.answers import answer_to
from reestr.publishing.html.environment import environment
from reestr.publishing.html.evidence import field_title
from reestr.publishing.html.links import subject_title
from reestr.publishing.view import View
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence
from reestr.registry.words import CityWords
from reestr.wording.clause_text import cited
from reestr.wording.finding_text import reason

MARK = f'<meta name="generator" content="reestr {__version__}">'
_SIGN = b'<meta name="generator" content="reestr '
_BEGINNING = 2_000


def is_ours(content: bytes) -> bool:
    """Return whether a file is a document of ours (HTML or PDF), which may be overwritten."""
    if content.startswith(b"%PDF-"):
        return PDF_SIGN in content
    return _SIGN in content[:_BEGINNING]


@dataclass(frozen=True, slots=True)
class QuotedEvidence:
    """One piece of evidence: the field in words, its value ("" if it adds nothing), the file with the line."""

    field: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach: its subject, the network if it concerns a page, the reason, the evidence.

    `answer` is what the organization answered to it, "" if nothing.
    """

    subject: str
    page: str
    reason: str
    places: tuple[QuotedEvidence, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class RequirementSection:
    """A requirement with the numbers of its verdicts and its breaches; `counts` is None if no rule judges it."""

    requirement: Requirement
    clauses: str
    counts: Mapping[Outcome, int] | None
    breaches: tuple[Breach, ...]


def evidence(view: View) -> Iterator[Evidence]:
    """Yield the places whose values the document quotes."""
    for finding in view.assessment.findings:
        if finding.outcome is Outcome.BREACH:
            yield from finding.verdict.evidence


def state_html(view: View, provenance: Provenance, values: Mapping[tuple[str, str], str]) -> str:
    """Return the document as self-contained HTML without scripts.

    `values` are the quoted values of the evidence: file and JSON pointer -> words.
    """
    options = ("--edition", view.edition) if view.internal else ()
    demands = tuple(_demand(view, item, values) for item in view.registry.requirements.values())
    page = (
        _environment(view.registry.words)
        .get_template("state.html.j2")
        .render(
            view=view,
            act=view.registry.act,
            city=view.registry.city,
            mark=MARK,
            families=FAMILIES,
            reservation=reservation(provenance),
            # The names of changed records are for the internal edition only.
            uncommitted=provenance.uncommitted if view.internal else (),
            figures=city_figures(view).all,
            counts=view.assessment.summary,
            verdicts=len(view.assessment.findings),
            judged=[item for item in demands if item.counts is not None],
            unjudged=[item for item in demands if item.counts is None],
            exemptions=tuple(_exemptions(view)),
            origin=origin_lines(view, provenance, command("state", view, provenance, *options)),
            commit=provenance.commit,
            answer_title=wording.text("answers.title"),
        )
    )
    # The needed files of the font are known only after writing.
    return page.replace("<style>\n", f"<style>\n{font_faces(page)}\n", 1)


def _demand(view: View, requirement: Requirement, values: Mapping[tuple[str, str], str]) -> RequirementSection:
    findings = view.assessment.by_requirement.get(requirement.id, ())
    return RequirementSection(
        requirement,
        cited(requirement, view.registry.act),
        by_outcome(findings) if requirement.check else None,
        tuple(_breach(view, finding, values) for finding in _in_order(view, findings)),
    )


def _in_order(view: View, findings: Sequence[Finding]) -> list[Finding]:
    """Return the breaches by the name of their subject."""
    breaches = [item for item in findings if item.outcome is Outcome.BREACH]
    return sorted(breaches, key=lambda item: (name_key(_organization_title(view, item)), str(item.subject)))


def _organization_title(view: View, finding: Finding) -> str:
    organization = view.registry.organizations.get(finding.organization or "")
    return organization.title if organization is not None else subject_title(finding.subject, view.registry)


def _breach(view: View, finding: Finding, values: Mapping[tuple[str, str], str]) -> Breach:
    page = subject_title(finding.subject, view.registry) if finding.subject.kind == "account" else ""
    places = (_place(item, values) for item in finding.verdict.evidence)
    title, quoted = _organization_title(view, finding), tuple(dict.fromkeys(places))
    return Breach(title, page, reason(finding, view.registry.words), quoted, answer_to(view, finding))


def _place(item: Evidence, values: Mapping[tuple[str, str], str]) -> QuotedEvidence:
    value = values.get((item.origin.file, item.path), "")
    return QuotedEvidence(field_title(item.origin.kind, item.path), value, f"{item.origin.file}:{item.line}")


def _exemptions(view: View) -> Iterator[tuple[Organization, str, str]]:
    """Yield the organizations that are exempt or claim to be, with the ground and its reason."""
    for organization in sorted(view.registry.organizations.values(), key=by_name):
        if not organization.is_closed(view.as_of):
            for exemption, text in grounds(view, organization):
                yield organization, text, exemption.reason or ""


@lru_cache(1)
def _environment(words: CityWords) -> Environment:
    return environment(words).overlay(loader=PackageLoader("reestr.publishing.documents", "templates"))
