"""Compiled templates kept between runs, as Python keeps its modules: compiling them is a third of a small build."""

from __future__ import annotations

import os
import sys
import zlib
from importlib import metadata
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

from reestr.publishing.html import escaping


def template_cache() -> FileSystemBytecodeCache | None:
    """The cache in this package's `__pycache__`; None where nothing may be written there.

    Jinja itself forgets a template whose text has changed. Its version and ours of what it compiles to are in the name.
    """
    folder = Path(__file__).parent / "__pycache__"
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return None
    compiler = zlib.crc32(Path(escaping.__file__).read_bytes())
    return FileSystemBytecodeCache(str(folder), f"template-{metadata.version('jinja2')}-{compiler:08x}-%s.bin")
