"""Compiled templates serve every city: no value of one is kept in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, FileSystemBytecodeCache
from reestr.publishing.html.environment import EscapingEnvironment

TEMPLATES = {
    "in the text": "{{ 'x'|named }}",
    "in a list": "{{ ['x'|named, 1]|join }}",
    "in a sum": "{{ 'a' ~ ('x'|named) }}",
    "in a condition": "{% if 'x'|named == 'one' %}one{% else %}two{% endif %}",
    "in a setting": "{% set it = 'x'|named %}{{ it }}",
    "in a macro": "{% macro m(it='x'|named) %}{{ it }}{% endmacro %}{{ m() }}{{ m('x'|named) }}",
}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_kept_template_asks_the_filters_of_today(template: str, tmp_path: Path) -> None:
    def said(name: str) -> str:
        cache = FileSystemBytecodeCache(str(tmp_path))
        made = EscapingEnvironment(loader=DictLoader({"page": template}), autoescape=True, bytecode_cache=cache)
        made.filters["named"] = lambda value: name
        return made.get_template("page").render()

    assert "one" in said("one")
    assert list(tmp_path.iterdir())
    assert "one" not in said("two")
    assert "two" in said("two")
