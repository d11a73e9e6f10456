"""credentials-accounted (clause 1.6.3): logins and passwords of the account are accounted for.

Met: `security.credentials: {accounted: true, by: директор, on: 2026-09-01}`, not expired. Breach: `accounted: false` on
a known day within the evidence period. Unconfirmed: unknown, undated, unsigned or too old.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters
from reestr.judging.rules.attestation import judge_attestation
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED))
PARAMETERS: Parameters = {"evidence_period_days": int}


def judge(context: Context, account: Account) -> Verdict:
    """Judge the attestation that an account's credentials are accounted for."""
    return judge_attestation(
        context, account, account.credentials, "/security/credentials", "on", "evidence_period_days"
    )


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
