"""What Git knows of the records: past states, the changes between states, and the sentences about changes."""
