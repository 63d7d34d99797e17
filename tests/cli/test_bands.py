"""`workbench bands`: what it prints, what it enters, what it refuses."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from workbench import client
from workbench.cli import app
from workbench.tables import conform, empty_table

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: MXN
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-mx, platform: amazon, market: MX, currency: MXN, zone: UTC, fulfilment: seller}
products:
  - {query: prensa, market: MX, must: [prensa]}
"""
PRICES = [89, 95, 99, 99, 105, 199, 205, 210, 215, 219]


@pytest.fixture
def call(tmp_path, monkeypatch):
    (tmp_path / "norte").mkdir()
    (tmp_path / "norte" / "client.yml").write_text(PROFILE, encoding="utf-8")
    offers = pd.DataFrame(
        {
            **{"platform": "mercadolibre", "market": "MX", "query": "prensa", "price": PRICES, "currency": "MXN"},
            **{"item_id": [f"MLM{n}" for n in range(10)], "title": "Prensa", "sold": 500_000},
            "observed_at": pd.Timestamp("2026-01-20", tz="UTC"),
        }
    )
    tables = {"offers": conform(offers, "offers")}
    monkeypatch.setattr(client, "read_table", lambda store, name: tables.get(name, empty_table(name)))

    def run(*words, code=0):
        done = CliRunner().invoke(app, ["bands", "norte", *words, "--home", str(tmp_path)])
        assert done.exit_code == code, done.output
        return done.stdout if code == 0 else done.output

    return run


def test_the_bands_of_every_product_are_printed(call):
    head, cheap, dear = call().splitlines()
    assert head.split("\t")[:5] == ["query", "market", "band", "low", "high"]
    assert cheap.split("\t")[:8] == ["prensa", "MX", "1", "89.0", "105.0", "99.0", "5", "50.0%"]
    assert dear.startswith("prensa\tMX\t2\t199.0\t219.0")


def test_machines_read_everything_and_an_open_step_has_no_upper_bound(call):
    (told,) = json.loads(call("--json"))
    assert [band["listings"] for band in told["bands"]] == [5, 5]
    assert [band["sold_most"] for band in told["bands"]] == [None, None]
    assert {"criterion", "gaps", "modes", "filters", "cuts", "excluded"} <= set(told)
    assert told["shift"] is None


def test_a_verdict_is_entered_and_used(call):
    assert "MLM0: verdict 'not' entered for 'prensa', MX, by Mei" in call("--verdict", "MLM0", "not", "--by", "Mei")
    (told,) = json.loads(call("--json"))
    assert [(each["item_id"], each["reason"]) for each in told["excluded"]] == [("MLM0", "not the product")]
    assert json.loads(call("--to-confirm", "--json"))[0]["to_confirm"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--verdict", "MLM0", "perhaps"), "'perhaps' is no verdict"),
        (("--verdict", "MLM99", "same"), "no such listing"),
        (("--query", "otra"), "no product of the profile is meant"),
        (("--query", "otra", "--market", "MX"), "no competitor listing of that search"),
        (("--report",), "no month given"),
    ],
)
def test_what_can_not_be_done_is_said(call, words, said):
    assert said in call(*words, code=2)
