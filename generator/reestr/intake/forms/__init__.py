"""Forms derived from the schemas for other programs: the editor at /admin/ and the issue forms of a forge."""
