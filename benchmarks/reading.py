"""How many small YAML files are read per CPU second, positions included: `python -m benchmarks.reading FOLDER`."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

from reestr.records import reader


def files_per_second(folder: Path, pattern: str) -> float:
    """Return the number of files below `folder` matching `pattern` that are read and located per CPU second.

    The files' bytes are already in memory.
    """
    contents = [path.read_bytes() for path in sorted(folder.rglob(pattern))]
    gc.disable()
    began = time.process_time()
    for content in contents:
        document, _ = reader.read(content, "file.yaml")
        if document is not None:
            document.lines()
    spent = time.process_time() - began
    gc.enable()
    return len(contents) / spent


if __name__ == "__main__":
    data = Path(sys.argv[1])
    small = files_per_second(data / "accounts", "*.yaml")
    year = files_per_second(data / "activity", "*.yaml")
    json.dump({"account records": round(small), "years of counts": round(year)}, sys.stdout)
