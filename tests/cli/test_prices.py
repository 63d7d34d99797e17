"""`workbench price` and `workbench decide`: the walk from a price plan to what the client decided and did."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
import yaml
from typer.testing import CliRunner

from tests.priced_seller import ON, PROFILE, priced_client
from workbench import client
from workbench.cli import app
from workbench.record import remember_advice
from workbench.tables import empty_table

MX = ("--market", "MX", "--on", ON)


@pytest.fixture
def call(tmp_path, monkeypatch):
    folder = tmp_path / "norte"
    folder.mkdir()
    (folder / "client.yml").write_text(yaml.safe_dump(PROFILE), encoding="utf-8")
    known = priced_client(folder, {"A": 279.0, "B": 289.0, "D": 199.0}, costs={"A": 7.5, "B": 4.0})._tables
    monkeypatch.setattr(client, "read_table", lambda store, name: known.get(name, empty_table(name)))

    def run(*words, code=0):
        done = CliRunner().invoke(app, [words[0], "norte", *words[1:], "--home", str(tmp_path)])
        assert done.exit_code == code, done.output
        return done.stdout if code in (0, 1) else done.output

    return run


def test_one_sku_is_told_in_words_and_in_tables(call):
    said = call("price", "A", *MX).replace("\u00a0", " ")
    assert said.startswith("Raise A on Mercado Libre Mexico from 279 MXN to ")
    assert "Hao decides; the final price is the seller's." in said
    assert "referral" in said and "margin_floor" in said


def test_what_is_missing_ends_with_one_and_is_named(call):
    assert "To be stated first: purchase cost" in call("price", "D", *MX, code=1)


def test_a_plan_lists_every_sku_and_ends_with_one_where_something_is_missing(call):
    said = call("price", *MX, code=1)
    assert "Of 2 SKUs with every input: 1 to raise, 1 to keep." in said
    told = json.loads(call("price", *MX, "--json", code=1))
    assert [row["sku"] for row in told["rows"]] == ["A", "B"]
    assert [row["sku"] for row in told["without"]] == ["D"]


def test_the_plan_is_written_as_a_workbook(call, tmp_path):
    file = tmp_path / "plan.xlsx"
    call("price", *MX, "--xlsx", str(file), code=1)
    assert len(openpyxl.load_workbook(io.BytesIO(file.read_bytes())).worksheets) == 4


def test_an_advice_is_proposed_decided_carried_out_and_logged(call):
    name = call("price", "A", *MX, "--propose", "--by", "Li").splitlines()[-1]
    call("decide", name, "accepted", "--decided-by", "Hao", "--by", "Li")
    call("decide", name, "executed", "--price", "298", "--by", "Li")
    (row,) = json.loads(call("price", "--log", "--on", "2999-12-31", "--json"))
    assert (row["advice_id"], row["state"], row["decided_by"], row["executed_price"]) == (
        name,
        "executed",
        "Hao",
        298.0,
    )


def test_the_json_of_an_advice_holds_the_earlier_one(call, tmp_path):
    proposal = {"account": "mercadolibre-mx", "sku": "A", "currency": "MXN", "price": 279.0, "advised_price": 298.0}
    dates = {"as_of": ON, "valid_until": "2026-06-14", "on": ON}
    (entry,) = remember_advice(tmp_path / "norte", [{**proposal, **dates}], by="Li")
    said = ("--decided-by", "Hao", "--by", "Li", "--on", ON, "--reason", "competitor at 275")
    call("decide", entry["id"], "refused", *said)
    told = json.loads(call("price", "A", *MX, "--json"))
    last = told["earlier"]
    assert (last["state"], last["decided_date"], last["reason"]) == ("refused", ON, "competitor at 275")
    assert "refused by Hao" in told["text"]
    (row, _) = json.loads(call("price", *MX, "--json", code=1))["rows"]
    assert (row["earlier"], row["earlier_price"]) == ("refused", 298.0)


def test_an_advice_of_a_past_day_stands_in_the_log_of_that_time(call):
    name = call("price", "A", *MX, "--propose", "--by", "Li").splitlines()[-1]
    said = ("refused", "--decided-by", "Hao", "--by", "Li")
    assert "lies before the advice" in call("decide", name, *said, "--on", "2026-05-30", code=2)
    call("decide", name, *said, "--on", "2026-06-02")
    (row,) = json.loads(call("price", "--log", "--on", "2026-06-02", "--json"))
    assert (row["state"], row["proposed_date"][:10], row["decided_date"][:10]) == ("refused", ON, "2026-06-02")


def test_nobody_named_and_a_price_that_does_not_belong_are_refused(call):
    name = call("price", "A", *MX, "--propose", "--by", "Li").splitlines()[-1]
    assert "nobody named" in call("decide", name, "accepted", "--by", "Li", code=2)
    assert "only a changed one is told" in call(
        "decide", name, "refused", "--decided-by", "Hao", "--price", "280", "--by", "Li", code=2
    )


def test_without_a_market_or_a_sku_to_propose_it_says_what_is_needed(call):
    assert "--market MX" in call("price", "A", code=2)
    assert "each advice is proposed by itself" in call("price", *MX, "--propose", code=2)
