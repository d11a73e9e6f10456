"""Caches compiled templates between runs, as Python does with modules: compiling takes a third of a small build."""

from __future__ import annotations

import os
import sys
import zlib
from importlib import metadata
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

from reestr.publishing.html import escaping


def template_cache() -> FileSystemBytecodeCache | None:
    """Return the cache in this package's `__pycache__`; None if it is not writable.

    Jinja recompiles a template whose text has changed. The versions of Jinja and of our compiler are in the name.
    """
    folder = Path(__file__).parent / "__pycache__"
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return None
    compiler = zlib.crc32(Path(escaping.__file__).read_bytes())
    return FileSystemBytecodeCache(str(folder), f"template-{metadata.version('jinja2')}-{compiler:08x}-%s.bin")
