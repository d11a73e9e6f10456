"""The Jinja environment, escaping and links for pages and printed documents."""
