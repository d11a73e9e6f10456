"""The strict, located reader of YAML: bytes in, plain data with places and every problem of the file out."""

from reestr.records.reader.document import Document, JSONValue
from reestr.records.reader.read import read

__all__ = ["Document", "JSONValue", "read"]
