"""Editing the text of a record: the data become what is wanted, everything else stays byte by byte as it was."""

from generator.editing.changing import with_item, with_value, without
from generator.editing.fixing import Edit, edit, fixed
from generator.editing.formatting import formatted
from generator.editing.rewriting import Refused, rewrite
from generator.editing.writing import Order, order_of, record, unordered

__all__ = [
    "Edit",
    "Order",
    "Refused",
    "edit",
    "fixed",
    "formatted",
    "order_of",
    "record",
    "rewrite",
    "unordered",
    "with_item",
    "with_value",
    "without",
]
