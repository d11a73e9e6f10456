"""short-address: the page has a short address of letters instead of a number. `signs` count as digits do.

Met: `https://vk.com/primersk.library1`. Breach: `https://vk.com/club123456`.
"""

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import NETWORKS, AccountRule, Argument, Context, RuleFamily, RuleWords
from reestr.registry.account import Account
from reestr.registry.rule_calls import RuleCall


def bind(rule: RuleCall) -> AccountRule:
    """Return the rule with the arguments of a requirement."""

    def judge(context: Context, account: Account) -> Verdict:
        found, most = sum(letter in "0123456789" + rule.text("signs") for letter in account.url), context.number("most")
        outcome, reason = (Outcome.MET, "met") if found <= most else (Outcome.BREACH, "long")
        return Verdict(outcome, reason, (account.at("/url"),), {"digits": found, "most": most})

    return AccountRule(judge, frozenset((Outcome.MET, Outcome.BREACH)), {"most": int})


WORDS = RuleWords("Короткий адрес страницы", "В адресе страницы цифр не больше допустимого.",
    reasons={"met": "Адрес короткий, цифр в нём: {digits}.", "long": "В адресе {digits} цифр, допустимо {most}."},
    arguments={"signs": "какие ещё знаки считать наравне с цифрами"},
    parameters={"most": "сколько цифр в адресе допустимо"},
    example="rule: {name: short-address, signs: _}\nparameters: most")  # fmt: skip
FAMILY = RuleFamily("short-address", bind, {"networks": NETWORKS, "signs": Argument("text")}, words=WORDS)
