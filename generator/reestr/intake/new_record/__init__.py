"""Makes a new record from answers: its values, its place and its text."""
