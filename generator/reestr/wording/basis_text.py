"""Who says what a parameter is: an act by its name, or the registry itself."""

from __future__ import annotations

from reestr import wording
from reestr.registry.city import Parameter, Requirement
from reestr.registry.words import CityWords

_ACT = "decree"


def basis_text(requirement: Requirement, parameter: Parameter, words: CityWords) -> str:
    """Return the basis of a parameter: «установлено указом губернатора от 20.12.2025 № 7»."""
    acts = requirement.acts_of(parameter)
    if parameter.basis != _ACT or acts in ((), ("",)):
        return wording.text(f"interface.basis.{parameter.basis}", words=words)
    return wording.text("interface.basis.acts", acts=tuple(map(words.act_in_instrumental, acts)))
