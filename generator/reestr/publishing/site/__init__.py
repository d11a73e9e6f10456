"""The site: its pages, their parts, the theme, the editor at /admin/ and the MkDocs edge."""
