"""A client in a notebook: bound, lazy, and unharmed by what a notebook does."""

from types import SimpleNamespace

import pytest

import workbench as wb
from workbench.client import Client
from workbench.errors import ClientBound, ParameterError, UnknownClient
from workbench.tables import empty_table


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


def empty_client(tmp_path):
    profile = SimpleNamespace(id="norte")
    client = Client(profile, tmp_path)
    client._tables["offers"] = empty_table("offers")
    return client


def test_a_thing_is_made_once_while_its_tables_are_the_same(tmp_path):
    client, made = empty_client(tmp_path), []
    for _ in range(3):
        assert client.once("offers", lambda: made.append(len(client.offers)) or "made") == "made"
    assert made == [0]


def test_another_table_makes_it_anew(tmp_path):
    client, made = empty_client(tmp_path), []
    client.once("offers", lambda: made.append(1))
    client._tables["offers"] = empty_table("offers")
    client.once("offers", lambda: made.append(2))
    assert made == [1, 2]


def test_another_profile_makes_it_anew(tmp_path):
    client, made = empty_client(tmp_path), []
    client.once("offers", lambda: made.append(1))
    client.profile = SimpleNamespace(id="sur")
    client.once("offers", lambda: made.append(2))
    assert made == [1, 2]


def test_what_could_not_be_made_is_tried_again(tmp_path):
    client = empty_client(tmp_path)

    def refused():
        raise ParameterError("x", "y")

    with pytest.raises(ParameterError):
        client.once("offers", refused)
    assert client.once("offers", lambda: "made") == "made"


def test_two_clients_share_nothing(tmp_path):
    one, other = empty_client(tmp_path), empty_client(tmp_path)
    assert one.once("offers", lambda: "one") == "one"
    assert other.once("offers", lambda: "other") == "other"
