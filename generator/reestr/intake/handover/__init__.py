"""The hand-over to a new responsible person: what it changes in the records, and its notices."""
