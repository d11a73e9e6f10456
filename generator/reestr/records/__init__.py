"""From record files to the registry and back: schemas, reading, validation, loading, editing, redaction."""
