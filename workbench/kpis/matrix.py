"""Which columns each KPI needs, which files hold them, and how to get those files."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.definitions import DEFINITIONS, Definition
from workbench.kpis.names import platform_name
from workbench.sources import EXPORTS

COLUMNS = ["kpi", "platform", "platform_name", "group", "needs", "exports", "how_to_download"]


def kpi_matrix() -> pd.DataFrame:
    """One row per KPI and platform: what must be in the files for it, and where that comes from.

    Returns
    -------
    DataFrame
        kpi, platform, platform_name, group (fulfilment, returns, satisfaction, compliance, sales), needs (list of
        table.column; empty for a KPI that only the platform's own report shows), exports (list of export ids, the
        platform's report included), how_to_download (text, one line per export). In the order of the KPI list.

    Source: definitions in docs/kpis.md.
    """
    return pd.DataFrame([_row(each) for each in DEFINITIONS], columns=COLUMNS)


def _row(definition: Definition) -> dict:
    exports = list(dict.fromkeys([*definition.exports, *definition.reported_in]))
    return {
        "kpi": definition.kpi,
        "platform": definition.platform,
        "platform_name": platform_name(definition.kpi, platform=definition.platform),
        "group": definition.group,
        "needs": list(definition.needs),
        "exports": exports,
        "how_to_download": "\n".join(f"{EXPORTS[name].title}: {EXPORTS[name].download}" for name in exports),
    }
