"""Connects a collector with a fake network as a run does: quota, repetition, archive; on a simulated clock."""

from __future__ import annotations

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from reestr.intake.observation.archive import Archive
from reestr.intake.observation.asking import LiveNetwork
from reestr.intake.observation.collector import Collector
from reestr.intake.observation.http_calls import HttpTerms, form_poster
from reestr.intake.observation.ok import OkCollector
from reestr.intake.observation.quota import CallQuota
from reestr.intake.observation.vk import VkCollector

from tests.observation import fake_ok, fake_vk
from tests.observation.serving import FakeNetwork
from tests.observation.world import RealClock, SimulatedClock

ZONE = ZoneInfo("Asia/Vladivostok")
SECRETS = {
    "REESTR_VK_TOKEN": fake_vk.TOKEN,
    "REESTR_OK_APPLICATION_KEY": fake_ok.APPLICATION_KEY,
    "REESTR_OK_SECRET_KEY": fake_ok.SECRET_KEY,
    "REESTR_OK_TOKEN": fake_ok.TOKEN,
}
"""What the environment of a run holds."""

# Enough for a loaded machine; what must time out sends nothing at all for longer.
TERMS = HttpTerms(connect=5, silent=5, whole=10)


def collector_for(network: FakeNetwork) -> Collector:
    """Return the collector of a fake network."""
    return OkCollector() if isinstance(network, fake_ok.FakeOK) else VkCollector()


def live(network: FakeNetwork, folder: Path, terms: HttpTerms = TERMS, base: str | None = None) -> LiveNetwork:
    """Return the network as a run asks it, with archive and quota in a folder; it waits on the network's clock."""
    clock = network.clock
    assert isinstance(clock, SimulatedClock | RealClock)
    collector = collector_for(network)
    folder.mkdir(parents=True, exist_ok=True)
    day: datetime.date = clock.now().astimezone(ZONE).date()
    return LiveNetwork(
        collector=collector,
        base=base or network.address,
        secrets={name: SECRETS[name] for name in (*collector.secrets, *collector.optional_secrets)},
        archive=Archive(folder, day),
        quota=CallQuota(folder, collector.network, collector.limits, day, lambda: clock.now().timestamp(), clock.sleep),
        post=form_poster(terms),
        clock=clock.now,
        sleep=clock.sleep,
    )
