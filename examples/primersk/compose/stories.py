"""The stories: which organization shows which situation. Organizations not named here have only good findings."""

from __future__ import annotations

from collections.abc import Mapping

from examples.primersk.compose import machine
from examples.primersk.compose.story import APPOINTED_ON, Story, Term, Told

# A page whose record is only begun: nothing else is known of it.
_BEGUN = {
    "url": None,
    "numeric_id": None,
    "status": None,
    "opened_on": None,
    "state_mark": None,
    "gospabliki": None,
    "observed": None,
    "moderation": None,
    "security": None,
    "reviewed_on": None,
    "draft": True,
}
# The page was opened five days before the date of judging: only its protection is due.
_BRAND_NEW = {
    "opened_on": "2026-11-11",
    "state_mark": None,
    "gospabliki": None,
    "observed": None,
    "moderation": None,
    "security": None,
    "reviewed_on": "2026-11-11",
}
_CLOSED_WITH_CINEMA = {
    "status": "closed",
    "opened_on": "2023-05-15",
    "closed_on": "2026-06-30",
    "state_mark": {"checked_on": None},
    "gospabliki": {"checked_on": None},
    "observed": {"on": "2026-03-18"},
    "moderation": None,
    "security": None,
    "reviewed_on": "2026-06-30",
}

STORIES: Mapping[str, Story] = {
    # ---- Schools ----
    # The model for all others: the program sees both sides, the link on the site and the site named on the page.
    "school-1": Story(
        organization={
            "accounts_page": {"machine": machine.listing("school-1", "2026-11-12", "school-1-vk", "school-1-ok")}
        },
        vk={"observed_by_machine": machine.look("school-1-vk", "2026-11-14", members=1234)},
        ok={"observed_by_machine": machine.look("school-1-ok", "2026-11-14", members=311)},
    ),
    # The state mark was looked for and is missing.
    "school-2": Story(vk={"state_mark": {"status": "absent", "confirmed_on": None, "checked_on": "2026-10-05"}}),
    # One week with one post, another with none at all.
    "school-3": Story(vk_weeks="short"),
    # Only texts, and one of the last weeks was not counted: unknown is not zero.
    "school-4": Story(vk_weeks="texts-with-gap"),
    # Enough posts, but all of one kind.
    "school-5": Story(ok_weeks="texts"),
    # A new responsible person; both notices sent in time.
    "school-6": Story(
        terms=(Term(APPOINTED_ON, "2026-03-01"), Term("2026-03-02", consent=True)),
        notices=(Told("2026-03-02", "city-hall", "2026-03-03"), Told("2026-03-02", "regional-centre", "2026-03-04")),
    ),
    # The same, notified two weeks later.
    "school-7": Story(
        terms=(Term(APPOINTED_ON, "2026-04-05"), Term("2026-04-06")),
        notices=(Told("2026-04-06", "city-hall", "2026-04-20"), Told("2026-04-06", "regional-centre", "2026-04-20")),
    ),
    # The same, without a notice.
    "school-8": Story(terms=(Term(APPOINTED_ON, "2026-08-31"), Term("2026-09-01"))),
    # A change on the Friday before: the term of three working days is still running.
    "gymnasium": Story(terms=(Term(APPOINTED_ON, "2026-11-12"), Term("2026-11-13"))),
    # No site of its own, so no site can list the accounts; one page fell silent in summer.
    "lyceum": Story(organization={"site": None, "has_site": False, "accounts_page": None}, ok_weeks="silent"),
    # The site lists one account of two.
    "art-school": Story(organization={"accounts_page": {"lists": ["art-school-vk"]}}),
    # It was not checked whether the site lists the accounts; the last week is not counted yet; the record of the second
    # page is a draft: whether that page is kept is unknown.
    "young-technicians": Story(organization={"accounts_page": None}, ok=_BEGUN, vk_weeks="last-not-counted"),
    # ---- Kindergartens ----
    # It was checked that there is no plan for this month.
    "kindergarten-1": Story(plans="absent-now"),
    "kindergarten-2": Story(plans="never"),
    "kindergarten-3": Story(plans="late"),
    "kindergarten-4": Story(plans="officialese"),
    "kindergarten-5": Story(plans="without-texts"),
    # One network is enough: city hall has agreed.
    "kindergarten-6": Story(
        organization={
            "exemptions": [
                {
                    "ground": "agreement",
                    "letter": {"number": "01-15/7", "date": "2025-03-11"},
                    "networks": ["ok"],
                    "from": "2025-03-11",
                    "reason": "Родители воспитанников читают только страницу во «ВКонтакте».",
                }
            ]
        },
        ok=None,
    ),
    # It is known that nobody is responsible.
    "kindergarten-7": Story(organization={"responsible": []}, terms=()),
    # Founded two weeks ago: the page in one network is five days old, that in the other is a draft.
    "kindergarten-8": Story(
        organization={"since": "2026-11-02", "accounts_page": None, "reviewed_on": "2026-11-11", "coordinates": None},
        vk=_BRAND_NEW,
        ok=_BEGUN,
        plans="first-month",
        terms=(Term("2026-11-02"),),
    ),
    # ---- Culture ----
    # Plans for this month and the next.
    "museum": Story(
        organization={
            "notes": [
                {"text": "Вывеска у входа набрана иначе: «Перо & чернила». В реестре — как в уставе."},
            ]
        },
        vk={"name": "Музей «Перо и чернила», Примерск"},
        plans="next-month-too",
        terms=(Term(APPOINTED_ON, "2025-10-12"), Term("2025-10-13", consent=True)),
        notices=(Told("2025-10-13", "city-hall", "2025-10-15"),),
    ),
    # A page that changed its name, and the old one now leads to strangers; the library itself looked at the other page,
    # which does not count as control.
    "library": Story(
        vk={
            "previous_urls": [
                {
                    "url": "https://vk.com/primersk_primer_biblioteka",
                    "until": "2026-02-16",
                    "taken_since": "2026-10-12",
                    "taken_by": "990000000777",
                }
            ]
        },
        ok={"observed": {"by": "organization"}},
    ),
    # A page that was lost and replaced by a new one; see EXTRA_ACCOUNTS.
    "house-of-culture": Story(vk={"opened_on": "2026-04-01", "gospabliki": {"connected_on": "2026-04-20"}}),
    # Comments are moderated, but the rules are not published; on the other page much had to be removed.
    "theatre": Story(vk={"moderation": {"rules_url": None}}, ok_weeks="removals"),
    # The officer's last look is long ago; the attestation of moderation is unsigned.
    "philharmonic": Story(
        vk={"observed": {"on": "2026-04-14"}}, ok={"observed": {"on": "2026-07-02"}, "moderation": {"by": None}}
    ),
    # Much is missing on the page itself; reminded twice, it has answered.
    "park": Story(
        organization={
            "answers": [
                {
                    "requirement": "page-passport",
                    "account": "park-vk",
                    "kind": "will-fix",
                    "on": "2026-11-05",
                    "until": "2026-11-30",
                    "text": "Телефон меняется: новый укажем, когда его подключат.",
                    "document": {"number": "01-12", "date": "2026-11-05"},
                    "decision": {"accepted": True, "on": "2026-11-09"},
                    "expires": "2026-11-30",
                },
                {
                    "requirement": "description-and-design",
                    "kind": "disagree",
                    "on": "2026-11-05",
                    "text": "Обложку сеть показывает не на всех телефонах.",
                    "document": {"number": "01-12", "date": "2026-11-05"},
                    "decision": {
                        "accepted": False,
                        "on": "2026-11-09",
                        "text": "Обложки не видно и на компьютере.",
                    },
                },
            ],
            "reminders": [
                {"on": "2026-10-05", "requirements": ["page-passport", "open-information", "description-and-design"]},
                {"on": "2026-11-02", "requirements": ["page-passport", "open-information", "description-and-design"]},
            ],
        },
        vk={
            "name": "Парк «Дружба», Примерск",
            "observed": {"phones": False, "cover": False, "open_information": False, "widgets": True},
        },
        ok={"observed": None},
    ),
    # Closed; its duties passed to the house of culture.
    "cinema": Story(
        organization={
            "since": "2023-05-15",
            "status": "closed",
            "closed_on": "2026-06-30",
            "successor": "house-of-culture",
            "accounts_page": None,
            "reviewed_on": "2026-06-30",
        },
        vk={**_CLOSED_WITH_CINEMA, "replaced_by": "house-of-culture-vk"},
        ok={**_CLOSED_WITH_CINEMA, "replaced_by": "house-of-culture-ok"},
        plans="until-closed",
        terms=(Term(APPOINTED_ON, "2026-06-30"),),
    ),
    # ---- Sport ----
    "sport-school": Story(vk={"gospabliki": {"status": "not-connected", "connected_on": None}}),
    "stadium": Story(ok={"observed": {"widgets": False, "apps": False, "dynamic_cover": False}}),
    # The officer looked at some things only; the responsible person left without a successor.
    "pool": Story(
        ok={
            "observed": {
                "geolocation": None,
                "open_information": None,
                "avatar": None,
                "widgets": None,
                "dynamic_cover": None,
                "apps": None,
            }
        },
        terms=(Term(APPOINTED_ON, "2026-10-30"),),
    ),
    # No page at all, and the agreement has expired.
    "ski-base": Story(
        organization={
            "exemptions": [
                {
                    "ground": "agreement",
                    "letter": {"number": "01-15/12", "date": "2025-04-01"},
                    "from": "2025-04-01",
                    "until": "2026-04-30",
                    "reason": "База закрыта на ремонт.",
                }
            ],
            "accounts_page": None,
        },
        vk=None,
        ok=None,
        plans="never",
    ),
    # ---- Utilities and transport ----
    # For three days its address led to another page, until the name was taken back.
    "water-utility": Story(
        vk={
            "security": {"two_factor": {"enabled": False}},
            "control_lost": [machine.other_page("water-utility-vk", "2026-09-08", "2026-09-10", "990000000778")],
        }
    ),
    # Earlier plans are on record, this month's is not: it may exist.
    "heating": Story(ok={"security": {"credentials": {"accounted": False}}}, plans="missing-now"),
    # An agreement is claimed, but its letter is unknown: neither an exemption nor a breach.
    "cleaning": Story(
        organization={
            "exemptions": [{"ground": "agreement", "reason": "Согласовано устно; письмо не найдено."}],
            "accounts_page": None,
        },
        vk=None,
        ok=None,
        plans="never",
    ),
    # An agreement that begins next month.
    "lighting": Story(
        organization={
            "exemptions": [
                {
                    "ground": "agreement",
                    "letter": {"number": "01-15/40", "date": "2026-11-09"},
                    "from": "2026-12-01",
                    "until": "2027-11-30",
                    "reason": "Предприятие присоединяют к другому.",
                }
            ],
            "accounts_page": None,
        },
        vk=None,
        ok=None,
        plans="never",
    ),
    # The registry does not know: an unknown fact is neither good nor bad.
    "bus-company": Story(
        organization={"coordinates": None},
        vk={"state_mark": {"status": "unknown", "confirmed_on": None}, "gospabliki": {"status": "unknown"}},
        vk_weeks="nobody-counts",
        terms=(),
    ),
    # ---- Social work, youth, media ----
    "social-centre": Story(vk={"security": None, "moderation": None}),
    # Not reviewed for long. Until 2025 it had an agreement, now it has pages.
    "family-centre": Story(
        organization={
            "exemptions": [
                {
                    "ground": "agreement",
                    "letter": {"number": "01-15/3", "date": "2025-02-20"},
                    "from": "2025-02-20",
                    "until": "2025-12-31",
                }
            ],
            "reviewed_on": "2026-02-10",
        },
        vk={"opened_on": "2026-01-12"},
        ok={"opened_on": "2026-01-12", "reviewed_on": "2026-02-10"},
    ),
    # No date of review, no order for the responsible person.
    "youth-centre": Story(
        organization={"reviewed_on": None}, terms=(Term(APPOINTED_ON, order=False),), ok={"reviewed_on": None}
    ),
    # The site was last looked at too long ago; numbers come from the networks themselves.
    "newspaper": Story(
        organization={"accounts_page": {"checked_on": "2025-09-15"}}, vk_weeks="statistics", ok_weeks="statistics"
    ),
}

EXTRA_ACCOUNTS: Mapping[str, Mapping[str, object]] = {
    "house-of-culture-vk-2019": {
        "organization": "house-of-culture",
        "network": "vk",
        "url": "https://vk.com/primersk_primer_dk_mayak",
        "name": "ДК «Маяк» (старая страница)",
        "status": "closed",
        "opened_on": "2019-09-02",
        "closed_on": "2026-04-15",
        "replaced_by": "house-of-culture-vk",
        "notes": [{"text": "Доступ к странице утрачен, восстановить его не удалось."}],
    },
    "stadium-vk-ice": {
        "organization": "stadium",
        "network": "vk",
        "url": "https://vk.com/primersk_primer_led",
        "name": "Каток стадиона «Пример»",
        "status": "closed",
        "opened_on": "2022-11-01",
        "closed_on": "2025-12-31",
        "notes": [{"text": "Закрыта: каток пишет на общей странице стадиона."}],
    },
}
"""Accounts beside the usual two."""
