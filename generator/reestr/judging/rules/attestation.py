"""Verdicts on a security measure that somebody attests (clause 1.6.3): that it is taken, never a secret itself."""

from __future__ import annotations

from reestr.judging.check import Context
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.terms import known_by
from reestr.registry.account import Account, Attestation


def judge_attestation(
    context: Context, account: Account, attestation: Attestation | None, path: str, date_field: str, period: int
) -> Verdict:
    """Judge an attestation: given -> met, denied -> breach; unknown, undated, by nobody or over `period` days old ->
    unconfirmed. `path` and `date_field` say where it stands in the account's record."""
    if attestation is None or attestation.given is None:
        return Verdict(Outcome.UNCONFIRMED, "unknown", (account.at(),))
    if attestation.on is None:
        return Verdict(Outcome.UNCONFIRMED, "undated", (account.at(path),))
    on = known_by(context.as_of, attestation.on)
    place = account.at(f"{path}/{date_field}")
    if on is None:
        return Verdict(Outcome.UNCONFIRMED, "unknown", (place,))
    values: dict[str, object] = {"on": on.isoformat()}
    if context.days_since(on) > period:
        return Verdict(Outcome.UNCONFIRMED, "expired", (place,), {**values, "period": period})
    if not attestation.given:
        return Verdict(Outcome.BREACH, "denied", (place,), values)
    if attestation.by is None:
        return Verdict(Outcome.UNCONFIRMED, "by-nobody", (account.at(path),), values)
    return Verdict(Outcome.MET, "met", (place,), {**values, "by": attestation.by})
