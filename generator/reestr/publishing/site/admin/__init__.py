"""The editor of records in the browser: its configuration and its page."""
