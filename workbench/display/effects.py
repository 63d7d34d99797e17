"""What followed each logged action, as a table."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.accountability import action_effects
from workbench.client import Client
from workbench.display.notebook import chapter_html, note_html, sentence_html
from workbench.display.tables import Field, html_table, with_wide_names
from workbench.words import shortened, t
from workbench.words.desk import event_kind_word
from workbench.words.kpis import kpi_name, place_name
from workbench.words.roles import effect_sentence, effects_sentence, verdict_word

TEXT_LENGTH = 160


def show_action_effects(client: Client, *, as_of: str) -> HTML:
    """Each action, decision and change up to a day, and the KPI's rate before and after it.

    Parameters
    ----------
    client : Client
        With its profile, tables and record.
    as_of : str
        ISO day.
    """
    effects = action_effects(client, as_of=as_of)
    said = sentence_html(effects_sentence(effects))
    table = _table(client, effects) if len(effects) else ""
    return HTML(chapter_html("effects", said + table))


def _table(client: Client, effects: pd.DataFrame) -> str:
    rows = effects.to_dict("records")
    view = effects.assign(
        what=[shortened(row["text"], most=TEXT_LENGTH) for row in rows],
        about=[_about(client, row) for row in rows],
        entry=[event_kind_word(row["kind"]) for row in rows],
        word=[verdict_word(row["verdict"]) for row in rows],
        figures=[effect_sentence(row) if pd.notna(row["rate_before"]) else "" for row in rows],
    )
    fields = [
        Field("what", t("What was done"), note="about"),
        Field("on_date", t("Day"), "day", note="entry"),
        Field("owner", t("Owner")),
        Field("word", t("What followed"), note="figures"),
    ]
    note = t("What followed an action need not come from it: other things changed in the same days.")
    return with_wide_names(html_table(view, fields=fields)) + note_html(note)


def _about(client: Client, row: dict) -> str:
    """Account, KPI and SKU of an entry, those that it names."""
    accounts = {each.id: each for each in client.profile.accounts}
    account = accounts.get(row["account"])
    place = place_name(account.platform, account.market) if account else ""
    return t(", ").join(part for part in (place, kpi_name(row["kpi"]) if row["kpi"] else "", row["sku"]) if part)
