"""Sentences and labels of a whole assortment's margins, from the finished tables."""

from __future__ import annotations

import pandas as pd
from babel import Locale
from babel.numbers import get_currency_name

from workbench.words.bands import joined_sentences, price_text
from workbench.words.catalogue import language, mark, t, tn
from workbench.words.economics import missing_name, step_name
from workbench.words.formats import count, day, exchange_text, number, share, signed

NOTE_WORDS = {
    "fx_earlier_day": mark("exchange rate of the last day before"),
    "implied": mark("a rate from own reports"),
    "needs_check": mark("a rate to be checked"),
    "expired": mark("a rate no longer in force"),
}
CHARGE_WORDS = {
    "income": mark("income from products"),
    "sale_charge_and_tax": mark("sale charge and tax withheld (one column at Mercado Libre)"),
    "tax_withheld": mark("of which tax withheld, by law (estimate)"),
    "sale_charge": mark("of which sale charge (the rest)"),
    "referral_fee": mark("referral fee"),
    "fulfilment_fee": mark("fulfilment fee (FBA)"),
    "shipping_income": mark("shipping paid by the buyer"),
    "shipping_cost": mark("shipping cost"),
    "discount": mark("discounts"),
    "refund": mark("cancellations and refunds"),
    "tax_collected": mark("tax collected from the buyer"),
    "tax_remitted": mark("tax withheld and passed on by the platform"),
    "other": mark("other amounts"),
}
FX_LOST = mark("The {quote} lost {change} against the {base} between {start} and {end}")
FX_GAINED = mark("The {quote} gained {change} against the {base} between {start} and {end}")


def margins_sentence(margins: pd.DataFrame) -> str:
    """How many SKUs can be judged, what the middle one keeps, and how many lose money.

    Parameters
    ----------
    margins : DataFrame
        One row per SKU, as `workbench.unit_margins` gives them.
    """
    known = margins.dropna(subset=["margin_rate"])
    said = t(
        "{known} of {n} SKUs have every input for a margin.",
        known=count(len(known)),
        n=count(len(margins)),
    )
    if known.empty:
        return joined_sentences([said, missing_sentence(margins)])
    middle = t("The middle one keeps {rate} of its price without tax.", rate=share(known["margin_rate"].median()))
    return joined_sentences([said, middle, _loss_sentence(known), missing_sentence(margins)])


def margins_change_sentence(earlier: pd.DataFrame, later: pd.DataFrame, *, days: tuple[str, str]) -> str:
    """How the middle margin of the same SKUs moved between two days; '' where no SKU has both.

    Parameters
    ----------
    earlier, later : DataFrame
        One row per SKU, as `workbench.unit_margins` gives them for the two days.
    days : tuple of str
        The two ISO days.
    """
    both = earlier.merge(later, on="sku", suffixes=("_then", "_now")).dropna(
        subset=["margin_rate_then", "margin_rate_now"]
    )
    if both.empty:
        return ""
    return t(
        "Of {n} SKUs the middle margin went from {then} on {before} to {now} on {after}; {losing} lost money then, "
        "{more} do now.",
        n=count(len(both)),
        then=share(both["margin_rate_then"].median()),
        now=share(both["margin_rate_now"].median()),
        before=day(days[0]),
        after=day(days[1]),
        losing=count((both["margin_then"] < 0).sum()),
        more=count((both["margin_now"] < 0).sum()),
    )


def missing_sentence(margins: pd.DataFrame) -> str:
    """The inputs that are blank and for how many SKUs; '' where none is.

    >>> missing_sentence(pd.DataFrame({"missing": ["cost,freight", "", "cost"]}))
    'Missing inputs: purchase cost (costs.csv) (2), freight (costs.csv) (1).'
    """
    codes = margins["missing"].str.split(",").explode()
    counts = codes[codes != ""].value_counts()
    if counts.empty:
        return ""
    parts = [t("{reason} ({n})", reason=missing_name(code), n=count(n)) for code, n in counts.items()]
    return t("Missing inputs: {parts}.", parts=t(", ").join(parts))


def missing_words(codes: str) -> str:
    """One row's blank inputs, named."""
    return t(", ").join(missing_name(code) for code in codes.split(",") if code)


def note_words(codes: str) -> str:
    """One row's notes, in words."""
    return t(", ").join(t(NOTE_WORDS[code]) for code in codes.split(",") if code)


def charge_name(charge: str) -> str:
    """A charge's name.

    >>> charge_name("shipping_cost")
    'shipping cost'
    """
    return t(CHARGE_WORDS[charge])


def not_in_it_sentence(margins: pd.DataFrame) -> str:
    """What nobody stated and the margins do without, and for how many SKUs; '' where nothing is.

    >>> not_in_it_sentence(pd.DataFrame({"left_out": ["storage,returns", "storage"], "margin": [1.0, 2.0]}))
    'Not stated and not in the margin: storage fee (2), returned units (1).'
    """
    codes = margins.loc[margins["margin"].notna(), "left_out"].str.split(",").explode()
    counts = codes[codes.fillna("") != ""].value_counts(sort=False)
    if counts.empty:
        return ""
    parts = [t("{reason} ({n})", reason=step_name(code), n=count(n)) for code, n in counts.items()]
    return t("Not stated and not in the margin: {parts}.", parts=t(", ").join(parts))


def fees_sentence(fees: pd.DataFrame) -> str:
    """What the platform took of each 100 sold, and where its column mixes charge and tax; '' without income."""
    shares = dict(zip(fees["charge"], fees["share"], strict=True))
    if "income" not in shares:
        return ""
    if "sale_charge_and_tax" not in shares:
        return t(
            "Of 100 {currency} sold in {n} orders without refund, the ledger shows {referral} as referral fee and "
            "{fulfilment} as fulfilment fee.",
            currency=fees["currency"].iloc[0],
            n=count(fees["orders"].iloc[0]),
            referral=_of_hundred(shares.get("referral_fee", 0.0)),
            fulfilment=_of_hundred(shares.get("fulfilment_fee", 0.0)),
        )
    said = [
        t(
            "Of 100 {currency} sold in {n} orders without refund, the ledger shows {taken} as sale charge and tax "
            "withheld in one figure.",
            currency=fees["currency"].iloc[0],
            n=count(fees["orders"].iloc[0]),
            taken=_of_hundred(shares.get("sale_charge_and_tax", 0.0)),
        )
    ]
    if "tax_withheld" in shares:
        said.append(
            t(
                "By law about {tax} of it is tax, so about {charge} is the sale charge.",
                tax=_of_hundred(shares["tax_withheld"]),
                charge=_of_hundred(shares["sale_charge"]),
            )
        )
    shipping = shares.get("shipping_cost", 0.0) + shares.get("shipping_income", 0.0)
    return joined_sentences([*said, t("Shipping took {shipping} more.", shipping=_of_hundred(shipping))])


def fx_margins_title(scenarios: pd.DataFrame) -> str:
    """What a weaker currency does to the SKUs' margins, without the full stop; '' where no margin is known."""
    known = scenarios.dropna(subset=["margin"])
    if known.empty:
        return ""
    if (known["cost_currency"] == known["currency"]).all():
        return t(
            "Costs and prices are in {currency}: the exchange rate does not move these margins",
            currency=known["currency"].iloc[0],
        )
    losses = known[known["margin"] < 0].groupby("move").size().reindex(sorted(known["move"].unique()), fill_value=0)
    move = min(losses.index, key=lambda shown: abs(shown + 0.10))
    today = losses.get(0.0, 0)
    return t(
        "SKUs that lose money: {today} of {n} today, {then} if the {currency} loses {move} of its value",
        today=count(today),
        n=count(known["sku"].nunique()),
        currency=currency_name(known["currency"].iloc[0]),
        move=_whole_percent(-move),
        then=count(losses[move]),
    )


def fx_margins_sentence(scenarios: pd.DataFrame) -> str:
    """The same as running text."""
    said = fx_margins_title(scenarios)
    return t("{said}.", said=said) if said else ""


def fx_margins_subtitle(scenarios: pd.DataFrame, *, shown: int, known: int) -> str:
    """What the chart measures, and which SKUs it shows."""
    moves = scenarios["move"]
    measured = t(
        "Margin in percent of the price without tax, {currency} {low}% to {high}%, all else unchanged",
        currency=scenarios["currency"].iloc[0],
        low=signed(moves.min() * 100),
        high=signed(moves.max() * 100),
    )
    if shown < known:
        return t("{said}; the {shown} of {known} SKUs with the least", said=measured, shown=shown, known=known)
    return measured


def fx_margins_source(scenarios: pd.DataFrame) -> str:
    """The chart's source line."""
    account = scenarios["account"].iloc[0]
    return t("Source: listings, costs, rates and exchange rates of account {account}.", account=account)


def fx_history_subtitle(history: pd.DataFrame) -> str:
    """What the chart measures."""
    return t("{quote} for one {base}, by day", quote=history["quote"].iloc[0], base=history["base"].iloc[0])


def fx_history_title(history: pd.DataFrame) -> str:
    """How much the quoted currency gained or lost between first and last day, without the full stop."""
    first, last = history.iloc[0], history.iloc[-1]
    change = first["rate"] / last["rate"] - 1
    return t(
        FX_LOST if change < 0 else FX_GAINED,
        quote=currency_name(first["quote"]),
        base=currency_name(first["base"]),
        change=share(abs(change)),
        start=day(first["date"]),
        end=day(last["date"]),
    )


def fx_history_sentence(history: pd.DataFrame) -> str:
    """The same as running text, with both rates; '' without rates."""
    if history.empty:
        return ""
    first, last = history.iloc[0], history.iloc[-1]
    rates = t(
        "One {base} cost {first} {quote}, then {last}.",
        base=first["base"],
        quote=first["quote"],
        first=exchange_text(first["rate"]),
        last=exchange_text(last["rate"]),
    )
    return joined_sentences([t("{said}.", said=fx_history_title(history)), rates])


def currency_name(code: str) -> str:
    """A currency's name in the language in use.

    >>> currency_name("MXN")
    'Mexican peso'
    """
    return get_currency_name(code, count=1, locale=Locale.parse(language()))


def move_label(move: float, currency: str) -> str:
    """A move of a currency in a chart.

    >>> move_label(-0.15, "MXN")
    'MXN −15%'
    """
    return f"{currency} {signed(move * 100)}%"


def _loss_sentence(known: pd.DataFrame) -> str:
    losing = known[known["margin"] < 0]
    if losing.empty:
        return t("None loses money.")
    worst = losing.iloc[losing["margin_rate"].argmin()]
    return tn(
        "{n} loses money: {sku} at {price}.",
        "{n} lose money, most of all {sku} at {price}.",
        len(losing),
        n=count(len(losing)),
        sku=worst["sku"],
        price=price_text(worst["price"], worst["currency"]),
    )


def _of_hundred(share: float) -> str:
    return number(share * 100, digits=2)


def _whole_percent(move: float) -> str:
    return number(move * 100, digits=0) + "%"
