"""Renders the report of a night, or of the check of an archive, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reestr import wording
from reestr.registry.registry import Registry
from reestr.wording.plain_text import painted, visible

if TYPE_CHECKING:
    from reestr.intake.observation.night import NetworkReport, NightReport
    from reestr.intake.observation.observing import Incident
    from reestr.intake.observation.verifying import Verification


def render(report: NightReport, registry: Registry, *, dry_run: bool, colour: bool) -> str:
    """Return the report of a night: each network by outcome, incidents, what changed."""
    lines: list[str] = []
    for network in report.networks:
        lines += _network(network, registry)
    lines += _incidents(report, colour)
    if report.numbers:
        lines.append(_said("numbers"))
        lines += [_said("number", account=account, number=number) for account, number in report.numbers]
    if report.left:
        lines.append(_said("left"))
        lines += [_said("one-left", file=file, reason=reason) for file, reason in report.left.items()]
    number = len(report.writes)
    if number:
        lines.append(_said("would-change" if dry_run else "changed", number=number))
    else:
        lines.append(_said("unchanged"))
    if dry_run:
        lines.append(_said("dry-run"))
    return "".join(line + "\n" for line in lines)


def _network(report: NetworkReport, registry: Registry) -> Iterator[str]:
    network = registry.networks.get(report.network)
    if network is None:
        yield from _sites(report)
        return
    if not report.pages:
        yield _said("no-pages", network=network.name)
        return
    outcomes = report.outcomes
    yield _said("seen", network=network.name, seen=outcomes.get("seen", 0), pages=report.pages)
    if gone := outcomes.get("gone"):
        yield _said("gone", number=gone)
    yield from _refusals(report)
    yield _said("counted", number=report.counted)
    if report.later:
        yield _said("later", number=report.later)
    if report.quota is None:
        yield _said("requests", requests=report.requests)
    else:
        yield _said("quota", requests=report.requests, used=report.quota[0], limit=report.quota[1])


def _sites(report: NetworkReport) -> Iterator[str]:
    if not report.pages:
        yield _said("no-sites")
        return
    yield _said("sites", seen=report.outcomes.get("seen", 0), pages=report.pages)
    if gone := report.outcomes.get("gone"):
        yield _said("sites-gone", number=gone)
    yield from _refusals(report)
    yield _said("sites-all", number=report.counted)
    yield _said("requests", requests=report.requests)


def _refusals(report: NetworkReport) -> Iterator[str]:
    if refused := report.outcomes.get("refused"):
        yield _said("refused", number=refused)
    for reason, number in report.refusals.items():
        yield _said("refusal", reason=reason_in_words(reason), number=number)
        if wording.has(f"observation.advice.{reason}"):
            yield _said("advice", advice=wording.text(f"observation.advice.{reason}"))


def _incidents(report: NightReport, colour: bool) -> Iterator[str]:
    if not report.incidents:
        yield _said("no-incidents")
        return
    yield painted(_said("incidents"), colour, "red", bold=True)
    for incident in report.incidents:
        yield painted(_said("incident", incident=incident_in_words(incident)), colour, "red")


def incident_in_words(incident: Incident) -> str:
    """Return an incident as a sentence; what the network sent is shown with its hidden characters."""
    values = {
        "record": incident.account or incident.fake,
        "url": incident.url,
        "number": incident.number or "—",
        "name": visible(incident.name or "—"),
    }
    return wording.text(f"observation.incidents.{incident.kind}", **values)


def reason_in_words(reason: str) -> str:
    """Return the reason of a refusal in words; a network may name one that has none."""
    key = f"observation.reasons.{reason}"
    return wording.text(key) if wording.has(key) else visible(reason)


def render_verification(found: Verification) -> str:
    """Return what checking an archive found, each fault by itself."""
    values = {"lines": found.lines, "files": found.files, "facts": found.facts, "number": found.disagreements}
    lines = [visible(fault.text) for fault in found.faults]
    lines.append(wording.text(f"observation.verify.{'bad' if found.disagreements else 'good'}", **values))
    if found.unchecked:
        lines.append(wording.text("observation.verify.unchecked", number=found.unchecked))
    return "".join(line + "\n" for line in lines)


def _said(key: str, **values: object) -> str:
    return wording.text(f"observation.report.{key}", **values)
