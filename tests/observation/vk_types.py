"""Checks an answer of the fake VK against the types that vkbottle-types makes of VK's own description."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

# VK answers with them, and its description does not hold them.
_UNDESCRIBED = frozenset({"menu", "is_government_organization"})


def check(method: str, answer: object) -> None:
    """Do nothing if the answer is of VK's form.

    Raises pydantic.ValidationError if a field has another type, AssertionError if VK describes no such field.
    """
    # Its import takes two seconds: only the test process that runs these tests pays them.
    from vkbottle_types.codegen.responses.groups import GroupsGetByIdObjectResponse
    from vkbottle_types.codegen.responses.wall import WallGetResponse

    types: dict[str, type[BaseModel]] = {"groups.getById": GroupsGetByIdObjectResponse, "wall.get": WallGetResponse}
    parsed = types[method].model_validate(answer)
    _all_known(answer, parsed, method)


def _all_known(value: Any, parsed: Any, place: str) -> None:
    if isinstance(value, list):
        for one, other in zip(value, parsed, strict=True):
            _all_known(one, other, place)
    if isinstance(value, dict) and isinstance(parsed, BaseModel):
        names = {field.alias or name: name for name, field in type(parsed).model_fields.items()}
        for name, one in value.items():
            assert name in names or name in _UNDESCRIBED, f"VK describes no field {name} of {place}"
            if name in names:
                _all_known(one, getattr(parsed, names[name]), f"{place}.{name}")
