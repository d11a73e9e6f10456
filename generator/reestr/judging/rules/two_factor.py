"""two-factor (clause 1.6.3): two-factor authentication is on, attested, and the attestation has not expired.

Met: `security.two_factor: {enabled: true, by: директор, attested_on: 2026-09-01}`, not expired. Breach: `enabled:
false` on a known day within the period. Unconfirmed: unknown, undated, unsigned or expired.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters
from reestr.judging.rules.attestation import judge_attestation
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED))
PARAMETERS: Parameters = {"attestation_period_days": int}


def judge(context: Context, account: Account) -> Verdict:
    """Judge the attestation of an account's two-factor authentication."""
    return judge_attestation(
        context, account, account.two_factor, "/security/two_factor", "attested_on", "attestation_period_days"
    )


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
