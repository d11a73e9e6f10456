"""A new city's repository, made of what this one publishes: nothing in it is a second copy of our own records."""

from reestr.intake.new_city.registry_file import FIELDS
from reestr.intake.new_city.repository import repository

__all__ = ["FIELDS", "repository"]
