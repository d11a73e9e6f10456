"""The cost of the site's search index by itself: `python -m benchmarks.search_index FOLDER`."""

from __future__ import annotations

import datetime
import gc
import gzip
import json
import sys
import time
from pathlib import Path

from reestr.publishing.build import Build
from reestr.publishing.open_data.search import search_file
from reestr.publishing.view import File, Site
from reestr.records.loading.load import load


def index_cost(data: Path) -> dict[str, float]:
    """Return the CPU seconds for making the index of the internal edition, and the bytes of its files, raw and gzipped.

    The pages are already made. Raises ValueError for a city with errors.
    """
    registry = load(data).registry
    if registry is None:
        raise ValueError("the synthetic city has errors")
    day = registry.city.default_date(datetime.datetime.now(datetime.UTC))
    built = Build(registry, day, "internal", Site("Benchmark"))
    pages = [page for _, page in built.sections]
    gc.disable()
    began = time.process_time()
    first, *rest = search_file(built.view, pages)
    spent = time.process_time() - began
    gc.enable()
    return {"CPU seconds": round(spent, 4), **_bytes(first, ""), **_bytes(rest[0] if rest else None, " of the rest")}


def _bytes(file: File | None, of: str) -> dict[str, float]:
    return {f"bytes{of}": len(file.content), f"gzipped{of}": len(gzip.compress(file.content, 6))} if file else {}


if __name__ == "__main__":
    json.dump(index_cost(Path(sys.argv[1])), sys.stdout)
