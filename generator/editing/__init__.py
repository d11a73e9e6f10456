"""Editing the text of a record: the data become what is wanted, everything else stays byte by byte as it was."""

from generator.editing.changing import value_at, with_item, with_parents, with_value, without
from generator.editing.fixing import Edit, edit, fixed
from generator.editing.formatting import formatted
from generator.editing.new_record import new_record
from generator.editing.rewriting import Refused, rewrite
from generator.editing.writing import Order, order_of, record, unordered

__all__ = [
    "Edit",
    "Order",
    "Refused",
    "edit",
    "fixed",
    "formatted",
    "new_record",
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
