"""The whole log of changes as open data, newest first, and the removed records."""

from __future__ import annotations

from collections.abc import Iterator

from reestr.history.narrative import change_text, first_counts
from reestr.history.past import first_commit
from reestr.history.timeline.model import Change, CommitChanges, RemovedRecord, VerdictChange
from reestr.publishing.open_data.json_file import FOLDER, encode, encode_items, head, json_file
from reestr.publishing.open_data.serializers import commit_value
from reestr.publishing.open_data.tables import CsvFile, quoted_once, row
from reestr.publishing.view import File, View

CHANGE_COLUMNS = ("date", "at", "commit", "key", "kind", "id", "organization", "title", "text")


def change_files(view: View) -> Iterator[File]:
    """Yield `changes.json` and `changes.csv`; of the registry's first commit only the numbers of added records."""
    timeline = view.timeline
    first = first_commit(timeline)
    table = CsvFile("changes", CHANGE_COLUMNS)
    commits = []
    for item in reversed(timeline.commits):
        if item is not first and item.is_empty:
            continue
        changes = (
            ()
            if item is first
            else tuple((change, change_text(change, view.registry.words)) for change in item.changes)
        )
        commits.append(_commit(item, changes, began=item is first))
        begin = row((item.commit.day.isoformat(), item.commit.at.isoformat(), item.commit.id))
        table.add([f"{begin},{_cells(change)},{quoted_once(text)}" for change, text in changes])
    content = {
        **head(view),
        "commit": commit_value(timeline.head),
        "gaps": [gap.value for gap in timeline.gaps],
        # Names of files would reveal records that an edition does not show.
        "uncommitted": len(timeline.uncommitted),
    }
    yield File(f"{FOLDER}changes.json", encode(content)[:-1] + b',"steps":[\n' + encode_items(commits) + b"\n]}\n")
    yield table.file()


def former_file(view: View) -> Iterator[File]:
    """Yield `former.json`: removed records, and former ids of present records."""
    past = view.past
    renamed = [{"kind": kind, "old": old, "id": new} for (kind, old), new in sorted(past.redirects.items())]
    gone = [former_value(view, record) for record in past.removed_records.values()]
    yield json_file(view, "former.json", {"former": gone, "renamed": renamed})


def former_value(view: View, record: RemovedRecord) -> dict[str, object]:
    """Return a removed record; `added` and `removed` are the first commit with it and the first without it."""
    owner = record.organization
    return {
        "kind": record.kind,
        "id": record.id,
        "title": record.title,
        "organization": owner and view.past.id_now("organization", owner),
        "network": record.network,
        "urls": list(record.addresses),
        "added": commit_value(record.added),
        "removed": commit_value(record.removed),
    }


def _commit(item: CommitChanges, changes: tuple[tuple[Change, str], ...], *, began: bool) -> dict[str, object]:
    return {
        "commit": commit_value(item.commit),
        "began": dict(first_counts(item)) if began else None,
        "changes": [
            {
                "key": change.key,
                "kind": change.subject.kind,
                "id": change.subject.id or None,
                "organization": change.organization,
                "title": change.title,
                "text": text,
            }
            for change, text in changes
        ],
        "verdicts": [] if began else [_verdict(verdict) for verdict in item.verdicts],
        "unreadable": len(item.unreadable),
    }


def _verdict(item: VerdictChange) -> dict[str, object]:
    return {
        "requirement": item.requirement,
        "organization": item.organization,
        "before": item.before,
        "after": item.after,
    }


def _cells(change: Change) -> str:
    subject = change.subject
    return row((change.key, subject.kind, subject.id or None, change.organization, change.title))
