"""A small city on the disk, observed night after night against fake networks, on a simulated clock."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reestr.intake.observation import night
from reestr.intake.observation.archive import locked
from reestr.intake.observation.collector import Collector
from reestr.intake.observation.http_calls import form_poster
from reestr.intake.observation.ok import OkCollector
from reestr.intake.observation.vk import VkCollector
from reestr.records import reader
from reestr.records.editing import rewrite
from reestr.records.loading.load import load
from reestr.records.loading.record_sources import FolderFiles, prefix_of
from reestr.registry.registry import Registry

from tests.observation.live import SECRETS, TERMS
from tests.observation.serving import FakeNetwork
from tests.observation.world import SimulatedClock
from tests.unit.project import ROOT, copy_of_base

ZONE = ZoneInfo("Asia/Vladivostok")
ACCOUNT = "library-1-vk"
NAME = "primersk.library1"
NUMBER = 190_000_001
COLLECTORS: dict[str, Callable[[], Collector]] = {"vk": VkCollector, "ok": OkCollector}


def at(day: str, hour: int = 2, minute: int = 10) -> datetime.datetime:
    """Return a moment of the city."""
    return datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(hour, minute), ZONE)


def city_in(folder: Path) -> Path:
    """Make the city: a library with a page in each network, today's networks, the requirement of two posts a week."""
    project = copy_of_base(folder)
    data = project / "data"
    for name in ("vk", "ok"):
        text = (ROOT / "data/networks" / f"{name}.yaml").read_text(encoding="utf-8")
        (data / "networks" / f"{name}.yaml").write_text(text.replace("p.3-1", "p.1"), encoding="utf-8")
    for name in ("two-posts-a-week", "page-passport"):
        shutil.copy(ROOT / "data/requirements" / f"{name}.yaml", data / "requirements")
        change(data / "requirements" / f"{name}.yaml", clauses=["p.1"])
    settings = data / "registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('frozen_on: "2026-03-16"\n', ""), "utf-8")
    return project


def change(file: Path, **fields: Any) -> None:
    """Replace fields of a record; None removes one."""
    content = file.read_bytes()
    document, _ = reader.read(content, file.name)
    assert document is not None
    wanted = {key: value for key, value in {**document.data, **fields}.items() if value is not None}
    file.write_bytes(rewrite(content, wanted))


@dataclass
class Nights:
    """The city's nights: its folder, the fake networks by id, their clock."""

    project: Path
    networks: dict[str, FakeNetwork]
    clock: SimulatedClock

    @property
    def archive(self) -> Path:
        """The folder of the archive."""
        return self.project / "observations"

    @property
    def registry(self) -> Registry:
        """The records as they are now."""
        loaded = load(self.project / "data")
        assert loaded.registry is not None, [item.message for item in loaded.diagnostics]
        return loaded.registry

    def run(self, **options: Any) -> night.NightReport:
        """Observe once, as the command does."""
        files = FolderFiles(self.project / "data", prefix_of(self.project / "data"))
        sources = [
            night.NetworkSource(name, COLLECTORS[name](), network.address, True, SECRETS)
            for name, network in self.networks.items()
        ]
        surroundings = night.Surroundings(self.clock.now, self.clock.sleep, form_poster(TERMS))
        wanted = night.NightOptions(**{"archive": self.archive, **options})
        with locked(wanted.archive):
            return night.observe_night(self.registry, files, sources, wanted, surroundings)

    def record(self, name: str) -> Any:
        """The data of a record's file."""
        document, _ = reader.read((self.project / "data" / name).read_bytes(), name)
        assert document is not None
        return document.data
