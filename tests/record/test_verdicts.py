import pytest

from workbench.errors import ParameterError
from workbench.record import VERDICTS, Verdict, read_verdicts, remember_verdict
from workbench.record.entries import RECORD


def verdict(item="MLM1", says="same", **more):
    return Verdict(
        **{"market": "MX", "query": "prensa de ajo", "platform": "mercadolibre"} | more, item_id=item, says=says
    )


def test_a_later_verdict_stands_instead_of_an_earlier_one_and_both_stay_on_file(tmp_path):
    remember_verdict(tmp_path, verdict(), by="Mei")
    remember_verdict(tmp_path, verdict(says="pack", pack=3, title="Prensa x3"), by="Mei")
    (found,) = read_verdicts(tmp_path)
    assert (found.says, found.pack, found.title, found.by) == ("pack", 3, "Prensa x3", "Mei")
    assert found.at and len((tmp_path / RECORD / VERDICTS).read_text(encoding="utf-8").splitlines()) == 2


def test_a_withdrawn_verdict_is_none(tmp_path):
    remember_verdict(tmp_path, verdict(), by="Mei")
    remember_verdict(tmp_path, verdict(says="withdrawn"), by="Mei")
    assert read_verdicts(tmp_path) == []


def test_verdicts_are_of_one_product_and_found_whatever_its_case(tmp_path):
    remember_verdict(tmp_path, verdict(), by="Mei")
    remember_verdict(tmp_path, verdict(query="colador", says="not"), by="Mei")
    remember_verdict(tmp_path, verdict(market="US", says="not"), by="Mei")
    assert [each.says for each in read_verdicts(tmp_path, market="MX", query="Prensa de AJÓ")] == ["same"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"says": "perhaps"}, "'perhaps' is no verdict"),
        ({"says": "pack", "pack": 1}, "a pack of 1"),
        ({"item": " "}, "no listing is named"),
    ],
)
def test_a_verdict_that_says_nothing_is_refused(tmp_path, wrong, said):
    with pytest.raises(ParameterError, match=said):
        remember_verdict(tmp_path, verdict(**wrong), by="Mei")
    assert not (tmp_path / RECORD).exists()


def test_somebody_must_say_so(tmp_path):
    with pytest.raises(ParameterError, match="nobody is named"):
        remember_verdict(tmp_path, verdict(), by="")
