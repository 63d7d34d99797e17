"""The desk: every client of the home in one table, and only for the agency."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from workbench.client import open_client
from workbench.desk import KPI_COUNTS, desk_cases, desk_reviews, desk_table
from workbench.display.kpis import board_rows
from workbench.display.risk import with_chances
from workbench.errors import ClientBound, ParameterError
from workbench.kpis import scoreboard

# A day before the deadline that the electronics seller's warning names: 29 January, 23:59 Pacific Time.
NOW = datetime(2026, 1, 29, 7, 59, tzinfo=UTC)
MARKETPLACES = {"lumen-home": ["ATVPDKIKX0DER", "A1AM78C64UM0Y8"], "volt-harbor": ["ATVPDKIKX0DER"]}


@pytest.fixture(scope="module")
def desk(home, tmp_path_factory):
    table = desk_table(home=home, month="2026-01", now=NOW, reports=tmp_path_factory.mktemp("reports"))
    return table.set_index("client", drop=False)


def stored(home, client):
    """The intake report as plain JSON."""
    return json.loads((home / client / "store" / "intake.json").read_text(encoding="utf-8"))


def marked_bad(home, client):
    """Metrics that Amazon's own newest report marks BAD, in the marketplaces of the client."""
    newest = max((home / client / "inbox" / "amazon-us").glob("GET_V2_SELLER_PERFORMANCE_REPORT_*.json"))
    metrics = json.loads(newest.read_text(encoding="utf-8"))["performanceMetrics"]
    mine = [each for each in metrics if each["marketplaceId"] in MARKETPLACES[client]]
    return sum(value.get("status") == "BAD" for each in mine for value in each.values() if isinstance(value, dict))


def test_the_three_sample_sellers_stand_with_their_files(desk, home):
    assert set(desk.index) == {"lumen-home", "volt-harbor", "casa-jacaranda"}
    for client, row in desk.iterrows():
        states = [file["status"] for file in stored(home, client)["files"]]
        assert row["files"] == states.count("read")
        assert row["refused"] == states.count("refused") + states.count("unknown")
        assert row["questions"] == len(stored(home, client)["questions"])
    assert (desk["problem"] == "").all()


def test_kpis_in_breach_are_those_that_the_platforms_mark(desk, home):
    assert desk.loc["lumen-home", "breach"] == marked_bad(home, "lumen-home")
    assert desk.loc["volt-harbor", "breach"] == marked_bad(home, "volt-harbor")
    # The small seller's one weak figure, a 2.2 % late shipment rate, is within 4 %.
    assert desk.loc["casa-jacaranda", "breach"] == 0


def test_the_desk_counts_by_the_standing_that_the_kpi_page_shows(desk, home):
    client = open_client("volt-harbor", home=home)
    board = board_rows(with_chances(client, scoreboard(client, as_of="2026-01-31")))
    shown = board["standing"].value_counts()
    assert desk.loc["volt-harbor", ["breach", "at_risk", "watch"]].tolist() == [
        shown.get(name, 0) for name in ("breach", "at_risk", "watch")
    ]
    # Claims are over the limit at Mercado Libre's yellow, and a mediation more is likely to be one too many.
    assert desk.loc["volt-harbor", "at_risk"] == 2


def test_the_open_warning_stands_first_with_its_hours(desk):
    assert desk.index[0] == "volt-harbor"
    assert desk.loc["volt-harbor", ["cases", "hours_left"]].tolist() == [1, 24.0]
    # Each deadline is the last minute of its day in Mexico, six hours behind UTC.
    assert desk.loc["casa-jacaranda", ["cases", "hours_left"]].tolist() == [1, 310.0]
    assert desk.loc["lumen-home", ["cases", "hours_left"]].tolist() == [1, 358.0]


def test_the_names_are_in_each_clients_first_language(desk):
    assert desk["name"].to_dict() == {
        "lumen-home": "流明家居",
        "volt-harbor": "Volt Harbor",
        "casa-jacaranda": "Casa Jacaranda",
    }


def test_the_last_ingest_is_when_the_intake_report_was_written(desk, home):
    written = (home / "volt-harbor" / "store" / "intake.json").stat().st_mtime
    assert desk.loc["volt-harbor", "ingested_at"].timestamp() == pytest.approx(written, abs=0.001)


def test_a_review_that_was_not_made_is_missing(desk):
    assert set(desk["review"]) == {"missing"}


def test_cases_of_all_clients_stand_together(home):
    cases = desk_cases(home=home, now=NOW)
    assert cases[["client", "account", "kind", "hours_left"]].to_numpy().tolist() == [
        ["volt-harbor", "amazon-us", "late_shipment_rate", 24.0],
        ["casa-jacaranda", "mercadolibre-mx", "meli_listing_paused", 310.0],
        ["lumen-home", "amazon-mx", "valid_tracking_rate", 358.0],
    ]


def test_reviews_of_all_clients_stand_together(home, tmp_path):
    reviews = desk_reviews(home=home, month="2026-01", reports=tmp_path)
    assert sorted(zip(reviews["client"], reviews["lang"], strict=True)) == [
        ("casa-jacaranda", "es"),
        ("lumen-home", "zh"),
        ("volt-harbor", "en"),
    ]


@pytest.fixture
def small_home(home, tmp_path):
    """One client that was never ingested, and one whose profile is faulty."""
    for name in ("casa-jacaranda", "lumen-home"):
        (tmp_path / "data" / name).mkdir(parents=True)
        shutil.copy(home / name / "client.yml", tmp_path / "data" / name)
    with (tmp_path / "data" / "lumen-home" / "client.yml").open("a", encoding="utf-8") as file:
        file.write("colour: blue\n")
    return tmp_path / "data"


def test_a_broken_client_says_why_and_stops_nobody(small_home, tmp_path):
    table = desk_table(home=small_home, month="2026-01", reports=tmp_path)
    broken, fresh = table.to_dict("records")
    assert "unknown field 'colour'" in broken["problem"]
    assert (broken["client"], fresh["client"], fresh["problem"]) == ("lumen-home", "casa-jacaranda", "")


def test_what_was_never_ingested_is_blank_and_not_zero(small_home, tmp_path):
    row = desk_table(home=small_home, month="2026-01", reports=tmp_path).iloc[1]
    assert row[["files", "refused", "questions", *KPI_COUNTS]].isna().all()
    expected = (small_home / "casa-jacaranda" / "client.yml").read_text(encoding="utf-8").count("export:")
    assert (row["missing"], row["cases"], row["review"]) == (expected, 0, "missing")


def test_a_client_that_cannot_be_opened_has_no_cases_or_reviews(small_home, tmp_path):
    assert desk_cases(home=small_home).empty
    assert set(desk_reviews(home=small_home, month="2026-01", reports=tmp_path)["client"]) == {"casa-jacaranda"}


def test_an_empty_home_gives_empty_tables_of_the_same_types(tmp_path, desk):
    table = desk_table(home=tmp_path)
    assert table.empty
    assert table.dtypes.to_dict() == desk.dtypes.to_dict()
    assert desk_cases(home=tmp_path).empty
    assert desk_reviews(home=tmp_path).columns.tolist() == ["client", "month", "lang", "state", "made_at"]


def test_the_month_is_the_last_full_one_unless_said(small_home, tmp_path):
    table = desk_table(home=small_home, now=datetime(2026, 3, 1, tzinfo=UTC), reports=tmp_path)
    assert set(table["month"]) == {"2026-02"}


@pytest.mark.parametrize("function", [desk_table, desk_cases, desk_reviews])
def test_a_process_bound_to_one_client_sees_no_desk(function, home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CLIENT", "lumen-home")
    with pytest.raises(ClientBound, match=r"bound to one client. Expected a notebook of the desk"):
        function(home=home)


def test_a_month_that_is_none_is_refused(home):
    with pytest.raises(ParameterError, match="2026-13"):
        desk_table(home=home, month="2026-13")
