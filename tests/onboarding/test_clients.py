"""A new client's folder is there whole or not at all, and its templates can be read."""

from __future__ import annotations

import csv

import pytest
from python_calamine import CalamineWorkbook

from tests.profile.test_models import BASE
from workbench.errors import ProfileError
from workbench.onboarding import add_client
from workbench.onboarding.templates import NAMES, write_templates
from workbench.profile import parse_profile, read_profile
from workbench.sources import EXPORTS, FileContext, read, recognise


def test_a_new_client_has_a_profile_an_inbox_and_templates(tmp_path):
    text = f"# from the contract\n{BASE}"
    folder = add_client("norte", text, home=tmp_path)
    assert (folder / "client.yml").read_text() == text
    assert read_profile(folder / "client.yml").id == "norte"
    assert sorted(path.name for path in (folder / "inbox").iterdir()) == ["_client", "amazon-mx"]
    assert sorted(path.name for path in (folder / "templates").iterdir()) == sorted(NAMES.values())
    assert [path.name for path in tmp_path.iterdir()] == ["norte"]


@pytest.mark.parametrize("taken", ["norte/client.yml", "norte/inbox/x"])
def test_an_id_that_is_in_use_is_refused_and_left_as_it_is(tmp_path, taken):
    path = tmp_path / taken
    path.parent.mkdir(parents=True)
    path.write_text("x")
    with pytest.raises(ProfileError, match="exists already"):
        add_client("norte", BASE, home=tmp_path)
    assert path.read_text() == "x"
    assert [found.name for found in tmp_path.iterdir()] == ["norte"]


def test_an_empty_folder_of_that_id_is_somebodys_too(tmp_path):
    (tmp_path / "norte").mkdir()
    with pytest.raises(ProfileError, match="exists already"):
        add_client("norte", BASE, home=tmp_path)


@pytest.mark.parametrize("bad", ["../norte", "Norte", "sample", "con", "", "a/b"])
def test_a_malformed_id_makes_nothing(tmp_path, bad):
    with pytest.raises(ProfileError, match=r"client '.*': ids are"):
        add_client(bad, BASE, home=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_faulty_profile_makes_nothing(tmp_path):
    with pytest.raises(ProfileError, match=r"norte/client.yml: line 5: 'since' is '2025-13-01'"):
        add_client("norte", BASE.replace("2025-03-01", "2025-13-01"), home=tmp_path)
    with pytest.raises(ProfileError, match="id is 'norte'. Expected 'sur'"):
        add_client("sur", BASE, home=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("platform", ["amazon", "walmart", "mercadolibre"])
@pytest.mark.parametrize("export", NAMES)
def test_each_template_is_read_with_its_example_line(tmp_path, platform, export):
    profile = parse_profile(BASE.replace("platform: amazon", f"platform: {platform}"), client_id="norte", where="x")
    write_templates(tmp_path, profile)
    content = (tmp_path / NAMES[export]).read_bytes()
    context = FileContext(file=f"_client/{NAMES[export]}", accounts=profile.accounts)
    assert recognise(NAMES[export], content, context=context).export == export
    reading = read(NAMES[export], content, export=export, context=context)
    assert (reading.physical_rows, reading.refused_rows, len(reading.tables[reading.primary])) == (1, 0, 1)


def test_a_template_has_our_headings_in_our_order(tmp_path):
    write_templates(tmp_path, parse_profile(BASE, client_id="norte", where="x"))
    with (tmp_path / "offers.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == list(EXPORTS["offers-csv"].fields)


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path):
    text = BASE.replace("Li Example", "=1+1")
    write_templates(tmp_path, parse_profile(text, client_id="norte", where="x"))
    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "reported.xlsx").active
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type != "f" or cell.data_type == "s"
    rows = CalamineWorkbook.from_path(str(tmp_path / "reported.xlsx")).get_sheet_by_index(0).to_python()
    assert "=1+1" in rows[1]
