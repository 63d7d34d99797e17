"""What a new analyst is shown of a client first."""

import re
from types import SimpleNamespace

import pytest

from workbench.display import start
from workbench.display.start import show_client_reviews, show_first_price_bands, show_folders, show_profile
from workbench.words import in_language


def text(shown):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.data.replace("\xa0", " ")))


def test_every_folder_stands_with_what_it_is_for_and_how_many_files_it_holds(lumen):
    said = text(show_folders(lumen))
    files = sum(1 for path in (lumen.folder / "inbox" / "amazon-us").rglob("*") if path.is_file())
    assert f"lumen-home/inbox/amazon-us Downloads of this account, as they came {files}" in said
    assert re.search(r"lumen-home/client.yml Who the client is: .* 1 ", said)
    assert "reports/lumen-home" in said


def test_the_profile_is_told_with_accounts_and_owners_of_today(lumen):
    with in_language("zh"):
        said = text(show_profile(lumen))
    assert "流明家居：报告语言 中文、English；客户经理 Mei Muster。" in said
    assert "amazon-mx 亚马逊墨西哥 MXN America/Mexico_City Lin Vorlage" in said


def test_the_first_product_with_bands_is_shown_and_the_others_counted(lumen):
    said = text(show_first_price_bands(lumen, on="2026-01-31"))
    assert "garlic press, Mexico" in said
    assert "spatula" not in said
    assert f"The review shows {len(lumen.profile.products) - 1} more products." in said


def test_without_bands_it_says_so(lumen, monkeypatch):
    monkeypatch.setattr(start, "product_bands", lambda client, on: [(SimpleNamespace(), None)])
    assert "No product has enough competitor listings yet." in show_first_price_bands(lumen, on="2026-01-31").data


@pytest.mark.parametrize(("lang", "word"), [("en", "not made yet"), ("zh", "尚未生成"), ("es", "sin hacer")])
def test_the_reviews_of_one_client_are_listed(lumen, lang, word, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_REPORTS", str(tmp_path))
    with in_language(lang):
        assert word in show_client_reviews(lumen, month="2026-01").data
