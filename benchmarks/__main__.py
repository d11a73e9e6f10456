"""`make bench`: validates, assesses and builds synthetic cities, and renders the same pages with plain MkDocs.

Then it observes the pages of synthetic cities against a fake network.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks import city, plain_mkdocs
from benchmarks.measure import Cost, run

ROOT = Path(__file__).parents[1]
SIZES = (100, 1_000, 10_000)
# Plain MkDocs with its default navigation takes quadratic time: 10,000 pages would take hours.
PLAIN_AT_MOST = 1_000
# 200 commits over a year; a city ten times as large is measured by hand: `python -m benchmarks.history FOLDER 10000`.
PAST_AT_MOST = 1_000
# Nights of observing pages, each in its own process: see benchmarks/observation.py.
NIGHTS = ("real", "simulated", "plan", "year")
_REESTR = (sys.executable, "-m", "reestr")


def main() -> None:
    """Measure, print a table, write the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of organizations")
    parser.add_argument("--without-plain", action="store_true", help="leave plain MkDocs out")
    parser.add_argument("--without-nights", action="store_true", help="leave the observing of pages out")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "latest.json")
    arguments = parser.parse_args()
    results: dict[str, dict[str, object]] = {}
    print(f"{'organizations':>13}  {'step':<24}{'wall, s':>9}{'CPU, s':>9}{'MiB':>7}{'bytes':>14}", flush=True)
    # One folder for all, removed at the end: writing right after a large removal is several times slower.
    with tempfile.TemporaryDirectory(prefix="reestr-bench-") as folder:
        for size in arguments.sizes:
            plain = size <= PLAIN_AT_MOST and not arguments.without_plain
            results[str(size)] = _measure(Path(folder) / str(size), size, plain)
        if not arguments.without_nights:
            for what in NIGHTS:
                command = [sys.executable, "-m", "benchmarks.observation", what, str(Path(folder) / what)]
                results[f"observe: {what}"] = json.loads(_output(command))
                print(f"{'observe':>13}  {what}: {results[f'observe: {what}']}", flush=True)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _measure(folder: Path, size: int, plain: bool) -> dict[str, object]:
    project = folder / "city"
    project.mkdir(parents=True)
    files = city.write(project, size, ROOT / "data")
    steps: dict[str, object] = {"files": files}

    def step(name: str, cost: Cost) -> None:
        steps[name] = asdict(cost)
        line = f"{size:>13,}  {name:<24}{cost.wall:>9.2f}{cost.cpu:>9.2f}{cost.memory:>7.0f}{cost.size:>14,}"
        print(line, flush=True)

    step("validate", run([*_REESTR, "validate"], project))
    step("assess", run([*_REESTR, "assess", "--format", "json"], project))
    site = project / "site"
    step("build", run([*_REESTR, "build"], project, site))
    reading = json.loads(_output([sys.executable, "-m", "benchmarks.reading", str(project / "data")]))
    steps["files read per CPU second"] = reading
    print(f"{size:>13,}  files read per CPU second: {reading}", flush=True)
    index = json.loads(_output([sys.executable, "-m", "benchmarks.search_index", str(project / "data")]))
    steps["search index"] = index
    print(f"{size:>13,}  search index: {index}", flush=True)
    if size <= PAST_AT_MOST:
        command = [sys.executable, "-m", "benchmarks.history", str(folder / "past"), str(size)]
        past = json.loads(_output(command))
        steps["past"] = past
        print(f"{size:>13,}  past, CPU s: {past}", flush=True)
    if plain:
        peer = folder / "plain"
        peer.mkdir()
        plain_mkdocs.write(peer, project / "data")
        for name in ("lean", "default"):
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", f"{name}.yml", "-d", f"site-{name}"]
            step(f"plain MkDocs, {name}", run(command, peer, peer / f"site-{name}"))
    return steps


def _output(command: list[str]) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
