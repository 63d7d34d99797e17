"""`workbench rules --rates`."""

import json

import pytest
from typer.testing import CliRunner

from workbench.cli.app import app


@pytest.fixture
def call():
    def run(*words: str):
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == 0, result.output
        return result

    return run


def test_rates_are_listed_with_what_is_not_known(call):
    found = json.loads(call("rules", "--rates", "--on", "2026-06-01", "--market", "MX", "--json").stdout)
    assert {row["id"]: row["rate"] for row in found["rates"]}["mx-income-tax-withheld-2026"] == "2.5%"
    assert ("referral", "mercadolibre") in {(row["what"], row["platform"]) for row in found["not_known"]}
    text = call("rules", "--rates", "--on", "2026-06-01", "--market", "MX").stdout
    assert "Not known: ask, or import from settlements" in text
    assert "platform_preview" in text


def test_rates_that_changed_or_need_a_check_are_listed(call):
    changed = json.loads(call("rules", "--rates", "--since", "2025-12-31", "--on", "2026-01-01", "--json").stdout)
    assert "2.5%" in {row["new_rate"] for row in changed}
    check = json.loads(call("rules", "--rates", "--check", "--on", "2026-10-15", "--market", "US", "--json").stdout)
    assert {"us-mpf-2026", "amazon-us-fba-small-bulky"} <= {row["id"] for row in check}
    assert "no rate needs a check" in call("rules", "--rates", "--check", "--on", "2026-09-30").stdout


def test_without_the_option_the_kpi_rules_are_listed_as_before(call):
    assert "kpi" in json.loads(call("rules", "--on", "2026-01-31", "--json").stdout)[0]
