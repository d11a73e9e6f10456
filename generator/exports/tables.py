"""The records as tables, one CSV file for each list: nested values are spread over columns, lists stand in one cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator import record_schemas, wording
from generator.artifact import File, View
from generator.exports.csv_text import Cell, CsvFile, row
from generator.exports.values import Value, account_value, exemption_value, organization_value, requirement_value
from generator.finding_text import reason
from generator.model.account import WeekCount
from generator.model.finding import Finding, Outcome

# Cuts a cell in no program, unlike a comma or a semicolon.
_BETWEEN = " | "

_OUTCOMES = tuple(f"outcomes.{outcome.value}" for outcome in Outcome)

ORGANIZATION_COLUMNS = (
    *("id", "name", "short_name", "legal_form", "legal_form_label", "sphere", "sphere_label", "inn", "ogrn"),
    *("site", "has_site", "address", "coordinates.latitude", "coordinates.longitude", "contacts.email"),
    *("contacts.phones", "since", "status", "status_label", "closed_on", "successor", "exempt", "accounts"),
    *("accounts_page.url", "accounts_page.checked_on", *_OUTCOMES, "reviewed_on", "notes", "file"),
)
ACCOUNT_COLUMNS = (
    *("id", "organization", "network", "network_name", "url", "numeric_id", "name", "status", "status_label"),
    *("in_use", "opened_on", "closed_on", "replaced_by", "previous_urls"),
    *("state_mark.status", "state_mark.status_label", "state_mark.confirmed_on", "state_mark.checked_on"),
    *("gospabliki.status", "gospabliki.status_label", "gospabliki.connected_on", "gospabliki.checked_on"),
    *("observed.on", "observed.by", "moderation.rules_url", "moderation.attested_on", "moderation.by"),
    *("reviewed_on", "notes", "file"),
)
REQUIREMENT_COLUMNS = (
    *("id", "title", "clause", "obliged", "obliged_labels", "force", "force_label", "statement", "subject"),
    *("subject_label", "check", "unchecked", "edition", "remedy", "order", *_OUTCOMES, "file"),
)
EXEMPTION_COLUMNS = (
    *("organization", "organization_name", "ground", "ground_label", "clause", "letter.number", "letter.date"),
    *("networks", "from", "until", "reason", "in_force"),
)
FINDING_COLUMNS = (
    *("requirement", "requirement_title", "clause", "subject", "organization", "organization_name"),
    *("outcome", "outcome_label", "reason", "evidence"),
)


def organization_table(view: View) -> Iterator[File]:
    """`organizations.csv`."""
    values = (organization_value(view, item) for item in view.registry.organizations.values())
    yield _table("organizations", ORGANIZATION_COLUMNS, values)


def account_table(view: View) -> Iterator[File]:
    """`accounts.csv`."""
    values = (account_value(view, item) for item in view.registry.accounts.values())
    yield _table("accounts", ACCOUNT_COLUMNS, values)


def requirement_table(view: View) -> Iterator[File]:
    """`requirements.csv`."""
    values = (requirement_value(view, item) for item in view.registry.requirements.values())
    yield _table("requirements", REQUIREMENT_COLUMNS, values)


def exemption_table(view: View) -> Iterator[File]:
    """`exemptions.csv`: every exemption of every organization, past ones too."""
    values = (
        {"organization": item.id, "organization_name": item.title, **exemption_value(exemption, view.as_of)}
        for item in view.registry.organizations.values()
        for exemption in item.exemptions
    )
    yield _table("exemptions", EXEMPTION_COLUMNS, values)


def finding_table(view: View) -> Iterator[File]:
    """`findings.csv`, in the order of judging."""
    titles = {item.id: item.title for item in view.registry.requirements.values()}
    names = {item.id: item.title for item in view.registry.organizations.values()}
    labels = {outcome: wording.text(f"interface.outcomes.{outcome.value}.label") for outcome in Outcome}
    table = CsvFile("findings", FINDING_COLUMNS)
    for findings in view.assessment.by_requirement.values():
        table.add([row(_finding_cells(item, titles, names, labels)) for item in findings])
    yield table.file()


def activity_table(view: View) -> Iterator[File]:
    """`activity.csv`: a row for each counted week of each account; a week nobody counted has no row."""
    formats, grounds = _formats(), _grounds()
    columns = ("account", "organization", "week", "own", "gospabliki", *formats)
    table = CsvFile("activity", (*columns, *(f"removed_{_column(ground)}" for ground in grounds), "source"))
    # Weeks with the same counts share one object: few of the many rows differ in their numbers.
    known: dict[int, str] = {}
    for account, years in view.registry.activity.items():
        begin = row((account, view.registry.accounts[account].organization))
        for year in years:
            rows = []
            for week, count in year.weeks.items():
                numbers = known.get(id(count))
                if numbers is None:
                    numbers = known[id(count)] = row(_numbers(count, formats, grounds))
                rows.append(f'{begin},"{week}",{numbers}')
            table.add(rows)
    yield table.file()


def _table(name: str, columns: Sequence[str], values: Iterable[Value]) -> File:
    paths = tuple(tuple(column.split(".")) for column in columns)
    table = CsvFile(name, [_column(column) for column in columns])
    table.add(row([_cell(_at(value, path)) for path in paths]) for value in values)
    return table.file()


def _column(name: str) -> str:
    return name.replace(".", "_").replace("-", "_")


def _at(value: object, path: Sequence[str]) -> object:
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return str(value["url"])
    if isinstance(value, list):
        return _BETWEEN.join(str(_cell(item)) for item in value)
    raise TypeError(f"no cell for {type(value).__name__}")


def _finding_cells(
    item: Finding, titles: Mapping[str, str], names: Mapping[str, str], labels: Mapping[Outcome, str]
) -> tuple[Cell, ...]:
    verdict = item.verdict
    return (
        item.requirement,
        titles[item.requirement],
        item.clause,
        str(item.subject),
        item.organization,
        None if item.organization is None else names[item.organization],
        verdict.outcome.value,
        labels[verdict.outcome],
        reason(item),
        _BETWEEN.join([f"{place.origin.file}:{place.line}{_pointer(place.path)}" for place in verdict.evidence]),
    )


def _pointer(path: str) -> str:
    return f" {path}" if path else ""


def _numbers(count: WeekCount, formats: Sequence[str], grounds: Sequence[str]) -> tuple[Cell, ...]:
    """A format that a counted week does not name had no posts; removals that it does not name are unknown."""
    posts, removed = dict(count.formats), dict(count.removed)
    return (
        count.own,
        count.gospabliki,
        *(posts.get(name, 0) for name in formats),
        *(removed.get(ground) for ground in grounds),
        count.source,
    )


def _formats() -> tuple[str, ...]:
    return tuple(name for name in _fields_of_week(depth=3) if name not in ("gospabliki", "source", "removed"))


def _grounds() -> tuple[str, ...]:
    return _fields_of_week(depth=4)


def _fields_of_week(depth: int) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in record_schemas.fields("activity")
        if field.pointer.startswith("/weeks/") and field.pointer.count("/") == depth
    )
