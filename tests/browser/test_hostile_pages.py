"""Pages that show the largest and strangest records the schemas allow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.layout import layout_faults
from tests.browser.serving import Served, serve
from tests.once import Once
from tests.unit.project import copy_of_primersk
from tests.weight import file_of

pytestmark = pytest.mark.browser

LONGEST_LINE, LONGEST_URL = 500, 500
WORD = "Достопримечательностеобозреваемоводопроводноканализационнокоммунальнохозяйственн"
SENTENCE = "Муниципальное бюджетное общеобразовательное учреждение имени Героя с очень длинным названием "
MARKUP = "<script>document.title='x'</script>\"'><img src=x onerror=document.title='x'>{{ 7*7 }}{% raw %}&lt;b&gt;"
URL = "https://example.org/" + "a" * (LONGEST_URL - len("https://example.org/"))
EMAIL = "a" * 64 + "@" + ".".join(["b" * 44] * 4) + ".org"
ACCOUNTS = 12
WIDTHS = (1280, 768, 320)

_NAMES: Mapping[str, tuple[str, str]] = {
    "longest-name": ((SENTENCE * 6)[: LONGEST_LINE - 1] + "!", (SENTENCE * 6)[: LONGEST_LINE - 1] + "…"),
    "one-word": (WORD * 6, WORD),
    "markup": (MARKUP, MARKUP),
    "right-to-left": ("בית ספר עירוני מספר אחת — مدرسة البلدية رقم واحد", "مدرسة البلدية 🏫🎉"),
    # Marks that the font has beside the letter: how wide a box for another mark is depends on the machine.
    "stacked-marks": ("Ш" + "\u0301" * 240 + "кола", "Ш" + "\u0301" * 240 + "кола"),
    "one-letter": ("Я", "Я"),
}


def _check_digits(number: int) -> tuple[str, str]:
    """An INN and an OGRN with their check digits, of a number of up to four digits."""
    inn = f"99010{number:04d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    tenth = sum(weight * int(digit) for weight, digit in zip(weights, inn, strict=True)) % 11 % 10
    ogrn = f"10279{number:07d}"
    return f"{inn}{tenth}", f"{ogrn}{int(ogrn) % 11 % 10}"


def _organization(number: int, name: str, short_name: str) -> dict[str, Any]:
    inn, ogrn = _check_digits(number)
    return {
        "name": name,
        "short_name": short_name,
        "legal_form": "municipal-budgetary-institution",
        "sphere": "education",
        "inn": inn,
        "ogrn": ogrn,
        "site": f"{URL[: -len(str(number))]}{number}",
        "address": name,
        "coordinates": {"latitude": 0, "longitude": -0.0},
        "contacts": {"email": EMAIL, "phones": [f"+7 (000) 000-{place:02d}-00, доб. 123456" for place in range(12)]},
        "since": "1900-01-01",
        "responsible": [
            {"role": name, "order": {"number": short_name, "date": "2024-02-01"}, "from": f"{2000 + place}-02-01"}
            for place in range(9)
        ],
        "accounts_page": {"url": URL, "checked_on": "2026-10-01"},
        "notes": [{"text": WORD * 12}, {"text": f"{MARKUP}\n{SENTENCE * 12}"}],
        "reviewed_on": "2026-10-01",
    }


def _accounts(organization: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number in range(ACCOUNTS):
        network = ("vk", "ok")[number % 2]
        site = {"vk": "https://vk.com/", "ok": "https://ok.ru/"}[network]
        slug = f"{organization.replace('-', '_')}_{number}_".ljust(60, "w")
        yield (
            f"{organization}-{network}-{number}",
            {
                "organization": organization,
                "network": network,
                "url": site + slug,
                "name": name,
                "opened_on": f"2024-01-{1 + number:02d}",
                "previous_urls": [{"url": site + "old_" + slug, "until": "2025-01-01"}],
                "moderation": {"rules_url": URL, "attested_on": "2026-10-01", "by": name},
                "notes": [{"text": WORD * 12}],
                **(_replaced(f"{organization}-{network}-{number % 2}") if number > 1 else {"status": "active"}),
            },
        )


def _replaced(by: str) -> dict[str, str]:
    """A second active page in a network would be a warning, which a strict build does not let pass."""
    return {"status": "closed", "closed_on": "2026-11-01", "replaced_by": by}


def _write(path: Path, record: Mapping[str, Any]) -> None:
    # JSON is YAML.
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


@pytest.fixture(scope="module")
def hostile(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example city with organizations that are too much in every way, and one of which nothing is known."""
    project = copy_of_primersk(tmp_path_factory.mktemp("hostile") / "project")
    data = project / "data"
    for number, (key, (name, short_name)) in enumerate(_NAMES.items(), start=1):
        _write(data / "organizations" / f"{key}.yaml", _organization(number, name, short_name))
        for identifier, account in _accounts(key, name):
            _write(data / "accounts" / f"{identifier}.yaml", account)
            weeks = {f"2026-W{week:02d}": {"text": 10_000} for week in range(2, 45)}
            folder = data / "activity" / identifier
            folder.mkdir()
            _write(folder / "2026.yaml", {"source": "hand-count", "weeks": weeks})
    agreed = {"ground": "agreement", "letter": {"number": WORD * 6, "date": "2024-01-01"}, "reason": MARKUP}
    _write(
        data / "organizations" / "unknown.yaml",
        {"name": WORD, "legal_form": "other", "exemptions": [agreed], "notes": [{"text": MARKUP}]},
    )
    with serve(once.site(project)) as served:
        yield served


def _showing(site: Served) -> list[str]:
    """The pages of the hostile organizations, and one of every kind that names them."""
    own = [f"organizations/{key}/" for key in (*_NAMES, "unknown")]
    others = [path for path in site.kinds if WORD in (site.folder / file_of(path)).read_text(encoding="utf-8")]
    assert len(others) > 3
    return list(dict.fromkeys([*own, *others]))


def test_every_page_holds_whatever_the_records_say(browser: Browser, hostile: Served) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    faults: list[str] = []
    for path in _showing(hostile):
        page.goto(hostile.address + path)
        assert page.locator("h1").count() == 1, path
        assert page.title() != "x", f"{path}: a record was executed"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{path or 'home'}, {width} px: {fault}" for fault in layout_faults(page)]
    page.close()
    assert said == []
    assert not faults, "\n".join(faults)


def test_everything_the_records_say_is_on_the_page(browser: Browser, hostile: Served) -> None:
    page = browser.new_page()
    for key, (_, short_name) in _NAMES.items():
        page.goto(f"{hostile.address}organizations/{key}/")
        assert page.get_by_role("heading", level=1).inner_text() == short_name
        assert page.locator(".account").count() == ACCOUNTS
    page.goto(f"{hostile.address}organizations/unknown/")
    assert page.get_by_role("heading", level=1).inner_text() == WORD
    page.close()
