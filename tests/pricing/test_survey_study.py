"""A survey beside prices, floors, bands and costs: what people say at each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.priced_seller import ACCOUNT
from tests.surveyed_seller import HAND, OFFERED, hand_study, surveyed_client
from workbench.bands import price_bands
from workbench.errors import ParameterError
from workbench.pricing import survey_study
from workbench.pricing.survey_study import SurveyStudy
from workbench.tables import conform


def test_our_price_and_floor_are_placed_by_what_people_say_of_them(tmp_path):
    # A tenth is left from 113 / (0.9 / 1.16 - 0.15) = 180.55 on: two find that too cheap, nobody too expensive.
    places = hand_study(tmp_path).places.set_index("kind")
    assert places.loc["floor", "price"] == pytest.approx(np.ceil(113 / (0.9 / 1.16 - 0.15) * 100) / 100)
    assert places.loc["floor", ["too_cheap", "too_expensive", "in_original"]].tolist() == [0.6, 0.0, False]
    told = places.loc["price", ["account", "sku", "price", "too_cheap", "too_expensive", "in_original", "in_narrower"]]
    assert told.tolist() == [ACCOUNT, "A", 289.0, 0.2, 0.0, True, False]


def test_a_price_floor_stands_where_no_cost_lets_a_margin_be_told(tmp_path):
    floors = [{"sku": "A", "market": "MX", "price": 270.0, "currency": "MXN"}]
    places = hand_study(tmp_path, costs={}, floors=floors).places.set_index("kind")
    assert places["price"].to_dict() == {"floor": 270.0, "price": 289.0}


def test_a_band_is_inside_only_where_all_of_it_is(tmp_path):
    study = hand_study(tmp_path)
    prices = [*[255.0] * 4, *[259.0] * 4, *[395.0] * 4, *[459.0] * 4]
    rows = pd.DataFrame(
        {"price": prices, "item_id": [f"MLM{n}" for n in range(16)], "seller": [f"s{n}" for n in range(16)]}
    )
    offers = rows.assign(
        platform="mercadolibre", market="MX", query="garlic press", currency="MXN", title="Prensa de ajo",
        condition="new", observed_at=pd.Timestamp("2026-05-30T12:00Z"),
    )  # fmt: skip
    bands = price_bands(conform(offers, "offers"), query="garlic press", market="MX", as_of="2026-05-31")
    told = SurveyStudy(**{**{name: getattr(study, name) for name in study.__dataclass_fields__}, "bands": bands})
    shown = told.places[told.places["kind"] == "band"]
    inside = {(row.price, row.high): (row.in_original, row.in_narrower) for row in shown.itertuples()}
    for (low, high), (original, narrower) in inside.items():
        assert (original, narrower) == (low >= 250 and high <= 450, low >= 300 and high <= 400)
    assert len(inside) >= 2


def test_offered_prices_bring_revenue_and_leave_a_margin_a_hundred_people(tmp_path):
    # 199 leaves 199 / 1.16 - 29.85 - 33 - 80 a unit, 249 leaves 249 / 1.16 - 37.35 - 33 - 80.
    offered = hand_study(tmp_path).offered
    assert offered["is_best"].tolist() == [True, False]
    # The interval of two in five ends at 76.9 %: 249 could bring 191.
    assert offered["is_tied"].tolist() == [False, True]
    assert offered[f"margin {ACCOUNT} A"].tolist() == pytest.approx(
        [80 * (199 / 1.16 - 142.85), 40 * (249 / 1.16 - 150.35)]
    )


def test_without_a_cost_no_margin_is_made_up(tmp_path):
    assert not [name for name in hand_study(tmp_path, costs={}).offered.columns if name.startswith("margin ")]


def test_a_survey_without_the_four_prices_places_nothing(tmp_path):
    study = hand_study(tmp_path, OFFERED)
    assert study.places["too_cheap"].isna().all() and study.places["in_original"].isna().all()
    assert np.isnan(study.point("optimal"))


def test_a_product_that_the_profile_lacks_is_named_with_its_neighbour(tmp_path):
    client = surveyed_client(tmp_path, HAND)
    with pytest.raises(ParameterError, match="did you mean 'garlic press'"):
        survey_study(client, query="garlic pres", market="MX")


def test_a_file_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    client = surveyed_client(tmp_path, HAND)
    with pytest.raises(ParameterError, match=r"no file 'other.csv'. Expected one of garlic_press.csv"):
        survey_study(client, query="garlic press", market="MX", survey=str(tmp_path / "other.csv"))


def test_the_day_is_that_of_the_newest_listing_where_none_is_given(tmp_path):
    client = surveyed_client(tmp_path, HAND)
    study = survey_study(client, query="Garlic Press", market="MX")
    assert f"{study.advices[0].proposed_on:%Y-%m-%d}" == "2026-05-31"
