"""The MkDocs theme of the registry: templates, styles and scripts as package data, found by MkDocs by this name."""
