"""Open warnings on top of the scoreboard."""

import re

import pytest
from IPython.display import HTML

from workbench.display.cases import holds_html, show_open_cases
from workbench.notices import KINDS
from workbench.words import in_language, t
from workbench.words.cases import OTHER_KINDS, case_kind


def text(shown):
    return " ".join(re.sub(r"<[^>]+>", " ", shown.data).replace("\u00a0", " ").split())


def test_the_electronics_sellers_warning_is_a_line(volt):
    shown = text(show_open_cases(volt, on="2026-01-31"))
    assert shown.startswith("■ 1 warning of a platform is open.")
    assert "Amazon United States amazon-us Late shipment rate" in shown
    # Pacific time, as the mail says it.
    assert "22 Jan 2026 29 Jan 2026 23:59 America/Los_Angeles; passed" in shown


def test_a_deadline_that_is_ahead_is_not_called_passed(volt):
    assert "passed" not in text(show_open_cases(volt, on="2026-01-29"))


def test_before_the_warning_came_nothing_is_shown(volt, casa):
    assert show_open_cases(volt, on="2026-01-21").data == ""
    assert show_open_cases(casa, on="2026-01-26").data == ""


def test_a_warning_that_somebody_entered_without_a_mail_is_a_line_too(casa):
    shown = text(show_open_cases(casa, on="2026-01-31"))
    assert "Mercado Libre Mexico mercadolibre-mx Listing paused c04e7a91 27 Jan 2026 10 Feb 2026 23:59" in shown


def test_price_advice_of_the_account_is_on_hold_while_its_warning_is_open(volt):
    assert "Price advice is on hold: open warning (Amazon United States)." in text(
        show_open_cases(volt, on="2026-01-31")
    )
    shown = text(HTML(holds_html(volt, on="2026-01-31")))
    assert (
        "Amazon United States amazon-us on hold: open warning Late shipment rate 9a1c3ed3 22 Jan 2026 29 Jan 2026 23:59"
        in shown
    )
    assert "Walmart United States walmart-us no open warning – – –" in shown
    assert text(HTML(holds_html(volt, on="2026-01-21"))) == "No open warning holds price advice back."


@pytest.mark.parametrize("lang, said", [("zh", "平台有 1 项警告尚未结案。"), ("es", "1 advertencia de una plataforma")])
def test_it_reads_in_every_language(volt, lang, said):
    with in_language(lang):
        assert said in text(show_open_cases(volt, on="2026-01-31"))


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("kind", [*KINDS, *OTHER_KINDS])
def test_every_kind_of_warning_is_translated(lang, kind):
    with in_language(lang):
        translated = case_kind(kind)
    assert translated and translated != case_kind(kind)


def test_a_kind_that_somebody_entered_stays_as_it_is():
    assert case_kind("llamada del ejecutivo") == "llamada del ejecutivo"
    assert t("Deadline")
