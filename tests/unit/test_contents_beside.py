"""The list of a page's sections beside its text."""

from __future__ import annotations

from reestr.publishing.site.widgets.contents_beside import with_contents

SECTIONS = '<h2 id="one">Первый <small>&lt;раз&gt;</small></h2>\n<h2 id="two" class="first">Второй</h2>'


def test_each_section_is_listed_once_in_order_without_its_tags() -> None:
    body = f'{SECTIONS}<h2>Без адреса</h2><h3 id="part">Часть</h3><h2 id="three">Третий</h2>'
    text, _, listed = with_contents(body).partition('<nav class="beside"')
    assert body in text
    entries = [line for line in listed.splitlines() if line.startswith("<li>")]
    assert entries == [
        '<li><a href="#one">Первый &lt;раз&gt;</a></li>',
        '<li><a href="#two">Второй</a></li>',
        '<li><a href="#three">Третий</a></li>',
    ]


def test_a_page_of_two_sections_has_no_list() -> None:
    assert with_contents(SECTIONS) == SECTIONS
