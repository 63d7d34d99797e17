"""The frame of a review: what this run is, its findings, and the appendix."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.bands import band_places
from workbench.client import Client
from workbench.display.advice import plans_of
from workbench.display.bands import product_bands
from workbench.display.margins import account_margins
from workbench.display.notebook import chapter_html
from workbench.display.tables import Field, escaped, html_table, with_wide_names
from workbench.kpis.brushing import traffic_without_brushing
from workbench.kpis.conversion import conversion_around_changes
from workbench.rules import load_rules, rules_in_force
from workbench.words import day, language, month_name, period, t
from workbench.words.findings import (
    Finding,
    choose_findings,
    conversion_findings,
    difference_findings,
    file_findings,
    kpi_findings,
    margin_findings,
    plan_findings,
    price_findings,
    unmeasured_findings,
)
from workbench.words.intake import files_aside_sentence, intake_sentence
from workbench.words.kpis import kpi_name, place_name, platform_kpi_name, reason_sentence
from workbench.words.rules import EVERY_MARKET, evidence_words, judged_per_words, rule_place, rule_target


def show_run(client: Client, *, month: str) -> HTML:
    """Client, period, files, rows and rule book of this run, and the losses before any result.

    Parameters
    ----------
    client : Client
    month : str
        The month reviewed, such as 2026-01.
    """
    files = client.intake.files
    facts = [
        (t("Client"), client.profile.name_in(language())),
        (t("Accounts"), _accounts(client)),
        (t("Month reviewed"), month_name(month)),
        (t("Days in the files"), _days(files)),
        (t("Files and rows"), intake_sentence(files)),
        (t("Left aside"), files_aside_sentence(files)),
        (t("Rule book"), load_rules().version),
    ]
    rows = "".join(f"<dt>{escaped(label)}</dt><dd>{escaped(value)}</dd>" for label, value in facts if value)
    return HTML(f'<dl class="wb wb-facts">{rows}</dl>')


def show_findings(client: Client, board: pd.DataFrame) -> HTML:
    """Three to seven findings, each with its number, where the evidence is, and what to decide.

    Parameters
    ----------
    client : Client
    board : DataFrame
        The scoreboard of the review's day.
    """
    return HTML(findings_html(review_findings(client, board)))


def review_findings(client: Client, board: pd.DataFrame) -> list[Finding]:
    """The findings that `show_findings` prints, heaviest first."""
    day = board["as_of"].max().date().isoformat()
    conversion = conversion_around_changes(traffic_without_brushing(client), client.changes, as_of=day)
    return choose_findings(
        [
            *kpi_findings(board),
            *difference_findings(board),
            *conversion_findings(conversion),
            *_market_findings(client, day),
            *file_findings(client.intake.files, client.intake.coverage),
            *unmeasured_findings(board),
        ]
    )


def _market_findings(client: Client, on: str) -> list[Finding]:
    """Findings about prices among the competitors', margins and price advice."""
    bands = [found for _, found in product_bands(client, on=on) if found is not None]
    prices = [finding for each in bands for finding in price_findings(each, band_places(each, own=client.listings))]
    margins = [
        finding
        for account, rows in account_margins(client, on=on).items()
        for finding in margin_findings(rows, place=_account_place(client, account))
    ]
    advised = [finding for plan in plans_of(client, on=on) for finding in plan_findings(plan)]
    return [*prices, *margins, *advised]


def _account_place(client: Client, account: str) -> str:
    profile = client.profile.account(account)
    return place_name(profile.platform, profile.market)


def findings_html(findings: list[Finding]) -> str:
    """A numbered list of findings, each with its decision and a link to the evidence."""
    items = "".join(
        f'<li><span class="wb-said">{escaped(finding.sentence)}</span>'
        f'<span class="wb-decide">{escaped(finding.decision)} '
        f'<a class="wb-ref" href="#wb-{escaped(finding.chapter)}">{escaped(t("Evidence"))}</a></span></li>'
        for finding in findings
    )
    return f'<ol class="wb wb-findings">{items}</ol>'


def show_unmeasured(board: pd.DataFrame) -> HTML:
    """What could not be measured, why, and how to get what is missing.

    Parameters
    ----------
    board : DataFrame
        The scoreboard; its unmeasured rows are listed.
    """
    missing = board[board["status"] == "unmeasured"]
    rows = missing.to_dict("records")
    view = missing.assign(
        place=[place_name(row["platform"], row["market"]) for row in rows],
        name=[kpi_name(row["kpi"], scope=row["scope"]) for row in rows],
        platform_name=[platform_kpi_name(row["kpi"], row["platform"]) for row in rows],
        why=[reason_sentence(row["reason"]) for row in rows],
    )
    fields = [
        Field("name", t("KPI"), note="platform_name"),
        Field("why", t("What is missing and how to get it")),
    ]
    table = html_table(view, fields=fields, group="place", empty=t("Every KPI of these accounts was measured."))
    return HTML(chapter_html("unmeasured", with_wide_names(table)))


def show_rules(client: Client, *, on: str) -> HTML:
    """The rules that held on a day on the client's platforms, what follows a breach, source and last check.

    Parameters
    ----------
    client : Client
    on : str
        ISO day.
    """
    ours = _rules_of(client, rules_in_force(on))
    rows = ours.to_dict("records")
    view = ours.assign(
        place=[rule_place(row["platform"], row["market"]) for row in rows],
        name=[kpi_name(row["kpi"]) for row in rows],
        limit=[rule_target(row) for row in rows],
        per=[judged_per_words(row["judged_per"]) for row in rows],
        evidence=[
            t(
                "{evidence}, checked {day}",
                evidence=evidence_words(row["evidence"]),
                day=day(pd.Timestamp(row["checked"])),
            )
            for row in rows
        ],
        missed=[t(row["enforcement"]) if row["enforcement"] else t("Not published") for row in rows],
        # Named only where it is another page than the rule's own.
        missed_source=[_other_source(row) for row in rows],
    )
    fields = [
        Field("name", t("KPI"), note="id"),
        Field("limit", t("Target"), note="per"),
        Field("window_days", t("Window"), "count", unit=t("days")),
        Field("since", t("Since"), "day"),
        Field("missed", t("If it is missed"), note="missed_source"),
        Field("evidence", t("Evidence"), note="source"),
    ]
    return HTML(html_table(view, fields=fields, group="place", empty=t("No published rule for these markets.")))


def _other_source(row: dict) -> str:
    """Where what follows a breach is said, if not on the page of the rule."""
    return row["enforcement_source"] if row["enforcement"] and row["enforcement_source"] != row["source"] else ""


def _rules_of(client: Client, rules: pd.DataFrame) -> pd.DataFrame:
    """The rules of the client's platforms and markets, those for every market included."""
    places = set(zip(client.accounts["platform"], client.accounts["market"], strict=True))
    platforms = {platform for platform, _ in places}
    kept = [
        (platform, market) in places or (market == EVERY_MARKET and platform in platforms)
        for platform, market in zip(rules["platform"], rules["market"], strict=True)
    ]
    return rules[kept]


def _accounts(client: Client) -> str:
    rows = client.accounts.to_dict("records")
    return t(", ").join(place_name(row["platform"], row["market"]) for row in rows)


def _days(files: pd.DataFrame) -> str:
    first, last = files["first_day"].loc[files["first_day"] != ""], files["last_day"].loc[files["last_day"] != ""]
    return period(first.min(), last.max()) if len(first) else ""
