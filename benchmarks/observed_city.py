"""A synthetic city whose pages a machine observes, and the fake network that shows them."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

from reestr.intake.observation.vk import VkCollector

from benchmarks import city
from tests.observation.fake_vk import TOKEN, FakeVK
from tests.observation.world import Clock, Community, Post, World

ROOT = Path(__file__).parents[1]
ZONE = ZoneInfo("Asia/Vladivostok")
SECRETS = {"REESTR_VK_TOKEN": TOKEN}
_FORMATS = (("photo",), ("video", "photo"), (), ("poll",), ("photo",), ("link",))
_HOUR = datetime.timedelta(hours=1)


def write(project: Path, accounts: int) -> Path:
    """Write a city with so many accounts, all in one network and without hand counts; return its data folder."""
    city.write(project, accounts, ROOT / "data")
    data = project / "data"
    shutil.rmtree(data / "activity")
    for path in data.rglob("*-ok.yaml"):
        path.unlink()
    for path in (data / "organizations").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        key = path.stem
        path.write_text(text.replace(f"[{key}-ok, {key}-vk]", f"[{key}-vk]"), encoding="utf-8")
    registry = data / "registry.yaml"
    # The day is that of the clock.
    text = registry.read_text(encoding="utf-8").replace(f"frozen_on: {city.JUDGED_ON}\n", "")
    registry.write_text(text, encoding="utf-8")
    return data


def world(accounts: int, first: datetime.date, last: datetime.date, posts_a_week: int = 3) -> World:
    """Return the pages of such a city, with posts on every week from `first` to `last`."""
    return World(_community(number, first, last, posts_a_week) for number in range(1, accounts + 1))


def _community(number: int, first: datetime.date, last: datetime.date, posts_a_week: int) -> Community:
    days = range(0, (last - first).days + 1, 7)
    posts = []
    for week, day in enumerate(days):
        begin = datetime.datetime.combine(first + datetime.timedelta(days=day), datetime.time(9), ZONE)
        for nth in range(posts_a_week):
            at = begin + (nth * 2 + number % 2) * 24 * _HOUR + (number % 9) * _HOUR
            kind = _FORMATS[(number + week + nth) % len(_FORMATS)]
            posts.append(Post(1 + week * posts_a_week + nth, at, attachments=kind))
    return Community(
        number,
        f"fictional_city_{number}",
        title=f"Организация № {number}",
        description=f"Организация № {number}. Улица Примерная, дом {number}. office@school-{number}.example",
        site=f"https://school-{number}.example",
        phones=("+7 000 000-00-00",),
        emails=(f"office@school-{number}.example",),
        members=100 + number,
        posts=tuple(posts),
    )


def fake(shown: World, clock: Clock, latency: float = 0, per_second: int = 5) -> FakeVK:
    """Return the fake network with those pages."""
    return FakeVK(world=shown, clock=clock, latency=latency, per_second=per_second)


def least_requests(accounts: int) -> int:
    """Return the least possible number of requests: 500 pages a look-up, one page of each wall."""
    return -(-accounts // 500) + accounts


COLLECTOR = VkCollector()
