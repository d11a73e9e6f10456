"""Runs tests against changed modules: one process collects the tests, and a copy of it (a fork) is made per change.

The first copy runs every test once and notes which lines of the examined modules each of them runs. For a change only
the tests that run its lines are started, those that run the fewest lines first, until one fails. A change of what
already ran while the modules were imported is tried in a copy made before the import. Several copies run at a time.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutation.changing import Mutant
from tests.mutation.copies import KILLED, NOT_SWAPPED, SURVIVED, Work, all_ended, end, fork, forked, write_to
from tests.mutation.scope import PACKAGE, ROOT, Part

OPTIONS = ("-n0", "-mnot process and not browser and not deep", "-pno:cacheprovider", "-pno:faulthandler")
LEAST_SECONDS = 5
TIMES_LONGER = 5
"""A copy may use that much processor time and so many times what its tests needed; then it is stopped."""


@dataclass(frozen=True, slots=True)
class OneRun:
    """What one test did: the lines it ran in each examined file, how many in all, and its processor time in seconds."""

    lines: Mapping[str, frozenset[int]]
    steps: int
    seconds: float
    passed: bool


@dataclass(slots=True)
class Recording:
    """The runs of all tests of a part, in the order of collection, and the lines that importing and collecting ran."""

    runs: dict[str, OneRun] = field(default_factory=dict)
    imported: dict[str, frozenset[int]] = field(default_factory=dict)
    modules: tuple[str, ...] = ()

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests that run a line of the change; those that run any of its file, if importing has run one."""
        near = {name: run for name, run in self.runs.items() if mutant.file in run.lines}
        if not self.is_early(mutant):
            near = {name: run for name, run in near.items() if not mutant.lines.isdisjoint(run.lines[mutant.file])}
        return sorted(near, key=lambda name: (near[name].steps, name))

    def is_early(self, mutant: Mutant) -> bool:
        """Return whether importing the modules or collecting the tests has run a line of the change."""
        return not mutant.lines.isdisjoint(self.imported.get(mutant.file, ()))

    def seconds(self, tests: Sequence[str]) -> int:
        """Return the processor time that tests may use."""
        return int(LEAST_SECONDS + TIMES_LONGER * sum(self.runs[name].seconds for name in tests))


def examined(part: Part, mutants: Sequence[Mutant], processes: int, tell: Callable[[Mutant, bool], None]) -> None:
    """Try each change of a part, so many at a time, and tell whether a test noticed it.

    Raises RuntimeError if a test fails unchanged, or if files were changed meanwhile: their changes would be noticed.
    """
    files = _newest()
    with tempfile.TemporaryDirectory(prefix="reestr-mutation-") as folder:
        results, left = os.pipe()
        child = fork(lambda: _collected(part, mutants, processes, Path(folder), left))
        os.close(left)
        anew = set(range(len(mutants)))
        with os.fdopen(results) as lines:
            for number, result in (map(int, line.split()) for line in lines):
                if result != NOT_SWAPPED:
                    anew.remove(number)
                    tell(mutants[number], result != SURVIVED)
        if end(child) != SURVIVED:
            print(Path(folder, "log").read_text(encoding="utf-8", errors="replace"))
            raise RuntimeError(f"{part.name}: the tests do not pass, or could not be collected")
        recording: Recording = pickle.loads(Path(folder, "recording").read_bytes())
        for name in recording.modules:
            with contextlib.suppress(Exception):
                __import__(name)
        some = sorted(recording.runs, key=lambda name: (recording.runs[name].steps, name))[:20]
        if forked(lambda: _imported(None, some, Path(folder, "tests")), 600) != SURVIVED:
            raise RuntimeError(f"{part.name}: the tests do not pass when everything is imported anew")
        works = (_anew(number, mutants[number], recording, Path(folder, f"anew-{number}")) for number in sorted(anew))
        for number, result in all_ended(works, processes):
            tell(mutants[number], result != SURVIVED)
    if _newest() != files:
        raise RuntimeError(f"{part.name}: files of the program or its tests were changed during the run")


def _newest() -> tuple[str, int]:
    """Return which file of the program and its tests was written last, and when."""
    files = (path for folder in ("generator", "schemas", "tests") for path in (ROOT / folder).rglob("*"))
    written = (path for path in files if path.is_file() and "__pycache__" not in path.parts)
    return max(((str(path), path.stat().st_mtime_ns) for path in written), key=lambda item: item[1])


def _collected(part: Part, mutants: Sequence[Mutant], processes: int, folder: Path, results: int) -> int:
    """Collect the tests of a part, record them, and try each change that can be swapped in, so many at a time.

    Each result is written to the pipe at once: the number of the change and how its copy ended.
    """
    write_to(folder / "log")
    tracer = _Tracer(part.files())
    collector = _Collector(mutants, tracer, folder / "recording", results, processes)
    tracer.start()
    arguments = [*part.test_files(), *OPTIONS, "-q", "--basetemp", str(folder / "tests")]
    ended = pytest.main(arguments, plugins=[collector])
    return SURVIVED if ended == pytest.ExitCode.OK and collector.done else KILLED


class _Tracer:
    """Notes the lines of the examined files that run."""

    def __init__(self, files: Sequence[str]) -> None:
        self._paths = {str(PACKAGE / file): file for file in files}
        self._lines: dict[str, set[int]] = {}
        self._steps = 0

    def start(self) -> None:
        self._lines = {file: set() for file in self._paths.values()}
        self._steps = 0
        sys.settrace(self._called)

    def stop(self) -> tuple[dict[str, frozenset[int]], int]:
        """Return the lines by file and the number of steps since the start."""
        sys.settrace(None)
        return {file: frozenset(lines) for file, lines in self._lines.items() if lines}, self._steps

    def _called(self, frame: FrameType, event: str, argument: object) -> Any:
        file = self._paths.get(frame.f_code.co_filename)
        if file is None:
            return None
        lines = self._lines[file]

        def step(frame: FrameType, event: str, argument: object) -> Any:
            lines.add(frame.f_lineno)
            self._steps += 1
            return step

        return step(frame, event, argument)


class _Collector:
    """A plugin that takes the place of pytest's loop."""

    def __init__(self, mutants: Sequence[Mutant], tracer: _Tracer, file: Path, results: int, processes: int) -> None:
        self._processes = processes
        self._mutants = mutants
        self._tracer = tracer
        self._file = file
        self._results = results
        self.done = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        recording = Recording(imported=self._tracer.stop()[0])
        _quicken()
        if session.testsfailed or not session.items:
            return True
        swapper = _Swapper()
        gc.collect()
        gc.freeze()
        if forked(lambda: self._record(session.items)) != SURVIVED:
            return True
        recording.runs = pickle.loads(self._file.read_bytes())
        failed = [name for name, run in recording.runs.items() if not run.passed]
        if failed:
            print("these tests fail without any change:", *failed, sep="\n  ", file=sys.stderr)
            return True
        by_name = {item.nodeid: item for item in session.items}
        for number, result in all_ended(self._works(swapper, recording, by_name), self._processes):
            os.write(self._results, f"{number} {result}\n".encode())
        ours = ("reestr", "tests", "examples", "conftest", "__main__")
        recording.modules = tuple(sorted(name for name in sys.modules if name.split(".")[0] not in ours))
        self._file.write_bytes(pickle.dumps(recording))
        self.done = True
        return True

    def _works(self, swapper: _Swapper, recording: Recording, by_name: Mapping[str, pytest.Item]) -> Iterator[Work]:
        for number, mutant in enumerate(self._mutants):
            if not recording.is_early(mutant):
                tests = recording.tests_of(mutant)
                items = [by_name[name] for name in tests]
                yield number, functools.partial(_tried, swapper, mutant, items), recording.seconds(tests)

    def _record(self, items: Sequence[pytest.Item]) -> int:
        caches = list(_caches(self._mutants))
        runs = {}
        write_to(os.devnull)
        for item, following in zip(items, [*items[1:], None], strict=True):
            # What a test left in a cache, the next one would not run.
            for clear in caches:
                clear()
            begin = time.process_time()
            self._tracer.start()
            passed = _passes(item, following)
            lines, steps = self._tracer.stop()
            runs[item.nodeid] = OneRun(lines, steps, time.process_time() - begin, passed)
        self._file.write_bytes(pickle.dumps(runs))
        return SURVIVED


class _Watcher:
    """A plugin that remembers whether a test failed."""

    def __init__(self) -> None:
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    watcher = _Watcher()
    item.config.pluginmanager.register(watcher)
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    item.config.pluginmanager.unregister(watcher)
    return not watcher.failed


def _tried(swapper: _Swapper, mutant: Mutant, items: Sequence[pytest.Item]) -> int:
    if not swapper.swap(mutant):
        return NOT_SWAPPED
    passed = all(_passes(item, following) for item, following in zip(items, [*items[1:], None], strict=True))
    return SURVIVED if passed else KILLED


class _Swapper:
    """Puts the code of a changed module into the functions that exist."""

    def __init__(self) -> None:
        self._functions: dict[str, list[FunctionType]] = {}
        for found in gc.get_objects():
            if isinstance(found, FunctionType) and found.__code__.co_filename.startswith(str(PACKAGE)):
                self._functions.setdefault(found.__code__.co_filename, []).append(found)

    def swap(self, mutant: Mutant) -> bool:
        """Return whether the code could be exchanged."""
        codes: dict[tuple[str, int], list[CodeType]] = {}
        for code in _codes(mutant.code):
            codes.setdefault((code.co_qualname, code.co_firstlineno), []).append(code)
        swapped = False
        for function in self._functions.get(mutant.code.co_filename, ()):
            old = function.__code__
            new = codes.get((old.co_qualname, old.co_firstlineno), [])
            if len(new) != 1 or len(new[0].co_freevars) != len(old.co_freevars):
                return False
            if new[0] != old:
                function.__code__ = new[0]
                swapped = True
        return swapped


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def _caches(mutants: Sequence[Mutant]) -> Iterator[Callable[[], None]]:
    """Yield what empties each cache of the examined modules: those of functions, and mappings that fill themselves."""
    files = {mutant.code.co_filename for mutant in mutants}
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) in files:
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    yield value.cache_clear
                elif isinstance(value, dict) and hasattr(value, "__missing__"):
                    yield value.clear


def _quicken() -> None:
    """Keep hypothesis from looking for the smallest example of a failure."""
    settings.register_profile("mutation", settings(), phases=(Phase.explicit, Phase.generate))
    settings.load_profile("mutation")


def _anew(number: int, mutant: Mutant, recording: Recording, folder: Path) -> Work:
    """Return the work of importing everything anew with the change, and running its tests."""
    tests = recording.tests_of(mutant)
    return number, lambda: _imported(mutant, tests, folder) if tests else SURVIVED, recording.seconds(tests) + 60


class _Chooser:
    """A plugin that runs the given tests only, in the given order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {name: number for number, name in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        _quicken()
        items[:] = sorted(
            (item for item in items if item.nodeid in self._order), key=lambda item: self._order[item.nodeid]
        )


def _imported(mutant: Mutant | None, tests: Sequence[str], folder: Path) -> int:
    original = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        if mutant is not None and loader.get_filename(name) == mutant.code.co_filename:
            return mutant.code
        return original(loader, name)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]  # in this copy
    os.chdir(ROOT)
    files = dict.fromkeys(name.split("::")[0] for name in tests)
    ended = pytest.main([*files, *OPTIONS, "-x", "-q", "--basetemp", str(folder)], plugins=[_Chooser(tests)])
    return SURVIVED if ended == pytest.ExitCode.OK else KILLED
