"""The site: its pages, their widgets, the theme, the editor at /admin/ and the MkDocs plugin."""
