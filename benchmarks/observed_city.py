"""A synthetic city whose pages a machine observes, and the fake network that shows them."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from reestr.intake.observation.ok import OkCollector
from reestr.intake.observation.vk import VkCollector

from benchmarks import city
from tests.observation import fake_ok, fake_vk
from tests.observation.world import Clock, Community, Post, World

ROOT = Path(__file__).parents[1]
ZONE = ZoneInfo("Asia/Vladivostok")
SECRETS = {
    "REESTR_VK_TOKEN": fake_vk.TOKEN,
    "REESTR_OK_APPLICATION_KEY": fake_ok.APPLICATION_KEY,
    "REESTR_OK_SECRET_KEY": fake_ok.SECRET_KEY,
    "REESTR_OK_TOKEN": fake_ok.TOKEN,
}
_KINDS = (
    "library", "museum", "theatre", "pool", "stadium", "hospital", "clinic", "zoo", "park", "archive", "market",
    "orchestra", "lyceum", "housing", "lighting", "transport", "cinema", "planetarium", "youth-centre", "fire-brigade",
    "family-centre", "cemetery", "dispatch", "heating", "water-utility", "newspaper", "art-studio", "sport-club",
    "circus", "bus-company", "roads", "forestry", "social-help", "palace",
    *(f"gymnasium-{number}" for number in range(1, 9)),
    *(f"kindergarten-{number}" for number in range(1, 9)),
)  # fmt: skip
# A Monday: posts are numbered by the weeks since then.
_EPOCH = datetime.date(2025, 11, 3)
_FORMATS = (("photo",), ("video", "photo"), (), ("poll",), ("photo",), ("link",))
_HOUR = datetime.timedelta(hours=1)


def write(project: Path, organizations: int, networks: Sequence[str] = ("vk",), *, like_named: bool = False) -> Path:
    """Write a city with a page of each organization in each of the networks, without hand counts; return its data
    folder. With `like_named` the ids differ by a number alone, as in a city of schools.
    """
    city.write(project, organizations, ROOT / "data")
    data = project / "data"
    shutil.rmtree(data / "activity")
    keys = {
        f"school-{number}": f"school-{number}" if like_named else key_of(number)
        for number in range(1, organizations + 1)
    }
    for path in [*(data / "organizations").rglob("*.yaml"), *(data / "accounts").rglob("*.yaml")]:
        school, _, network = path.stem.partition("-")[2].partition("-")
        school = f"school-{school}"
        if network and network not in networks:
            path.unlink()
            continue
        listed = ", ".join(f"{keys[school]}-{name}" for name in sorted(networks))
        text = path.read_text(encoding="utf-8").replace(f"[{school}-ok, {school}-vk]", f"[{listed}]")
        path.write_text(text.replace(f"organization: {school}\n", f"organization: {keys[school]}\n"), encoding="utf-8")
        path.rename(path.with_name(path.name.replace(school, keys[school])))
    registry = data / "registry.yaml"
    # The day is that of the clock.
    text = registry.read_text(encoding="utf-8").replace(f"frozen_on: {city.JUDGED_ON}\n", "")
    registry.write_text(text, encoding="utf-8")
    return data


def key_of(number: int) -> str:
    """Return the id of an organization, as unlike others as in a city: Git compares files whose paths end alike."""
    kind, again = _KINDS[(number - 1) % len(_KINDS)], (number - 1) // len(_KINDS)
    return f"{kind}-{again + 1}" if again else kind


def world(
    accounts: int, first: datetime.date, last: datetime.date, posts_a_week: int = 3, network: str = "vk"
) -> World:
    """Return the pages of such a city in a network, with posts in every week from that of `first` to that of `last`."""
    return World(_community(number, first, last, posts_a_week, network) for number in range(1, accounts + 1))


def _community(number: int, first: datetime.date, last: datetime.date, posts_a_week: int, network: str) -> Community:
    posts = []
    for week in range((first - _EPOCH).days // 7, (last - _EPOCH).days // 7 + 1):
        begin = datetime.datetime.combine(_EPOCH + datetime.timedelta(weeks=week), datetime.time(9), ZONE)
        for nth in range(posts_a_week):
            at = begin + (nth * 2 + number % 2) * 24 * _HOUR + (number % 9) * _HOUR
            kind = _FORMATS[(number + week + nth) % len(_FORMATS)]
            posts.append(Post(1 + week * posts_a_week + nth, at, attachments=kind))
    return Community(
        number if network == "vk" else 50_000_000_000_000 + number,
        f"fictional_city_{number}" if network == "vk" else f"fictional.city.{number}",
        title=f"Организация № {number}",
        description=f"Организация № {number}. Улица Примерная, дом {number}. office@school-{number}.example",
        site=f"https://school-{number}.example",
        phones=("+7 000 000-00-00",),
        emails=(f"office@school-{number}.example",),
        members=100 + number,
        posts=tuple(posts),
    )


def fake(shown: World, clock: Clock, latency: float = 0, per_second: int = 5) -> fake_vk.FakeVK:
    """Return the fake network with those pages."""
    return fake_vk.FakeVK(world=shown, clock=clock, latency=latency, per_second=per_second)


def least_requests(accounts: int) -> int:
    """Return the least possible number of requests: 500 pages a look-up, one page of each wall."""
    return -(-accounts // 500) + accounts


COLLECTOR = VkCollector()
OK_COLLECTOR = OkCollector()
