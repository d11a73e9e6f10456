"""The records as a workbook and back: sheets derived from the schemas, cells turned into minimal edits of YAML."""
