"""Shows a night of observing: `python -m examples.primersk.night FOLDER` plays invented answers for the example city.

It makes the city in a new folder, serves invented answers of both networks on loopback, runs `reestr observe` there as
a city would, and builds the pages. Nothing leaves the machine, no token is needed, and nothing outside of the folder
changes. Among the answers are an address that leads to another page, a page that is gone, refusals, and a week in which
a person counted more posts than the program.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from reestr.intake.observation.watching import page_address
from reestr.records.loading.load import load
from reestr.registry.account import Account, WeekCount
from reestr.registry.calendar import last_full_weeks, week_monday
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry

from examples.primersk.compose import history
from tests.observation import fake_ok, fake_vk, faults
from tests.observation.serving import Fault
from tests.observation.world import Community, Post, World

OTHER_PAGE = "library-vk"
GONE = "pool-vk"
CLOSED_TO_US = "lyceum-vk"
WITHOUT_RIGHTS = "museum-ok"
DISAGREEMENT = "school-3-vk"

_ATTACHMENTS = {"text": (), "video": ("video",), "live": ("live",), "poll": ("poll",)}
_WEEKS = 6
_STRANGER = 990_000_999_999


def main() -> None:
    """Make the city, observe it, build its pages and say where they are."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m examples.primersk.night FOLDER")
    folder = Path(sys.argv[1])
    try:
        history.write(folder)
    except FileExistsError as error:
        sys.exit(f"the folder {error} is not empty")
    registry = load(folder / "data").registry
    if registry is None:
        sys.exit("the records of the example city are wrong: reestr validate")
    with fake_vk.FakeVK(world=_world(registry, "vk")) as vk, fake_ok.FakeOK(world=_world(registry, "ok")) as ok:
        _invent(registry, vk, ok)
        print(
            "Ночь в вымышленном городе: серверы обеих сетей стоят на этом же компьютере, ответы выдуманы.\n", flush=True
        )
        _run(folder, "observe", "vk", "ok", **_surroundings(vk, ok))
    print("\nСобираем страницы…", flush=True)
    _run(folder, "build")
    _tell(folder, registry)


def _run(folder: Path, *arguments: str, **variables: str) -> None:
    command = [sys.executable, "-m", "reestr", *arguments]
    done = subprocess.run(command, cwd=folder, env=os.environ | variables)
    if done.returncode:
        sys.exit(done.returncode)


def _surroundings(vk: fake_vk.FakeVK, ok: fake_ok.FakeOK) -> dict[str, str]:
    """Return the environment of a run: where the networks are, and the keys that they take."""
    return {
        "REESTR_VK_API": vk.address,
        "REESTR_VK_TOKEN": fake_vk.TOKEN,
        "REESTR_OK_API": ok.address,
        "REESTR_OK_APPLICATION_KEY": fake_ok.APPLICATION_KEY,
        "REESTR_OK_SECRET_KEY": fake_ok.SECRET_KEY,
        "REESTR_OK_TOKEN": fake_ok.TOKEN,
    }


def _invent(registry: Registry, vk: fake_vk.FakeVK, ok: fake_ok.FakeOK) -> None:
    """Add to the networks what a person must look at."""
    stolen = registry.accounts[OTHER_PAGE]
    address = page_address(stolen.url, registry.networks["vk"])
    vk.world.put(Community(_STRANGER, title="Розыгрыши и призы"))
    if address is not None and address.name is not None:
        vk.world.take_name(address.name, _STRANGER)
    vk.world.change(_number(registry.accounts[GONE]), deactivated="deleted")
    number = _number(registry.accounts[CLOSED_TO_US])
    vk.misbehave(
        Fault(faults.vk_error(15), method="wall.get", only=lambda call: call.parameters["owner_id"] == f"-{number}")
    )
    group = str(_number(registry.accounts[WITHOUT_RIGHTS]))
    ok.misbehave(
        Fault(faults.ok_error(10), method="mediatopic.getTopics", only=lambda call: call.parameters["gid"] == group)
    )


def _world(registry: Registry, network: str) -> World:
    """Return the pages of a network as the records tell of them."""
    accounts = [one for one in registry.accounts.values() if one.network == network and one.numeric_id is not None]
    world = World(_community(registry, account) for account in accounts)
    for fake in registry.fakes.values():
        if fake.network == network and fake.numeric_id is not None:
            gone = "deleted" if fake.gone_on is not None else None
            world.put(Community(int(fake.numeric_id), title="Библиотека. Розыгрыш", deactivated=gone))
    return world


def _number(account: Account) -> int:
    return int(account.numeric_id or 0)


def _community(registry: Registry, account: Account) -> Community:
    owner = registry.organizations[account.organization]
    address = page_address(account.url, registry.networks[account.network])
    facts = account.observed.facts if account.observed is not None else {}
    return Community(
        _number(account),
        None if address is None else address.name,
        title=owner.short_name or owner.name,
        description=_description(owner, registry),
        site=owner.site or "",
        phones=tuple(owner.contact.phones)[:1],
        emails=(owner.contact.email,) if owner.contact.email else (),
        address=owner.address or "",
        members=120 + _number(account) % 900,
        avatar=facts.get("avatar", True),
        cover=facts.get("cover", True),
        menu=("Записаться",) if facts.get("widgets", False) else (),
        posts=tuple(_posts(registry, account)),
    )


def _description(owner: Organization, registry: Registry) -> str:
    parts = (owner.name, owner.address, *owner.contact.phones[:1], owner.contact.email, owner.site)
    return ". ".join(str(part) for part in (*parts, registry.city.city_hall.site) if part)


def _posts(registry: Registry, account: Account) -> Iterator[Post]:
    """Yield posts as a person counted them; of the last week that is over one less where the two are to disagree."""
    counts = {week: count for year in registry.activity.get(account.id, ()) for week, count in year.weeks.items()}
    zone = ZoneInfo(registry.city.time_zone)
    today = registry.city.default_date(datetime.datetime.now(datetime.UTC))
    weeks = last_full_weeks(today, _WEEKS)
    for place, week in enumerate(sorted(weeks)):
        kinds = list(_kinds(counts.get(week)))
        if account.id == DISAGREEMENT and week == max(weeks):
            kinds = kinds[1:]
        begin = datetime.datetime.combine(week_monday(week), datetime.time(10), zone)
        for nth, kind in enumerate(kinds):
            at = begin + datetime.timedelta(hours=nth * 144 // max(1, len(kinds)))
            yield Post(1 + place * 20 + nth, at, attachments=kind)


def _kinds(count: WeekCount | None) -> Iterator[tuple[str, ...]]:
    """Yield what each post of a week holds; two photographs where nobody has counted."""
    if count is None:
        yield from (("photo",), ("photo",))
        return
    for name, number in (*count.formats, ("photo", count.gospabliki)):
        yield from [_ATTACHMENTS.get(name, ("photo",))] * number


def _tell(folder: Path, registry: Registry) -> None:
    site = folder / "build" / "site"
    print("\nЧто посмотреть:")
    print(f"  ночь целиком:\n    {site / 'observation' / 'index.html'}")
    for account, what in (
        (OTHER_PAGE, "адрес ведёт на другую страницу"),
        (GONE, "страницы в сети больше нет"),
        (CLOSED_TO_US, "сеть отказалась показать записи: оценка от этого не изменилась"),
        (DISAGREEMENT, "человек и программа насчитали разное"),
    ):
        organization = registry.accounts[account].organization
        print(f"  {what}:\n    {site / 'organizations' / organization / 'index.html'}")
    print(f"\nОтветы сетей, на которых всё это стоит: {folder / 'observations'}")
    print(f"Посмотреть сайт: .venv/bin/reestr serve --config {folder / 'mkdocs.yml'}")


if __name__ == "__main__":
    main()
