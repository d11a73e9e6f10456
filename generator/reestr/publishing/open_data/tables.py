"""The records as tables, one CSV file for each list, that a spreadsheet opens and cannot be tricked by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import chain

from reestr.judging.finding import Finding, Outcome
from reestr.publishing.figures.counts import SHORTFALLS
from reestr.publishing.open_data.json_file import FOLDER
from reestr.publishing.open_data.lists import Lists
from reestr.publishing.open_data.other_fields import Value, other_columns
from reestr.publishing.open_data.serializers import exemption_value, requirement_value
from reestr.publishing.view import File, ListPart, LongFile, View
from reestr.records import schemas
from reestr.registry.account import MachineCount, WeekCount
from reestr.registry.calendar import week_end
from reestr.registry.lists import SENT, CityLists
from reestr.registry.organization import Organization
from reestr.wording.finding_text import reason

# Without this mark, Excel reads CSV in the country's old encoding (windows-1251).
_BYTE_ORDER_MARK = "\ufeff"

# Including full-width and small forms, which a spreadsheet may convert to the plain ones.
_FORMULA = "[=+\\-@＝＋－＠﹦﹢﹣﹫]"
_SKIPPED = '[ "\x0b\x0c\x85\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]*'
_AT_START = re.compile(rf"[\t\r\n]|{_SKIPPED}{_FORMULA}")

# A program with another separator (a Russian Excel uses the semicolon) splits a cell, so a formula may begin after any
# separator too. Skipped characters include no separator: the search stays linear in the text's length.
_AFTER_SEPARATOR = re.compile(rf"([;,\t\r\n])({_SKIPPED}{_FORMULA})")

CsvCell = str | int | float | None


def neutral(text: str) -> str:
    """Return text with an apostrophe before everything that a spreadsheet could take for the beginning of a formula."""
    if _AT_START.match(text):
        text = f"'{text}"
    return _AFTER_SEPARATOR.sub(r"\1'\2", text) if _AFTER_SEPARATOR.search(text) else text


def row(cells: Iterable[CsvCell]) -> str:
    """Return a line of cells: every text quoted and neutralized; None (unknown) is empty."""
    return ",".join([quoted(cell) if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells])


def quoted_once(text: str) -> str:
    """Return one text as a cell."""
    return '"' + neutral(text).replace('"', '""') + '"'


quoted = lru_cache(1 << 14)(quoted_once)
"""The same, cached, for repeated texts: names, codes, labels."""


class CsvFile:
    """A table that grows in one buffer: RFC 4180, UTF-8 with a byte order mark."""

    def __init__(self, name: str, columns: Iterable[str]) -> None:
        self._name = name
        self._buffer = BytesIO()
        self._buffer.write(_header(columns))

    def add(self, rows: Iterable[str]) -> None:
        """Append lines made by `row`."""
        self._buffer.write(_lines(rows))

    def file(self) -> File:
        """Return the whole file; nothing can be added afterwards."""
        content = self._buffer.getvalue()
        self._buffer.close()
        return File(f"{FOLDER}{self._name}.csv", content)


def _header(columns: Iterable[str]) -> bytes:
    return (_BYTE_ORDER_MARK + row(columns) + "\r\n").encode("utf-8")


def _lines(rows: Iterable[str]) -> bytes:
    return "".join([f"{line}\r\n" for line in rows]).encode("utf-8")


# Unlike a comma or a semicolon, it splits a cell in no program.
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
    *("in_use", "opened_on", "closed_on", "replaced_by", "previous_urls", "previous_owners"),
    *("state_mark.status", "state_mark.status_label", "state_mark.confirmed_on", "state_mark.checked_on"),
    *("gospabliki.status", "gospabliki.status_label", "gospabliki.connected_on", "gospabliki.checked_on"),
    *("observed.on", "observed.by", "moderation.rules_url", "moderation.attested_on", "moderation.by"),
    *("reviewed_on", "notes", "file"),
)
FAKE_COLUMNS = (
    *("id", "pretends_to_be", "network", "network_name", "url", "numeric_id", "found_on", "basis", "document.number"),
    *("document.date", "reported", "seen_on", "gone_on", "gone", "file"),
)
REQUIREMENT_COLUMNS = (
    *("id", "title", "clause", "obliged", "obliged_labels", "force", "force_label", "statement", "subject"),
    *("subject_label", "check", "unchecked", "edition", "remedy", "order", *_OUTCOMES, "file"),
)
EXEMPTION_COLUMNS = (
    *("organization", "organization_name", "ground", "ground_label", "clause", "letter.number", "letter.date"),
    *("networks", "from", "until", "reason", "in_force"),
)
FINDING_COLUMNS = ("requirement", "subject", "organization", "outcome", "reason")
WEEK_COLUMNS = ("week", "until", "commit", "requirement", *_OUTCOMES)
SPHERE_COLUMNS = ("week", "until", "sphere", "sphere_label", *_OUTCOMES)


def requirement_table(view: View) -> Iterator[File]:
    """Yield `requirements.csv`."""
    table = ValueTable("requirements", other_columns("requirement", REQUIREMENT_COLUMNS, internal=view.internal))
    table.add(requirement_value(view, item) for item in view.registry.requirements.values())
    yield table.file()


def exemption_table(view: View) -> Iterator[File]:
    """Yield `exemptions.csv`: every exemption of every organization, past ones included."""
    table = ValueTable("exemptions", EXEMPTION_COLUMNS)
    table.add(
        {"organization": item.id, "organization_name": item.title, **exemption_value(view, exemption)}
        for item in view.registry.organizations.values()
        for exemption in item.exemptions
    )
    yield table.file()


def organization_findings(view: View) -> Callable[[Organization], Iterator[ListPart]]:
    """Return the function that yields an organization's rows of `findings.csv`, grouped by requirements."""
    writer = _FindingRows(view)

    def parts(organization: Organization) -> Iterator[ListPart]:
        rows: dict[str, list[str]] = {}
        for finding in view.assessment.by_organization.get(organization.id, ()):
            rows.setdefault(finding.requirement, []).append(writer.row(finding))
        for requirement, lines in rows.items():
            yield ListPart("findings.csv", _lines(lines), len(lines), requirement)

    return parts


def finding_table(view: View, lists: Lists) -> Iterator[LongFile]:
    """Yield `findings.csv`, in the order of judging; with the reason where a verdict asks for something.

    Titles are in `requirements.csv` and `organizations.csv`, evidence is in the files of the organizations.
    """
    yield LongFile(f"{FOLDER}findings.csv", _finding_lines(view, lists))


def _finding_lines(view: View, lists: Lists) -> Iterator[bytes]:
    yield _header(FINDING_COLUMNS)
    writer = _FindingRows(view)
    for requirement, findings in view.assessment.by_requirement.items():
        if findings[0].organization is None:
            yield _lines(writer.row(finding) for finding in findings)
        for lines, _ in lists.of("findings.csv", requirement):
            yield lines


class _FindingRows:
    """Writes findings as rows."""

    def __init__(self, view: View) -> None:
        self._words = view.registry.words

    def row(self, finding: Finding) -> str:
        """Return the row of a finding."""
        why = quoted(reason(finding, self._words)) if finding.outcome in SHORTFALLS else ""
        whose = "" if finding.organization is None else quoted(finding.organization)
        return f"{quoted(finding.requirement)},{quoted(str(finding.subject))},{whose},{quoted(finding.outcome)},{why}"


def week_table(view: View) -> Iterator[File]:
    """Yield `weeks.csv`: verdicts at the end of every week since the registry began, a row for each requirement.

    A week with unreadable records has one row without requirement and numbers. Outside of Git the table is empty.
    """
    table = CsvFile("weeks", map(column_name, WEEK_COLUMNS))
    for week in view.timeline.weeks:
        begin = row((week.week, week_end(week.week).isoformat(), week.commit or None))
        if week.counts is None:
            table.add([f"{begin},{row((None, *(None for _ in Outcome)))}"])
        else:
            table.add(
                f"{begin},{row((requirement, *(counts.get(outcome, 0) for outcome in Outcome)))}"
                for requirement, counts in week.counts.items()
            )
    yield table.file()


def sphere_table(view: View) -> Iterator[File]:
    """Yield `spheres.csv`: the same verdicts about organizations, a row for each sphere; "" is no sphere.

    A week with unreadable records has no row.
    """
    table = CsvFile("spheres", map(column_name, SPHERE_COLUMNS))
    for week in view.timeline.weeks:
        begin = row((week.week, week_end(week.week).isoformat()))
        table.add(
            f"{begin},{row((sphere or None, _sphere_label(sphere), *(counts.get(outcome, 0) for outcome in Outcome)))}"
            for sphere, counts in week.spheres.items()
        )
    yield table.file()


def _sphere_label(sphere: str) -> str | None:
    return schemas.label("organization", "/sphere", sphere) if sphere else None


def activity_table(view: View) -> Iterator[File]:
    """Yield `activity.csv`: a row for each week of each account that a person or the program counted; and
    `activity-machine.csv`: all that the program says of the weeks it counted.

    Uncounted weeks have no row; of a week that only one of both counted, the columns of the other are empty.
    """
    lists = view.registry.city.lists
    formats, grounds = count_formats(lists), _grounds(lists)
    columns = activity_columns(lists)
    table = CsvFile("activity", map(column_name, columns))
    details = CsvFile("activity-machine", activity_machine_columns(lists))
    # Account and week stand before both.
    no_hand = row((None,) * (len(columns) - len(_MACHINE_SUMS) - 2))
    no_machine = row((None,) * len(_MACHINE_SUMS))
    # Equal weeks share one object: few of the many rows differ in their numbers.
    known: dict[int, str] = {}
    for account, years in view.registry.activity.items():
        begin = quoted(account)
        for year in years:
            rows = []
            for week, count in year.weeks.items():
                numbers = known.get(id(count))
                if numbers is None:
                    numbers = known[id(count)] = row(_numbers(count, formats, grounds))
                machine = year.machine.get(week)
                seen = no_machine if machine is None else row(_machine_sums(machine))
                rows.append(f'{begin},"{week}",{numbers},{seen}')
            rows += [
                f'{begin},"{week}",{no_hand},{row(_machine_sums(count))}'
                for week, count in year.machine.items()
                if week not in year.weeks
            ]
            table.add(sorted(rows) if year.machine else rows)
            details.add(
                f'{begin},"{week}",{row(_machine_numbers(count, formats))}'
                for week, count in sorted(year.machine.items())
            )
    yield table.file()
    yield details.file()


def activity_columns(lists: CityLists) -> tuple[str, ...]:
    """Return the columns of `activity.csv`; those of the program's count begin with `machine.`."""
    return (
        *("account", "week", "own", "gospabliki", *count_formats(lists), "unspecified"),
        *(f"removed.{ground}" for ground in _grounds(lists)),
        *("source", "counted_on"),
        *(f"machine.{name}" for name in _MACHINE_SUMS),
    )


def activity_machine_columns(lists: CityLists) -> tuple[str, ...]:
    """Return the columns of `activity-machine.csv`."""
    return ("account", "week", *_MACHINE_SUMS, *count_formats(lists), "posts", "on", "file", "sha256")


class ValueTable:
    """A table of values. A column names a key, or a key and one inside it (`contacts.email`), which may be absent."""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        self._name = name
        self._columns = [column_name(column) for column in columns]
        self._table = CsvFile(name, self._columns)
        self._keys = [tuple(column.split(".")) for column in columns]

    def add(self, values: Iterable[Value]) -> None:
        """Append a row for each value; values in an absent group are unknown."""
        self._table.add(self._rows(values))

    def part(self, values: Sequence[Value]) -> ListPart:
        """Return rows of values as one organization's part of the table; it is not appended."""
        return ListPart(f"{self._name}.csv", _lines(self._rows(values)), len(values))

    def made_of(self, lists: Lists) -> LongFile:
        """Return the file with the rows of all organizations' parts."""
        lines = (part for part, _ in lists.of(f"{self._name}.csv"))
        return LongFile(f"{FOLDER}{self._name}.csv", chain((_header(self._columns),), lines))

    def _rows(self, values: Iterable[Value]) -> list[str]:
        return [row([_cell(_at(value, *keys)) for keys in self._keys]) for value in values]

    def file(self) -> File:
        """Return the whole file; nothing can be added afterwards."""
        return self._table.file()


def _at(value: Value, key: str, inner: str | None = None) -> object:
    found = value.get(key)
    if inner is None:
        return found
    return found[inner] if isinstance(found, dict) else None


def _cell(value: object) -> CsvCell:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, list):
        return _BETWEEN.join([_item(item) for item in value])
    raise TypeError(f"no cell for {type(value).__name__}")


def _item(value: object) -> str:
    """Return an item of a list in a cell: a group's address, or else all its known values."""
    if not isinstance(value, dict):
        return str(value)
    return str(value["url"]) if "url" in value else " ".join(str(one) for one in value.values() if one is not None)


def column_name(name: str) -> str:
    """Return the name of a column in the file, from that in this module."""
    return name.replace(".", "_").replace("-", "_")


def _numbers(count: WeekCount, formats: Sequence[str], grounds: Sequence[str]) -> tuple[CsvCell, ...]:
    """Return the numbers of a counted week: missing formats had no posts, missing removals are unknown."""
    posts, removed = dict(count.formats), dict(count.removed)
    return (
        count.own,
        count.gospabliki,
        *(posts.get(name, 0) for name in formats),
        count.unspecified,
        *(removed.get(ground) for ground in grounds),
        count.source,
        None if count.counted_on is None else count.counted_on.isoformat(),
    )


_MACHINE_SUMS = ("own", "gospabliki", "reposts")


def _machine_sums(count: MachineCount) -> tuple[CsvCell, ...]:
    return count.own, count.gospabliki, count.reposts


def _machine_numbers(count: MachineCount, formats: Sequence[str]) -> tuple[CsvCell, ...]:
    """Return the numbers of a week that the program counted, its posts, its day and the answers it rests on."""
    posts = dict(count.formats)
    return (
        *_machine_sums(count),
        *(posts.get(name, 0) for name in formats),
        _BETWEEN.join(map(str, count.posts)),
        count.on.isoformat(),
        count.answers.file,
        _BETWEEN.join(count.answers.hashes),
    )


def count_formats(lists: CityLists) -> tuple[str, ...]:
    """Return the formats of own posts that are counted."""
    return tuple(item.id for item in lists.formats if item.role != SENT)


def _grounds(lists: CityLists) -> tuple[str, ...]:
    return schemas.key_order("activity", ("weeks", schemas.ANY, "removed"), lists)
