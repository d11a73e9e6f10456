"""What can be wrong with a record and between records; every problem becomes a diagnostic with a place and a fix."""
