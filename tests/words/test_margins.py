import numpy as np
import pandas as pd
import pytest

from workbench.costs.charges import ORDER
from workbench.words import in_language
from workbench.words.economics import MISSING_WORDS
from workbench.words.formats import MINUS, NBSP
from workbench.words.margins import (
    CHARGE_WORDS,
    NOTE_WORDS,
    charge_name,
    fees_sentence,
    fx_history_sentence,
    fx_history_subtitle,
    fx_margins_sentence,
    fx_margins_source,
    fx_margins_subtitle,
    margins_change_sentence,
    margins_sentence,
    missing_words,
    move_label,
    note_words,
)


def plain(text):
    return text.replace(NBSP, " ")


def margins(rates, missing=None):
    rates = np.array(rates, dtype=float)
    table = pd.DataFrame({"sku": [f"VH-{n}" for n in range(len(rates))], "price": 299.0, "currency": "MXN"})
    return table.assign(margin=rates * 10, margin_rate=rates, missing=missing or [""] * len(rates))


def scenarios(today, later, *, move=-0.1, cost_currency="USD"):
    rows = [(f"VH-{n}", m, margin) for m, values in ((0.0, today), (move, later)) for n, margin in enumerate(values)]
    table = pd.DataFrame(rows, columns=["sku", "move", "margin"])
    return table.assign(account="mercadolibre-mx", currency="MXN", cost_currency=cost_currency)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "3 of 4 SKUs have every input for a margin. The middle one keeps 10.0% of its price without tax. "
            "1 loses money: VH-1 at 299 MXN. Missing inputs: purchase cost (costs.csv) (1).",
        ),
        (
            "zh",
            "4 个SKU中，3 个具备计算利润所需的全部数据。利润率中位数为不含税售价的 10.0%。"
            "1 个亏损，亏损率最高的是售价 299 MXN 的 VH-1。缺少的数据：采购成本（costs.csv）（1）。",
        ),
        (
            "es",
            "De 4 SKU, 3 tienen todos los datos para calcular el margen. El margen mediano es 10.0% del precio sin "
            "impuestos. 1 pierde dinero: VH-1, a 299 MXN. Datos que faltan: costo de compra (costs.csv) (1).",
        ),
    ],
)
def test_the_margins_in_a_few_sentences(lang, said):
    with in_language(lang):
        assert plain(margins_sentence(margins([0.3, -0.05, 0.1, None], ["", "", "", "cost"]))) == said


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_two_days_are_compared_on_the_skus_that_both_have(lang):
    then, now = margins([0.3, 0.1, -0.05, 0.9]), margins([0.2, -0.15, -0.1, None])
    with in_language(lang):
        said = plain(margins_change_sentence(then, now, days=("2025-09-30", "2026-01-31")))
    assert "10.0%" in said and f"{MINUS}10.0%" in said and "3" in said
    if lang == "en":
        assert said.endswith("on 31 Jan 2026; 1 lost money then, 2 do now.")


def test_days_without_a_common_sku_are_not_compared():
    assert margins_change_sentence(margins([0.3]), margins([None]), days=("2025-09-30", "2026-01-31")) == ""


def test_several_losses_name_the_worst():
    assert "2 lose money, most of all VH-2 at 299" in plain(margins_sentence(margins([0.2, -0.1, -0.3])))


def test_no_loss_is_said():
    assert margins_sentence(margins([0.2, 0.1])).endswith("None loses money.")


def test_where_no_margin_is_known_only_the_missing_inputs_are_named():
    said = margins_sentence(margins([None, None], ["referral", "referral,rfc"]))
    assert said == (
        "0 of 2 SKUs have every input for a margin. Missing inputs: sale fee (client.yml, or a settlement) (2), "
        "whether the seller has an RFC (client.yml) (1)."
    )


def test_a_weaker_currency_is_said_to_cost_so_many_skus_their_margin():
    said = fx_margins_sentence(scenarios([1, 2, -1], [-1, 1, -2]))
    assert said == "SKUs that lose money: 1 of 3 today, 2 if the Mexican peso loses 10% of its value."


def test_costs_in_the_currency_of_the_prices_are_not_moved():
    said = fx_margins_sentence(scenarios([1], [1], cost_currency="MXN"))
    assert said == "Costs and prices are in MXN: the exchange rate does not move these margins."


def test_without_a_known_margin_nothing_is_said_of_the_rate():
    assert fx_margins_sentence(scenarios([None], [None]).astype({"margin": float})) == ""


def test_the_subtitle_names_the_range_and_the_source_the_rates():
    table = scenarios([1], [1], move=-0.15)
    assert f"MXN {MINUS}15% to 0%" in fx_margins_subtitle(table, shown=1, known=1)
    assert fx_margins_subtitle(table, shown=12, known=30).endswith("the 12 of 30 SKUs with the least")
    assert "rates" in fx_margins_source(table)


def rates(first, last):
    days = pd.to_datetime(["2025-12-01", "2026-01-30"])
    return pd.DataFrame({"date": days, "base": "USD", "quote": "MXN", "series": "SF43718", "rate": [first, last]})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "The Mexican peso lost 10.0% against the US dollar between 1 Dec 2025 and 30 Jan 2026. "
            "One USD cost 18.00 MXN, then 20.00.",
        ),
        ("zh", "2025年12月1日至2026年1月30日，墨西哥比索对美元贬值 10.0%。1 USD 由 18.00 MXN 变为 20.00。"),
        (
            "es",
            "El peso mexicano perdió 10.0% frente al dólar estadounidense entre el 1 dic 2025 y el 30 ene 2026. "
            "Un USD costaba 18.00 MXN y después 20.00.",
        ),
    ],
)
def test_the_history_of_a_rate_in_two_sentences(lang, said):
    with in_language(lang):
        assert plain(fx_history_sentence(rates(18.0, 20.0))) == said


def test_a_rate_that_fell_is_a_gain_of_the_quoted_currency():
    assert "peso gained 25.0% against" in fx_history_sentence(rates(25.0, 20.0))
    assert fx_history_subtitle(rates(25.0, 20.0)) == "MXN for one USD, by day"


def test_no_rate_makes_no_sentence():
    assert fx_history_sentence(rates(1, 2).iloc[:0]) == ""


def fees(**shares):
    table = pd.DataFrame({"charge": list(shares), "share": list(shares.values())})
    return table.assign(currency="MXN", orders=21)


def test_a_mixed_figure_is_never_called_a_fee():
    said = fees_sentence(
        fees(income=1.0, sale_charge_and_tax=0.2405, tax_withheld=0.0905, sale_charge=0.15, shipping_cost=0.19)
    )
    assert said == (
        "Of 100 MXN sold in 21 orders without refund, the ledger shows 24.05 as sale charge and tax withheld in one "
        "figure. By law about 9.05 of it is tax, so about 15.00 is the sale charge. Shipping took 19.00 more."
    )


def test_where_the_tax_is_not_known_it_is_not_told_apart():
    assert "By law" not in fees_sentence(fees(income=1.0, sale_charge_and_tax=0.24))
    assert fees_sentence(fees()) == ""


def test_fees_that_the_report_names_apart_are_named_apart():
    assert fees_sentence(fees(income=1.0, referral_fee=0.15, fulfilment_fee=0.04)) == (
        "Of 100 MXN sold in 21 orders without refund, the ledger shows 15.00 as referral fee and 4.00 as "
        "fulfilment fee."
    )


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_every_code_has_words_in_each_language(lang):
    with in_language(lang):
        assert missing_words(",".join(MISSING_WORDS)) and note_words(",".join(NOTE_WORDS))
        assert all(charge_name(charge) for charge in {*ORDER, *CHARGE_WORDS})
        assert move_label(-0.15, "MXN") == f"MXN {MINUS}15%"
        assert missing_words("") == note_words("") == ""


def test_a_margin_next_to_a_whole_per_cent_prints_one_decimal():
    said = plain(margins_sentence(margins([0.0800013, 0.0800013], ["", ""])))
    assert "keeps 8.0% of its price without tax" in said
