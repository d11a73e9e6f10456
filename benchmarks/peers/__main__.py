"""`make bench-peers`: builds one synthetic city by reestr, Eleventy and Hugo in turn and compares what it costs.

Each peer reads the same YAML files, judges them by rules of its own and writes six files for each organization: the
page, its JSON, its calendar, its badge and the badges of its two accounts. Eleventy checks the records with our JSON
Schemas (Ajv); Hugo has no such check. The outcomes that a peer writes are compared with ours: all must be equal.
reestr writes more than that (the matrix, pages of requirements, search, open data); the peers do not.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import city
from benchmarks.measure import Cost, run

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent
# Where `make bench-peers` installs the peers.
TOOLS = ROOT / "build" / "peers"
SIZES = (100, 1_000, 10_000)
FILES_FOR_EACH_ORGANIZATION = 6
_REESTR = (sys.executable, "-m", "reestr")


class UnequalOutcomesError(Exception):
    """A peer judged a subject otherwise than reestr, or did not write all its files; the message says which."""


@dataclass(frozen=True, slots=True)
class Generator:
    """A generator to measure: its name, the command of a full build, where it runs, the site that it makes, and the
    pattern of the JSON files of organizations in that site.
    """

    name: str
    command: Sequence[str]
    folder: Path
    site: Path
    records: str


def main() -> None:
    """Measure each size, print the medians and their ratios to reestr, and write them as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of organizations")
    parser.add_argument("--runs", type=int, default=5, help="builds of each generator, in turn (default: 5)")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "peers.json")
    arguments = parser.parse_args()
    results = {}
    for size in arguments.sizes:
        # A folder for each size: writing right after a large removal is several times slower.
        with tempfile.TemporaryDirectory(prefix="reestr-peers-") as folder:
            results[str(size)] = _measure(Path(folder), size, arguments.runs)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _measure(folder: Path, size: int, runs: int) -> dict[str, dict[str, float]]:
    project = folder / "city"
    project.mkdir()
    city.write(project, size, ROOT / "data")
    os.environ |= {
        "CITY_DATA": str(project / "data"),
        "CITY_SCHEMAS": str(ROOT / "schemas"),
        "CITY_SITE": str(folder / "eleventy"),
    }
    generators = _generators(folder, project)
    costs: dict[str, list[Cost]] = {generator.name: [] for generator in generators}
    for turn in range(runs):
        # Each comes first as often as the others: the first one after a removal waits for the disk.
        for generator in (*generators[turn % len(generators) :], *generators[: turn % len(generators)]):
            shutil.rmtree(generator.site, ignore_errors=True)
            costs[generator.name].append(run(generator.command, generator.folder, generator.site))
    ours = set(_ours(project))
    for generator in generators[1:]:
        _compare(generator, ours, size)
    return {generator.name: _row(size, generator, costs) for generator in generators}


def _generators(folder: Path, project: Path) -> tuple[Generator, ...]:
    hugo, eleventy = folder / "hugo-project", folder / "eleventy-project"
    shutil.copytree(PEERS / "hugo", hugo)
    (hugo / "data").symlink_to(project / "data")
    shutil.copytree(PEERS / "eleventy", eleventy)
    (eleventy / "node_modules").symlink_to(TOOLS / "node_modules")
    site = folder / "hugo"
    return (
        Generator("reestr", (*_REESTR, "build"), project, project / "site", ""),
        Generator(
            "Eleventy",
            ("node", "node_modules/@11ty/eleventy/cmd.cjs"),
            eleventy,
            Path(os.environ["CITY_SITE"]),
            "api/v1/organizations/*.json",
        ),
        Generator("Hugo", (_hugo(), "--quiet", "--destination", str(site)), hugo, site, "organizations/*/index.json"),
    )


def _hugo() -> str:
    # The command of the package is a Python script that starts the program: not what is to be measured.
    return str(next(TOOLS.glob("hugo/binaries/hugo*")))


def _ours(project: Path) -> Iterator[tuple[str, str, str]]:
    command = (*_REESTR, "assess", "--format", "json", "--edition", "internal")
    report = subprocess.run(command, cwd=project, check=True, capture_output=True).stdout
    for finding in json.loads(report)["findings"]:
        if finding["organization"] is not None:
            yield finding["requirement"], finding["subject"], finding["outcome"]


def _compare(generator: Generator, ours: set[tuple[str, str, str]], size: int) -> None:
    files = sum(1 for path in generator.site.rglob("*") if path.is_file())
    if files != size * FILES_FOR_EACH_ORGANIZATION:
        raise UnequalOutcomesError(f"{generator.name}: {files} files for {size} organizations")
    theirs = {
        (finding["requirement"], finding["subject"], finding["outcome"])
        for path in generator.site.glob(generator.records)
        for finding in json.loads(path.read_bytes())["findings"]
    }
    if theirs != ours:
        raise UnequalOutcomesError(f"{generator.name}: {sorted(theirs ^ ours)[:6]}")


def _row(size: int, generator: Generator, costs: dict[str, list[Cost]]) -> dict[str, float]:
    def median(name: str, figure: str) -> float:
        return statistics.median(float(getattr(cost, figure)) for cost in costs[name])

    row = {figure: median(generator.name, figure) for figure in ("wall", "cpu", "memory", "size")}
    row["wall_of_reestr"] = median("reestr", "wall") / row["wall"]
    row["cpu_of_reestr"] = median("reestr", "cpu") / row["cpu"]
    print(
        f"{size:>7,}  {generator.name:<9}{row['wall']:>8.2f} s wall{row['cpu']:>8.2f} s CPU{row['memory']:>7.0f} MiB"
        f"{row['size'] / size / 1000:>8.1f} kB an organization; reestr is"
        f" {row['wall_of_reestr']:.2f} (wall), {row['cpu_of_reestr']:.2f} (CPU) times that",
        flush=True,
    )
    return row


if __name__ == "__main__":
    main()
