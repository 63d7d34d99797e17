"""Files past their delete-by date become twins: whole or not at all, once, and the store stays what it was."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from workbench import redaction
from workbench.cli import app
from workbench.errors import NothingToShow, ParameterError
from workbench.ingest import ingest
from workbench.record import REDACTED, read_entries, received_files
from workbench.redaction import redact
from workbench.store import read_intake, read_table, store_digest

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller,
     sales_channel: Amazon.com}
  - {id: mercadolibre-mx, platform: mercadolibre, market: MX, currency: MXN, zone: America/Mexico_City,
     fulfilment: seller, ship_from: MX}
"""
CHANGES = "account,item_id,date,kind,note,customer name\namazon-us,B0EXAMPLE1,2026-01-05,price,cut,Ana Pérez\n"
TWIN = CHANGES.replace("Ana Pérez", "")
NAME = "_client/changes.csv"
SEEDS = Path(__file__).parent / "fuzz" / "seeds"
LATER = "2099-01-01"


@pytest.fixture
def norte(tmp_path) -> Path:
    folder = tmp_path / "home" / "norte"
    (folder / "inbox" / "_client").mkdir(parents=True)
    (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
    put(folder, NAME, CHANGES)
    return folder


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def run(folder: Path):
    return ingest("norte", home=folder.parent).files.set_index("file")


def replaced(folder: Path, **more):
    return redact("norte", by="Li Example", home=folder.parent, **{"on": LATER, **more})


def sha(content: str | bytes) -> str:
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()


def test_a_file_past_its_date_becomes_its_twin_and_the_record_holds_both_hashes(norte):
    run(norte)
    done = replaced(norte)
    assert done[["file", "outcome", "columns"]].values.tolist() == [[NAME, "redacted", "customer name"]]
    assert (norte / "inbox" / NAME).read_text(encoding="utf-8") == TWIN
    entry = read_entries(norte / "record" / REDACTED)[0]
    assert (entry["sha256"], entry["twin"], entry["by"]) == (sha(CHANGES), sha(TWIN), "Li Example")


def test_store_and_lineage_rebuild_equal_from_the_twin(norte):
    run(norte)
    before, digest = read_table(norte / "store", "changes"), store_digest(norte / "store")
    replaced(norte)
    shutil.rmtree(norte / "store")
    row = run(norte).loc[NAME]
    assert read_table(norte / "store", "changes").equals(before)
    assert before["lineage"].tolist() == [f"{sha(CHANGES)[:12]}:2"]
    assert store_digest(norte / "store") == digest
    assert (row["sha256"], row["delete_by"], row["redacted"] != "") == (sha(CHANGES), "", True)
    assert len(received_files(norte)) == 1


def test_what_is_not_due_stays_and_a_dry_run_writes_nothing(norte):
    due = run(norte).loc[NAME, "delete_by"]
    assert replaced(norte, on="2026-01-01").empty
    found = replaced(norte, on=due, dry_run=True)
    assert found["outcome"].tolist() == ["would be redacted"]
    assert (norte / "inbox" / NAME).read_text(encoding="utf-8") == CHANGES
    assert not (norte / "record" / REDACTED).exists()


def test_a_second_run_finds_nothing_to_do(norte):
    run(norte)
    replaced(norte)
    assert replaced(norte).empty
    assert replaced(norte, files=[NAME])["outcome"].tolist() == ["nothing personal"]
    assert len(read_entries(norte / "record" / REDACTED)) == 1


def test_an_old_workbook_is_replaced_by_a_new_one_that_rebuilds_equal(norte):
    (norte / "inbox" / NAME).unlink()
    path = put(norte, "_client/changes.xls", (Path(__file__).parent / "privacy" / "changes.xls").read_bytes())
    assert run(norte).loc["_client/changes.xls", "status"] == "read"
    digest = store_digest(norte / "store")
    assert replaced(norte)[["outcome", "form"]].values.tolist() == [["redacted", "xlsx"]]
    assert path.read_bytes().startswith(b"PK")
    shutil.rmtree(norte / "store")
    assert run(norte).loc["_client/changes.xls", "status"] == "read"
    assert store_digest(norte / "store") == digest


@pytest.mark.parametrize("day", ["5554149735", "+52 55 5414 9735", "tel 5554149735"])
def test_a_phone_in_a_refused_cell_is_in_neither_the_quarantine_nor_the_twin(norte, day):
    put(norte, NAME, CHANGES + f"amazon-us,5554149736,{day},price,cut,\n")
    run(norte)
    refused = read_intake(norte / "store").refused
    assert refused["row"].tolist() == ["3"] and "[phone]" in refused["value"].iloc[0]
    digest = store_digest(norte / "store")
    replaced(norte)
    twin = (norte / "inbox" / NAME).read_text(encoding="utf-8")
    assert twin == TWIN + f"amazon-us,5554149736,{refused['value'].iloc[0]},price,cut,\n"
    shutil.rmtree(norte / "store")
    run(norte)
    assert store_digest(norte / "store") == digest
    assert read_intake(norte / "store").refused.equals(refused)


def test_a_refused_identifier_of_ten_digits_stays_in_the_twin(norte):
    put(norte, NAME, CHANGES.replace("amazon-us,B0EXAMPLE1,2026-01-05", "amazon-us,5554149735,soon"))
    run(norte)
    replaced(norte, files=[NAME])
    assert "amazon-us,5554149735,soon" in (norte / "inbox" / NAME).read_text(encoding="utf-8")


class Killed(BaseException):
    """The machine went down."""


@pytest.mark.parametrize("step", ["remember_redacted", "write_bytes", "ingest"])
def test_a_kill_at_any_step_leaves_the_file_whole_and_the_next_run_ends_the_work(norte, monkeypatch, step):
    run(norte)
    digest = store_digest(norte / "store")

    def kill(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        place = redaction.record if step == "remember_redacted" else redaction
        patch.setattr(place, step, kill)
        with pytest.raises(Killed):
            replaced(norte)
    assert (norte / "inbox" / NAME).read_text(encoding="utf-8") == (TWIN if step == "ingest" else CHANGES)
    assert run(norte).loc[NAME, "status"] == "read"
    replaced(norte)
    shutil.rmtree(norte / "store")
    run(norte)
    assert store_digest(norte / "store") == digest
    assert (norte / "inbox" / NAME).read_text(encoding="utf-8") == TWIN
    assert len(read_entries(norte / "record" / REDACTED)) == 1


def test_the_same_original_that_comes_again_is_known_and_due_again(norte):
    run(norte)
    replaced(norte)
    put(norte, NAME, CHANGES)
    assert run(norte).loc[NAME, "delete_by"] == "2026-02-04"
    replaced(norte)
    assert len(read_entries(norte / "record" / REDACTED)) == 1


def test_two_files_with_one_twin_keep_their_own_identity(norte):
    put(norte, "_client/other.csv", CHANGES.replace("Ana Pérez", "Bo Díaz"))
    run(norte)
    replaced(norte)
    files = run(norte)
    assert files["sha256"].nunique() == 2
    assert files["status"].tolist() == ["read", "read"]


def test_a_file_in_an_archive_is_replaced_and_the_others_stay(norte):
    (norte / "inbox" / NAME).unlink()
    path = norte / "inbox" / "_client" / "all.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("changes.csv", CHANGES)
        packed.writestr("costs.csv", "sku,cost,cost_currency\nA-1,12.50,CNY\n")
    before = run(norte)
    replaced(norte)
    with zipfile.ZipFile(path) as packed:
        assert packed.read("changes.csv").decode() == TWIN
        assert packed.read("costs.csv").decode().startswith("sku,")
    assert run(norte)["sha256"].equals(before["sha256"])


def test_a_file_whose_twin_would_be_read_otherwise_stays_with_a_reason(norte, monkeypatch):
    run(norte)
    monkeypatch.setattr(redaction, "_alike", lambda *anything: False)
    calls = itertools.count()
    monkeypatch.setattr(redaction, "_counts", lambda reading: (next(calls),))
    done = replaced(norte)
    assert done["outcome"].tolist() == ["not redacted"]
    assert "would not be read as before" in done["note"].iloc[0]
    assert (norte / "inbox" / NAME).read_text(encoding="utf-8") == CHANGES


def test_the_date_is_thirty_days_after_the_last_day_of_the_rows_where_no_delivery_is_known(norte):
    # 5 January and 30 days.
    assert run(norte).loc[NAME, "delete_by"] == "2026-02-04"


@pytest.mark.parametrize(
    ("delivered", "delete_by"),
    [
        # The last delivery of its orders: 5 June and 30 days.
        ("2025-06-05T17:58:01.000-04:00", "2025-07-05"),
        # A delivery after the newest file came is a mistake; the order's own day, 4 June in UTC, and 30 days.
        ("2099-06-05T17:58:01.000-04:00", "2025-07-04"),
    ],
)
def test_the_date_is_thirty_days_after_the_last_delivery_of_its_orders(norte, delivered, delete_by):
    orders, parcels = ((SEEDS / f"meli-api-{name}.json").read_text("utf-8") for name in ("orders", "shipments"))
    orders = orders.replace("2026-", "2025-").replace("2000000000000001", "2000000000000002")
    parcels = parcels.replace("2026-06-05T17:58:01.000-04:00", delivered).replace("2026-", "2025-")
    put(norte, "mercadolibre-mx/orders.json", orders)
    put(norte, "mercadolibre-mx/parcels.json", parcels)
    files = run(norte)
    assert files.loc["mercadolibre-mx/orders.json", ["status", "delete_by"]].tolist() == ["read", delete_by]
    assert run(norte)["delete_by"].equals(files["delete_by"])


def test_a_delivery_in_the_future_does_not_hide_the_others(norte):
    orders, parcels = (
        json.loads((SEEDS / f"meli-api-{name}.json").read_text("utf-8")) for name in ("orders", "shipments")
    )
    late = json.loads(json.dumps(parcels[0]).replace("2026-06-05T17:58:01.000-04:00", "2099-06-05T17:58:01.000-04:00"))
    orders[0]["id"] = parcels[0]["order_id"]
    both = json.dumps([parcels[0], {**late, "id": 7, "order_id": orders[1]["id"]}])
    put(norte, "mercadolibre-mx/orders.json", json.dumps(orders).replace("2026-", "2025-"))
    put(norte, "mercadolibre-mx/parcels.json", both.replace("2026-", "2025-"))
    assert run(norte).loc["mercadolibre-mx/orders.json", "delete_by"] == "2025-07-05"


def test_the_date_is_thirty_days_after_it_came_where_nothing_says_a_day(norte):
    put(norte, "_client/people.csv", "who,customer name\nA-1,Ana\n")
    files = run(norte)
    came = received_files(norte).set_index("file").loc["_client/people.csv", "received_at"]
    assert files.loc["_client/people.csv", "delete_by"] == str((came + pd.Timedelta(days=30)).date())
    assert files.loc["_client/people.csv", "status"] == "unknown"


def test_a_file_without_personal_data_has_no_date(norte):
    put(norte, "_client/costs.csv", "sku,cost,cost_currency\nA-1,12.50,CNY\n")
    assert run(norte).loc["_client/costs.csv", "delete_by"] == ""


def test_free_texts_are_masked_before_they_are_stored_and_identifiers_are_not(norte):
    put(norte, NAME, CHANGES.replace("cut", "ask ana@example.com").replace("B0EXAMPLE1", "5554149735"))
    run(norte)
    changes = read_table(norte / "store", "changes")
    assert changes[["item_id", "note"]].values.tolist() == [["5554149735", "ask [email]"]]


@pytest.mark.parametrize(
    ("options", "message"),
    [({"on": "soon"}, "no day"), ({"by": " "}, "nobody is named"), ({"files": ["x.csv"]}, "not in the inbox")],
)
def test_a_wrong_request_is_refused(norte, options, message):
    run(norte)
    with pytest.raises(ParameterError, match=message):
        redact("norte", home=norte.parent, **{"by": "Li Example", **options})


def test_before_the_first_ingest_no_date_is_known(norte):
    with pytest.raises(NothingToShow, match="nothing ingested yet"):
        replaced(norte)


def test_the_commands_say_what_is_due_and_what_was_done(norte):
    home = ["--home", str(norte.parent)]
    said = CliRunner().invoke(app, ["ingest", "norte", *home])
    assert "1 file is past their delete-by date" not in said.output
    assert "1 file is past its delete-by date: workbench redact norte" in said.output
    done = CliRunner().invoke(app, ["redact", "norte", "--by", "Li Example", *home])
    assert done.exit_code == 0
    assert "customer name" in done.output
    assert CliRunner().invoke(app, ["redact", "norte", *home]).output == "no file is due\n"
    assert read_intake(norte / "store").files["delete_by"].tolist() == [""]
