"""Turns the content of an imported file into the new content of record files, with the fewest edits."""

from __future__ import annotations

import copy
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reestr.intake.workbook.rows import Intake, RecordRows
from reestr.intake.workbook.rows_out import at, lists_of_records, same
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import problem
from reestr.records.editing import EditRefusedError, order_of, record, rewrite
from reestr.records.kinds import KINDS
from reestr.records.loading.record_sources import RecordFiles
from reestr.records.record import Record, RecordsByKind
from reestr.wording.unseen_difference import unseen_difference


def new_file(
    kind: str, identifier: str, data: Mapping[str, Any], records: RecordsByKind, placed: Mapping[str, str]
) -> str:
    """Return the name of the file of a new record, relative to the data folder.

    `placed` maps the id of each new organization to its file.

    An organization goes into the folder that holds most organizations of its sphere. An account goes into the folder of
    its organization's other accounts, otherwise into a folder named like that of the organization. If there is no such
    folder, the record goes into the folder that all records of its kind share, otherwise into the top folder of its
    kind. A year of counts has a fixed place.
    """
    top = KINDS[kind].folder
    if KINDS[kind].owner:
        return f"{top}/{identifier}.yaml"
    items = records[kind].values()
    if kind == "organization":
        alike = [item for item in items if item.data.get("sphere") == data.get("sphere")]
        folder = _most(alike) or _only(items)
    else:
        owner = data.get("organization")
        folder = _most(item for item in items if item.data.get("organization") == owner)
        known = records["organization"].get(str(owner))
        file = known.file if known is not None else placed.get(str(owner), "")
        if folder is None and "/" in file:
            sibling = top + file.rpartition("/")[0].removeprefix(KINDS["organization"].folder)
            folder = sibling if any(item.file.startswith(f"{sibling}/") for item in items) else None
        folder = folder or _only(items)
    return f"{folder or top}/{identifier}.yaml"


def _most(items: Iterable[Record]) -> str | None:
    counts = Counter(item.file.rpartition("/")[0] for item in items)
    return min(counts, key=lambda folder: (-counts[folder], folder)) if counts else None


def _only(items: Iterable[Record]) -> str | None:
    """Return the folder that all records share; None if there is no record or more than one folder."""
    folders = {item.file.rpartition("/")[0] for item in items}
    return folders.pop() if len(folders) == 1 else None


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that an import changes.

    `contents` maps a file to its new content, `rows` to the rows of its record. The names of files are relative to the
    data folder.
    """

    contents: Mapping[str, bytes]
    rows: Mapping[str, RecordRows]


def changes(
    intake: Intake, records: RecordsByKind, files: RecordFiles, progress: Callable[[int, int], None] | None = None
) -> Changes:
    """Return the changed files, in the order of the intake's records.

    A record whose file cannot be edited becomes a problem of the intake. `progress` receives the number of finished
    records and of all records. Raises what reading a file raises.
    """
    lists = lists_of_records(records)
    contents: dict[str, bytes] = {}
    rows: dict[str, RecordRows] = {}
    placed: dict[str, str] = {}
    for done, item in enumerate(intake.records.values()):
        if progress is not None:
            progress(done, len(intake.records))
        known = records[item.kind].get(item.id)
        before: Mapping[str, Any] = {} if known is None else known.data
        wanted = _wanted(item, before, intake)
        if item.kind == "activity" and known is None:
            _give_source(item, wanted, intake)
        if known is not None and wanted == before:
            continue
        if known is None:
            file = new_file(item.kind, item.id, wanted, records, placed)
            placed[item.id] = file
            contents[file] = record(item.kind, wanted, lists)
        else:
            file = known.file
            try:
                contents[file] = rewrite(files.content(file), wanted, order_of(item.kind, lists))
            except EditRefusedError as refusal:
                changed = next((entry for entry in item.entries if at(before, entry.path) != entry.value), None)
                where = item.place if changed is None else changed.place
                title = "" if changed is None else changed.title
                intake.problems.append(problem("refused", where, title, file=files.prefix + file, reason=refusal))
                continue
        rows[file] = item
    return Changes(contents, rows)


def _unseen(current: str, value: Any) -> str:
    """Return how a cell's text differs from a record's text that looks the same, in words.

    Return "" if the two texts look different, or if `same` treats them as equal.
    """
    return unseen_difference(current, value) if isinstance(value, str) and same(current) != same(value) else ""


def _wanted(item: RecordRows, before: Mapping[str, Any], intake: Intake) -> dict[str, Any]:
    wanted: dict[str, Any] = copy.deepcopy(dict(before))
    for entry in item.entries:
        current = at(wanted, entry.path)
        if entry.wrong and current is not None:
            # The rest of the record can be checked with the existing value.
            continue
        if entry.value is None:
            if item.removes and current is not None:
                _drop(wanted, entry.path)
        elif not item.removes and isinstance(current, str) and (how := _unseen(current, entry.value)):
            # A foreign register may use look-alike letters: the record's text stays, and a remark names the difference.
            intake.remarks.append(word("remarks.looks-the-same", cell=entry.place.named, how=how))
        elif current is None or (entry.value != {} and same(entry.value) != same(current)):
            _put(wanted, entry.path, entry.value)
    for path in item.gone:
        _drop(wanted, path)
    return wanted


def _put(data: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    """Set a value. Missing groups and lists on the way are created; a new item is appended to its list."""
    node: Any = data
    for step, following in itertools.pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            if step >= len(node):
                node.append(empty)
            node = node[step]
        else:
            node = node.setdefault(step, empty)
    node[path[-1]] = copy.deepcopy(value)


def _drop(data: dict[str, Any], path: tuple[str | int, ...]) -> None:
    """Remove a value and each group that becomes empty without it.

    An empty week stays, because it differs from a missing week.
    """
    parent = at(data, path[:-1])
    del parent[path[-1]]
    way = path[:-1]
    is_group = bool(way) and isinstance(way[-1], str) and way[0] != "weeks"
    if (is_group and not parent) or (len(way) == 3 and way[0] == "weeks" and not parent):
        _drop(data, way)


def _give_source(item: RecordRows, wanted: dict[str, Any], intake: Intake) -> None:
    """Give a new year of counts the source of most of its weeks, and remove that source from the weeks.

    A year must have a source. If neither the year nor a week has one, it becomes a problem of the intake.
    """
    weeks = wanted.setdefault("weeks", {})
    if "source" in wanted:
        said = wanted["source"]
    else:
        counts = Counter(week["source"] for week in weeks.values() if "source" in week)
        if not counts:
            found = next((entry for entry in item.entries if entry.path[-1] == "source"), None)
            if found is not None and not found.wrong:
                intake.problems.append(problem("no-source", found.place, found.title))
            elif found is None:
                intake.problems.append(problem("no-source", item.place, ""))
            # The problem is reported and nothing is written, so any source will do for checking the rest of the record.
            wanted["source"] = "other"
            return
        said = wanted["source"] = counts.most_common(1)[0][0]
    for week in weeks.values():
        if week.get("source") == said:
            del week["source"]
