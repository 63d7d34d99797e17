"""Amazon Business Report (Detail Page Sales and Traffic), to traffic: one row an item and period.

Visits are counted for an item, and the by-SKU report repeats them on every SKU of it: they are taken once, never
summed; units and sales are added. The file has no period; it is asked for. "转化率 - 总计" is the share of the
account's visits, not a conversion, and is not read.

Source: real files of a UK account (21, 22 and 38 columns), header lists in en-US and zh, partial ones in Spanish.
"""

from __future__ import annotations

import re

import pandas as pd

from workbench.cleaning import values
from workbench.cleaning.values import COMMA, POINT, NumberFormat
from workbench.errors import OpenQuestions
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.amazon.gathering import gathered, set_aside_further, sums
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import day_in_name
from workbench.sources.sheet import Sheet

FIELDS = {
    "item_id": ("(Child) ASIN", "（子）ASIN", "ASIN (child)", "ASIN (secundario)", "ASIN (hijo)"),
    "title": ("Title", "标题", "Título", "Titulo"),
    "sku": ("SKU",),
    "sessions": (
        *("Sessions - Total", "Sessions", "会话数 - 总计", "会话次数 - 总计", "买家访问次数"),
        *("Sesiones: total", "Sesiones - Total", "Sesiones"),
    ),
    "page_views": (
        *("Page Views - Total", "Page Views", "页面浏览量 - 总计", "页面浏览次数"),
        *("Páginas vistas: total", "Páginas vistas - Total", "Vistas de página: total", "Vistas de página - Total"),
    ),
    "featured_offer_share": (
        *("Featured Offer (Buy Box) Percentage", "Buy Box Percentage", "推荐报价（推荐报价展示位）百分比"),
        *("Porcentaje de ofertas destacadas (Buy Box)", "Porcentaje de oferta destacada (Buy Box)"),
    ),
    "units": ("Units Ordered", "已订购商品数量", "订购数量", "Unidades pedidas", "Unidades encargadas"),
    "sales": (
        *("Ordered Product Sales", "已订购商品销售额"),
        *("Ventas de productos pedidos", "Ventas de productos encargados"),
    ),
}
REQUIRED = ("item_id", "sessions", "units", "sales")
VISITS = ("sessions", "page_views", "featured_offer_share")
_SPLITS = ("Mobile App", "Mobile APP - B2B", "Mobile app - B2B", "Browser", "Browser - B2B", "Total", "Total - B2B")
KNOWN = (
    *("(Parent) ASIN", "（父）ASIN", "ASIN (parent)", "ASIN (principal)"),
    *(
        f"{word} - {split}"
        for word in ("Sessions", "Session Percentage", "Page Views", "Page Views Percentage")
        for split in _SPLITS
    ),
    *("Session Percentage", "Page Views Percentage", "Unit Session Percentage", "Unit Session Percentage - B2B"),
    *("Featured Offer (Buy Box) Percentage - B2B", "Units Ordered - B2B", "Ordered Product Sales - B2B"),
    *("Total Order Items", "Total Order Items - B2B", "Featured Offer - Unfilled Percentage", "Units Refunded"),
    *("Refund Rate", "Shipped Product Sales", "Units Shipped", "Orders Shipped"),
    *(
        "会话 - 总计 - B2B",
        "转化率 - 总计",
        "会话百分比 - 总计 - B2B",
        "页面浏览量 - 总计 - B2B",
        "页面浏览量百分比 - 总计",
    ),
    *(
        "页面浏览量百分比 - 总计 - B2B",
        "推荐报价（推荐报价展示位）百分比 - B2B",
        "已订购商品数量 - B2B",
        "商品会话百分比",
    ),
    *("商品会话百分比 - B2B", "已订购商品销售额 - B2B", "订单商品总数", "订单商品总数 - B2B", "商品转化率"),
    *("Unidades pedidas - B2B", "Ventas de productos pedidos - B2B", "Ventas de productos pedidos: entre empresas"),
    *("Total de artículos del pedido", "Total de artículos del pedido -B2B", "Total de artículos del pedido - B2B"),
)
SIGNS = {"£": "GBP", "€": "EUR", "US$": "USD", "MX$": "MXN", "CA$": "CAD", "R$": "BRL"}


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose traffic it is, and for which days."""
    text = "Which days does this Business Report cover? (first/last, for example 2026-01-01/2026-01-31)"
    return (*account_questions(context, platform="amazon"), Question("period", text, proposed_period(context.file)))


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Traffic of one Amazon account in the period that was answered.

    Raises
    ------
    OpenQuestions
        The period is not known, or no two days.
    """
    account = own_account(context, platform="amazon")
    start, end = answered_period(context)
    sheet.mark_repeats("item_id", "sku", "title")
    sheet.need("item_id", "sessions", "units")
    rows = _rows(sheet, account)
    _set_aside_other_parents(sheet, rows)
    traffic = _one_row_an_item(sheet, rows).assign(account=account.id, start_date=start, end_date=end)
    return sheet.reading({"traffic": traffic}, context)


def answered_period(context: FileContext) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of the answered period.

    Raises
    ------
    OpenQuestions
        No answer, or none of the form first/last.
    """
    answer = context.answers.get("period", "")
    days = re.fullmatch(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})", answer)
    if not days or days[1] > days[2]:
        raise OpenQuestions(
            context.file,
            f"the period is '{answer}'" if answer else "the file does not say which days it covers",
            expected="first and last day, for example 2026-01-01/2026-01-31",
        )
    return pd.Timestamp(days[1]), pd.Timestamp(days[2])


def proposed_period(file: str) -> str:
    """The period that a file's name suggests: two days, a month, or the month before its download day.

    >>> proposed_period("BusinessReport-2026-02-03.csv"), proposed_period("business_2026-01.csv")
    ('2026-01-01/2026-01-31', '2026-01-01/2026-01-31')
    """
    days = re.findall(r"(?<!\d)(20\d{2})-(\d{2})-(\d{2})(?!\d)", file)
    if len(days) == 2:
        return "/".join("-".join(day) for day in days)
    backwards = re.search(r"(?<!\d)(\d{2})-(\d{2})-(20\d{2})(?!\d)", file)
    month = re.search(r"(?<!\d)(20\d{2})-(0[1-9]|1[0-2])(?![-\d])", file)
    if month:
        return _whole_month(pd.Period(f"{month[1]}-{month[2]}", freq="M"))
    day = day_in_name(file)
    if day:
        return _whole_month(pd.Period(day, freq="M") - 1)
    # 03-02-2026 may be the 3rd of February or the 2nd of March: no proposal.
    if backwards and backwards[1] == backwards[2]:
        return _whole_month(pd.Period(f"{backwards[3]}-{backwards[2]}", freq="M") - 1)
    return ""


def _whole_month(month: pd.Period) -> str:
    return f"{month.start_time:%Y-%m-%d}/{month.end_time:%Y-%m-%d}"


def _rows(sheet: Sheet, account: Account) -> pd.DataFrame:
    form = COMMA if "encargad" in sheet.heading("sales").casefold() else POINT
    return pd.DataFrame(
        {
            "item_id": sheet.text("item_id"),
            "sku": sheet.text("sku"),
            "title": sheet.text("title"),
            "sessions": sheet.counts("sessions", form=form),
            "page_views": sheet.counts("page_views", form=form),
            "units": sheet.counts("units", form=form),
            "featured_offer_share": _share(sheet, form),
            "sales": sheet.numbers("sales", form=form),
            "currency": _currency(sheet, account),
        }
    )


def _share(sheet: Sheet, form: NumberFormat) -> pd.Series:
    def parse(text: object) -> values.Parsed:
        return values.parse_shares(text, form=form)

    example = "97,5%" if form.decimal == "," else "97.5%"
    return sheet.typed("featured_offer_share", parse, expected=f"a percentage such as {example}")


def _currency(sheet: Sheet, account: Account) -> pd.Series:
    """The account's currency; rows in another currency's sign are another account's and are refused."""
    sign = sheet.text("sales").str.extract(r"([A-Z]{0,2}[$£€])", expand=False)
    found = sign.map(SIGNS)
    other = found.notna() & found.ne(account.currency)
    sheet.refuse(other.to_numpy(dtype=bool), "sales", f"not in {account.currency}, the account's currency")
    return pd.Series(account.currency, index=range(len(sheet)), dtype="str")


def _set_aside_other_parents(sheet: Sheet, rows: pd.DataFrame) -> None:
    """The same SKU (in a report without SKUs, the same item) with the same figures under another parent is one."""
    figures = ["item_id", "sku", "sessions", "page_views", "units", "sales"]
    one = rows["sku"].notna().to_numpy() | (not sheet.has("sku"))
    again = rows[sheet.losses.kept].duplicated(figures).reindex(rows.index, fill_value=False).to_numpy() & one
    kind = "same SKU under another parent" if sheet.has("sku") else "same item under another parent"
    sheet.losses.set_aside(again, kind)


def _one_row_an_item(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    kept = rows[sheet.losses.kept]
    uneven = (kept.groupby("item_id")[["sessions", "page_views"]].nunique() > 1).any(axis=1)
    if uneven.any():
        sheet.notes.append(f"{int(uneven.sum()):,} items have rows with different visits; the largest is taken")
    items, group = gathered(sheet, rows, ["item_id"])
    set_aside_further(sheet, group, kind="further SKU of an item")
    for column in VISITS:
        items[column] = kept.groupby(group, sort=False)[column].max().to_numpy()
    for column, added in sums(kept, group, ["units", "sales"]).items():
        items[column] = added.to_numpy()
    return items.drop(columns="sku")


EXPORT = Export(
    name="amazon-business-report",
    title="Amazon Business Report (detail page sales and traffic)",
    platform="amazon",
    tables=("traffic",),
    fields=FIELDS,
    required=REQUIRED,
    known=KNOWN,
    reader_version=2,
    download="Seller Central: Business Reports > Detail Page Sales and Traffic by Child Item, a whole month, CSV",
    read=read,
    questions=questions,
    blanks=("", "-", "--"),
)
