"""The strict, located reader of YAML: bytes in, plain data with places and every problem of the file out."""

from generator.source.document import Document, JSONValue
from generator.source.reading import read

__all__ = ["Document", "JSONValue", "read"]
