"""Makes the repository of a new city from the files that this one publishes; no second copy of them is kept."""

from reestr.intake.new_city.forges import FORGES
from reestr.intake.new_city.registry_file import FIELDS
from reestr.intake.new_city.repository import repository, sample_of
from reestr.intake.new_city.starting_point import SAMPLES

__all__ = ["FIELDS", "FORGES", "SAMPLES", "repository", "sample_of"]
