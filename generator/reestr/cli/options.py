"""The options that several commands share: data folder, date, edition."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from reestr import wording
from reestr.cli.russian import Choice
from reestr.records.redaction import EDITIONS
from reestr.registry.calendar import registry_day

WRONG_DATA = 1


def help_text(key: str) -> str:
    """Return a text of the command line, by its key below `cli.`."""
    return wording.text(f"cli.{key}")


class Date(click.ParamType[datetime.date]):
    """A calendar date, `YYYY-MM-DD` and nothing else."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Return the date. Fails with advice for a text that is no date."""
        if isinstance(value, datetime.date):
            return value
        date = registry_day(str(value))
        if date is None:
            self.fail(wording.text("cli.errors.date", value=value), param, ctx)
        return date


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    metavar="DIR",
    help=help_text("options.data"),
)
as_of_option = click.option("--as-of", type=Date(), metavar="DATE", help=help_text("options.as-of"))
_RECORDS = ("day", "today")
records_option = click.option(
    "--records", type=Choice(_RECORDS), default="day", metavar="|".join(_RECORDS), help=help_text("options.records")
)
site_records_option = click.option(
    "--records", type=Choice(_RECORDS), metavar="|".join(_RECORDS), help=help_text("options.records")
)
commit_option = click.option("--commit", metavar="REV", help=help_text("options.commit"))
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    metavar="FILE",
    help=help_text("options.config"),
)
edition_option = click.option(
    "--edition", type=Choice(EDITIONS), metavar="|".join(EDITIONS), help=help_text("options.edition")
)
