"""The page of findings: three to seven computed sentences, each with what is to be decided.

A finding is worth its place by what it puts at risk: breaches first, then what is near its limit, a
listing that lost conversion, prices and margins, and last what the files can't show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from workbench.bands import Bands
from workbench.pricing import PricePlan
from workbench.pricing.advice import ADVISED
from workbench.risk import standings
from workbench.rules import meets
from workbench.words.advice import advice_title
from workbench.words.bands import bands_sentence
from workbench.words.catalogue import mark, t, tn
from workbench.words.changes import conversion_sentence
from workbench.words.formats import chance_text, count, day, rate
from workbench.words.intake import coverage_gaps, coverage_sentence
from workbench.words.kpis import figure, kpi_in_sentence, kpi_sentence, market_name, place_name, target_text
from workbench.words.margins import margins_sentence
from workbench.words.price_plan import plan_sentence

MOST = 7
MOST_KPIS = 4
# Refused rows are a finding of their own from this share on. Fraction of rows read.
LOSSES_FROM = 0.005
# Money at stake on prices is a finding from this share of a week's sales on.
STAKE_FROM = 0.01
# Weights: what is lost already, what may be lost, what the files can't show, what is well.
BREACH, MARGINS, ADVICE, CONVERSION, DIFFERENCE, NEAR, PRICES = 100, 90, 88, 85, 70, 60, 55
AT_RISK = 80
GAP, LOSSES, UNMEASURED, HELD = 50, 45, 30, 20

DECISIONS = {
    "order_defect_rate": mark("Decide which cause of defects is stopped first, and who answers the open claims."),
    "late_shipment_rate": mark("Decide whether handling time or the warehouse's cut-off changes, and from which day."),
    "delayed_handling_rate": mark(
        "Decide whether handling time or the warehouse's cut-off changes, and from which day."
    ),
    "pre_fulfilment_cancellation_rate": mark("Decide which listings' stock is corrected or closed today."),
    "cancellation_rate": mark("Decide which listings' stock is corrected or closed today."),
    "valid_tracking_rate": mark("Decide which carrier service ships from now on, and who follows parcels in customs."),
    "on_time_delivery_rate": mark("Decide whether the carrier service or the promised transit time changes."),
    "unit_on_time_delivery_rate": mark("Decide whether the carrier service or the promised transit time changes."),
    "claims_rate": mark("Decide which items with claims are paused, and who answers each open claim within a day."),
    "mediations_rate": mark("Decide which items with claims are paused, and who answers each open claim within a day."),
    "seller_response_rate": mark("Decide who answers messages on which days, weekends too."),
    "return_rate": mark("Decide which of the most returned items gets a check of its content and quality."),
    "refund_rate": mark("Decide which of the most returned items gets a check of its content and quality."),
    "negative_feedback_rate": mark("Decide which of the most returned items gets a check of its content and quality."),
    "item_not_received_rate": mark(
        "Decide which carrier service ships from now on, and who follows parcels in customs."
    ),
}
POLICY_DECISION = mark("Decide who answers the platform's case, and by when.")
OTHER_DECISION = mark("Decide who looks at the orders behind it, and by when.")


@dataclass(frozen=True)
class Finding:
    """One sentence with its number, what to decide, and the chapter that shows the evidence.

    `weight` orders findings, the heaviest first; `chapter` is one of kpis, changes, prices, margins,
    advice, intake, unmeasured.
    """

    sentence: str
    decision: str
    chapter: str
    weight: float


def choose_findings(found: Iterable[Finding]) -> list[Finding]:
    """The heaviest findings, seven at most."""
    return sorted(found, key=lambda finding: -finding.weight)[:MOST]


def kpi_findings(board: pd.DataFrame) -> list[Finding]:
    """A finding for each KPI that misses its target, four at most, the worst first; then what is near a limit.

    Parameters
    ----------
    board : DataFrame
        The scoreboard; with probability where chances are known.
    """
    judged = board.assign(standing=standings(board))
    judged = judged[judged["standing"].isin(["breach", "at_risk", "watch", "good"])]
    too_many = judged["headroom"].lt(0).fillna(False).astype(bool)
    is_missed = (judged["status"] == "breach") | too_many
    missed = judged[is_missed].sort_values(["status", "headroom"], kind="stable")
    likely = judged[(judged["standing"] == "at_risk") & ~is_missed]
    near = judged[judged["standing"] == "watch"]
    found = [
        Finding(kpi_sentence(row), decision(row["kpi"]), "kpis", BREACH - place)
        for place, row in enumerate(missed.head(MOST_KPIS).to_dict("records"))
    ]
    if len(missed) > MOST_KPIS:
        found.append(
            _others(missed.iloc[MOST_KPIS:], mark("These miss their target as well: {names}."), BREACH - MOST_KPIS)
        )
    if len(likely):
        found.append(_others(likely, mark("At risk within 21 days: {names}."), AT_RISK))
    if len(near):
        found.append(_others(near, mark("Close to the limit: {names}."), NEAR))
    held = judged[judged["standing"] == "good"]
    if len(held):
        found.append(_held(held, len(judged)))
    return found


def difference_findings(board: pd.DataFrame) -> list[Finding]:
    """A finding for each KPI whose own figure and the platform's lie on two sides of the target."""
    rows = board.dropna(subset=["rate", "reported_rate", "target"])
    found = []
    for row in rows.to_dict("records"):
        ours, theirs = (meets(row[name], row["target"], row["comparator"]) for name in ("rate", "reported_rate"))
        if ours != theirs:
            found.append(
                Finding(
                    _difference(row), t("Decide who asks the platform which orders it counted."), "kpis", DIFFERENCE
                )
            )
    return found


def conversion_findings(conversion: pd.DataFrame) -> list[Finding]:
    """A finding for the listing that lost most conversion after a change, where chance can't explain it.

    Parameters
    ----------
    conversion : DataFrame
        `conversion_around_changes`, largest loss first.
    """
    lost = conversion[conversion["change_high"] < 0]
    if lost.empty:
        return []
    decided = t("Decide whether the earlier state comes back, and how its effect is measured.")
    return [Finding(conversion_sentence(lost.iloc[0].to_dict()), decided, "changes", CONVERSION)]


def price_findings(bands: Bands, places: pd.DataFrame) -> list[Finding]:
    """A finding where own items stand in the market's dearest band or outside all bands.

    Parameters
    ----------
    bands : Bands
        A product's price bands.
    places : DataFrame
        `band_places` of the client's own listings.
    """
    dearest = bands.bands["band"].max()
    apart = places[(places["band"] == dearest) | (places["place"] != "inside")]
    if apart.empty:
        return []
    said = t('"{query}": {said}', query=bands.query, said=bands_sentence(bands, places=places))
    return [Finding(said, t("Decide whether this price is meant, and who watches the next month."), "prices", PRICES)]


def margin_findings(margins: pd.DataFrame, *, place: str) -> list[Finding]:
    """A finding where SKUs of an account lose money.

    Parameters
    ----------
    margins : DataFrame
        `unit_margins` of one account.
    place : str
        Where the account sells, as shown.
    """
    if not margins["margin"].lt(0).any():
        return []
    said = t("{place}: {said}", place=place, said=margins_sentence(margins))
    return [Finding(said, t("Decide which of these SKUs gets another price or is given up."), "margins", MARGINS)]


def plan_findings(plan: PricePlan) -> list[Finding]:
    """A finding where money hangs on prices that may be changed: the plan of a market and its first item.

    Parameters
    ----------
    plan : PricePlan
        The most money at stake first.
    """
    rows = plan.rows[(plan.rows["state"] == ADVISED) & plan.rows["action"].isin(["raise", "lower"])]
    sales = (plan.rows["price"] * plan.rows["weekly_units"]).sum()
    if rows.empty or not rows["at_stake"].sum() >= STAKE_FROM * sales > 0:
        return []
    first = plan.advices[rows["account"].iloc[0], rows["sku"].iloc[0]]
    said = t(
        "{market}: {plan} First: {advice}",
        market=market_name(plan.market),
        plan=plan_sentence(plan.rows, plan.without),
        advice=advice_title(first),
    )
    decided = t("Decide which of these prices are changed by {day}, and who changes them.", day=day(first.valid_until))
    return [Finding(said, decided, "advice", ADVICE)]


def file_findings(files: pd.DataFrame, coverage: pd.DataFrame) -> list[Finding]:
    """Findings about the files themselves: missing weeks, many refused rows.

    Parameters
    ----------
    files : DataFrame
        One row per file: status, rows, refused.
    coverage : DataFrame
        One row per export, account and day with data.
    """
    read = files[files["status"] == "read"]
    rows, refused = int(read["rows"].sum()), int(read["refused"].sum())
    found = []
    if len(coverage) and len(coverage_gaps(coverage)):
        found.append(Finding(coverage_sentence(coverage), t("Decide who asks for the missing files."), "intake", GAP))
    if rows and refused / rows >= LOSSES_FROM:
        said = t(
            "{refused} of {rows} rows ({share}) were refused, so the figures rest on the others.",
            refused=count(refused),
            rows=count(rows),
            share=rate(refused / rows),
        )
        found.append(Finding(said, t("Decide who mends the source of the broken rows."), "intake", LOSSES))
    return found


def unmeasured_findings(board: pd.DataFrame) -> list[Finding]:
    """One finding that says how much can't be measured for want of files."""
    missing = int((board["status"] == "unmeasured").sum())
    if not missing:
        return []
    said = tn(
        "{missing} of {all} KPI can't be measured from the files that we have.",
        "{missing} of {all} KPIs can't be measured from the files that we have.",
        len(board),
        missing=count(missing),
        all=count(len(board)),
    )
    return [
        Finding(said, t("Decide who downloads the missing exports; the appendix names them."), "unmeasured", UNMEASURED)
    ]


def decision(kpi: str) -> str:
    """What is to be decided when a KPI is at risk."""
    if kpi.startswith(("policy_", "account_")):
        return t(POLICY_DECISION)
    return t(DECISIONS.get(kpi, OTHER_DECISION))


def _others(rows: pd.DataFrame, text: str, weight: float) -> Finding:
    names = [_named(row) for row in rows.to_dict("records")]
    return Finding(t(text, names=t(", ").join(names)), t(OTHER_DECISION), "kpis", weight)


def _named(row: dict) -> str:
    """A KPI and its place; of one at risk with the chance that its target is missed, where that is known."""
    name = t("{kpi} ({place})", kpi=kpi_in_sentence(row["kpi"]), place=place_name(row["platform"], row["market"]))
    if row["standing"] != "at_risk" or pd.isna(row.get("probability")):
        return name
    return t("{name} {chance}", name=name, chance=chance_text(row["probability"]))


def _held(held: pd.DataFrame, judged: int) -> Finding:
    said = t("{held} of {judged} KPIs with a target hold it.", held=count(len(held)), judged=count(judged))
    with_room = held.dropna(subset=["headroom"])
    if with_room.empty:
        return Finding(said, t("Nothing to decide here."), "kpis", HELD)
    row = with_room.sort_values("headroom", kind="stable").iloc[0].to_dict()
    nearest = t(
        "Nearest to its limit: {kpi} ({place}) at {value}, target {target}, with room for {headroom} more orders.",
        kpi=kpi_in_sentence(row["kpi"], scope=row["scope"]),
        place=place_name(row["platform"], row["market"]),
        value=figure(row),
        target=target_text(row),
        headroom=count(row["headroom"]),
    )
    return Finding(t("{said} {worst}", said=said, worst=nearest), t("Nothing to decide here."), "kpis", HELD)


def _difference(row: dict) -> str:
    return t(
        "{place}: we count {kpi} at {ours}, the platform shows {theirs}, and the target of {target} lies between.",
        place=place_name(row["platform"], row["market"]),
        kpi=kpi_in_sentence(row["kpi"], scope=row["scope"]),
        ours=rate(row["rate"]),
        theirs=rate(row["reported_rate"]),
        target=target_text(row),
    )
