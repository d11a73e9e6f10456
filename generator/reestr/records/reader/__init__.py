"""The strict YAML reader: bytes in; plain data with line numbers and every problem of the file out."""

from reestr.records.reader.document import Document, JSONValue
from reestr.records.reader.read import read

__all__ = ["Document", "JSONValue", "read"]
