"""A client whose inbox a test describes in a few lines, and a sample seller that a test may write to."""

from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import pandas as pd
import pytest

import workbench as wb
from workbench.profile import parse_profile
from workbench.record import RECEIVED, RECORD
from workbench.store.intake import FILE_COLUMNS

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example, email: li@example.com}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller}
  - {id: amazon-mx, platform: amazon, market: MX, currency: MXN, zone: America/Mexico_City, fulfilment: seller}
"""


def file(name: str, export: str, first: str = "", last: str = "", *, came: str = "", status: str = "read") -> dict:
    """One file of the inbox; its account is its folder's."""
    account = name.partition("/")[0].replace("_client", "")
    days = {"first_day": first, "last_day": last or first}
    return {"file": name, "account": account, "export": export, "status": status, "sha256": name, "came": came, **days}


def expected(*files: tuple[str, str, int]) -> str:
    """The profile's list of expected files."""
    rows = [{"export": export, "account": account, "due_day": due} for export, account, due in files]
    return f"expected_files: {json.dumps(rows)}\n"


@pytest.fixture
def client_of(tmp_path):
    """A client with these files; `days` are the days with rows of an export, where they matter."""

    def make(*files: dict, profile: str = "", days: dict[str, list[str]] | None = None) -> SimpleNamespace:
        frame = pd.DataFrame(files, columns=[*FILE_COLUMNS, "came"]).astype({"sha256": "str", "came": "str"})
        counts = [name for name, kind in FILE_COLUMNS.items() if kind == "int64"]
        frame = frame.assign(**dict.fromkeys(counts, 1)).astype(FILE_COLUMNS)
        entries = [{"file": each["file"], "sha256": each["sha256"], "by": "x", "at": each["came"]} for each in files]
        path = tmp_path / RECORD / RECEIVED
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"- {json.dumps(entry)}\n" for entry in entries if entry["at"]))
        rows = [(export, "", day) for export, some in (days or {}).items() for day in some]
        intake = SimpleNamespace(
            files=frame.drop(columns="came"),
            coverage=pd.DataFrame(rows, columns=["export", "account", "day"], dtype="str"),
        )
        text = PROFILE + profile
        return SimpleNamespace(
            id="norte", folder=tmp_path, profile=parse_profile(text, client_id="norte", where="x"), intake=intake
        )

    return make


@pytest.fixture
def own_casa(home, tmp_path):
    """The small sample seller, in a copy that a test may write to, without what its record holds already."""
    skipped = shutil.ignore_patterns("parts", "inbox", "baseline.yml", "events.yml", "published.yml")
    shutil.copytree(home / "casa-jacaranda", tmp_path / "casa-jacaranda", ignore=skipped)
    return wb.open_client("casa-jacaranda", home=tmp_path)
