"""For tests of documents: a commit, and a small city with the most difficult names."""

from __future__ import annotations

import dataclasses
import datetime

from reestr.history.timeline.model import Commit
from reestr.publishing.documents.manifest import Provenance
from reestr.publishing.view import View
from reestr.registry.city import Contact, Municipality, RegionalCentre

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import rules, view_of

COMMIT = Commit("a1" * 20, datetime.datetime.fromisoformat("2026-11-15T23:30:00+03:00"), datetime.date(2026, 11, 16))

FORMULA = '=HYPERLINK("http://evil.example","нажмите")'
NAMES = (
    FORMULA,
    "+7 (000) 000-00-00",
    "-1+1",
    "@SUM(A1:A9)",
    "＝1+1",
    "\t=cmd()",
    "<script>alert(1)</script></style></table>",
    "{{ 7*7 }} {% raw %} ${jndi} %s {0}",
    "строка\nдругая\r\u2028третья\x00\x07\x1b[31m\u202eобратно\ufeff",
    "я" * 500,
    "Щ" * 250 + " " + "й" * 249,
    '"; DROP TABLE x; --',
    "&C&G&[Picture]&&",
    "_x000D_ _x0041_",
    "https://evil.example/ internal:Sheet1!A1 external:c:\\x.xlsx",
)
ADDRESSES = (
    "https://vk.com/ok",
    "javascript:alert(1)",
    "internal:Реестр!A1",
    "external:c:\\evil.xlsx",
    "file:///etc/passwd",
    "https://vk.com/" + "x" * 3_000,
    'https://vk.com/"><b>#a#b',
)


def hostile_view(which: str = "public") -> View:
    """An organization for each name, an account for each address, verdicts of every kind on them."""
    organizations = [
        factory.organization(f"org-{place:02}", name=name, short_name=name) for place, name in enumerate(NAMES)
    ]
    organizations.append(factory.organization("org-exempt", short_name=FORMULA, exemptions=(factory.exemption(),)))
    accounts = [
        factory.account(
            f"org-{place:02}-vk", organization=f"org-{place:02}", url=url, observed=factory.observation(cover=False)
        )
        for place, url in enumerate(ADDRESSES)
    ]
    registry = factory.registry(
        [
            *rules("accounts-exist", subject="organization", title=FORMULA, statement=NAMES[6]),
            *rules("description-and-design", "page-passport"),
        ],
        organizations=organizations,
        accounts=accounts,
    )
    city = dataclasses.replace(
        registry.city,
        municipality=Municipality(NAMES[6], "&G <b>Город</b> =1+1", None, None),
        regional_centre=RegionalCentre(NAMES[8], "ЦУР", Contact()),
        fictional=False,
    )
    return view_of(dataclasses.replace(registry, city=city), which)


def provenance(**changes: object) -> Provenance:
    """Records outside of Git."""
    return dataclasses.replace(Provenance(None, (), "0" * 64), **changes)  # type: ignore[arg-type]  # the tests name the fields
