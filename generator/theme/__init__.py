"""The MkDocs theme of the registry: its templates, styles and scripts are package data, MkDocs finds it by this name."""
