"""What Git knows of the records: past states, changes between states, and how changes are told."""
