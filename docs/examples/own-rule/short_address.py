"""short-address: the page has a short address of letters instead of a number.

Met: `https://vk.com/primersk.library1`. Breach: `https://vk.com/club123456`.
"""

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import NETWORKS, AccountRule, Context, RuleFamily, RuleWords
from reestr.registry.account import Account


def judge(context: Context, account: Account) -> Verdict:
    """Judge the address of an account by the most digits that it may have."""
    digits = sum(character.isdigit() for character in account.url)
    values = {"digits": digits, "most": context.number("most_digits")}
    met = digits <= context.number("most_digits")
    return Verdict(Outcome.MET if met else Outcome.BREACH, "met" if met else "long", (account.at("/url"),), values)


RULE = AccountRule(judge, frozenset((Outcome.MET, Outcome.BREACH)), {"most_digits": int})
WORDS = RuleWords(
    title="Короткий адрес страницы",
    about="В адресе страницы цифр не больше допустимого: такой адрес легко назвать вслух.",
    reasons={"met": "Адрес короткий, цифр в нём: {digits}.", "long": "В адресе {digits} цифр, допустимо {most}."},
    parameters={"most_digits": "сколько цифр в адресе допустимо"},
    example="rule: {name: short-address}\nparameters: most_digits",
)
FAMILY = RuleFamily("short-address", lambda rule: RULE, {"networks": NETWORKS}, words=WORDS)
