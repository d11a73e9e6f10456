"""A new record made of answers: its values, its place and its text."""
