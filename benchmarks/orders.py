"""All Orders files as Amazon writes them, with any number of lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

HEADER = (
    "amazon-order-id",
    "merchant-order-id",
    "purchase-date",
    "last-updated-date",
    "order-status",
    "fulfillment-channel",
    "sales-channel",
    "order-channel",
    "url",
    "ship-service-level",
    "product-name",
    "sku",
    "asin",
    "item-status",
    "quantity",
    "currency",
    "item-price",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "gift-wrap-price",
    "gift-wrap-tax",
    "item-promotion-discount",
    "ship-promotion-discount",
    "ship-city",
    "ship-state",
    "ship-postal-code",
    "ship-country",
    "promotion-ids",
    "is-business-order",
    "purchase-order-number",
    "price-designation",
)


def write_long_orders(path: Path, lines: int, *, times: int) -> None:
    """One All Orders file of `times` times `lines` lines, written so many at a time."""
    piece = path.with_suffix(".piece")
    with path.open("wb") as whole:
        for number in range(times):
            write_all_orders(piece, lines, seed=number, first=number * lines)
            with piece.open("rb") as part:
                header = part.readline()
                whole.write(b"" if number else header)
                shutil.copyfileobj(part, whole, 1 << 22)
    piece.unlink()


def write_all_orders(path: Path, lines: int, *, seed: int = 7, first: int = 0) -> None:
    """A 32-column All Orders file of one account over a year; orders are numbered from `first`."""
    dice = np.random.default_rng(seed)
    number = np.arange(first, first + lines)
    ordered = pd.Timestamp("2025-01-01", tz="UTC") + pd.to_timedelta(
        np.sort(dice.integers(0, 365 * 86_400, lines)), "s"
    )
    sku = dice.integers(0, 400, lines)
    stamps = pd.Series(ordered).dt.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_numpy()
    text = {name: np.full(lines, "", dtype=object) for name in HEADER}
    text |= {
        "amazon-order-id": [f"111-{n // 10_000_000:07d}-{n % 10_000_000:07d}" for n in number],
        "purchase-date": stamps,
        "last-updated-date": stamps,
        "order-status": np.full(lines, "Shipped"),
        "fulfillment-channel": np.where(dice.random(lines) < 0.5, "Amazon", "Merchant"),
        "sales-channel": np.full(lines, "Amazon.com"),
        "ship-service-level": np.full(lines, "Standard"),
        "product-name": [f"Example product number {n} in a colour, with a title as long as titles are" for n in sku],
        "sku": [f"EX-{n:03d}" for n in sku],
        "asin": [f"B0EX{n:06d}" for n in sku],
        "item-status": np.full(lines, "Shipped"),
        "quantity": dice.integers(1, 4, lines).astype(str),
        "currency": np.full(lines, "USD"),
        "item-price": [f"{price:.2f}" for price in dice.uniform(8, 90, lines)],
        "item-tax": np.full(lines, "1.05"),
        "ship-city": np.full(lines, "Exampleville"),
        "ship-state": np.full(lines, "TX"),
        "ship-postal-code": np.full(lines, "00000"),
        "ship-country": np.full(lines, "US"),
        "is-business-order": np.full(lines, "false"),
    }
    table = pa.table({name: pa.array(text[name], pa.string()) for name in HEADER})
    with path.open("wb") as file:
        file.write(("\t".join(HEADER) + "\n").encode())
        options = pacsv.WriteOptions(delimiter="\t", quoting_style="none", include_header=False)
        pacsv.write_csv(table, file, write_options=options)
