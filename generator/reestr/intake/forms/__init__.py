"""The schemas of records as forms that other programs show: the editor at /admin/ and the issue forms of a forge."""
