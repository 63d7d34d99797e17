"""A client in a notebook: bound, lazy, and unharmed by what a notebook does."""

import pytest

import workbench as wb
from workbench.errors import ClientBound, ParameterError, UnknownClient


def test_a_bound_process_opens_its_client_only(home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CLIENT", "lumen-home")
    assert wb.open_client(home=home).id == "lumen-home"
    with pytest.raises(ClientBound) as refusal:
        wb.open_client("volt-harbor", home=home)
    assert "lumen-home" not in str(refusal.value)


def test_an_unbound_process_must_name_a_client(home):
    with pytest.raises(ParameterError, match="no client named"):
        wb.open_client(home=home)


def test_an_unknown_client_is_answered_with_the_nearest(home):
    with pytest.raises(UnknownClient, match="did you mean 'lumen-home'"):
        wb.open_client("lumen-hme", home=home)


def test_a_table_changed_in_a_notebook_stays_as_it_was(lumen):
    orders = lumen.order_lines
    orders["quantity"] = 0
    assert lumen.order_lines["quantity"].sum() > 0


def test_an_unknown_attribute_names_the_nearest_table(lumen):
    with pytest.raises(AttributeError, match="did you mean 'offers'"):
        _ = lumen.ofers


def test_the_accounts_are_a_table(lumen):
    assert lumen.accounts["account"].tolist() == ["amazon-us", "amazon-mx", "mercadolibre-mx"]
