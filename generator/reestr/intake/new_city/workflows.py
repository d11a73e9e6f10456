"""Adapts our workflows to a repository that holds only records: the program comes from pip, the time zone is the
city's.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

import yaml

from reestr.intake.forms.issues import templates
from reestr.intake.new_city import starting_point
from reestr.registry.errors import ReestrError

NAMES: tuple[str, ...] = (
    "check-branch.yml",
    "form.yml",
    "observe.yml",
    "publish.yml",
    "pull-request.yml",
    "restore.yml",
)
"""The workflows of a city's repository. To add one, add a line here and, if it differs from ours, to `_differences`."""

_ENVIRONMENT = """\
          cache-dependency-path: requirements.run.lock

      # Only what running needs: the tests have a workflow of their own.
      - name: Make the environment
        run: make environment LOCK=requirements.run.lock
"""
_THEIR_ENVIRONMENT = """\
          cache-dependency-path: requirements.txt

      - name: Make the environment
        run: python -m venv .venv && .venv/bin/python -m pip install --quiet --requirement requirements.txt
"""
_EDITOR = """\
      # Signing in on GitHub goes through a service of the city's own; without one there is no editor in the browser.
      - name: Make the editor
        if: ${{ vars.REESTR_ADMIN_AUTH_URL != '' }}
        run: make admin-program

"""
# A winter day: it makes no difference without daylight saving time, and Russia has none.
_SOON_AFTER_MIDNIGHT = datetime.datetime(2026, 1, 15, 0, 17)
_AT_NIGHT = datetime.datetime(2026, 1, 15, 2, 10)


class UnfamiliarWorkflowError(ReestrError):
    """Our workflow changed since its adaptation was written; carries the missing piece."""


def workflow(name: str, time_zone: str) -> str:
    """Return a workflow for a city's repository. Raises UnfamiliarWorkflowError if ours has changed too much."""
    text = starting_point.workflow(name)
    for ours, theirs in _differences(name, time_zone):
        if ours not in text:
            raise UnfamiliarWorkflowError(ours)
        text = text.replace(ours, theirs)
    return text


def issue_forms(sample: str) -> Mapping[str, bytes]:
    """Return file name -> content of the forms that `form.yml` reads, for the networks of a sample."""
    texts = starting_point.networks(sample)
    records = {name.removesuffix(".yaml"): yaml.safe_load(text) for name, text in texts.items()}
    return templates({name: record["name"] for name, record in records.items()})


def _differences(name: str, time_zone: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of a text in our workflow and its replacement in the city's."""
    yield _ENVIRONMENT, _THEIR_ENVIRONMENT
    if name == "observe.yml":
        yield "midnight in Vladivostok time (UTC+10)", f"midnight in the city's time ({time_zone})"
        yield '"10 16 * * *"', _cron(_AT_NIGHT, time_zone)
    if name == "publish.yml":
        # The wheel carries the editor's program, which is built from npm packages.
        yield _EDITOR, ""
        yield "midnight in Vladivostok time (UTC+10)", f"midnight in the city's time ({time_zone})"
        yield '"17 14 * * *"', _cron(_SOON_AFTER_MIDNIGHT, time_zone)
    if name == "pull-request.yml":
        yield (
            "The tool itself (generator/, schemas/, the lock file) needs",
            "The version of the program (requirements.txt) needs",
        )
        yield (
            "the base branch's tool already, and a change of the tool must be tried on the records it was made for.",
            "that of the base branch already, and another version must be tried on the records before it is taken.",
        )


def soon_after_midnight(time_zone: str) -> str:
    """Return when a city's site is built at night, as `minute hour * * *` in UTC."""
    return _cron(_SOON_AFTER_MIDNIGHT, time_zone).strip('"')


def _cron(moment: datetime.datetime, time_zone: str) -> str:
    """Return when a workflow runs, in UTC, by a moment of the city's day."""
    there = moment.replace(tzinfo=ZoneInfo(time_zone)).astimezone(datetime.UTC)
    return f'"{there.minute} {there.hour} * * *"'
