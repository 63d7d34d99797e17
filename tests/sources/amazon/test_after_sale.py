"""Amazon feedback and returns: what counts as a defect."""

import pandas as pd
import pytest

from workbench.sources.amazon.after_sale import RETURN_FIELDS, RETURN_KNOWN

FEEDBACK = ("Date", "Rating", "Comments", "Your Response", "Order ID", "Rater Email")
STARS = {"Date": "12/25/25", "Rating": "2", "Comments": "Write me", "Order ID": "111-1", "Rater Email": "a@example.com"}
RETURNS = (*(names[0] for names in RETURN_FIELDS.values()), *RETURN_KNOWN)
RETURN = {
    **{"Order ID": "702-1", "Amazon RMA ID": "DRMA", "Return request date": "25-Dec-2024", "A-to-Z Claim": "N"},
    **{"Merchant SKU": "00123", "Return quantity": "1", "Return Reason": "CR-DEFECTIVE", "Currency code": "MXN"},
    **{"Return delivery date": "02-Jan-2025", "Refunded Amount": "239.00"},
}


@pytest.fixture
def feedback(tsv, reading):
    return lambda *rows: reading(tsv(FEEDBACK, rows), export="amazon-seller-feedback", account="amazon-mx")


@pytest.fixture
def returns(tsv, reading):
    return lambda *rows: reading(tsv(RETURNS, rows), export="amazon-mfn-returns", account="amazon-mx")


def test_one_and_two_stars_are_defects_and_three_are_neutral(feedback):
    result = feedback(STARS, STARS | {"Rating": "3"}, STARS | {"Rating": "1", "Order ID": "111-2"})
    defects = result.tables["defects"]
    assert defects[["order_id", "kind", "outcome", "counts"]].values.tolist() == [
        ["111-1", "negative_feedback", "2 stars", True],
        ["111-2", "negative_feedback", "1 stars", True],
    ]
    assert defects["opened_at"][0] == pd.Timestamp("2025-12-25T06:00:00Z")  # midnight in Mexico City
    assert result.structural == {"neutral or good feedback": 1}


def test_comments_and_mails_reach_no_table(feedback):
    text = feedback(STARS).tables["defects"].to_csv()
    assert "Write me" not in text
    assert "@" not in text


@pytest.mark.parametrize("cells", [{"Rating": "7"}, {"Rating": "two"}, {"Date": "25/12/25"}, {"Order ID": ""}])
def test_bad_feedback_is_refused(feedback, cells):
    assert feedback(STARS | {"Order ID": "111-9"}, STARS | cells).refused["where"].tolist() == ["3"]


def test_a_return_and_its_claim(returns):
    result = returns(RETURN, RETURN | {"Order ID": "702-2", "A-to-Z Claim": "Y"})
    first = result.tables["returns"].to_dict("records")[0]
    assert (first["return_id"], first["sku"], first["quantity"], first["amount"]) == ("DRMA/00123#1", "00123", 1, 239.0)
    assert first["requested_at"] == pd.Timestamp("2024-12-25T06:00:00Z")
    claims = result.tables["defects"]
    assert claims[["order_id", "kind"]].values.tolist() == [["702-2", "claim"]]
    assert claims["opened_at"].isna().all()
    assert claims["counts"].isna().all()


def test_a_claim_survives_where_another_row_of_its_order_is_refused(returns):
    result = returns(RETURN, RETURN | {"A-to-Z Claim": "Y", "Return quantity": "one"}, RETURN | {"A-to-Z Claim": "Y"})
    assert result.refused["where"].tolist() == ["3"]
    assert result.tables["defects"]["where"].tolist() == ["4"]


def test_days_are_read_by_the_months_name_and_no_other_form(returns):
    result = returns(RETURN, RETURN | {"Return request date": "12/25/2024"}, RETURN | {"A-to-Z Claim": "perhaps"})
    assert result.refused[["where", "column"]].values.tolist() == [["3", "Return request date"], ["4", "A-to-Z Claim"]]


def test_returned_lines_of_one_number_stay_apart(returns):
    result = returns(RETURN, RETURN | {"Merchant SKU": "B"}, RETURN)
    assert result.tables["returns"]["return_id"].tolist() == ["DRMA/00123#1", "DRMA/B#1"]
    assert result.repeated == 1
