"""The scoreboard and the KPI chapters as a reader sees them."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.display.notebook import note_html
from workbench.display.tables import Field, html_table
from workbench.kpis import platform_name
from workbench.kpis.categories import is_category
from workbench.risk import standings, urgency
from workbench.tables import require_columns
from workbench.words import count, day, language, points, rate, t
from workbench.words.kpis import (
    PLATFORM_NAMES,
    at_risk_note,
    figure,
    kpi_group,
    kpi_name,
    level_word,
    place_name,
    platform_kpi_name,
    target_text,
)

BOARD_COLUMNS = [
    *("account", "platform", "market", "kpi", "scope", "as_of", "numerator", "denominator", "rate", "value"),
    *(
        "target",
        "comparator",
        "basis",
        "status",
        "level",
        "platform_name",
        "baseline_rate",
        "change",
        "change_low",
        "change_high",
    ),
    *("reported_rate", "reported_as_of", "trend", "headroom", "owner"),
]

POLICY = "policy_"
ALL_POLICIES = "policies"


def show_kpi_board(board: pd.DataFrame) -> HTML:
    """The scoreboard: each KPI against its target, last month and baseline, by account, worst first.

    Parameters
    ----------
    board : DataFrame
        One row per KPI, worst first, as `workbench.scoreboard` gives it; with a column chance, the printed chance
        of missing the target, that is shown too.
    """
    return HTML(board_html(board))


def board_html(board: pd.DataFrame) -> str:
    """As `show_kpi_board`, the HTML alone.

    Raises
    ------
    TableError
        Where the scoreboard lacks a column.
    """
    require_columns(board, BOARD_COLUMNS, of="scoreboard")
    fields = [
        Field("name", t("KPI"), note="platform_name"),
        Field("ours", t("Our count"), align="right", note="counts", card=True),
        Field("shown", t("Platform shows"), align="right", note="shown_on", card=True),
        Field("target_text", t("Target"), align="right", card=True),
        Field("standing", t("Status"), "status", note="level"),
        Field("change", t("Against last month"), "points", unit=t("pp"), note="interval", card=True),
        Field("against_baseline", t("Against baseline"), "points", unit=t("pp"), card=True),
        Field("headroom", t("Room left"), "count", unit=t("orders"), card=True),
        *([chance_field()] if "chance" in board else []),
        Field("trend", t("13 weeks"), "trend", card=True),
    ]
    rows = grouped_rows(board)
    table = html_table(rows, fields=fields, group="place", subgroup="kpi_group", empty=t("No KPI to show."))
    return table.replace("wb-scroll", "wb-scroll wb-board", 1) + at_risk_html(rows)


def chance_field() -> Field:
    """The column of chances that the target is missed, as `workbench.display.risk.with_chances` adds them."""
    return Field("chance", t("Breach chance"), align="right", unit=t("21 days"), card=True)


def at_risk_html(rows: pd.DataFrame) -> str:
    """What at risk means, below a table in which it stands; nothing below any other."""
    return note_html(at_risk_note()) if rows["standing"].eq("at_risk").any() else ""


def grouped_rows(board: pd.DataFrame) -> pd.DataFrame:
    """The rows of `board_rows` with kpi_group: an account's groups together, the one with the worst row first."""
    rows = board_rows(board)
    pairs = zip(rows["kpi"], rows["platform"], strict=True)
    view = rows.assign(kpi_group=[kpi_group(kpi, platform) for kpi, platform in pairs])
    places = view.groupby(["place", "kpi_group"], sort=False).ngroup()
    accounts = view.groupby("place", sort=False).ngroup()
    order = pd.DataFrame({"account": accounts, "group": places}).sort_values(["account", "group"], kind="stable").index
    return view.loc[order].reset_index(drop=True)


def board_rows(board: pd.DataFrame) -> pd.DataFrame:
    """The scoreboard's rows as `board_html` shows them, in its order, with their printed cells beside the figures.

    Policy counts of an account that are all zero are one row of the KPI `ALL_POLICIES`.
    """
    return _board_view(_with_clear_policies_as_one(board))


def _board_view(board: pd.DataFrame) -> pd.DataFrame:
    """The board's rows with printed cells, accounts together, the account with the worst row first."""
    worst_first = board.assign(rank=urgency(board)).sort_values(["rank", "headroom"], kind="stable")
    rows = worst_first.to_dict("records")
    owners = board.groupby("account")["owner"].agg(_names)
    view = worst_first.assign(
        name=[_name(row) for row in rows],
        platform_name=[_platforms_name(row) for row in rows],
        ours=[figure(row) if _is_ours(row) else "" for row in rows],
        counts=[_counts(row) for row in rows],
        shown=[_shown(row) for row in rows],
        shown_on=[_shown_on(row) for row in rows],
        target_text=[target_text(row) for row in rows],
        standing=standings(worst_first),
        level=[level_word(row["level"]) if row["status"] != "unmeasured" else "" for row in rows],
        interval=[_interval(row) for row in rows],
        against_baseline=(worst_first["rate"] - worst_first["baseline_rate"]).astype("float64"),
        place=[_place(row, owners[row["account"]]) for row in rows],
    )
    order = {account: number for number, account in enumerate(dict.fromkeys(view["account"]))}
    return view.sort_values("account", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def _with_clear_policies_as_one(board: pd.DataFrame) -> pd.DataFrame:
    """`board` with an account's policy counts that are all zero in one row; any other count keeps its own."""
    clear = board["kpi"].str.startswith(POLICY) & (board["value"] == 0)
    several = clear & clear.groupby(board["account"]).transform("sum").gt(1)
    first = several & ~board["account"].where(several).duplicated()
    counted = several.groupby(board["account"]).transform("sum")
    kept = board.assign(policies=counted.where(first))[~several | first]
    return kept.assign(kpi=kept["kpi"].where(kept["policies"].isna(), ALL_POLICIES))


def _name(row: dict) -> str:
    if row["kpi"] == ALL_POLICIES:
        return t("Policy counts, {kinds} kinds, each", kinds=count(row["policies"]))
    return kpi_name(row["kpi"], scope=row["scope"])


def _platforms_name(row: dict) -> str:
    # A category stands beside its KPI's own row, which has the name.
    return "" if row["kpi"] == ALL_POLICIES or is_category(row) else platform_kpi_name(row["kpi"], row["platform"])


def _names(owners: pd.Series) -> str:
    return t(", ").join(owner for owner in dict.fromkeys(owners.dropna()) if owner)


def _is_ours(row: dict) -> bool:
    return row["basis"] == "computed"


def _shown(row: dict) -> str:
    """What the platform shows: beside our count, or in its place where our files can't give it."""
    if _is_ours(row):
        return rate(row["reported_rate"]) if pd.notna(row["reported_rate"]) else ""
    return figure(row)


def _shown_on(row: dict) -> str:
    if _is_ours(row):
        return day(row["reported_as_of"], year=False) if pd.notna(row["reported_rate"]) else ""
    return day(row["as_of"], year=False) if row["status"] != "unmeasured" else ""


def _counts(row: dict) -> str:
    if not _is_ours(row) or pd.isna(row["denominator"]) or pd.isna(row["rate"]):
        return ""
    return f"{count(row['numerator'])} / {count(row['denominator'])}"


def _interval(row: dict) -> str:
    if pd.isna(row["change_low"]):
        return ""
    low, high = (points(row[name], unit=False) for name in ("change_low", "change_high"))
    return t("{low} to {high}", low=low, high=high)


def _place(row: dict, owners: str) -> str:
    place = t("{place} ({account})", place=place_name(row["platform"], row["market"]), account=row["account"])
    return t("{place}, owner {owner}", place=place, owner=owners) if owners else place


def show_kpi_glossary(board: pd.DataFrame) -> HTML:
    """Our name of each KPI on the board beside the platforms' own, in the reader's language and in English.

    Parameters
    ----------
    board : DataFrame
        The scoreboard.
    """
    names = board[["platform", "kpi"]].drop_duplicates().sort_values("platform", kind="stable", ignore_index=True)
    rows = names.to_dict("records")
    view = names.assign(
        platform=[t(PLATFORM_NAMES[row["platform"]]) for row in rows],
        name=[kpi_name(row["kpi"]) for row in rows],
        shown=[platform_name(row["kpi"], platform=row["platform"], lang=language()) for row in rows],
        english=[platform_name(row["kpi"], platform=row["platform"]) for row in rows],
        group=[kpi_group(row["kpi"], row["platform"]) for row in rows],
    )
    fields = [
        Field("name", t("KPI")),
        Field("shown", t("The platform's name")),
        *([Field("english", t("The platform's English name"))] if language() != "en" else []),
        Field("group", t("Group")),
    ]
    return HTML(html_table(view, fields=fields, group="platform", empty=t("No KPI to show.")))
