"""Every row leads back to the lines of the client's files, and no personal cell is shown."""

import pytest

from workbench.errors import NothingToShow
from workbench.profile import PROFILE_FILE
from workbench.sources.behind import MASKED
from workbench.trace import trace


def test_an_order_leads_back_to_every_file_that_holds_it(lumen):
    lines = lumen.order_lines
    both = lines[lines["lineage"].str.count(" ") >= 1].iloc[0]
    found = trace("lumen-home", "order_lines", both["order_id"], home=lumen.folder.parent)
    assert (found["value"] == both["order_id"]).any()
    assert found["file"].nunique() == len({entry.split(":")[0] for entry in both["lineage"].split(" ")})


def test_personal_cells_are_masked(volt):
    walmart = volt.order_lines.query("account == 'walmart-us'").iloc[0]
    found = trace("volt-harbor", "order_lines", walmart["order_id"], home=volt.folder.parent)
    assert found.loc[found["column"].isin(["Customer Name", "Ship to Address 1", "Zip"]), "value"].unique() == [MASKED]


@pytest.mark.parametrize("name", ["packages", "scans", "defects", "traffic", "reported", "offers", "fx", "catalogue"])
def test_a_row_of_each_table_leads_back(lumen, name):
    rows = getattr(lumen, name)
    found = trace("lumen-home", name, _key(rows, name), home=lumen.folder.parent)
    assert len(found) > 0


def test_a_key_that_no_row_has_is_answered_with_an_example(lumen):
    with pytest.raises(NothingToShow, match="no row with the key '404'.*for example amazon"):
        trace("lumen-home", "order_lines", "404", home=lumen.folder.parent)


def _key(rows, name):
    from workbench.tables import table

    return "/".join(rows[list(table(name).key)].astype("str").fillna("").iloc[0])


def test_the_profile_is_no_inbox_file(lumen):
    assert not lumen.intake.files["file"].str.contains(PROFILE_FILE).any()
