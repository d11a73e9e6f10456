"""A synthetic city: any number of organizations, two accounts each, a year of weekly counts for each account."""

from __future__ import annotations

import shutil
from pathlib import Path

_SHARED = ("act.yaml", "requirements", "networks")
# The Monday after the year of counts: every week is over, and the term for counting has passed for all but one.
JUDGED_ON = "2026-01-05"
_SPHERES = ("education", "preschool", "culture", "sport", "utilities", "social")
_WEEKS = 52


def write(project: Path, organizations: int, real_data: Path) -> int:
    """Write a project with that many organizations and return the number of files in its data folder.

    The act, the requirements and the networks are copies of the real ones.
    """
    data = project / "data"
    for folder in ("organizations", "accounts", "activity"):
        (data / folder).mkdir(parents=True)
    for name in _SHARED:
        source = real_data / name
        if source.is_dir():
            shutil.copytree(source, data / name)
        else:
            shutil.copyfile(source, data / name)
    (data / "registry.yaml").write_text(_REGISTRY, encoding="utf-8")
    (project / "docs").mkdir()
    (project / "mkdocs.yml").write_text(_MKDOCS, encoding="utf-8")
    for number in range(1, organizations + 1):
        _write_organization(data, number)
    return sum(1 for path in data.rglob("*.yaml"))


def _write_organization(data: Path, number: int) -> None:
    key = f"school-{number}"
    # Folders of a hundred records, as a city with thousands of records would have them.
    shelf = f"{number // 100:03d}"
    _write(
        data / "organizations" / shelf / f"{key}.yaml",
        f"""name: Муниципальное бюджетное учреждение «Организация № {number}» вымышленного города
short_name: Организация № {number}
legal_form: municipal-budgetary-institution
sphere: {_SPHERES[number % len(_SPHERES)]}
inn: "{_inn(number)}"
ogrn: "{_ogrn(number)}"
site: https://school-{number}.example
address: Вымышленный город, улица Примерная, дом {number}
contacts: {{email: office@school-{number}.example, phones: ["+7 000 000-00-00"]}}
since: 2024-01-01
responsible:
  - {{role: заместитель директора, order: {{number: "{number}", date: 2024-02-01}}, from: 2024-02-01}}
accounts_page: {{url: "https://school-{number}.example/social", checked_on: 2025-11-01, lists: [{key}-ok, {key}-vk]}}
reviewed_on: 2025-{1 + number % 12:02d}-01
""",
    )
    for network, url in (
        ("vk", f"https://vk.com/fictional_city_{number}"),
        ("ok", f"https://ok.ru/fictional.city.{number}"),
    ):
        _write_account(data, shelf, key, number, network, url)


def _write_account(data: Path, shelf: str, organization: str, number: int, network: str, url: str) -> None:
    mark = "status: confirmed, confirmed_on: 2025-06-01" if number % 3 else "status: absent, checked_on: 2025-06-01"
    _write(
        data / "accounts" / shelf / f"{organization}-{network}.yaml",
        f"""organization: {organization}
network: {network}
url: {url}
status: active
opened_on: 2024-03-01
state_mark: {{{mark}}}
gospabliki: {{status: connected, connected_on: 2024-05-01}}
observed:
  on: 2025-11-{1 + number % 28:02d}
  by: officer
  about: true
  address: {"true" if number % 4 else "false"}
  email: true
  phones: true
  city_hall_site: true
  description: true
  avatar: true
  cover: {"true" if number % 5 else "false"}
security:
  two_factor: {{enabled: true, attested_on: 2025-09-01, by: ответственный}}
reviewed_on: 2025-10-01
""",
    )
    weeks = "".join(
        f"  2025-W{week:02d}: {{text: {(number + week) % 3}, photo: {1 + week % 2}}}\n" for week in range(1, _WEEKS + 1)
    )
    folder = data / "activity" / f"{organization}-{network}"
    _write(folder / "2025.yaml", f"source: hand-count\nweeks:\n{weeks}")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _inn(number: int) -> str:
    digits = f"00{number:07d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    check = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 % 10
    return f"{digits}{check}"


def _ogrn(number: int) -> str:
    digits = f"100{number:09d}"
    return f"{digits}{int(digits) % 11 % 10}"


_REGISTRY = f"""municipality:
  name: Вымышленный город
  short_name: Вымышленный город
  region: Вымышленная область
  oktmo: "00000000"
city_hall: {{name: Мэрия вымышленного города, short_name: Мэрия города, site: "https://city.example"}}
time_zone: Asia/Vladivostok
non_working_days: {{value: [], basis: registry-setting, explanation: "Праздники не заданы."}}
frozen_on: {JUDGED_ON}
fictional: true
"""

_MKDOCS = """site_name: Вымышленный город
docs_dir: docs
site_dir: site
theme: {name: reestr}
plugins:
  - reestr: {data_dir: data, edition: internal}
"""
