"""The records as JSON: one file for each organization, and lists of all organizations, accounts and findings.

Every record is converted and encoded once; the list, the organization's file and the table share the result.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from reestr.judging.finding import Finding
from reestr.publishing.open_data.changes import former_value
from reestr.publishing.open_data.findings_json import files_of, listed_finding_json, own_finding_json
from reestr.publishing.open_data.json_file import (
    FOLDER,
    ListFile,
    as_bytes,
    encode,
    encode_items,
    head,
    json_file,
    list_file,
)
from reestr.publishing.open_data.lists import Lists, ListsInMemory, whole
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
from reestr.publishing.view import File, ListPart, LongFile, View
from reestr.registry.account import Account, ActivityYear
from reestr.registry.organization import Organization
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
    lists, files = ListsInMemory(), organization_records(view)
    for organization in view.registry.organizations.values():
        yield from lists.apart(files(organization))
    yield from map(whole, record_lists(view, lists))


def organization_records(view: View) -> Callable[[Organization], Iterator[File | ListPart]]:
    """Return the function that yields one organization's file and its parts of the lists."""
    organization_table, account_table, fake_table = _tables(view)
    beginning = encode(head(view))[:-1]
    counts = _Counts(view)

    def files(organization: Organization) -> Iterator[File | ListPart]:
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
        yield ListPart("organizations", texts[0], 1)
        yield ListPart("accounts", texts[1], len(account_values))
        yield ListPart("fakes", texts[2], len(fake_values))
        listed = _encode_findings(view, own_findings, listed_finding_json)
        yield ListPart("findings", listed, len(own_findings))
        yield organization_table.part([value])
        yield account_table.part(account_values)
        yield fake_table.part(fake_values)
        content = _ORGANIZATION_FILE % (beginning, *texts, counts.of(own_accounts))
        yield File(f"{FOLDER}organizations/{organization.id}.json", content)
        # Programs follow no redirection of a page, so the file also exists under each former id.
        for identifier in view.past.earlier_ids.get(("organization", organization.id), ()):
            yield File(f"{FOLDER}organizations/{identifier}.json", content)

    return files


def record_lists(view: View, lists: Lists) -> Iterator[File | LongFile]:
    """Yield the files of removed organizations, then the lists made of the organizations' parts."""
    yield from _former(view)
    organization_table, account_table, fake_table = _tables(view)
    yield list_file(view, "organizations", lists.of("organizations"))
    yield organization_table.made_of(lists)
    yield list_file(view, "accounts", lists.of("accounts"))
    yield account_table.made_of(lists)
    yield list_file(view, "fakes", lists.of("fakes"))
    yield fake_table.made_of(lists)
    of_city = [item for item in view.assessment.findings if item.organization is None]
    first = (_encode_findings(view, of_city, listed_finding_json), len(of_city))
    yield list_file(view, "findings", chain((first,), lists.of("findings")))


def _tables(view: View) -> tuple[ValueTable, ValueTable, ValueTable]:
    """Return the tables of organizations, accounts and false pages."""
    shown = (
        ("organization", ORGANIZATION_COLUMNS),
        ("account", ACCOUNT_COLUMNS),
        ("fake", FAKE_COLUMNS),
    )
    organizations, accounts, fakes = [
        ValueTable(f"{kind}s", other_columns(kind, columns, internal=view.internal)) for kind, columns in shown
    ]
    return organizations, accounts, fakes


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
        content: dict[str, object] = {"organization": None, "accounts": [], "fakes": [], "findings": []}
        content |= {"files": {}, "activity": {}, "former": former_value(view, record)}
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
