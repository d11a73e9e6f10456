"""The depth of random tests: the same examples on every commit, others and more of them at night.

`REESTR_TEST_DEPTH=deep` selects the nightly run, `REESTR_TEST_SEED` one of its seeds again: a run names its seed in its
first lines. Random numbers come from `chance_of`; hypothesis gets its profile and number of examples from here.
"""

from __future__ import annotations

import os
import random

from hypothesis import settings

DEEP = os.environ.get("REESTR_TEST_DEPTH") == "deep"
_MORE = 10
_FEWER = 3
_SEED = "REESTR_TEST_SEED"


def choose_seed() -> str:
    """Return the seed of a deep run, chosen once by the first process; its workers inherit it."""
    return os.environ.setdefault(_SEED, str(random.SystemRandom().randrange(10**6)))


def load_profile() -> None:
    """Set hypothesis' default profile. No example is kept from one run for the next."""
    settings.register_profile("commit", max_examples=times(100), derandomize=True, database=None, deadline=None)
    settings.register_profile("deep", max_examples=100 * _MORE, database=None, deadline=None, print_blob=True)
    settings.load_profile("deep" if DEEP else "commit")


def times(number: int) -> int:
    """Return the number of examples for a test that needs `number` of them: ten times as many at night, a third on
    every commit, where they are always the same.
    """
    return number * _MORE if DEEP else max(number // _FEWER, 1)


def chance_of(usual: int) -> random.Random:
    """Return a source of random numbers: with the usual seed on every commit, with another one in a deep run."""
    return random.Random(f"{choose_seed()}-{usual}" if DEEP else usual)
