"""Record files: schemas, reading, validation, loading into the registry, editing, redaction."""
