"""The records as JSON: one file for each organization, and lists of all organizations, accounts and findings.

Every record is converted and encoded once; the list, the organization's file and the table share the result.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence

from reestr.judging.finding import Finding
from reestr.publishing.open_data.changes import former_value
from reestr.publishing.open_data.findings_json import files_of, listed_finding_json, own_finding_json
from reestr.publishing.open_data.json_file import FOLDER, ListFile, as_bytes, encode, encode_items, head, json_file
from reestr.publishing.open_data.other_fields import completed, other_columns
from reestr.publishing.open_data.serializers import (
    account_status,
    account_value,
    act_value,
    fake_value,
    machine_week_value,
    organization_value,
    requirement_value,
    week_value,
    year_value,
)
from reestr.publishing.open_data.tables import ACCOUNT_COLUMNS, FAKE_COLUMNS, ORGANIZATION_COLUMNS, ValueTable
from reestr.publishing.view import File, View
from reestr.registry.account import Account, ActivityYear
from reestr.registry.registry import Registry

_ORGANIZATION_FILE = b"".join(
    (
        b'%b,\n"organization":%b,\n"accounts":[%b],\n"fakes":[%b],\n',
        b'"findings":[%b],\n"files":%b,\n"activity":%b}\n',
    )
)


def record_files(view: View) -> Iterator[File]:
    """Yield `organizations/<id>.json` one by one, then the lists of organizations, accounts, false pages and findings.

    The lists have both formats, except for the findings. The city's findings come first; each organization's follow in
    the order of the requirements.
    """
    organizations, accounts = ListFile(view, "organizations"), ListFile(view, "accounts")
    organization_columns = other_columns("organization", ORGANIZATION_COLUMNS, internal=view.internal)
    organization_table = ValueTable("organizations", organization_columns)
    account_table = ValueTable("accounts", other_columns("account", ACCOUNT_COLUMNS, internal=view.internal))
    findings, fakes = ListFile(view, "findings"), ListFile(view, "fakes")
    fake_table = ValueTable("fakes", other_columns("fake", FAKE_COLUMNS, internal=view.internal))
    of_city = [item for item in view.assessment.findings if item.organization is None]
    findings.add(_encode_findings(view, of_city, listed_finding_json), len(of_city))
    beginning = encode(head(view))[:-1]
    counts = _Counts(view)
    for organization in view.registry.organizations.values():
        value = organization_value(view, organization)
        own_accounts = view.registry.accounts_of(organization.id)
        account_values = [account_value(view, item) for item in own_accounts]
        own_findings = view.assessment.by_organization.get(organization.id, ())
        fake_values = [fake_value(view, item) for item in view.registry.fakes_of(organization.id)]
        texts = (
            encode(value),
            encode_items(account_values),
            encode_items(fake_values),
            _encode_findings(view, own_findings, own_finding_json),
            encode(files_of(own_findings)),
        )
        organizations.add(texts[0], 1)
        accounts.add(texts[1], len(account_values))
        fakes.add(texts[2], len(fake_values))
        findings.add(_encode_findings(view, own_findings, listed_finding_json), len(own_findings))
        organization_table.add([value])
        account_table.add(account_values)
        fake_table.add(fake_values)
        content = (
            b'%b,\n"organization":%b,\n"accounts":[%b],\n"fakes":[%b],\n"findings":[%b],\n"files":%b,\n"activity":%b}\n'
            % (
                *(beginning, *texts),
                counts.of(own_accounts),
            )
        )
        yield File(f"{FOLDER}organizations/{organization.id}.json", content)
        # Programs follow no redirection of a page, so the file also exists under each former id.
        for identifier in view.past.earlier_ids.get(("organization", organization.id), ()):
            yield File(f"{FOLDER}organizations/{identifier}.json", content)
    yield from _former(view)
    growing: list[ListFile | ValueTable] = [organizations, organization_table, accounts, account_table]
    for file in (*growing, fakes, fake_table, findings):
        yield file.file()


def requirement_file(view: View) -> Iterator[File]:
    """Yield `requirements.json`, in the order of display."""
    requirements = ListFile(view, "requirements")
    values = [requirement_value(view, item) for item in view.registry.requirements.values()]
    requirements.add(encode_items(values), len(values))
    yield requirements.file()


def act_file(view: View) -> Iterator[File]:
    """Yield `act.json`, and `acts/<id>.json` of every further act: block by block, with the notes on its text."""
    act = view.registry.act
    yield json_file(view, "act.json", {"act": act_value(view, act)})
    for name, other in act.others.items():
        yield json_file(view, f"acts/{name}.json", {"act": act_value(view, other)})


def address_file(view: View) -> Iterator[File]:
    """Yield `by-url.json`: every address an account has or had -> its accounts.

    A page may have taken another's former address. So an address in use comes first in its list, then one of a closed
    account, then previous addresses, then those of removed accounts. `how` says what is known to be wrong with an
    address: how the page is lost, or that a previous address leads to another page.
    """
    found: dict[str, list[tuple[int, str, dict[str, object]]]] = {}
    for account in view.registry.accounts.values():
        owner = {"account": account.id, "organization": account.organization, "network": account.network}
        closed = account_status(account, view.as_of) == "closed"
        lost = None if closed else account.loss_on(view.as_of)
        status = "closed" if closed else "control-lost" if lost is not None else "current"
        how = lost.how if lost is not None else None
        entry: dict[str, object] = {**owner, "status": status, "how": how, "until": None}
        found.setdefault(account.url, []).append((int(closed), account.id, entry))
        for previous in account.previous_addresses:
            until = None if previous.until is None else previous.until.isoformat()
            how = "other-page" if previous.is_taken(view.as_of) else None
            entry = {**owner, "status": "previous", "how": how, "until": until}
            found.setdefault(previous.url, []).append((2, account.id, entry))
    for record in view.past.removed_of("account"):
        gone: dict[str, object] = {
            "account": record.id,
            "organization": view.past.id_now("organization", record.organization or ""),
            "network": record.network,
            "status": "removed",
            "how": None,
            "until": record.removed.day.isoformat(),
        }
        for url in record.addresses:
            found.setdefault(url, []).append((3, record.id, gone))
    addresses = {
        url: [entry for _, _, entry in sorted(entries, key=lambda item: item[:2])]
        for url, entries in sorted(found.items())
    }
    yield json_file(view, "by-url.json", {"addresses": addresses})


def _former(view: View) -> Iterator[File]:
    """Yield the files of removed organizations, which say when they were in the registry."""
    for record in view.past.removed_of("organization"):
        content: dict[str, object] = {
            "organization": None,
            "accounts": [],
            "fakes": [],
            "findings": [],
            "files": {},
            "activity": {},
        }
        content["former"] = former_value(view, record)
        for identifier in (record.id, *view.past.earlier_ids.get(("organization", record.id), ())):
            yield json_file(view, f"organizations/{identifier}.json", content)


def _encode_findings(
    view: View, findings: Iterable[Finding], form: Callable[[Finding, Registry, datetime.date], str]
) -> bytes:
    return as_bytes(",\n".join([form(item, view.registry, view.as_of) for item in findings]))


class _Counts:
    """Counts of weeks as JSON; equal weeks share one object, so that each is encoded once."""

    def __init__(self, view: View) -> None:
        self._activity = view.registry.activity
        self._known: dict[int, str] = {}

    def of(self, accounts: Sequence[Account]) -> bytes:
        """Return the years of each account by its id."""
        years = {item.id: self._activity.get(item.id, ()) for item in accounts}
        return b"{" + b",".join([encode(key) + b":" + self._years(items) for key, items in years.items()]) + b"}"

    def _years(self, years: Iterable[ActivityYear]) -> bytes:
        return b"[" + b",".join([self._year(year) for year in years]) + b"]"

    def _year(self, year: ActivityYear) -> bytes:
        known = self._known
        others = year.origin.fields.get("weeks", {})
        weeks = []
        for week, count in year.weeks.items():
            text = known.get(id(count))
            if text is None:
                text = known[id(count)] = encode(week_value(count, year.source)).decode()
            if week in others:
                given = {name: value for name, value in others[week].items() if name != "machine"}
                text = encode(completed(week_value(count, year.source), given)).decode()
            weeks.append(f'"{week}":{text}')
        machine = {
            week: completed(machine_week_value(count), others.get(week, {}).get("machine", {}))
            for week, count in year.machine.items()
        }
        return b'%b,"weeks":{%b},"machine":%b}' % (
            encode(year_value(year))[:-1],
            ",".join(weeks).encode(),
            encode(machine),
        )
