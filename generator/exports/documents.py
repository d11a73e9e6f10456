"""The records as JSON: one file for each organization, and lists of all organizations, accounts and findings.

Every record is made a value and encoded once: the list, the file of its organization and the table share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.artifact import File, View
from generator.exports.json_file import FOLDER, ListFile, as_bytes, encode, head, json_file
from generator.exports.tables import ACCOUNT_COLUMNS, ORGANIZATION_COLUMNS, ValueTable
from generator.exports.values import (
    account_status,
    account_value,
    act_value,
    activity_value,
    organization_value,
    requirement_value,
    week_value,
)
from generator.finding_value import finding_json
from generator.model.account import Account, WeekCount


def record_files(view: View) -> Iterator[File]:
    """`organizations/<id>.json` one by one, then the lists: organizations and accounts in both formats, findings.

    The findings of the city come first, those of each organization follow in the order of the requirements.
    """
    organizations, accounts = ListFile(view, "organizations"), ListFile(view, "accounts")
    findings = ListFile(view, "findings")
    findings.add([as_bytes(finding_json(item)) for item in view.assessment.findings if item.organization is None])
    organization_table = ValueTable("organizations", ORGANIZATION_COLUMNS)
    account_table = ValueTable("accounts", ACCOUNT_COLUMNS)
    beginning = encode(head(view))[:-1]
    counts = _Counts(view)
    for organization in view.registry.organizations.values():
        value = organization_value(view, organization)
        account_values = [account_value(view, item) for item in view.registry.accounts_of(organization.id)]
        organization_table.add([value])
        account_table.add(account_values)
        own, own_accounts = encode(value), [encode(item) for item in account_values]
        judged = view.assessment.by_organization.get(organization.id, ())
        own_findings = [as_bytes(finding_json(finding)) for finding in judged]
        organizations.add([own])
        accounts.add(own_accounts)
        findings.add(own_findings)
        parts = (
            (b'"organization":', own),
            (b'"accounts":', _list(own_accounts)),
            (b'"findings":', _list(own_findings)),
            (b'"activity":', counts.of(view.registry.accounts_of(organization.id))),
        )
        content = b",\n".join((beginning, *(name + part for name, part in parts))) + b"}\n"
        yield File(f"{FOLDER}organizations/{organization.id}.json", content)
    growing: tuple[ListFile | ValueTable, ...] = (organizations, organization_table, accounts, account_table, findings)
    for file in growing:
        yield file.file()


def requirement_file(view: View) -> Iterator[File]:
    """`requirements.json`, in the order of display."""
    requirements = ListFile(view, "requirements")
    requirements.add([encode(requirement_value(view, item)) for item in view.registry.requirements.values()])
    yield requirements.file()


def act_file(view: View) -> Iterator[File]:
    """`act.json`: the act block by block, with the notes on its text."""
    yield json_file(view, "act.json", {"act": act_value(view, view.registry.act)})


def address_file(view: View) -> Iterator[File]:
    """`by-url.json`: every address an account has or had -> whose it is.

    A page may have taken an address that another had before: an address in use comes first in its list, then one of a
    closed account, then previous ones.
    """
    found: dict[str, list[tuple[int, str, dict[str, object]]]] = {}
    for account in view.registry.accounts.values():
        owner = {"account": account.id, "organization": account.organization, "network": account.network}
        closed = account_status(account, view.as_of) == "closed"
        status = "closed" if closed else "current"
        found.setdefault(account.url, []).append((int(closed), account.id, {**owner, "status": status, "until": None}))
        for previous in account.previous_addresses:
            until = None if previous.until is None else previous.until.isoformat()
            found.setdefault(previous.url, []).append((2, account.id, {**owner, "status": "previous", "until": until}))
    addresses = {
        url: [entry for _, _, entry in sorted(entries, key=lambda item: item[:2])]
        for url, entries in sorted(found.items())
    }
    yield json_file(view, "by-url.json", {"addresses": addresses})


def _list(items: list[bytes]) -> bytes:
    return b"[" + b",".join(items) + b"]"


class _Counts:
    """Counts of weeks as JSON; weeks with the same counts share one object, so that each is encoded once."""

    def __init__(self, view: View) -> None:
        self._activity = view.registry.activity
        self._encoded: dict[int, bytes] = {}

    def of(self, accounts: Sequence[Account]) -> bytes:
        """The years of each account by its id."""
        return b"{" + b",".join(encode(item.id) + b":" + self._years(item.id) for item in accounts) + b"}"

    def _years(self, account: str) -> bytes:
        years = []
        for year in self._activity.get(account, ()):
            weeks = b",".join(b'"%b":%b' % (week.encode(), self._week(count)) for week, count in year.weeks.items())
            years.append(encode(activity_value(year, {}))[:-3] + b"{" + weeks + b"}}")
        return _list(years)

    def _week(self, count: WeekCount) -> bytes:
        key = id(count)
        if key not in self._encoded:
            self._encoded[key] = encode(week_value(count))
        return self._encoded[key]
