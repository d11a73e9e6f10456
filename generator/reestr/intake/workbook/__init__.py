"""Exports the records as a workbook with sheets made from the schemas, and imports changed cells as minimal edits."""
