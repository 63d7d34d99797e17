"""The client's profile (`client.yml`) and the agency's (`agency.yml`), read strictly.

Every value is read as text and typed by its field, so that `NO` stays a country and `010` stays an
id. Unknown fields, repeated keys and YAML aliases are errors; a fault names its line in the file.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from workbench.errors import ProfileError, UnknownClient, did_you_mean, listed

CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
# Names that Windows or the workbench itself reserves; a folder called so would clash.
RESERVED_IDS = {
    "sample",
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{n}" for n in range(1, 10)),
    *(f"lpt{n}" for n in range(1, 10)),
}
LANGUAGES = ("zh", "en", "es")
PROFILE_FILE = "client.yml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Owner(_Strict):
    """Who answers for an account's results."""

    role: str
    person: str


class Account(_Strict):
    """One seller id on one platform in one market.

    `zone` is the IANA zone whose midnight ends the account's day. `shop_names` are the names by which
    the seller's ERP knows the account.
    """

    id: str
    platform: Literal["amazon", "walmart", "mercadolibre"]
    market: str = Field(pattern=r"^[A-Z]{2}$")
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    zone: str
    fulfilment: Literal["seller", "platform", "mixed"]
    ship_from: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    sales_channel: str = ""
    marketplace_id: str = ""
    shop_names: tuple[str, ...] = ()
    owner: Owner | None = None

    @field_validator("id")
    @classmethod
    def _is_id(cls, value: str) -> str:
        return _checked_id(value)

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise ValueError("not an IANA time zone such as America/Mexico_City") from fault
        return value


class Product(_Strict):
    """A product whose competitors' prices are studied: words a title must and must not hold."""

    query: str
    market: str = Field(pattern=r"^[A-Z]{2}$")
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()


class Baseline(_Strict):
    """The day whose figures every later review is set against."""

    as_of: date


class Analyst(_Strict):
    """The account manager at the agency."""

    name: str
    email: str = ""


class Profile(_Strict):
    """What the workbench knows of a client beside the files."""

    id: str
    name: dict[Literal["zh", "en", "es"], str] = Field(min_length=1)
    languages: tuple[Literal["zh", "en", "es"], ...] = Field(min_length=1)
    home_currency: str = Field(pattern=r"^[A-Z]{3}$")
    since: date
    analyst: Analyst
    rfc: Literal["true", "false", "unknown"] = "unknown"
    accounts: tuple[Account, ...] = Field(min_length=1)
    baseline: Baseline | None = None
    products: tuple[Product, ...] = ()

    @field_validator("id")
    @classmethod
    def _is_id(cls, value: str) -> str:
        return _checked_id(value)

    @model_validator(mode="after")
    def _accounts_differ(self) -> Profile:
        ids = [account.id for account in self.accounts]
        repeated = sorted({name for name in ids if ids.count(name) > 1})
        if repeated:
            raise ValueError(f"account {listed(repeated)} stands twice")
        return self

    def account(self, account_id: str) -> Account:
        """The account of that id.

        Raises
        ------
        ProfileError
            Where the client has no such account.
        """
        for account in self.accounts:
            if account.id == account_id:
                return account
        ids = [account.id for account in self.accounts]
        raise ProfileError(
            self.id, f"no account '{account_id}'", expected=listed(ids), hint=did_you_mean(account_id, ids)
        )

    def name_in(self, lang: str) -> str:
        """The client's name in `lang`, else in its first language that has one.

        >>> Profile.model_construct(id="a", name={"en": "A"}, languages=("en",)).name_in("zh")
        'A'
        """
        return self.name.get(lang) or next(
            (self.name[known] for known in self.languages if known in self.name), self.id
        )


class Agency(_Strict):
    """The agency that signs the reports."""

    name: dict[Literal["zh", "en", "es"], str] = Field(min_length=1)
    contact: str = ""
    hours: dict[Literal["zh", "en", "es"], str] = Field(default_factory=dict)

    def name_in(self, lang: str) -> str:
        """The agency's name in `lang`, else in the first language there is."""
        return self.name.get(lang) or next(iter(self.name.values()))


def find_home(home: str | Path = "") -> Path:
    """The folder of client folders.

    The argument, else the environment's WORKBENCH_HOME, else `data/` beside the nearest parent folder
    of the working directory that holds both pyproject.toml and notebooks/.

    Raises
    ------
    ProfileError
        Where the folder named does not exist, or none is found.
    """
    named = str(home) or os.environ.get("WORKBENCH_HOME", "")
    if named:
        folder = Path(named).expanduser().resolve()
        if not folder.is_dir():
            raise ProfileError(str(folder), "no such folder", expected="the folder that holds the client folders")
        return folder
    here = Path.cwd().resolve()
    for parent in (here, *here.parents):
        if (parent / "pyproject.toml").is_file() and (parent / "notebooks").is_dir():
            return parent / "data"
    raise ProfileError(
        str(here),
        "no home found here or above",
        expected="a project folder with pyproject.toml and notebooks/, --home, or WORKBENCH_HOME",
    )


def client_ids(home: str | Path = "") -> list[str]:
    """Ids of the clients in the home, sorted: every folder that holds a `client.yml`."""
    folder = find_home(home)
    if not folder.is_dir():
        return []
    found = (path.parent.name for path in folder.glob(f"*/{PROFILE_FILE}"))
    return sorted(name for name in found if CLIENT_ID.fullmatch(name) and name not in RESERVED_IDS)


def client_folder(client_id: str, *, home: str | Path = "") -> Path:
    """The folder of a client.

    Raises
    ------
    UnknownClient
        Where the id is malformed or the home has no such client.
    """
    known = client_ids(home)
    if client_id not in known:
        raise UnknownClient(
            f"client '{client_id}'",
            f"not in {find_home(home)}",
            expected=listed(known) or "a folder with client.yml",
            hint=did_you_mean(client_id, known),
        )
    return find_home(home) / client_id


def read_profile(path: str | Path) -> Profile:
    """The profile in a `client.yml`.

    Raises
    ------
    ProfileError
        All faults of the file at once, each with its line, what was found and what is expected.
    """
    profile = _read(Path(path), Profile)
    folder = Path(path).resolve().parent.name
    if profile.id != folder:
        raise ProfileError(
            f"{folder}/{PROFILE_FILE}", f"id is '{profile.id}'", expected=f"'{folder}', the folder's name"
        )
    return profile


def read_agency(home: str | Path = "") -> Agency:
    """The agency's profile; a neutral one where the home has no `agency.yml`."""
    path = find_home(home) / "agency.yml"
    if path.is_file():
        return _read(path, Agency)
    return Agency(name={"en": "Seller workbench", "zh": "卖家工作台", "es": "Mesa del vendedor"})


class _LinedLoader(yaml.SafeLoader):
    """All scalars as text, no aliases, no repeated keys."""

    yaml_implicit_resolvers: dict = {}  # noqa: RUF012 - the attribute's name and shape are PyYAML's

    def fetch_alias(self) -> None:
        raise yaml.YAMLError(f"line {self.line + 1}: aliases (*name) are not allowed")


def _read(path: Path, model: type[BaseModel]):
    where = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=_LinedLoader)
    except UnicodeDecodeError as fault:
        raise ProfileError(where, f"not UTF-8 text ({fault.reason} at byte {fault.start})", expected="UTF-8") from fault
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
    if fault["type"] == "missing":
        return f"'{field}' is missing"
    if fault["type"] == "extra_forbidden":
        near = did_you_mean(str(path[-1]), _fields_at(model, path[:-1]))
        return f"unknown field '{field}'" + (f" ({near})" if near else "")
    problem = fault["msg"].removeprefix("Value error, ")
    return f"'{field}' is {str(fault['input'])[:60]!r}: {problem}" if field else problem


def _fields_at(model: type[BaseModel], path: tuple) -> list[str]:
    inner = {"accounts": Account, "products": Product, "baseline": Baseline, "analyst": Analyst, "owner": Owner}
    for step in path:
        model = inner.get(step, model)
    return list(model.model_fields)


def _expectations(faults: ValidationError) -> str:
    unknown = [fault for fault in faults.errors() if fault["type"] == "extra_forbidden"]
    return "" if unknown else "the fields described in docs/profile.md"


def _checked_id(value: str) -> str:
    if not CLIENT_ID.fullmatch(value) or value in RESERVED_IDS:
        raise ValueError("ids are lower-case letters, digits and hyphens, at most 63, and no reserved name")
    return value
