"""A seller made by hand with a price survey of five people, whose points are known."""

from __future__ import annotations

import pandas as pd

from tests.priced_seller import ON, priced_client
from workbench.pricing import SurveyStudy, survey_study

# Five people whose prices rise in steps of 50: acceptable from 250 to 450, by the narrower definition 300 to 400.
HAND = {
    "too_cheap": [100, 150, 200, 250, 300],
    "cheap": [200, 250, 300, 350, 400],
    "expensive": [300, 350, 400, 450, 500],
    "too_expensive": [400, 450, 500, 550, 600],
}
# Four of five would buy at 199, two at 249.
OFFERED = {"would_buy_199": ["yes"] * 4 + ["no"], "would_buy_249": ["yes"] * 2 + ["no"] * 3}
PRODUCT = {"query": "garlic press", "market": "MX", "skus": ["A"]}


def surveyed_client(folder, columns, *, price=289.0, costs=None, **profile):
    """A client that lists A and has asked people; the survey lies where it is looked for."""
    (folder / "surveys").mkdir(exist_ok=True)
    pd.DataFrame(columns).to_csv(folder / "surveys" / "garlic_press.csv", index=False)
    return priced_client(
        folder, {"A": price}, costs={"A": 4.0} if costs is None else costs, products=[PRODUCT], **profile
    )


def hand_study(folder, columns=None, **options) -> SurveyStudy:
    client = surveyed_client(folder, HAND | OFFERED if columns is None else columns, **options)
    return survey_study(client, query="garlic press", market="MX", on=ON)
