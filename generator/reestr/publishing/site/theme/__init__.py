"""The MkDocs theme of the registry: templates, styles and scripts are package data; MkDocs finds it by this name."""
