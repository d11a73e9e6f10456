"""The matrix, the requirements and the act: the right verdicts in the right places."""

from __future__ import annotations

import dataclasses
import re

from reestr import wording
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.publishing.figures.counts import SHORTFALLS, by_outcome
from reestr.publishing.site.pages import act, compliance, requirement
from reestr.publishing.view import Page, Site, View

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, part_of_act, real_view, rules, small_city, view_of

# The matrix


def cells_of(page: Page) -> dict[str, list[str]]:
    rows = re.findall(r'<tr><th scope="row"><a href="\.\./organizations/([^"]+)/">.*?</tr>', page.body)
    found = {}
    for identifier in rows:
        row = re.search(rf'<a href="\.\./organizations/{identifier}/">.*?</tr>', page.body, re.DOTALL)
        assert row is not None
        found[identifier] = re.findall(r'<td class="is-([a-z-]+)"', row[0])
    return found


def test_cells_agree_with_the_assessment() -> None:
    view = view_of(small_city())
    columns = [item.id for item in view.registry.requirements.values() if item.check and item.subject != "city"]
    shown = cells_of(compliance.build(view))
    assert set(shown) == set(view.registry.organizations)
    for organization, outcomes in shown.items():
        assert outcomes == [view.assessment.cells[organization, column].value for column in columns]


def test_a_cell_says_its_outcome_in_a_word_and_stays_small() -> None:
    page = compliance.build(view_of(small_city()))
    cells = re.findall(r"<td class=\"is-[a-z-]+\".*?</td>", page.body)
    assert cells
    for cell in cells:
        outcome = Outcome(re.findall(r"is-([a-z-]+)", cell)[0])
        assert wording.text(f"interface.outcomes.{outcome}.label") in cell
        if outcome in SHORTFALLS:
            assert re.search(r'<a href="\.\./organizations/[a-z0-9-]+/#[a-z-]+">', cell)
        else:
            assert len(cell.encode()) <= 75


def test_what_city_hall_owes_stands_last_and_is_no_part_of_the_total() -> None:
    registry = small_city()
    owed = {
        key: dataclasses.replace(item, obliged=("officer",)) if key == "description-and-design" else item
        for key, item in registry.requirements.items()
    }
    view = view_of(dataclasses.replace(registry, requirements=owed))
    before, after = (compliance.build(view_of(registry)).body, compliance.build(view).body)
    columns = re.findall(r'<th scope="col" data-sort="none" data-key="[^"]+"(?: class="([^"]+)")?>', after)
    assert columns == [""] * (len(columns) - 1) + ["of-others"]
    total = r'organizations/school-10/">[^<]*</a></th><td class="number">(\d+)'
    assert int(re.findall(total, before)[0]) == int(re.findall(total, after)[0]) + 1


def test_the_matrix_shows_the_worst_first_and_the_city_apart() -> None:
    page = compliance.build(view_of(small_city()))
    assert list(cells_of(page)) == ["school-10", "archive", "school-2"]
    assert "officer-appointed" in page.body.split('id="organizations"')[0].split('id="city"')[1]
    assert "officer-appointed" not in page.body.split('id="organizations"')[1]


# Requirements


def test_counts_name_every_outcome() -> None:
    view = view_of(small_city())
    assert dict(by_outcome(view.assessment.findings)) == dict(view.assessment.summary)


def test_every_subject_stands_on_the_page_of_the_requirement() -> None:
    view = view_of(small_city())
    for item in view.registry.requirements.values():
        page = requirement.build(view, item)
        for finding in view.assessment.by_requirement.get(item.id, ()):
            if finding.organization:
                assert view.registry.organizations[finding.organization].title in page.body


def test_the_worst_come_first_with_their_reasons() -> None:
    view = view_of(small_city())
    page = requirement.build(view, view.registry.requirements["description-and-design"])
    order = [page.body.index(f'id="{part}"') for part in ("shortfall", "met", "excused")]
    assert order == sorted(order)
    short = page.body.split('id="met"')[0]
    assert "Школа № 10" in short and "Школа № 2<" not in short.split('id="shortfalls"')[1]


def test_a_requirement_quotes_its_clause_with_the_sentence_it_continues() -> None:
    view = view_of(small_city())
    text = Reader(requirement.build(view, view.registry.requirements["two-factor"])).text
    assert text.index("Лицо осуществляет:") < text.index("учёт паролей.")
    assert "Читаем так." in text


def test_a_requirement_without_a_check_says_why() -> None:
    view = view_of(small_city())
    text = Reader(requirement.build(view, view.registry.requirements["consultation"])).text
    assert "Оценка не ставится" in text and "Нечего считать." in text and "Кому что нужно" not in text


def test_all_excused_and_nobody_judged_have_their_own_words() -> None:
    view = real_view()
    text = Reader(requirement.build(view, view.registry.requirements["two-posts-a-week"])).text
    assert "Сейчас никому" in text and "К кому требование не относится" in text
    nobody = dataclasses.replace(view.registry, organizations={})
    view = View(nobody, assess(nobody, factory.AS_OF), "public", factory.AS_OF, Site("Реестр"))
    assert "Проверять пока некого" in requirement.build(view, view.registry.requirements["two-posts-a-week"]).body


def test_each_of_many_is_written_once() -> None:
    identifiers = [f"school-{number:05}" for number in range(2_000)]
    registry = factory.registry(
        rules("accounts-exist", subject="organization"),
        organizations=[factory.organization(identifier) for identifier in identifiers],
        accounts=[],
    )
    page = requirement.build(view_of(registry), registry.requirements["accounts-exist"])
    assert page.body.count('<tr><th scope="row"><a') == requirement.SHOWN
    assert f"и ещё {len(identifiers) - requirement.SHOWN} — в " in page.body


# The act


def test_every_block_of_the_act_has_its_anchor_and_its_text() -> None:
    view = real_view()
    page = act.build(view)
    reader = Reader(page)
    assert [item for item in reader.ids if item in view.registry.act.blocks] == list(view.registry.act.blocks)
    text = "".join(reader.words)
    position = 0
    for block in view.registry.act.blocks.values():
        position = text.index(block.text, position)


def test_every_defect_stands_in_its_place_and_in_the_list() -> None:
    page = act.build(view_of(small_city()))
    assert "Спорно." in part_of_act(page, "1.3")
    assert "Спорно." in page.body.split('id="defects"')[1]
    assert "Читаем так." not in page.body.split('id="defects"')[1]


def test_a_clause_links_to_who_falls_short_and_a_row_to_its_organization() -> None:
    page = act.build(view_of(small_city()))
    assert "../requirements/exemption-grounds/" in part_of_act(page, "1.3")
    assert "../organizations/archive/" in part_of_act(page, "annex-1")
    assert "Строку представляет запись." in part_of_act(page, "annex-1")
    assert "#annex-1" in part_of_act(page, "annex-2")
    assert "Вводные слова." in part_of_act(page, "1.6")


def test_unknown_dates_of_publication_are_said_to_be_unknown() -> None:
    page = act.build(view_of(small_city()))
    assert page.body.split('id="publications"')[1].count("дата неизвестна") == 1
    assert "дата неизвестна" in page.body.split('id="part-decree"')[0]


def test_a_matrix_that_compares_nothing_is_not_drawn() -> None:
    """Of organizations with nothing but exemptions, the requirements are listed by their outcome."""
    drawn, alike = compliance.build(view_of(small_city())).body, compliance.build(real_view()).body
    assert 'id="matrix"' in drawn and "ничего бы не сравнила" not in drawn
    assert 'id="matrix"' not in alike and "ничего бы не сравнила" in alike
    assert "освобождена" in alike and "requirements/accounts-exist/" in alike
