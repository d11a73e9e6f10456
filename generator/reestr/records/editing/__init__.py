"""Edits the text of a record: the data become the wanted data, and every other byte stays as it was."""

from reestr.records.editing.changing import value_at, with_item, with_parents, with_value, without
from reestr.records.editing.fixing import Edit, edit, fixed
from reestr.records.editing.formatting import formatted
from reestr.records.editing.rewriting import EditRefusedError, rewrite
from reestr.records.editing.writing import Order, order_of, record, unordered

__all__ = [
    "Edit",
    "EditRefusedError",
    "Order",
    "edit",
    "fixed",
    "formatted",
    "order_of",
    "record",
    "rewrite",
    "unordered",
    "value_at",
    "with_item",
    "with_parents",
    "with_value",
    "without",
]
