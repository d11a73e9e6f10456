"""The history of the records in Git: past states, the changes between states, and the sentences about changes."""
