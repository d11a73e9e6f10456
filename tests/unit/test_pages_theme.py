"""The shell of every page: its message about broken records, escaped as text."""

from __future__ import annotations

from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader

from tests.unit.project import ROOT

SAYS = "показана последняя верная сборка"


def shell(template: str = "main.html", site_url: str = "", **reestr: object) -> str:
    """A template of the theme around a small page, as MkDocs would render it for a page at the root."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "generator/reestr/publishing/site/theme"), autoescape=False
    )
    environment.filters.update(url=str, script_tag=str)
    config = SimpleNamespace(
        extra={"reestr": reestr}, site_name="Реестр", site_description="", site_url=site_url, copyright="",
        extra_css=[], extra_javascript=[],
    )  # fmt: skip
    page = SimpleNamespace(meta={}, title="Страница", is_homepage=False, canonical_url=None, content="<h1>Она</h1>")
    return environment.get_template(template).render(config=config, page=page, nav=None)


def test_broken_records_are_told_above_the_last_good_build() -> None:
    made = shell(broken="data/x.yaml:3: <script>alert(1)</script> & {{ 7*7 }}")
    assert SAYS in made
    assert "<script>alert" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }}</pre>" in made


def test_good_records_have_no_such_banner() -> None:
    assert SAYS not in shell(broken="") and SAYS not in shell()


def test_a_missing_page_tells_what_to_do_where_its_links_may_not_suit() -> None:
    assert "Если ссылки не открываются" in shell("404.html")
    assert "Если ссылки не открываются" not in shell("404.html", "https://reestr.example/")
