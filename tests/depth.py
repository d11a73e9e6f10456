"""How far random tests go: the same examples on every commit, others and more of them at night.

`REESTR_TEST_DEPTH=deep` asks for the nightly run, `REESTR_TEST_SEED` for one of its seeds again: a run names its seed
in its first lines. Numbers are drawn from `chance_of`; hypothesis gets its profile and number of examples from here.
"""

from __future__ import annotations

import os
import random

from hypothesis import settings

DEEP = os.environ.get("REESTR_TEST_DEPTH") == "deep"
_MORE = 10
_SEED = "REESTR_TEST_SEED"


def choose_seed() -> str:
    """The seed of a deep run, chosen once by the first process that asks; its workers inherit it."""
    return os.environ.setdefault(_SEED, str(random.SystemRandom().randrange(10**6)))


def load_profile() -> None:
    """Tell hypothesis what to do where a test does not say it. No example is kept from one run for the next."""
    settings.register_profile("commit", derandomize=True, database=None, deadline=None)
    settings.register_profile("deep", max_examples=times(100), database=None, deadline=None, print_blob=True)
    settings.load_profile("deep" if DEEP else "commit")


def times(number: int) -> int:
    """How many examples to try where `number` are tried on every commit."""
    return number * _MORE if DEEP else number


def chance_of(usual: int) -> random.Random:
    """Where random numbers come from: those of the usual seed on every commit, of another in a deep run."""
    return random.Random(f"{choose_seed()}-{usual}" if DEEP else usual)
