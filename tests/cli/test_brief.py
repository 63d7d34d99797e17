"""`workbench brief`: what it refuses before anything runs."""

import pytest
from typer.testing import CliRunner

from workbench.cli import app


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--week", "2026-W05", "--as-of", "2026-01-31"], "both --week and --as-of given"),
        (["--week", "2026-W60"], "'2026-W60' is no week"),
        (["--as-of", "January"], "'January' is no week and no day"),
    ],
)
def test_days_that_contradict_or_are_none_are_refused(words, said, tmp_path):
    (tmp_path / "norte").mkdir()
    (tmp_path / "norte" / "client.yml").write_text(
        "id: norte\nname: {en: Norte}\nlanguages: [en]\nhome_currency: CNY\nsince: 2025-03-01\n"
        "analyst: {name: Li Example}\naccounts:\n"
        "  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: UTC, fulfilment: seller}\n"
    )
    done = CliRunner().invoke(app, ["brief", "norte", *words, "--home", str(tmp_path), "--reports", str(tmp_path)])
    assert done.exit_code == 2
    assert said in done.output
