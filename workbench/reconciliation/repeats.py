"""Orders that the platform's figure may count once a row: a line, a parcel or a defect."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbench.reconciliation.case import Case
from workbench.reconciliation.tally import KEY, Alternative

CAUSE = "repeated_row"
OF_PARCELS = ("valid_tracking", "on_time_packages")
DEFECTS_COUNTED = {
    "order_defects": ("claim", "negative_feedback", "chargeback"),
    "claims": ("claim", "mediation"),
    "mediations": ("mediation",),
}


def repeated_rows(case: Case) -> Iterator[Alternative]:
    """Each order counted as often as it has lines, parcels or (in the numerator) defects."""
    if case.definition.builder not in OF_PARCELS:
        for code, rows in (("order_lines", case.frames.order_lines), ("parcels", case.frames.packages)):
            times = rows.groupby("order_id").size()
            yield Alternative(CAUSE, code, _further(case.base, times, ["numerator", "denominator"]))
    if case.definition.builder in DEFECTS_COUNTED:
        yield Alternative(CAUSE, "components", _further(case.base, _defects(case), ["numerator"]))


def _further(base: pd.DataFrame, times: pd.Series, layers: list[str]) -> pd.DataFrame:
    """What counting each order `times` times adds to counting it once."""
    further = times.reindex(base.index.get_level_values(KEY[0])).fillna(1).to_numpy().astype("int64") - 1
    added = base.assign(**{name: base[name] * (further if name in layers else 0) for name in base.columns})
    return added[added.ne(0).any(axis=1)]


def _defects(case: Case) -> pd.Series:
    defects = case.frames.defects
    kinds = DEFECTS_COUNTED[case.definition.builder]
    counting = defects[defects["kind"].isin(kinds) & defects["counts"].fillna(True).astype(bool)]
    known = case.frames.days(counting["opened_at"]).fillna(case.span.start) <= case.span.known
    return counting[known].groupby("order_id").size()
