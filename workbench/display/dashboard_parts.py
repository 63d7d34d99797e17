"""The parts of the KPI page as HTML: head, detail of a KPI, what is missing, who to ask."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping

import pandas as pd

from workbench.charts.kpis import plot_kpi_trend
from workbench.charts.style import MM, figure_axes
from workbench.display.figures import chart_html
from workbench.display.notebook import note_html, sentence_html
from workbench.display.tables import Field, escaped, html_table
from workbench.kpis import ORDER_REASONS
from workbench.profile import Account, Agency, Profile
from workbench.sources import EXPORTS
from workbench.store.parts import FILE_ID_LENGTH
from workbench.words import count, day, language, t
from workbench.words.kpi_trends import trend_sentence
from workbench.words.kpis import (
    kpi_in_sentence,
    kpi_name,
    kpi_sentence,
    level_word,
    lower_is_better,
    place_name,
    reason_sentence,
    status_mark,
)
from workbench.words.roles import role_name
from workbench.words.rules import consequence_sentence

PAGE_LINKS = "WORKBENCH_PAGE_LINKS"
LANGUAGE_NAMES = {"zh": "中文", "en": "English", "es": "Español"}
HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en", "es": "es-MX"}
ORDERS_SHOWN = 60
# The detail's column on a screen of 1,440 px, so that the chart's text is as large as the text around it.
TREND_WIDTH_MM = 150.0
TREND_HEIGHT_MM = 56.0
# How the orders are told apart, in the order shown.
EFFECTS = ("against", "for", "left_out")


def head_html(profile: Profile, *, as_of: pd.Timestamp | None) -> str:
    """Client, day, accounts and the switch between the page's languages."""
    places = t(", ").join(_place(account) for account in profile.accounts)
    when = f"<span>{escaped(t('As of {day}', day=day(as_of)))}</span>" if as_of is not None else ""
    return (
        f'<div class="wb wb-head"><div><h2 class="wb-client">{escaped(profile.name_in(language()))}</h2>'
        f'<p class="wb-facts">{when}<span>{escaped(places)}</span></p></div>{switch_html()}</div>'
    )


def switch_html() -> str:
    """Links to the page's copies in the other languages; nothing where the page has none."""
    links = page_links()
    if len(links) < 2:
        return ""
    here = ' aria-current="page"'
    items = "".join(
        f'<a href="{escaped(name)}" lang="{HTML_LANGUAGES[lang]}"{here if lang == language() else ""}>'
        f"{LANGUAGE_NAMES[lang]}</a>"
        for lang, name in links.items()
    )
    return f'<nav class="wb-switch" aria-label="{escaped(t("Language"))}">{items}</nav>'


def page_links() -> dict[str, str]:
    """Language to file name of the page's copies, as the page server says."""
    said = json.loads(os.environ.get(PAGE_LINKS) or "{}")
    return {lang: said[lang] for lang in LANGUAGE_NAMES if lang in said}


def account_options(profile: Profile) -> list[tuple[str, str]]:
    """Label and id of each account, all of them first."""
    named = [
        (t("{place} ({account})", place=_place(account), account=account.id), account.id)
        for account in profile.accounts
    ]
    return [(t("All accounts"), ""), *named]


def person_options(profile: Profile) -> list[tuple[str, str]]:
    """Label and name of each person who answers for something, or did; everybody first."""
    roles: dict[str, list[str]] = {}
    for owner in profile.owners:
        held = roles.setdefault(owner.person, [])
        held += [] if role_name(owner.role) in held else [role_name(owner.role)]
    named = [(t("{person}, {role}", person=person, role=t(", ").join(held)), person) for person, held in roles.items()]
    return [(t("Everybody"), ""), *named]


def kpi_option(row: Mapping) -> str:
    """A scoreboard row in the list of KPIs: its state by mark, its name, its place."""
    return f"{status_mark(row['standing'])} {_title(row)}"


def detail_html(row: Mapping, *, series: pd.DataFrame, orders: pd.DataFrame) -> str:
    """A measured KPI: its trend, what its figure stands on, and the orders behind it.

    Parameters
    ----------
    row : mapping
        The KPI's row of the scoreboard.
    series : DataFrame
        As `workbench.kpi_series` gives it.
    orders : DataFrame
        As `workbench.kpi_orders` gives it, with file names in `lineage`.
    """
    estimate = sentence_html(reason_sentence(row["reason"]))
    said = estimate + note_html(consequence_sentence(row))
    return _heading(_title(row)) + _facts_html(row) + trend_html(series, row) + said + orders_html(orders, row)


def _facts_html(row: Mapping) -> str:
    """What the board's columns say that a narrow screen has no room for: target, room, change, chance."""
    facts = kpi_sentence(row)
    if row.get("chance") and pd.notna(row.get("probability")):
        chance = t("Chance that the target is missed within 21 days: {chance}.", chance=row["chance"])
        facts = t("{said} {worst}", said=facts, worst=chance)
    return f'<p class="wb wb-sentence wb-finding" aria-hidden="true">{escaped(facts)}</p>'


def policies_html(row: Mapping, kpis: Iterable[str]) -> str:
    """The policy counts that stand at zero, by name."""
    items = "".join(f"<li>{escaped(kpi_name(kpi))}</li>" for kpi in kpis)
    said = t("Each of these counts is zero.")
    return f'{_heading(_title(row))}{sentence_html(said)}<ul class="wb wb-steps">{items}</ul>'


def trend_html(series: pd.DataFrame, row: Mapping) -> str:
    """The KPI's line over the days chosen; nothing where there are no two days to join."""
    if series["rate"].notna().sum() < 2:
        return ""
    name, place = kpi_in_sentence(row["kpi"], scope=row["scope"]), _place(row)
    said = trend_sentence(series, kpi=name, place=place, comparator=row["comparator"])
    ax = figure_axes(height_mm=TREND_HEIGHT_MM)
    ax.figure.set_figwidth(TREND_WIDTH_MM * MM)
    # On a narrow screen the chart scrolls, and its title with it: there the finding stands above it too.
    finding = f'<p class="wb wb-sentence wb-finding" aria-hidden="true">{escaped(said)}</p>'
    return finding + chart_html(plot_kpi_trend(series, row=row, ax=ax), alt=said)


def orders_html(orders: pd.DataFrame, row: Mapping) -> str:
    """The orders behind a rate, those against it first, each with the file lines it was read from.

    Parameters
    ----------
    orders : DataFrame
        One row per order or parcel: order_id, package_id, event_date, counted_as, reason, lineage.
    row : mapping
        The KPI's row of the scoreboard.
    """
    if orders.empty:
        said = t("This figure is the platform's own: no orders in the files stand behind it.")
        return f'<p class="wb wb-empty">{escaped(said)}</p>'
    effects = _effects(orders, row["comparator"])
    ranked = orders.assign(effect=effects, rank=effects.map(EFFECTS.index)).sort_values(
        ["rank", "event_date"], ascending=[True, False], kind="stable"
    )
    shown = ranked.head(ORDERS_SHOWN)
    view = shown.assign(
        said=[_effect_word(effect) for effect in shown["effect"]],
        why=[_order_reason(reason) for reason in shown["reason"]],
    )
    fields = [
        Field("order_id", t("Order"), note="package_id"),
        Field("event_date", t("Day"), "day", card=True),
        Field("said", t("Counted"), note="why", card=True),
        Field("lineage", t("Read from"), card=True),
    ]
    table = html_table(view, fields=fields, caption=_orders_caption(effects))
    rest = t("The first {shown} are shown.", shown=count(len(shown))) if len(shown) < len(ranked) else ""
    small = f'<p class="wb wb-small">{escaped(rest)}</p>' if rest else ""
    return f'<div class="wb-orders">{table}</div>{small}'


def with_file_names(orders: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    """`orders` with each file's name in place of its hash, and its rows as a spreadsheet counts them.

    Parameters
    ----------
    orders : DataFrame
        One row per order: lineage as `hash:row,row hash:row`.
    files : DataFrame
        One row per inbox file: file, sha256.
    """
    names = {sha256[:FILE_ID_LENGTH]: file for file, sha256 in zip(files["file"], files["sha256"], strict=True)}
    return orders.assign(lineage=[_places(lineage, names) for lineage in orders["lineage"]])


def missing_html(row: Mapping) -> str:
    """Why a KPI has no figure, which file would give it, and how to download that file.

    Parameters
    ----------
    row : mapping
        The unmeasured row of the scoreboard; its reason names the file.
    """
    why = reason_sentence(row["reason"])
    label = level_word(row["level"])
    said = why or (t("The platform shows no number here, only: {label}.", label=label) if label else "")
    sentence = sentence_html(said or t("The files hold no figure for it."))
    return _heading(_title(row)) + sentence + note_html(consequence_sentence(row))


def nothing_read_html(profile: Profile) -> str:
    """The page of a client without files: which exports to download, and what to do with them."""
    platforms = {account.platform for account in profile.accounts}
    needed = [
        export
        for export in EXPORTS.values()
        if export.platform in platforms and "order_lines" in export.tables and export.status == "read"
    ]
    said = t(
        "No orders and no reported figures have been read yet. Put the files into inbox/<account>/ and run: "
        "workbench ingest {client}",
        client=profile.id,
    )
    ways = [t("{title} ({download})", title=t(export.title), download=t(export.download)) for export in needed]
    items = "".join(f"<li>{escaped(way)}</li>" for way in ways)
    return (
        f'{sentence_html(said)}<p class="wb">{escaped(t("Files to download"))}</p><ul class="wb wb-steps">{items}</ul>'
    )


def foot_html(profile: Profile, agency: Agency) -> str:
    """Who looks after the account, when, and how to report a problem."""
    lang = language()
    contact = profile.analyst.email or agency.contact
    parts = (
        t("Account manager: {name}, {agency}", name=profile.analyst.name, agency=agency.name_in(lang)),
        agency.hours.get(lang, ""),
        t("Does a figure look wrong? Write to {contact}", contact=contact) if contact else "",
    )
    spans = "".join(f"<span>{escaped(part)}</span>" for part in parts if part)
    return f'<p class="wb wb-small wb-foot">{spans}</p>'


def state_html(text: str, *, working: bool = False) -> str:
    """What the page is doing, or why a choice was refused; read out by a screen reader."""
    mark = '<span class="wb-spinner" aria-hidden="true"></span>' if working else ""
    return f'<p class="wb wb-small wb-state" role="status">{mark}{escaped(text)}</p>'


def fault_html(sentence: str) -> str:
    """A refusal in one sentence."""
    return f'<p class="wb wb-sentence wb-refusal" role="alert">{escaped(sentence)}</p>'


def _effects(orders: pd.DataFrame, comparator: str) -> pd.Series:
    """Per order: against the seller, in favour, or left out."""
    against = "numerator" if lower_is_better(comparator) else "denominator"
    found = pd.Series("for", index=orders.index, dtype="str").mask(orders["counted_as"].eq(against), "against")
    return found.mask(orders["counted_as"].eq("left_out"), "left_out")


def _effect_word(effect: str) -> str:
    return {"against": t("against"), "for": t("in favour"), "left_out": t("left out")}[effect]


def _orders_caption(effects: pd.Series) -> str:
    counted = effects[effects != "left_out"]
    return t(
        "{against} of {counted} orders or parcels count against the rate",
        against=count(int(counted.eq("against").sum())),
        counted=count(len(counted)),
    )


def _order_reason(reason: str) -> str:
    text = ORDER_REASONS.get(reason, "") if isinstance(reason, str) else ""
    return t(text) if text else ""


def _places(lineage: str, names: Mapping[str, str]) -> str:
    parts = [entry.partition(":") for entry in lineage.split()]
    return t("; ").join(t("{file} row {row}", file=names.get(key, key), row=row) for key, _, row in parts)


def _title(row: Mapping) -> str:
    """A row's name as the board prints it, and its place."""
    return t("{kpi}, {place}", kpi=row["name"], place=_place(row))


def _heading(text: str) -> str:
    return f'<h3 class="wb wb-heading">{escaped(text)}</h3>'


def _place(where: Mapping | Account) -> str:
    found = where if isinstance(where, Mapping) else {"platform": where.platform, "market": where.market}
    return place_name(found["platform"], found["market"])
