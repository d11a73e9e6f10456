"""Follows renamed ids in references, so that a record does not count as changed because a record it
names was renamed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reestr.records.json_pointer import steps_of
from reestr.records.kinds import KINDS
from reestr.records.record import RecordKey


def with_new_ids(kind: str, record: Any, new_ids: Mapping[RecordKey, str]) -> Any:
    """Return the registry record with the new ids in its references; the same object if it refers to no renamed record.

    Its attributes have the names of the fields that `records.kinds` lists as references.
    """
    targets = {target for target, _ in new_ids}
    for pointer, target in KINDS[kind].references.items():
        if target in targets:
            record = _renamed(record, steps_of(pointer), target, new_ids)
    return record


def _renamed(value: Any, steps: Sequence[str], target: str, new_ids: Mapping[RecordKey, str]) -> Any:
    if value is None:
        return None
    if not steps:
        return new_ids.get((target, value), value)
    if steps[0] == "*":
        items = tuple(_renamed(item, steps[1:], target, new_ids) for item in value)
        return value if items == value else items
    before = getattr(value, steps[0])
    after = _renamed(before, steps[1:], target, new_ids)
    return value if after is before else replace(value, **{steps[0]: after})
