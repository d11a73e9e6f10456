"""The hand-over to a new responsible person: the changes of the records, and the notices."""
