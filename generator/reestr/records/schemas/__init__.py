"""The JSON schemas of the records, the only definition of their shape, and the fields derived from them."""

from reestr.records.schemas.fields import (
    PLAIN,
    Field,
    Form,
    field,
    field_at,
    field_of,
    fields,
    internal_paths,
    label,
    pointers,
    top_fields,
)
from reestr.records.schemas.raw_schemas import Schema, folder
from reestr.records.schemas.schema_files import (
    COMMON,
    bundled,
    internal_record,
    internal_when,
    makes_internal,
    may_be_draft,
    schema,
)
from reestr.records.schemas.values import FieldTree, field_tree, plain_values, values_at
from reestr.records.schemas.walk import ANY, key_order, schema_at, title
from reestr.records.schemas.words import full_title, in_words

__all__ = [
    "ANY",
    "COMMON",
    "PLAIN",
    "Field",
    "FieldTree",
    "Form",
    "Schema",
    "bundled",
    "field",
    "field_at",
    "field_of",
    "field_tree",
    "fields",
    "folder",
    "full_title",
    "in_words",
    "internal_paths",
    "internal_record",
    "internal_when",
    "key_order",
    "label",
    "makes_internal",
    "may_be_draft",
    "plain_values",
    "pointers",
    "schema",
    "schema_at",
    "title",
    "top_fields",
    "values_at",
]
