"""For comparison: a plain MkDocs project whose Markdown files have the content of our organization pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from reestr import wording
from reestr.judging.run import Assessment, assess
from reestr.records.loading.load import load
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry
from reestr.wording import finding_text

_LEAN = """site_name: Plain
theme: mkdocs
plugins: []
not_in_nav: "/organizations/"
nav: [index.md]
"""
_DEFAULT = "site_name: Plain\n"


def write(project: Path, data: Path) -> int:
    """Write the Markdown files for the city in `data` and two settings, `lean.yml` and `default.yml`.

    Lean is the cheapest way to have those pages: without navigation and search. Default is what `mkdocs new` gives.
    Returns the bytes of Markdown. Raises ValueError for a city with errors.
    """
    registry = load(data).registry
    if registry is None:
        raise ValueError("the synthetic city has errors")
    assessment = assess(registry, registry.city.default_date(datetime.datetime.now(datetime.UTC)))
    pages = project / "docs" / "organizations"
    pages.mkdir(parents=True)
    (project / "docs" / "index.md").write_text("# Plain\n", encoding="utf-8")
    (project / "lean.yml").write_text(_LEAN, encoding="utf-8")
    (project / "default.yml").write_text(_DEFAULT, encoding="utf-8")
    size = 0
    for organization in registry.organizations.values():
        text = "\n".join(_page(registry, assessment, organization)) + "\n"
        (pages / f"{organization.id}.md").write_text(text, encoding="utf-8")
        size += len(text.encode())
    return size


def _page(registry: Registry, assessment: Assessment, organization: Organization) -> Iterator[str]:
    yield f"# {organization.title}\n"
    yield f"{organization.name}\n"
    for title, value in (
        ("ИНН", organization.inn),
        ("ОГРН", organization.ogrn),
        ("Сайт", organization.site),
        ("Адрес", organization.address),
        ("Почта", organization.contact.email),
        ("Телефоны", ", ".join(organization.contact.phones)),
        ("В реестре с", organization.since),
    ):
        yield f"- **{title}**: {value or 'не указано'}"
    accounts = registry.accounts_of(organization.id)
    yield "\n## Страницы\n"
    for account in accounts:
        network = registry.networks[account.network].name
        yield f"- [{network}: {account.url}]({account.url}), открыта {account.opened_on}"
    yield from _verdicts(registry, assessment, organization)
    for account in accounts:
        yield from _weeks(registry, account)


def _verdicts(registry: Registry, assessment: Assessment, organization: Organization) -> Iterator[str]:
    yield "\n## Выводы\n"
    yield "| Вывод | Требование | Причина | Основание | Что сделать |"
    yield "|---|---|---|---|---|"
    for finding in assessment.by_organization[organization.id]:
        requirement = registry.requirements[finding.requirement]
        outcome = wording.text(f"interface.outcomes.{finding.outcome.value}.label")
        evidence = ", ".join(f"{item.origin.file}:{item.line}" for item in finding.verdict.evidence)
        reason = finding_text.reason(finding, registry.words)
        yield (
            f"| {outcome} | [{requirement.title}](../requirements/{requirement.id}.md), п. {requirement.clause} "
            f"| {reason} | {evidence} | {requirement.remedy} |"
        )


def _weeks(registry: Registry, account: Account) -> Iterator[str]:
    yield f"\n## Публикации по неделям: {account.url}\n"
    yield "| Неделя | Публикаций |"
    yield "|---|---|"
    for year in registry.activity.get(account.id, ()):
        for week, count in year.weeks.items():
            yield f"| {week} | {count.total} |"
