"""Examines the parts and reports; see the package."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.mutation.changing import Mutant, mutants
from tests.mutation.running import examined
from tests.mutation.scope import PACKAGE, PARTS, ROOT, WANTED, Part

EQUIVALENT = Path(__file__).with_name("equivalent.yaml")
Name = tuple[str, str, str, int]


@dataclass(slots=True)
class Count:
    """What became of the changes of a file or part."""

    killed: int = 0
    survived: int = 0
    equivalent: int = 0

    @property
    def share(self) -> float:
        """Return the share of noticed changes, of those that are not equivalent."""
        told = self.killed + self.survived
        return self.killed / told if told else 1.0

    def __str__(self) -> str:
        return f"{self.killed:5} killed {self.survived:4} survived {self.equivalent:4} equivalent {self.share:7.1%}"


@dataclass(slots=True)
class Report:
    """The counts of each file, and what is wrong."""

    counts: dict[str, Count] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def equivalent() -> Mapping[Name, str]:
    """Return the changes listed as equivalent with the reasons."""
    entries = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or []
    return {
        (entry["file"], entry["function"], entry["change"], entry.get("number", 1)): entry["why"] for entry in entries
    }


def main(wanted: Sequence[str]) -> int:
    """Examine the parts, or the given modules of them. Return 0 if the tests notice enough, else 1."""
    found = importlib.util.find_spec("reestr")
    if found is None or list(found.submodule_search_locations or ()) != [str(PACKAGE)]:
        print(f"Python imports another package than {PACKAGE}: set PYTHONPATH", file=sys.stderr)
        return 1
    report = Report()
    listed = equivalent()
    known = {file for part in PARTS for file in part.files()}
    report.faults += [f"{name}: no module of a part" for name in wanted if name not in known]
    report.faults += [f"equivalent.yaml: {name[0]} is no module of a part" for name in listed if name[0] not in known]
    for part in PARTS:
        files = [file for file in part.files() if not wanted or file in wanted]
        if files:
            _examine(part, files, listed, report)
    print()
    for file, count in report.counts.items():
        print(f"{file:45} {count}")
    for fault in report.faults:
        print(f"FAULT {fault}")
    return 1 if report.faults else 0


def _examine(part: Part, files: Sequence[str], listed: Mapping[Name, str], report: Report) -> None:
    found = [mutant for file in files for mutant in mutants(file, PACKAGE / file)]
    names = {mutant.name for mutant in found}
    for name in listed:
        if name[0] in files and name not in names:
            report.faults.append(f"equivalent.yaml: no such change: {name}")
    for file in files:
        report.counts[file] = Count()
    total = Count()

    def tell(mutant: Mutant, killed: bool) -> None:
        for count in (report.counts[mutant.file], total):
            if mutant.name in listed:
                count.equivalent += 1
            elif killed:
                count.killed += 1
            else:
                count.survived += 1
        if killed and mutant.name in listed:
            report.faults.append(f"equivalent.yaml: a test notices {mutant}")
        elif not killed and mutant.name not in listed:
            number = f" (number {mutant.number})" if mutant.number > 1 else ""
            print(f"survived {mutant.file}:{mutant.line} {mutant.function or '-'}: {mutant.change}{number}", flush=True)

    print(f"{part.name}: {len(found)} changes", flush=True)
    examined(part, found, len(os.sched_getaffinity(0)), tell)
    print(f"{part.name}: {total}", flush=True)
    if total.share < WANTED:
        report.faults.append(f"{part.name}: the tests notice {total.share:.1%}, less than {WANTED:.0%}")


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
