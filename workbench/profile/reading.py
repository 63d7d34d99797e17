"""Reading `client.yml` and `agency.yml` strictly.

Every value is read as text and typed by its field, so that `NO` stays a country and `010` stays an
id. Unknown fields, repeated keys and YAML aliases are errors; a fault names its line in the file.
"""

from __future__ import annotations

import typing
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from workbench.errors import ProfileError, did_you_mean, listed
from workbench.profile.homes import AGENCY_FILE, PROFILE_FILE, find_home
from workbench.profile.models import Agency, Profile

# Fields whose content no message repeats, and what it has to be.
SECRET = {"alert_channels": "is no list of lines 'name: address' with names of small letters, digits and hyphens"}


def read_profile(path: str | Path) -> Profile:
    """The profile in a `client.yml`.

    Raises
    ------
    ProfileError
        All faults of the file at once, each with its line, what was found and what is expected.
    """
    folder = Path(path).resolve().parent.name
    return parse_profile(_text(Path(path)), client_id=folder, where=f"{folder}/{PROFILE_FILE}")


def parse_profile(text: str, *, client_id: str, where: str) -> Profile:
    """The profile in the text of a `client.yml`.

    Parameters
    ----------
    text : str
        YAML.
    client_id : str
        What its `id` must be: the name of the client's folder.
    where : str
        The text's origin, for messages.

    Raises
    ------
    ProfileError
        As `read_profile`.
    """
    profile = _parse(text, where, Profile)
    if profile.id != client_id:
        raise ProfileError(where, f"id is '{profile.id}'", expected=f"'{client_id}', the folder's name")
    return profile


def read_agency(home: str | Path = "") -> Agency:
    """The agency's profile; a neutral one where the home has no `agency.yml`."""
    path = find_home(home) / AGENCY_FILE
    if path.is_file():
        return _parse(_text(path), f"{path.parent.name}/{path.name}", Agency)
    return Agency(name={"en": "Seller workbench", "zh": "卖家工作台", "es": "Mesa del vendedor"})


class _LinedLoader(yaml.SafeLoader):
    """All scalars as text, no aliases, no repeated keys."""

    yaml_implicit_resolvers: dict = {}  # noqa: RUF012 - the attribute's name and shape are PyYAML's

    def fetch_alias(self) -> None:
        raise yaml.YAMLError(f"line {self.line + 1}: aliases (*name) are not allowed")


def _text(path: Path) -> str:
    where = f"{path.parent.name}/{path.name}"
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ProfileError(where, f"not UTF-8 text ({fault.reason} at byte {fault.start})", expected="UTF-8") from fault


def _parse(text: str, where: str, model: type[BaseModel]):
    try:
        root = yaml.compose(text, Loader=_LinedLoader)
    except yaml.YAMLError as fault:
        raise ProfileError(where, _yaml_fault(fault), expected="YAML as in the sample sellers' client.yml") from fault
    if not isinstance(root, yaml.MappingNode):
        raise ProfileError(where, "line 1: no fields", expected=listed(model.model_fields))
    _refuse_repeated_keys(root, where)
    values = _LinedLoader(text).construct_document(root)
    try:
        return model.model_validate(values)
    except ValidationError as faults:
        raise ProfileError(where, _faults(faults, root, model), expected=_expectations(faults)) from faults


def _yaml_fault(fault: yaml.YAMLError) -> str:
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or str(fault)
    return f"line {mark.line + 1}: {problem}" if mark else problem


def _refuse_repeated_keys(node: yaml.Node, where: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise ProfileError(where, f"line {key.start_mark.line + 1}: '{key.value}' stands twice")
            seen.add(key.value)
            _refuse_repeated_keys(value, where)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(item, where)


def _line(node: yaml.Node, path: tuple) -> int:
    """Line of the deepest node on `path` that exists, counted from 1."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            nodes = {key.value: (key, value) for key, value in node.value}
            if step not in nodes:
                break
            if step == path[-1]:
                return nodes[step][0].start_mark.line + 1
            node = nodes[step][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
    return node.start_mark.line + 1


def _faults(faults: ValidationError, root: yaml.Node, model: type[BaseModel]) -> str:
    lines = []
    places = [tuple(fault["loc"]) for fault in faults.errors()]
    for fault in faults.errors():
        # A list whose items are faulty is reported empty as well: that is an echo, not a second fault.
        if any(
            len(place) > len(fault["loc"]) and place[: len(fault["loc"])] == tuple(fault["loc"]) for place in places
        ):
            continue
        path = tuple(fault["loc"])
        field = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
        lines.append(f"line {_line(root, path)}: {_fault(fault, field, path, model)}")
    return "; ".join(lines)


def _fault(fault: dict, field: str, path: tuple, model: type[BaseModel]) -> str:
    if path and path[0] in SECRET:
        return f"'{path[0]}' {SECRET[path[0]]} (what stands there may be secret and is not shown)"
    if fault["type"] == "missing":
        return f"'{field}' is missing"
    if fault["type"] == "extra_forbidden":
        near = did_you_mean(str(path[-1]), _fields_at(model, path[:-1]))
        return f"unknown field '{field}'" + (f" ({near})" if near else "")
    problem = fault["msg"].removeprefix("Value error, ")
    return f"'{field}' is {str(fault['input'])[:60]!r}: {problem}" if field else problem


def _fields_at(model: type[BaseModel], path: tuple) -> list[str]:
    """Names that a mapping at `path` may hold."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner(model.model_fields[step].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner(annotation: object) -> type[BaseModel] | None:
    """The model inside an annotation such as `tuple[Account, ...]` or `Access | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _inner(part))), None)


def _expectations(faults: ValidationError) -> str:
    unknown = [fault for fault in faults.errors() if fault["type"] == "extra_forbidden"]
    return "" if unknown else "the fields described in docs/profile.md"
