"""client.yml is read strictly, and its faults name their line."""

import os
from pathlib import Path

import pytest

from workbench.errors import ProfileError, UnknownClient
from workbench.profile import client_folder, client_ids, find_home, read_agency, read_profile

GOOD = """\
id: norte
name: {en: Norte, zh: 北方}
languages: [zh, en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example, email: li@example.com}
accounts:
  - id: amazon-mx
    platform: amazon
    market: MX
    currency: MXN
    zone: America/Mexico_City
    fulfilment: seller
"""


@pytest.fixture
def write(tmp_path):
    def put(text: str) -> Path:
        folder = tmp_path / "norte"
        folder.mkdir(exist_ok=True)
        (folder / "client.yml").write_text(text, encoding="utf-8")
        return folder / "client.yml"

    return put


def test_a_good_profile_is_read(write):
    profile = read_profile(write(GOOD))
    assert profile.account("amazon-mx").zone == "America/Mexico_City"
    assert profile.name_in("zh") == "北方"
    assert profile.name_in("es") == "北方"


def test_norway_stays_a_country_code(write):
    assert read_profile(write(GOOD.replace("market: MX", "market: NO"))).account("amazon-mx").market == "NO"


FAULTS = [
    (("platform: amazon\n", "platform: amazonn\n"), "line 9: 'accounts.1.platform' is 'amazonn'"),
    (("home_currency: CNY\n", ""), "'home_currency' is missing"),
    (("since: 2025-03-01\n", "since: 2025-13-01\n"), "line 5: 'since' is '2025-13-01'"),
    (("Mexico_City", "Mexico_Cty"), "line 12: .*not an IANA time zone"),
    (("languages:", "langauges:"), "line 3: unknown field 'langauges' .did you mean 'languages'"),
    (
        ("    fulfilment: seller\n", "    fulfilment: seller\n    fulfilment: mixed\n"),
        "line 14: 'fulfilment' stands twice",
    ),
    (("id: norte\n", "id: Norte\n"), "line 1: 'id' is 'Norte'"),
    (("id: norte\n", "id: sur\n"), "id is 'sur'. Expected 'norte'"),
    (("name: {en: Norte, zh: 北方}", "name: &a {en: Norte}\nagain: *a"), "aliases"),
    (("accounts:", "accounts"), "line 8"),
]


@pytest.mark.parametrize(("change", "message"), FAULTS, ids=[fault[1] for fault in FAULTS])
def test_a_fault_names_its_line(write, change, message):
    with pytest.raises(ProfileError, match=message):
        read_profile(write(GOOD.replace(*change)))


def test_all_faults_of_a_file_come_at_once(write):
    with pytest.raises(ProfileError) as fault:
        read_profile(write(GOOD.replace("amazon\n", "ebay\n").replace("CNY", "yuan")))
    assert "platform" in str(fault.value)
    assert "home_currency" in str(fault.value)


def test_an_account_that_stands_twice_is_refused(write):
    with pytest.raises(ProfileError, match="account amazon-mx stands twice"):
        read_profile(write(GOOD + GOOD[GOOD.index("  - id") :]))


def test_an_unknown_account_is_answered_with_the_nearest(write):
    with pytest.raises(ProfileError, match="did you mean 'amazon-mx'"):
        read_profile(write(GOOD)).account("amazon-mix")


def test_clients_are_the_folders_with_a_profile(write, tmp_path):
    write(GOOD)
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "client.yml").write_text(GOOD)
    assert client_ids(tmp_path) == ["norte"]
    with pytest.raises(UnknownClient, match="did you mean 'norte'"):
        client_folder("norts", home=tmp_path)


@pytest.mark.parametrize("bad", ["../norte", "", "norte/..", "NORTE", "con"])
def test_a_malformed_id_opens_nothing(write, tmp_path, bad):
    write(GOOD)
    with pytest.raises(UnknownClient):
        client_folder(bad, home=tmp_path)


def test_the_home_is_the_argument_else_the_environment_else_beside_the_project(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    assert find_home() == tmp_path.resolve()
    assert find_home(tmp_path / "..") == tmp_path.parent.resolve()
    monkeypatch.delenv("WORKBENCH_HOME")
    project = tmp_path / "project"
    (project / "notebooks" / "reports").mkdir(parents=True)
    (project / "pyproject.toml").touch()
    monkeypatch.chdir(project / "notebooks" / "reports")
    assert find_home() == project / "data"
    monkeypatch.chdir(os.sep)
    with pytest.raises(ProfileError, match="no home found"):
        find_home()


def test_a_home_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ProfileError, match="no such folder"):
        find_home(tmp_path / "nowhere")


def test_an_agency_without_a_file_signs_with_the_products_name(tmp_path):
    assert read_agency(tmp_path).name_in("en") == "Seller workbench"
