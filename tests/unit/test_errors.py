"""Every exception of the package ends in `Error` and has one base class."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import reestr
from reestr.registry.errors import ReestrError


def test_every_exception_is_an_error_with_one_base() -> None:
    names = [item.name for item in pkgutil.walk_packages(reestr.__path__, "reestr.") if item.name != "reestr.__main__"]
    found = {
        value
        for name in names
        for _, value in inspect.getmembers(importlib.import_module(name), inspect.isclass)
        if issubclass(value, BaseException) and value.__module__.startswith("reestr.")
    }
    assert len(found) > 15
    assert [
        value for value in found if not issubclass(value, ReestrError) or not value.__name__.endswith("Error")
    ] == []
