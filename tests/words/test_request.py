"""The letter that asks for files: in three languages, honest about what came, without our documentation in it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.profile.test_models import BASE
from workbench.errors import TableError
from workbench.profile import Agency, parse_profile
from workbench.sources import EXPORTS
from workbench.words import in_language
from workbench.words.downloads import TEMPLATE_STEPS, download_steps
from workbench.words.request import NEEDED, request_letter

AGENCY = Agency(name={"en": "Example Agency", "zh": "示例代运营", "es": "Agencia Ejemplo"})
NAMED = BASE.replace("{name: Li Example}", "{name: Li Example, email: li@example.com}").replace(
    "{en: Norte}", "{en: Norte, zh: 北方}"
)


def missing(*rows: dict) -> pd.DataFrame:
    usual = {
        **{
            "export": "amazon-all-orders",
            "account": "amazon-mx",
            "state": "missing",
            "refused": "",
            "refused_note": "",
        },
        "due_date": pd.Timestamp("2026-02-03"),
        "missing_from": pd.Timestamp("2026-01-01"),
        "missing_until": pd.Timestamp("2026-01-31"),
    }
    filled = [{**usual, **row} for row in rows]
    return pd.DataFrame([{"title": EXPORTS[row["export"]].title, **row} for row in filled], columns=NEEDED)


def letter(*rows: dict, lang: str = "en", profile: str = NAMED) -> str:
    with in_language(lang):
        found = parse_profile(profile, client_id="norte", where="x")
        return request_letter(missing(*rows), profile=found, month="2026-01", agency=AGENCY).replace("\u00a0", " ")


def test_the_letter_names_file_place_period_day_and_way():
    text = letter({})
    assert text.splitlines()[0] == "Norte: files for the review of January 2026"
    assert "1 file for the review of January 2026 is still missing. Please send it to li@example.com." in text
    assert "1. Amazon All Orders, Amazon Mexico\n   Period: 1 Jan 2026 – 31 Jan 2026\n   Needed by: 3 Feb 2026" in text
    assert f"How to get it: {EXPORTS['amazon-all-orders'].download}" in text
    assert text.endswith("Thank you\nLi Example\nExample Agency\n")


def test_several_files_are_numbered():
    text = letter({}, {"export": "mabang-orders", "account": ""})
    assert "2 files" in text and "send them" in text
    assert "\n2. Mabang" in text


def test_a_month_that_is_complete_asks_for_nothing():
    text = letter()
    assert "All files for January 2026 are here." in text
    assert "How to get" not in text


def test_a_file_that_could_not_be_read_is_named_without_its_folder():
    assert "We could not read 5926.txt. Please download it again." in letter({"refused": "amazon-mx/5926.txt"})


def test_the_reason_of_a_refusal_is_told_in_the_clients_language_without_the_desks_hints_or_persons():
    note = (
        "amazon-mx/5926.txt: 30 of 100 rows refused (30.0%). Expected at most 2%. Hint: the refused rows stand in "
        "store/quarantine.csv; ask the client for a fresh download, or take the file as it is with --accept-losses "
        "FILE --by NAME --reason TEXT."
    )
    refused = {"refused": "amazon-mx/5926.txt", "refused_note": note}
    text = letter(refused)
    assert "   The reason: 30 of 100 rows refused (30.0%). Expected: at most 2%." in text
    assert "quarantine" not in text
    assert "   Motivo: 30 de 100 filas rechazadas (30.0%)." in letter(refused, lang="es")
    assert "   原因：" in letter(refused, lang="zh")
    told = letter({**refused, "refused_note": "amazon-mx/5926.txt: 'ana@example.com' is nothing."})
    assert "ana@example.com" not in told and "[email]" in told


def test_without_an_address_the_account_manager_is_named():
    assert "Please send it to Li Example." in letter({}, profile=BASE)


@pytest.mark.parametrize("export", ["costs", "changes", "listings", "offers-csv", "reported"])
def test_a_template_is_explained_without_our_documentation(export):
    text = letter({"export": export, "account": ""})
    assert "Fill in the template" in text
    assert "docs/" not in text
    assert {name for name, each in EXPORTS.items() if each.platform == "template"} == set(TEMPLATE_STEPS)


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_every_export_can_be_asked_for_in_the_clients_language(lang):
    english = letter(*({"export": name} for name in EXPORTS))
    text = letter(*({"export": name} for name in EXPORTS), {"refused": "a/b.txt"}, lang=lang)
    assert "missing" not in text and "Period:" not in text and "Needed by" not in text
    assert len(text) > len(english) / 3


def test_every_file_can_be_got_by_what_the_letter_says():
    said = letter(*({"export": name} for name in EXPORTS))
    assert said.count("How to get it: ") == len(EXPORTS)
    assert "How to get it: \n" not in said


@pytest.mark.parametrize(("platform", "place"), [("amazon", "Seller Central"), ("walmart", "Seller Center"), ("x", "")])
def test_an_export_without_steps_of_its_own_is_asked_for_where_its_platform_keeps_reports(monkeypatch, platform, place):
    bare = replace(EXPORTS["amazon-all-orders"], platform=platform, download="")
    monkeypatch.setitem(EXPORTS, "bare", bare)
    steps = download_steps("bare")
    assert steps.startswith(place or "Open the program") and "whole period" in steps


def test_the_letter_in_chinese():
    text = letter({}, lang="zh")
    assert text.splitlines()[0] == "北方：2026年1月复盘所需文件"
    assert "2026年1月的复盘还缺 1 个文件。请发送至 li@example.com。" in text
    assert "期间：2026年1月1日 – 2026年1月31日" in text
    assert "下载方法：卖家平台" in text


def test_the_letter_in_spanish():
    text = letter({}, {}, lang="es")
    assert "Faltan 2 archivos para la revisión de enero de 2026. Envíelos a li@example.com." in text
    assert "Amazon México" in text


def test_a_table_without_its_columns_is_refused():
    found = parse_profile(NAMED, client_id="norte", where="x")
    with pytest.raises(TableError, match="request_letter: missing: missing column refused"):
        request_letter(missing().drop(columns="refused"), profile=found, month="2026-01", agency=AGENCY)
