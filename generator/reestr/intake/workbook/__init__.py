"""The records as a workbook and back: sheets derived from the schemas; changed cells become minimal edits of YAML."""
