"""Every kind of change and its text, from two states of a record."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from reestr import wording
from reestr.history.diff.compare import compare, renamed_records
from reestr.history.diff.lookup import RegistryLookup
from reestr.history.narrative import change_text
from reestr.history.timeline.model import Change
from reestr.records.kinds import KINDS
from reestr.records.record import RecordKey
from reestr.registry.origin import Origin

from tests.unit import registry_factory as factory

Data = dict[str, Any]

ORGANIZATION: Data = {
    "name": "Муниципальное учреждение «Школа № 1»",
    "short_name": "Школа № 1",
    "legal_form": "municipal-budgetary-institution",
    "inn": "7901000070",
}
ACCOUNT: Data = {
    "organization": "school-1",
    "network": "vk",
    "url": "https://vk.com/school1",
    "numeric_id": "1",
    "opened_on": "2026-01-10",
}
FORMER_OWNER: Data = {"organization": "school-1", "until": "2026-03-04"}
ASSIGNMENT: Data = {
    "kind": "portal-post",
    "title": "Прививка",
    "issued_on": "2026-03-02",
    "due_on": "2026-03-05",
    "addressees": [{"account": "school-1-vk"}],
}
ASKED: Data = {**ASSIGNMENT, "kind": "information-request", "addressees": [{"organization": "school-1"}]}
CENTRE: Data = {**ASSIGNMENT, "kind": "centre-request", "addressees": []}
OF_CITY: Data = {**ASSIGNMENT, "kind": "resident-question"}
NOTICE: Data = {"organization": "school-1", "change_on": "2026-02-02", "to": "city-hall", "sent_on": "2026-02-03"}
FAKE: Data = {
    "pretends_to_be": "school-1",
    "network": "vk",
    "url": "https://vk.com/school-prizes",
    "found_on": "2026-03-02",
    "basis": "Школа её не создавала.",
}
REPORTED: list[Data] = [{"to": "полиция", "on": "2026-03-03"}]
NETWORK: Data = {
    "name": "ВКонтакте",
    "short_name": "VK",
    "required": True,
    "hosts": ["vk.com"],
    "canonical_host": "vk.com",
    "forms": [],
}
PLAN: Data = {"entries": [{"date": "2026-03-02", "topic": "Музей"}]}
PARAMETERS: Data = {
    "days": {"value": 90, "basis": "registry-setting", "explanation": "Срок."},
    "words": {"value": ["раз"], "basis": "registry-setting", "explanation": "Слова."},
}
REQUIREMENT: Data = {
    "title": "Страницы осматривают",
    "clauses": ["1.2"],
    "obliged": ["officer"],
    "force": "mandatory",
    "statement": "Страницы осматривают.",
    "parameters": PARAMETERS,
    "edition": "public",
    "order": 1,
}
SETTINGS: Data = {
    "municipality": {"name": "Город Примерск", "short_name": "Примерск"},
    "city_hall": {"name": "Мэрия", "short_name": "Мэрия"},
    "officer": {"position": "начальник отдела"},
    "time_zone": "Asia/Vladivostok",
}
ACT: Data = {
    "id": "decree-1",
    "document": "постановление",
    "number": "1",
    "date": "2025-01-15",
    "issuer": "Мэрия",
    "title": "О страницах",
    "blocks": [],
}
NO = {"requirement": "posts", "kind": "disagree", "on": "2026-03-02"}
SOON = {**NO, "kind": "will-fix", "until": "2026-03-31"}
OLD_PERSON = {"role": "секретарь", "from": "2025-01-01"}
NEW_PERSON = {"role": "завуч", "from": "2026-02-02"}
NOTE = {"notes": [{"text": "Заметка."}]}

# Kind, before, after (None: the record is not there), what is told.
PROOF: Data = {"file": "2026-02-03.jsonl.gz", "sha256": ["0" * 32]}
COUNTED: Data = {"photo": 1, "posts": [7], "on": "2026-02-03", **PROOF}
LOOK: Data = {"on": "2026-02-03", "phones": True, **PROOF}
INCIDENT: Data = {"how": "other-page", "since": "2026-02-03", "found_by": "machine", "numeric_id": "99", **PROOF}
LISTING: Data = {"on": "2026-02-03", "lists": ["school-1-vk"], **PROOF}

CASES: list[tuple[str, Data | None, Data | None, list[str]]] = [
    ("organization", None, ORGANIZATION, ["внесена в реестр"]),
    ("organization", ORGANIZATION, None, ["убрана из реестра"]),
    ("organization", ORGANIZATION, {**ORGANIZATION}, []),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "short_name": "Школа № 2"},
        ["теперь называется «Школа № 2», раньше — «Школа № 1»"],
    ),
    ("organization", ORGANIZATION, {**ORGANIZATION, "name": "Школа"}, ["исправлено: полное наименование"]),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "inn": "7707083893", "site": "https://school-1.example", **NOTE},
        ["исправлено: ИНН, сайт, примечания"],
    ),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "status": "closed", "closed_on": "2026-02-02"},
        ["закрыта 02.02.2026"],
    ),
    ("organization", ORGANIZATION, {**ORGANIZATION, "status": "closed"}, ["закрыта, дата неизвестна"]),
    ("organization", {**ORGANIZATION, "status": "closed"}, ORGANIZATION, ["больше не значится закрытой"]),
    ("organization", ORGANIZATION, {**ORGANIZATION, "reviewed_on": "2026-02-02"}, ["запись сверена 02.02.2026"]),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "accounts_page": {"url": "https://school-1.example", "checked_on": "2026-02-02"}},
        ["проверено 02.02.2026, какие страницы названы на её сайте"],
    ),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "accounts_page": {"url": "https://school-1.example"}},
        ["записано, какие страницы названы на её сайте"],
    ),
    (
        "organization",
        {**ORGANIZATION, "accounts_page": {"url": "https://school-1.example"}},
        {**ORGANIZATION, "accounts_page": {"url": "https://school-1.example", "machine": LISTING}},
        ["машина проверила 03.02.2026, какие страницы названы на её сайте"],
    ),
    (
        "organization",
        {**ORGANIZATION, "accounts_page": {"url": "https://school-1.example", "machine": LISTING}},
        {**ORGANIZATION, "accounts_page": {"url": "https://school-1.example", "checked_on": "2026-02-02"}},
        [
            "убраны сведения машины о списке страниц на её сайте",
            "проверено 02.02.2026, какие страницы названы на её сайте",
        ],
    ),
    (
        "organization",
        {**ORGANIZATION, "accounts_page": {"url": "https://school-1.example"}},
        ORGANIZATION,
        ["убраны сведения о списке страниц на её сайте"],
    ),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "exemptions": [{"ground": "annex", "clause": "annex-1"}]},
        ["освобождена от ведения страниц"],
    ),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "exemptions": [{"ground": "agreement", "until": "2027-01-01"}]},
        ["освобождена от ведения страниц до 01.01.2027"],
    ),
    (
        "organization",
        {**ORGANIZATION, "exemptions": [{"ground": "agreement", "until": "2027-01-01"}]},
        {**ORGANIZATION, "exemptions": [{"ground": "agreement", "until": "2028-01-01"}]},
        ["изменены условия освобождения от ведения страниц"],
    ),
    (
        "organization",
        {**ORGANIZATION, "exemptions": [{"ground": "annex"}, {"ground": "agreement"}]},
        {**ORGANIZATION, "exemptions": [{"ground": "annex"}]},
        ["больше не освобождена от ведения страниц"],
    ),
    ("organization", ORGANIZATION, {**ORGANIZATION, "answers": [NO]}, ["ответ организации от 02.03.2026: не согласны"]),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "answers": [SOON]},
        ["ответ организации от 02.03.2026: исправим до 31.03.2026"],
    ),
    (
        "organization",
        {**ORGANIZATION, "answers": [NO]},
        {**ORGANIZATION, "answers": [{**NO, "decision": {"accepted": True, "on": "2026-03-05"}}]},
        ["ответ организации от 02.03.2026 принят 05.03.2026"],
    ),
    (
        "organization",
        {**ORGANIZATION, "answers": [NO]},
        {**ORGANIZATION, "answers": [{**NO, "decision": {"accepted": False, "on": "2026-03-05"}}]},
        ["ответ организации от 02.03.2026 отклонён 05.03.2026"],
    ),
    (
        "organization",
        {**ORGANIZATION, "answers": [NO]},
        {**ORGANIZATION, "answers": [{**NO, "expires": "2026-04-01"}]},
        ["исправлена запись ответа организации от 02.03.2026"],
    ),
    (
        "organization",
        {**ORGANIZATION, "answers": [NO, {**NO, "account": "school-1-vk"}]},
        {**ORGANIZATION, "answers": [NO]},
        ["убран ответ организации от 02.03.2026"],
    ),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "responsible": [OLD_PERSON]},
        ["назначено ответственное лицо с 01.01.2025: секретарь"],
    ),
    (
        "organization",
        ORGANIZATION,
        {**ORGANIZATION, "responsible": [{}]},
        ["назначено ответственное лицо: должность не указана"],
    ),
    (
        "organization",
        {**ORGANIZATION, "responsible": [OLD_PERSON]},
        {**ORGANIZATION, "responsible": [{**OLD_PERSON, "until": "2026-02-01"}, NEW_PERSON]},
        ["сменилось ответственное лицо с 02.02.2026: завуч"],
    ),
    (
        "organization",
        {**ORGANIZATION, "responsible": [OLD_PERSON]},
        {**ORGANIZATION, "responsible": [OLD_PERSON, {"role": "завуч"}]},
        ["сменилось ответственное лицо: завуч"],
    ),
    (
        "organization",
        {**ORGANIZATION, "responsible": [OLD_PERSON]},
        {**ORGANIZATION, "responsible": [{**OLD_PERSON, "until": "2026-02-01"}]},
        ["уточнены сведения об ответственном лице с 01.01.2025: секретарь"],
    ),
    (
        "organization",
        {**ORGANIZATION, "responsible": [{"role": "секретарь"}]},
        {**ORGANIZATION, "responsible": [{"role": "завуч"}]},
        ["уточнены сведения об ответственном лице: завуч"],
    ),
    (
        "organization",
        {**ORGANIZATION, "responsible": [OLD_PERSON, NEW_PERSON]},
        {**ORGANIZATION, "responsible": [NEW_PERSON]},
        ["убрана запись об ответственном лице: секретарь"],
    ),
    ("organization", ORGANIZATION, {**ORGANIZATION, "responsible": []}, ["отмечено, что ответственного лица нет"]),
    ("account", None, ACCOUNT, ["внесена официальная страница (ВКонтакте), открыта 10.01.2026"]),
    (
        "account",
        None,
        {name: value for name, value in ACCOUNT.items() if name != "opened_on"},
        ["внесена официальная страница (ВКонтакте)"],
    ),
    ("account", ACCOUNT, None, ["страница (ВКонтакте) убрана из реестра"]),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "url": "https://vk.com/school_one", "previous_urls": [{"url": "https://vk.com/school1"}]},
        ["сменился адрес: был vk.com/school1"],
    ),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "status": "closed", "closed_on": "2026-02-02", "replaced_by": "other-vk"},
        ["страница закрыта 02.02.2026", "вместо неё теперь vk.com/other"],
    ),
    ("account", ACCOUNT, {**ACCOUNT, "status": "closed"}, ["страница закрыта, дата неизвестна"]),
    ("account", {**ACCOUNT, "status": "closed"}, ACCOUNT, ["страница снова действует"]),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "organization": "school-2"},
        ["получена от организации Школа № 1", "перешла к организации school-2"],
    ),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "organization": "school-2", "previous_owners": [FORMER_OWNER]},
        ["с 05.03.2026 получена от организации Школа № 1", "с 05.03.2026 перешла к организации school-2"],
    ),
    (
        "account",
        {**ACCOUNT, "organization": "school-2"},
        {**ACCOUNT, "organization": "school-2", "previous_owners": [FORMER_OWNER]},
        ["исправлено: прежние организации"],
    ),
    ("account", ACCOUNT, {**ACCOUNT, "name": "Школа"}, ["исправлено: название страницы"]),
    ("account", ACCOUNT, {**ACCOUNT, "reviewed_on": "2026-02-02"}, ["запись сверена 02.02.2026"]),
    ("account", ACCOUNT, {**ACCOUNT, "state_mark": {"status": "confirmed"}}, ["подтверждена отметка госорганизации"]),
    ("account", ACCOUNT, {**ACCOUNT, "state_mark": {"status": "absent"}}, ["отметки госорганизации нет"]),
    (
        "account",
        {**ACCOUNT, "state_mark": {"status": "absent"}},
        {**ACCOUNT, "state_mark": {"status": "unknown"}},
        ["неизвестно, есть ли отметка госорганизации"],
    ),
    (
        "account",
        {**ACCOUNT, "state_mark": {"status": "absent"}},
        {**ACCOUNT, "state_mark": {"status": "absent", "checked_on": "2026-02-02"}},
        ["сверено, есть ли отметка госорганизации"],
    ),
    ("account", ACCOUNT, {**ACCOUNT, "gospabliki": {"status": "connected"}}, ["подключена к «Госпабликам»"]),
    ("account", ACCOUNT, {**ACCOUNT, "gospabliki": {"status": "not-connected"}}, ["не подключена к «Госпабликам»"]),
    (
        "account",
        {**ACCOUNT, "gospabliki": {"status": "connected"}},
        ACCOUNT,
        ["неизвестно, подключена ли к «Госпабликам»"],
    ),
    (
        "account",
        {**ACCOUNT, "gospabliki": {"status": "connected"}},
        {**ACCOUNT, "gospabliki": {"status": "connected", "connected_on": "2026-02-02"}},
        ["сверено подключение к «Госпабликам»"],
    ),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "observed": {"on": "2026-02-02", "by": "officer"}},
        ["осмотрена ответственным лицом мэрии города 02.02.2026"],
    ),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "observed": {"by": "officer"}},
        ["осмотрена ответственным лицом мэрии города"],
    ),
    ("account", ACCOUNT, {**ACCOUNT, "observed": {"on": "2026-02-02"}}, ["осмотрена 02.02.2026"]),
    ("account", ACCOUNT, {**ACCOUNT, "observed_by_machine": LOOK}, ["осмотрена машиной 03.02.2026"]),
    *(
        ("account", ACCOUNT, {**ACCOUNT, "control_lost": [{"how": how, "since": "2026-02-03"}]}, [says])
        for how, says in (
            ("hijacked", "с 03.02.2026 взломана"),
            ("blocked", "с 03.02.2026 заблокирована"),
            ("other-page", "с 03.02.2026 адрес ведёт на другую страницу"),
            ("gone", "с 03.02.2026 страницы нет в сети"),
        )
    ),
    (
        "account",
        {**ACCOUNT, "control_lost": [INCIDENT]},
        {**ACCOUNT, "control_lost": [{**INCIDENT, "until": "2026-02-05"}]},
        ["с 06.02.2026 снова под контролем организации"],
    ),
    (
        "account",
        {**ACCOUNT, "control_lost": [INCIDENT]},
        {**ACCOUNT, "control_lost": [{**INCIDENT, "numeric_id": "999"}]},
        ["исправлено: не под контролем организации"],
    ),
    ("account", {**ACCOUNT, "control_lost": [INCIDENT]}, ACCOUNT, ["исправлено: не под контролем организации"]),
    (
        "account",
        {**ACCOUNT, "observed_by_machine": LOOK},
        {**ACCOUNT, "observed_by_machine": {**LOOK, "members": 1201, "members_on": "2026-02-01"}},
        ["у страницы 1201 подписчик"],
    ),
    (
        "account",
        {**ACCOUNT, "observed_by_machine": {**LOOK, "members": 1201, "members_on": "2026-02-01"}},
        {**ACCOUNT, "observed_by_machine": {**LOOK, "phones": False, "on": "2026-02-05"}},
        ["осмотрена машиной 05.02.2026", "исправлено: осмотр машиной"],
    ),
    ("account", {**ACCOUNT, "observed_by_machine": LOOK}, ACCOUNT, ["исправлено: осмотр машиной"]),
    ("account", ACCOUNT, {**ACCOUNT, "observed": {"avatar": True}}, ["записано, что на странице есть"]),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "moderation": {"attested_on": "2026-02-02"}},
        ["подтверждена модерация комментариев 02.02.2026"],
    ),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "moderation": {"by": "завуч"}},
        ["записаны сведения о модерации комментариев"],
    ),
    (
        "account",
        ACCOUNT,
        {
            **ACCOUNT,
            "security": {
                "two_factor": {"enabled": True, "attested_on": "2026-02-02"},
                "credentials": {"accounted": True, "on": "2026-02-03"},
            },
        },
        ["подтверждена двухфакторная защита 02.02.2026", "подтверждён учёт паролей 03.02.2026"],
    ),
    (
        "account",
        ACCOUNT,
        {**ACCOUNT, "security": {"two_factor": {"enabled": True}, "credentials": {"accounted": True}}},
        ["записаны сведения о двухфакторной защите", "записаны сведения об учёте паролей"],
    ),
    (
        "activity",
        None,
        {"weeks": {"2026-W02": {"photo": 1}, "2026-W03": {}}},
        ["сданы числа публикаций за 2 недели (05.01.2026 — 18.01.2026)"],
    ),
    (
        "activity",
        {"weeks": {"2026-W02": {"photo": 1}, "2026-W04": {}}},
        {"weeks": {"2026-W02": {"photo": 2}, "2026-W03": {}}},
        [
            "сданы числа публикаций за 1 неделю (12.01.2026 — 18.01.2026)",
            "исправлены числа публикаций за 1 неделю (05.01.2026 — 11.01.2026)",
            "убраны числа публикаций за 1 неделю (19.01.2026 — 25.01.2026)",
        ],
    ),
    (
        "activity",
        {"weeks": {"2026-W02": {"photo": 1}, "2026-W03": {"machine": COUNTED}, "2026-W05": {"machine": COUNTED}}},
        {
            "weeks": {
                "2026-W02": {"photo": 1, "machine": COUNTED},
                "2026-W03": {"machine": {**COUNTED, "posts": [8]}},
            }
        },
        [
            "машина сосчитала публикации за 1 неделю (05.01.2026 — 11.01.2026)",
            "машина пересчитала публикации за 1 неделю (12.01.2026 — 18.01.2026)",
            "убран подсчёт машины за 1 неделю (26.01.2026 — 01.02.2026)",
        ],
    ),
    ("plan", None, PLAN, ["сдан контент-план на 03.2026: 1 публикация"]),
    ("plan", None, {"absent_on": "2026-03-10"}, ["отмечено, что контент-плана на 03.2026 нет"]),
    ("plan", {"absent_on": "2026-03-10"}, PLAN, ["сдан контент-план на 03.2026: 1 публикация"]),
    ("plan", PLAN, {**PLAN, "prepared_on": "2026-03-01"}, ["изменён контент-план на 03.2026"]),
    ("plan", PLAN, None, ["убран контент-план на 03.2026"]),
    ("assignment", None, ASSIGNMENT, ["поручена публикация «Госпабликов» до 05.03.2026, адресатов — 1"]),
    ("assignment", None, ASKED, ["запрошены сведения до 05.03.2026, адресатов — 1"]),
    ("assignment", None, CENTRE, ["поступил запрос регионального центра, ответить до 05.03.2026"]),
    ("assignment", None, OF_CITY, ["дано поручение (resident-question) до 05.03.2026, адресатов — 1"]),
    (
        "assignment",
        CENTRE,
        {**CENTRE, "answer": {"on": "2026-03-04"}},
        ["региональному центру отвечено 04.03.2026"],
    ),
    (
        "assignment",
        ASSIGNMENT,
        {**ASSIGNMENT, "due_on": "2026-03-06"},
        ["поручение изменено, срок — 06.03.2026"],
    ),
    ("assignment", ASSIGNMENT, None, ["поручение убрано"]),
    (
        "assignment",
        ASSIGNMENT,
        {**ASSIGNMENT, "addressees": [{"account": "school-1-vk", "result": {"done_on": "2026-03-04"}}]},
        ["исполнено поручение «Прививка»"],
    ),
    (
        "assignment",
        ASKED,
        {**ASKED, "addressees": [{"organization": "school-1", "result": {"not_done_on": "2026-03-09"}}]},
        ["не исполнено поручение «Прививка»"],
    ),
    (
        "notice",
        None,
        NOTICE,
        ["о смене ответственного лица с 02.02.2026 уведомили 03.02.2026: мэрия города"],
    ),
    (
        "notice",
        NOTICE,
        {**NOTICE, "document": {"number": "1"}},
        ["исправлено уведомление о смене ответственного лица с 02.02.2026: мэрия города"],
    ),
    (
        "notice",
        NOTICE,
        None,
        ["убрано уведомление о смене ответственного лица с 02.02.2026: мэрия города"],
    ),
    ("fake", None, FAKE, ["внесена поддельная страница vk.com/school-prizes, обнаружена 02.03.2026"]),
    (
        "fake",
        None,
        {**FAKE, "reported": REPORTED, "gone_on": "2026-03-09"},
        [
            "внесена поддельная страница vk.com/school-prizes, обнаружена 02.03.2026",
            "о поддельной странице vk.com/school-prizes сообщено 03.03.2026: полиция",
            "поддельной страницы vk.com/school-prizes больше нет с 09.03.2026",
        ],
    ),
    (
        "fake",
        FAKE,
        {**FAKE, "reported": REPORTED},
        ["о поддельной странице vk.com/school-prizes сообщено 03.03.2026: полиция"],
    ),
    (
        "fake",
        {**FAKE, "reported": REPORTED},
        {**FAKE, "reported": [{**REPORTED[0], "on": "2026-03-04"}]},
        [
            "о поддельной странице vk.com/school-prizes сообщено 04.03.2026: полиция",
            "поддельная страница vk.com/school-prizes, исправлено: куда сообщили",
        ],
    ),
    (
        "fake",
        FAKE,
        {**FAKE, "seen_on": "2026-03-05"},
        ["поддельную страницу vk.com/school-prizes ещё видели 05.03.2026"],
    ),
    (
        "fake",
        {**FAKE, "seen_on": "2026-03-05"},
        FAKE,
        ["поддельная страница vk.com/school-prizes, исправлено: ещё видели"],
    ),
    (
        "fake",
        {**FAKE, "gone_on": "2026-03-09"},
        {**FAKE, "seen_on": "2026-03-12"},
        ["поддельная страница vk.com/school-prizes снова есть"],
    ),
    (
        "fake",
        FAKE,
        {**FAKE, "numeric_id": "7", "basis": "Иначе"},
        ["поддельная страница vk.com/school-prizes, исправлено: числовой номер, почему известно"],
    ),
    ("fake", FAKE, None, ["страница vk.com/school-prizes больше не значится поддельной"]),
    ("requirement", None, REQUIREMENT, ["новое требование, пункт 1.2"]),
    ("requirement", REQUIREMENT, None, ["требование больше не оценивается"]),
    ("requirement", REQUIREMENT, {**REQUIREMENT, "title": "Иначе"}, ["изменено требование: название"]),
    (
        "requirement",
        REQUIREMENT,
        {
            **REQUIREMENT,
            "parameters": {**REQUIREMENT["parameters"], "days": {"value": 60, "basis": "a", "explanation": ""}},
        },
        ["изменена настройка days: было 90, стало 60"],
    ),
    (
        "requirement",
        REQUIREMENT,
        {**REQUIREMENT, "parameters": {}},
        ["изменена настройка days", "изменена настройка words"],
    ),
    ("network", None, NETWORK, ["внесена социальная сеть"]),
    ("network", NETWORK, None, ["социальная сеть убрана из реестра"]),
    ("network", NETWORK, {**NETWORK, "required": False}, ["изменено описание сети: обязательна"]),
    (
        "registry",
        SETTINGS,
        {**SETTINGS, "officer": {"position": "советник"}, "fictional": True},
        ["изменены сведения об ответственном лице мэрии города", "изменены сведения о городе: вымышленный"],
    ),
    ("act", ACT, {**ACT, "number": "2"}, ["изменён текст или выходные данные акта"]),
    # What has no words of its own is told by its title.
    ("requirement", REQUIREMENT, {**REQUIREMENT, "order": 20}, ["Порядок показа: было «1», стало «20»"]),
    ("act", ACT, {**ACT, "sample": True}, ["указано: Образец — «да»"]),
    ("act", {**ACT, "sample": True}, ACT, ["убрано: Образец (было «да»)"]),
    (
        "network",
        NETWORK,
        {**NETWORK, "examples": {"good": ["https://vk.com/school1"]}},
        ["исправлено: Примеры адресов"],
    ),
    # Of persons that are the same in all that has words of its own, consents are compared; the others' are not told.
    (
        "organization",
        {**ORGANIZATION, "responsible": [OLD_PERSON, {**NEW_PERSON, "consent": {"date": "2026-03-01"}}]},
        {**ORGANIZATION, "responsible": [{**NEW_PERSON, "consent": {"date": "2026-03-02"}}]},
        [
            "убрана запись об ответственном лице: секретарь",
            "Ответственные лица: Согласие на публикацию имени: Дата: было «01.03.2026», стало «02.03.2026»",
        ],
    ),
    ("account", {**ACCOUNT, "reviewed_on": "2026-03-01"}, ACCOUNT, ["исправлено: дата сверки"]),
    ("account", {**ACCOUNT, "moderation": {"by": "завуч"}}, ACCOUNT, ["исправлено: модерация"]),
]

IDS = {
    "organization": "school-1",
    "account": "school-1-vk",
    "activity": "school-1-vk/2026",
    "plan": "school-1/2026-03",
    "registry": "",
    "act": "",
}


def built(kind: str, data: Data | None, identifier: str | None = None) -> Any:
    """A record of the model."""
    if data is None:
        return None
    name = IDS.get(kind, f"some-{kind}") if identifier is None else identifier
    data = copy.deepcopy(data)
    return KINDS[kind].build(data, Origin(kind, name, f"{name}.yaml", {}, data))


FRAME = RegistryLookup(
    {"school-1": built("organization", ORGANIZATION)},
    {
        "school-1-vk": built("account", ACCOUNT),
        "other-vk": built("account", {**ACCOUNT, "url": "https://vk.com/other"}, "other-vk"),
    },
    {"vk": built("network", NETWORK, "vk")},
)


def changes(kind: str, before: Data | None, after: Data | None) -> tuple[Change, ...]:
    key = (kind, IDS.get(kind, f"some-{kind}"))
    old, new = built(kind, before), built(kind, after)
    return compare({key: old} if old else {}, {key: new} if new else {}, FRAME).changes


@pytest.mark.parametrize(("kind", "before", "after", "expected"), CASES)
def test_a_change_is_told(kind: str, before: Data | None, after: Data | None, expected: list[str]) -> None:
    told = [
        change_text(change, factory.WORDS).replace("\N{NO-BREAK SPACE}", " ") for change in changes(kind, before, after)
    ]
    assert told == expected


def told_keys() -> Iterator[str]:
    for kind, before, after, _ in CASES:
        for change in changes(kind, before, after):
            yield change.key
    for kind, data in (("organization", ORGANIZATION), ("account", ACCOUNT)):
        old: RecordKey = (kind, "old")
        for change in compare(
            {old: built(kind, data, "old")}, {(kind, "new"): built(kind, data, "new")}, FRAME
        ).changes:
            yield change.key


def test_every_text_is_reached_and_every_change_has_one() -> None:
    assert set(told_keys()) == set(wording.section("changes")) - {"no-role"}


def test_no_person_is_named() -> None:
    person = {"role": "завуч", "name": "Фамилия Имя", "contact": {"email": "person@school-1.example"}}
    before: Data = {**ORGANIZATION, "responsible": [OLD_PERSON]}
    after: Data = {**ORGANIZATION, "responsible": [OLD_PERSON, {**person, "from": "2026-02-02"}]}
    assert "Фамилия" not in repr(changes("organization", before, after))
    assert "person@" not in repr(changes("organization", before, after))


def identified(kind: str, *records: tuple[str, Mapping[str, Any]]) -> dict[RecordKey, Any]:
    return {(kind, name): built(kind, dict(data), name) for name, data in records}


def test_an_organization_is_the_same_by_its_inn_else_by_its_name() -> None:
    nameless = {name: value for name, value in ORGANIZATION.items() if name != "inn"}
    for one, other in (
        (ORGANIZATION, {**ORGANIZATION, "name": "Иначе"}),
        (nameless, nameless),
        (nameless, ORGANIZATION),
    ):
        found = renamed_records(identified("organization", ("old", one)), identified("organization", ("new", other)))
        assert found == {("organization", "old"): ("organization", "new")}
    other = {**ORGANIZATION, "name": "Иначе", "inn": "7707083893"}
    assert not renamed_records(
        identified("organization", ("old", ORGANIZATION)), identified("organization", ("new", other))
    )


def test_of_several_that_would_fit_none_is_taken() -> None:
    nameless = {name: value for name, value in ORGANIZATION.items() if name != "inn"}
    before = identified("organization", ("one", nameless), ("two", nameless))
    assert not renamed_records(before, identified("organization", ("new", nameless)))


def test_a_record_that_stays_is_not_renamed() -> None:
    before = identified("account", ("old", ACCOUNT))
    after = identified("account", ("old", ACCOUNT), ("new", ACCOUNT))
    assert not renamed_records(before, after)


def test_papers_go_with_the_record_they_belong_to() -> None:
    before = identified("account", ("old", ACCOUNT)) | {
        ("activity", "old/2026"): built("activity", {"weeks": {}}, "old/2026")
    }
    after = identified("account", ("new", ACCOUNT)) | {
        ("activity", "new/2026"): built("activity", {"weeks": {}}, "new/2026")
    }
    assert [change.key for change in compare(before, after, FRAME).changes] == ["account-id-changed"]


PAGE_FORMS = [{"path": "^/join/([A-Za-z0-9]{4})$", "page": "https://max.ru/join/{1}"}]
MAX: Data = {**NETWORK, "name": "MAX", "hosts": ["max.ru", "max.com"], "canonical_host": "max.ru", "forms": PAGE_FORMS}


@pytest.mark.parametrize(
    ("was", "now", "before", "after", "told"),
    [
        # The letters count from now on, or do so no more; the network answers on another host.
        ({**MAX, "ignore_case": True}, MAX, "max.ru/join/abcd", "max.ru/join/AbCd", ["network-changed"]),
        (MAX, {**MAX, "ignore_case": True}, "max.ru/join/AbCd", "max.ru/join/abcd", ["network-changed"]),
        (
            MAX,
            {**MAX, "canonical_host": "max.com", "forms": [{**PAGE_FORMS[0], "page": "https://max.com/join/{1}"}]},
            "max.ru/join/AbCd",
            "max.com/join/AbCd",
            ["network-changed"],
        ),
        # Another page is another page, whatever changed in the network; and without a change there a page has moved.
        (
            {**MAX, "ignore_case": True},
            MAX,
            "max.ru/join/abcd",
            "max.ru/join/AbCe",
            ["network-changed", "account-moved"],
        ),
        (MAX, MAX, "max.ru/join/abcd", "max.ru/join/AbCd", ["account-moved"]),
    ],
)
def test_what_a_network_changes_is_told_of_the_network(
    was: Data, now: Data, before: str, after: str, told: list[str]
) -> None:
    def state(network: Data, url: str) -> dict[RecordKey, Any]:
        page = {**ACCOUNT, "network": "max", "url": f"https://{url}", "previous_urls": [{"url": f"https://{url}"}]}
        return {("network", "max"): built("network", network, "max"), ("account", "a"): built("account", page, "a")}

    assert [change.key for change in compare(state(was, before), state(now, after), FRAME).changes] == told


def test_who_refers_to_a_changed_id_has_not_changed() -> None:
    page = {"accounts_page": {"url": "https://school-1.example", "checked_on": "2026-02-02", "lists": ["old"]}}
    listed = {"accounts_page": {**page["accounts_page"], "lists": ["new"]}}
    asked: Data = {**ASSIGNMENT, "addressees": [{"account": "old", "result": {"done_on": "2026-03-04"}}]}
    answered: Data = {**ASSIGNMENT, "addressees": [{"account": "new", "result": {"done_on": "2026-03-04"}}]}
    before = identified("account", ("old", ACCOUNT)) | identified("organization", ("school-1", ORGANIZATION | page))
    after = identified("account", ("new", ACCOUNT)) | identified("organization", ("school-1", ORGANIZATION | listed))
    before |= identified("assignment", ("vaccine", asked))
    after |= identified("assignment", ("vaccine", answered))
    assert [change.key for change in compare(before, after, FRAME).changes] == ["account-id-changed"]


def test_a_false_page_of_an_organization_with_another_id_has_not_changed() -> None:
    before = identified("organization", ("old", ORGANIZATION)) | identified(
        "fake", ("prizes", {**FAKE, "pretends_to_be": "old"})
    )
    after = identified("organization", ("new", ORGANIZATION)) | identified(
        "fake", ("prizes", {**FAKE, "pretends_to_be": "new"})
    )
    assert [change.key for change in compare(before, after, FRAME).changes] == ["organization-id-changed"]
