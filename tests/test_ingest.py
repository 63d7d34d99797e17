"""The inbox into the store: what is read, asked, refused, accepted; twice equals once."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

import workbench as wb
from workbench.errors import NothingToShow, ParameterError
from workbench.ingest import accept_losses, add_to_inbox, ingest
from workbench.record import FILES, RECORD, read_entries, remember_answer
from workbench.tables import TABLES, check_table

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller,
     sales_channel: Amazon.com, shop_names: [美国店01]}
"""
COSTS = "sku,cost,cost_currency\nA-1,12.50,CNY\nA-2,3.10,CNY\n"


@pytest.fixture
def norte(tmp_path) -> Path:
    folder = tmp_path / "home" / "norte"
    (folder / "inbox" / "_client").mkdir(parents=True)
    (folder / "inbox" / "amazon-us").mkdir()
    (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
    return folder


def put(folder: Path, name: str, text: str) -> None:
    (folder / "inbox" / name).write_text(text, encoding="utf-8")


def run(folder: Path, **more):
    return ingest("norte", home=folder.parent, **more)


def row(intake, name: str):
    return intake.files.set_index("file").loc[name]


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_file_is_read_and_its_rows_are_in_the_table(norte):
    put(norte, "_client/costs.csv", COSTS)
    read = row(run(norte), "_client/costs.csv")
    assert (read.status, read.rows, read.kept) == ("read", 2, 2)
    client = wb.open_client("norte", home=norte.parent)
    assert client.catalogue.set_index("sku")["cost"].to_dict() == {"A-1": 12.5, "A-2": 3.1}


def test_ingesting_twice_changes_nothing(norte):
    put(norte, "_client/costs.csv", COSTS)
    run(norte)
    before = tree(norte / "store")
    run(norte)
    assert tree(norte / "store") == before


def test_the_same_bytes_under_another_name_are_repeated(norte):
    put(norte, "_client/costs.csv", COSTS)
    put(norte, "_client/costs (1).csv", COSTS)
    intake = run(norte)
    assert sorted(intake.files["status"]) == ["read", "repeated"]
    assert len(wb.open_client("norte", home=norte.parent).catalogue) == 2


def test_a_file_that_left_the_inbox_takes_its_rows_with_it(norte):
    put(norte, "_client/costs.csv", COSTS)
    run(norte)
    (norte / "inbox" / "_client" / "costs.csv").unlink()
    assert run(norte).files.empty
    assert wb.open_client("norte", home=norte.parent).catalogue.empty


def test_an_unknown_file_is_listed_with_the_nearest_export(norte):
    put(norte, "_client/almacen.csv", "sku,pasillo,caja,vence,peso\nA-1,3,4,2026,1\n")
    found = row(run(norte), "_client/almacen.csv")
    assert found.status == "unknown"


def test_a_file_in_no_accounts_folder_is_refused_and_the_others_are_read(norte):
    put(norte, "_client/costs.csv", COSTS)
    (norte / "inbox" / "amazon-mx").mkdir()
    put(norte, "amazon-mx/costs.csv", COSTS)
    intake = run(norte)
    assert row(intake, "amazon-mx/costs.csv").status == "refused"
    assert "did you mean 'amazon-us'" in row(intake, "amazon-mx/costs.csv").note
    assert row(intake, "_client/costs.csv").status == "read"


def test_a_renamed_column_is_an_error_that_names_it(norte):
    put(norte, "_client/costs.csv", COSTS.replace("cost_currency", "cost_curency"))
    found = row(run(norte), "_client/costs.csv")
    assert found.status == "refused"
    assert "cost_currency" in found.note


LOSSY = "sku,cost,cost_currency\n" + "".join(f"A-{n},{n}.00,CNY\n" for n in range(20)) + "B-1,12;5O,CNY\n"


def test_a_file_over_the_loss_budget_stops_and_says_why(norte):
    put(norte, "_client/costs.csv", LOSSY)
    intake = run(norte)
    stopped = row(intake, "_client/costs.csv")
    assert (stopped.status, stopped.rows, stopped.refused) == ("refused", 21, 1)
    assert "1 of 21 rows refused (4.8%)" in stopped.note
    assert intake.refused[["row", "column", "value"]].values.tolist() == [["22", "cost", "12;5O"]]
    assert "12;5O" in (norte / "store" / "quarantine.csv").read_text(encoding="utf-8-sig")
    assert wb.open_client("norte", home=norte.parent).catalogue.empty


def test_accepted_losses_are_read_recorded_and_said(norte):
    put(norte, "_client/costs.csv", LOSSY)
    run(norte)
    accept_losses("norte", "_client/costs.csv", by="Li", reason="no better file", home=norte.parent)
    read = row(run(norte), "_client/costs.csv")
    assert (read.status, read.kept, read.refused) == ("read", 20, 1)
    assert "losses accepted by Li: no better file" in read.note
    assert read_entries(norte / RECORD / FILES)[0]["accepted_losses"]["refused"] == 1


@pytest.mark.parametrize(
    ("by", "reason", "file", "message"),
    [
        ("", "x", "_client/costs.csv", "no name or no reason"),
        ("Li", " ", "_client/costs.csv", "no name or no reason"),
        ("Li", "x", "_client/other.csv", "was not stopped for its losses"),
    ],
)
def test_losses_are_not_accepted_without_name_reason_and_cause(norte, by, reason, file, message):
    put(norte, "_client/costs.csv", LOSSY)
    run(norte)
    with pytest.raises(ParameterError, match=message):
        accept_losses("norte", file, by=by, reason=reason, home=norte.parent)


REPORT = (
    "(Parent) ASIN,(Child) ASIN,Title,SKU,Sessions - Total,Page Views - Total,Units Ordered,Ordered Product Sales\n"
    'B0A,B0A,Press,A-1,"1,024","1,300",12,"$1,234.50"\n'
)


def test_what_a_file_does_not_say_stays_a_question_in_a_pipe(norte):
    put(norte, "amazon-us/BusinessReport-02-01-2026.csv", REPORT)
    intake = run(norte)
    assert row(intake, "amazon-us/BusinessReport-02-01-2026.csv").status == "question"
    assert intake.questions["question"].tolist() == ["period"]


def test_an_answer_is_asked_once_and_remembered(norte):
    put(norte, "amazon-us/BusinessReport-02-01-2026.csv", REPORT)
    asked = []

    def ask(file, question):
        asked.append(question.key)
        return "2025-12-01/2025-12-31"

    read = row(run(norte, ask=ask, by="Li"), "amazon-us/BusinessReport-02-01-2026.csv")
    assert (read.status, asked) == ("read", ["period"])
    assert run(norte, ask=ask, by="Li").questions.empty
    assert asked == ["period"]
    entry = read_entries(norte / RECORD / FILES)[0]
    assert (entry["by"], entry["period"]) == ("Li", "2025-12-01/2025-12-31")
    shutil.rmtree(norte / "store")
    assert run(norte).questions.empty
    traffic = wb.open_client("norte", home=norte.parent).traffic
    assert traffic["sessions"].tolist() == [1024]


REPUTATION = """{"id": 1, "seller_reputation": {"level_id": "5_green", "power_seller_status": null, "transactions": {},
 "metrics": {"sales": {"period": "60 days", "completed": 50}, "claims": {"period": "60 days", "rate": 0.0, "value": 0},
 "delayed_handling_time": {"period": "60 days", "rate": 0.0, "value": 0},
 "cancellations": {"period": "60 days", "rate": 0.0, "value": 0}}}}"""


def test_an_answer_that_can_not_be_used_is_asked_for_once_more(norte):
    name = "amazon-us/BusinessReport-02-01-2026.csv"
    put(norte, name, REPORT)
    answers, proposed = iter(["December", "last month", "2025-12-01/2025-12-31"]), []

    def ask(file, question):
        proposed.append(question.proposal)
        return next(answers)

    assert row(run(norte, ask=ask, by="Li"), name).status == "refused"
    assert proposed == ["", "December"]
    assert "the period is 'last month'" in row(run(norte), name).note
    assert row(run(norte, ask=ask, by="Li"), name).status == "read"
    assert proposed == ["", "December", "last month"]
    assert row(run(norte), name).status == "read"


def test_two_months_with_the_same_figures_keep_an_answer_each(norte):
    profile = (norte / "client.yml").read_text().replace("amazon-us, platform: amazon", "meli, platform: mercadolibre")
    (norte / "client.yml").write_text(profile)
    (norte / "inbox" / "meli").mkdir()
    sha = hashlib.sha256(REPUTATION.encode()).hexdigest()
    for day in ("2025-11-30", "2025-12-31"):
        put(norte, f"meli/users_1_{day}.json", REPUTATION)
        remember_answer(norte, sha=sha, file=f"meli/users_1_{day}.json", answers={"observed_at": day}, by="Li")
    intake = run(norte)
    assert intake.files["status"].tolist() == ["read", "read"]
    assert wb.open_client("norte", home=norte.parent).reported["as_of"].dt.strftime("%m-%d").unique().tolist() == [
        "11-30",
        "12-31",
    ]


def test_a_file_from_elsewhere_is_copied_into_the_inbox(norte, tmp_path):
    (tmp_path / "costs.csv").write_text(COSTS)
    assert add_to_inbox("norte", tmp_path / "costs.csv", account="_client", home=norte.parent) == "_client/costs.csv"
    assert row(run(norte), "_client/costs.csv").status == "read"
    (tmp_path / "costs.csv").write_text(COSTS + "A-3,1.00,CNY\n")
    with pytest.raises(ParameterError, match="already holds another"):
        add_to_inbox("norte", tmp_path / "costs.csv", account="_client", home=norte.parent)
    with pytest.raises(ParameterError, match="did you mean|is no account"):
        add_to_inbox("norte", tmp_path / "costs.csv", account="amazon", home=norte.parent)


def test_a_client_without_ingest_says_what_to_run(norte):
    with pytest.raises(NothingToShow, match="workbench ingest norte"):
        _ = wb.open_client("norte", home=norte.parent).intake


@pytest.mark.parametrize("seller", ["lumen", "volt", "casa"])
def test_every_row_of_the_samples_has_one_fate(seller, request):
    files = request.getfixturevalue(seller).intake.files
    read = files[files["status"] == "read"]
    assert len(read) > 50
    assert (read["rows"] == read[["kept", "repeated", "superseded", "structural", "refused"]].sum(axis=1)).all()


@pytest.mark.parametrize("seller", ["lumen", "volt", "casa"])
def test_the_samples_ask_nothing_and_their_tables_keep_their_contracts(seller, request):
    client = request.getfixturevalue(seller)
    assert client.intake.questions.empty
    for name in TABLES:
        check_table(getattr(client, name), name)


def test_the_dirty_files_of_the_small_seller_come_out_as_they_should(casa):
    files = casa.intake.files
    assert (files["status"] == "unknown").sum() == 1
    assert (files["status"] == "repeated").sum() >= 1
    stopped = files[files["status"] == "refused"]
    assert stopped["note"].str.contains("rows refused").any()
    assert files.loc[files["status"] == "read", "refused"].sum() > 0


def test_every_lineage_entry_names_a_file_that_was_read(lumen):
    known = set(lumen.intake.files["sha256"].str[:12])
    for name in ("order_lines", "packages", "traffic"):
        entries = getattr(lumen, name)["lineage"].str.split(" ").explode()
        assert set(entries.str.split(":").str[0]) <= known


def test_rows_that_a_blank_cell_would_mend_are_all_named_with_their_amounts_and_never_taken_unasked(norte, monkeypatch):
    from dataclasses import replace

    import workbench.ingest as module
    from workbench.sources import ControlTotal

    put(norte, "_client/costs.csv", COSTS)
    rows = [ControlTotal("Total (MXN)", 300, 310 + n, "MXN", str(n), "Descuentos (MXN)") for n in range(7, 15)]
    ours = module.write_part
    monkeypatch.setattr(module, "write_part", lambda *a, **k: replace(ours(*a, **k), totals=tuple(rows)))
    file = row(run(norte), "_client/costs.csv")
    assert file["status"] == "refused"
    assert (
        "'Total (MXN)' is stated as 300.00 MXN (row 7), the rows give 317.00: +17.00, which 'Descuentos (MXN)' "
        in file["note"]
    )
    assert file["note"].count("leaves blank") == 8
    assert "stand in no cell: look one of them up" in file["note"]
    assert "edited by hand" not in file["note"]
    monkeypatch.setattr(
        module, "write_part", lambda *a, **k: replace(ours(*a, **k), totals=(rows[0], replace(rows[1], blank="")))
    )
    shutil.rmtree(norte / "store")
    assert "edited by hand" in row(run(norte), "_client/costs.csv")["note"]
