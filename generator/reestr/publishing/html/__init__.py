"""The Jinja environment, escaping and links that pages and printed documents share."""
