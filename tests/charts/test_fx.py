import numpy as np
import pandas as pd
import pytest

from workbench.charts.fx import plot_fx_fan
from workbench.words import in_language
from workbench.words.formats import NBSP


@pytest.fixture
def fan():
    dates = pd.bdate_range("2026-01-30", periods=30, unit="us")
    wide = np.sqrt(np.arange(30)) * 0.1
    names = {"p05": -1.6, "p10": -1.3, "p25": -0.7, "p50": 0.0, "p75": 0.7, "p90": 1.3, "p95": 1.6}
    table = pd.DataFrame({name: 20 + times * wide for name, times in names.items()})
    return table.assign(date=dates, base="USD", quote="MXN", series="SF43718", day=(dates - dates[0]).days)


@pytest.fixture
def history():
    dates = pd.bdate_range("2025-06-02", "2026-01-30", unit="us")
    return pd.DataFrame({"date": dates, "rate": np.linspace(18.5, 20.0, len(dates))})


def test_the_bands_are_those_of_the_table(fan):
    ax = plot_fx_fan(fan)
    tops = sorted(float(band.get_paths()[0].vertices[:, 1].max()) for band in ax.collections)
    assert tops == pytest.approx([fan[name].iloc[-1] for name in ("p75", "p90", "p95")])
    assert {text.get_text() for text in ax.texts} == {"20.70  1 in 10 above", "20.00  middle", "19.30  1 in 10 below"}


def test_the_last_stretch_of_the_history_leads_to_the_fan(fan, history):
    ax = plot_fx_fan(fan, history=history)
    past = ax.lines[1]
    assert past.get_ydata()[-1] == 20.0
    shown = past.get_xdata()[-1] - past.get_xdata()[0]
    assert shown == pytest.approx(1.5 * (fan["day"].iloc[-1]), abs=4)


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_the_finding_is_the_title_in_each_language(fan, history, lang):
    before = fan.copy()
    with in_language(lang):
        ax = plot_fx_fan(fan, history=history)
    texts = " ".join(text.get_text() for text in ax.figure.texts).replace(NBSP, " ")
    assert "19.30" in texts and "20.70" in texts and "SF43718" in texts
    pd.testing.assert_frame_equal(fan, before)
