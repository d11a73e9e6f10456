"""Verdicts on an attested security measure (clause 1.6.3): whether it is taken, never the secret itself."""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, before_next, known_by
from reestr.judging.rules.terms import evidence_term
from reestr.registry.account import Account, Attestation


def judge_attestation(
    context: Context, account: Account, attestation: Attestation | None, path: str, date_field: str, period: str
) -> Verdict:
    """Judge an attestation: given -> met, denied -> breach; unknown, undated, unsigned or too old -> unconfirmed.

    `path` and `date_field` locate it in the account's record; `period` names the parameter with its validity in days.
    """
    if attestation is None or attestation.given is None:
        return Verdict(Outcome.UNCONFIRMED, "unknown", (account.at(),))
    if attestation.on is None:
        return Verdict(Outcome.UNCONFIRMED, "undated", (account.at(path),))
    on = known_by(context.as_of, attestation.on)
    place = account.at(f"{path}/{date_field}")
    if on is None:
        begins = before_next(context.as_of, attestation.on)
        return Verdict(Outcome.UNCONFIRMED, "unknown", (place,), holds_until=begins)
    term = evidence_term(context, on, period)
    values: dict[str, object] = {"on": on.isoformat()}
    if not term.runs:
        values["period"] = context.number(period)
        return Verdict(Outcome.UNCONFIRMED, "expired", (place,), values, deadlines=term.deadlines)
    if not attestation.given:
        return Verdict(Outcome.BREACH, "denied", (place,), values, term.holds_until)
    if attestation.by is None:
        return Verdict(Outcome.UNCONFIRMED, "by-nobody", (account.at(path),), values, term.holds_until)
    values["by"] = attestation.by
    return Verdict(Outcome.MET, "met", (place,), values, term.holds_until, term.deadlines)
