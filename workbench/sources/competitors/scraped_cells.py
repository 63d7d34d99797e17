"""Cells of scraped listings: what a listing is, its price's text, its sold bucket, text of Python objects.

Each function takes and gives whole columns. What can't be read for sure fails, and its row is refused.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.values import Parsed, as_text, parse_counts, parse_numbers
from workbench.sources.mercadolibre.states import folded

SITES = {"MLM": "MX", "MLA": "AR", "MLB": "BR", "MLC": "CL", "MCO": "CO", "MLU": "UY", "MPE": "PE"}
_CODE = rf"(?i)(?:^|[^a-z0-9])(?P<site>{'|'.join(SITES)})u?-?(?P<number>\d{{6,12}})(?:\D|$)"
_ASIN = r"(?:^|/(?:dp|gp/product)/)(?P<asin>B0[A-Z0-9]{8})(?:[/?]|$)"
_OBJECT = r"^\s*[\[{].*[\]}]\s*$"
_WORDS = r"vendid[oa]s?|sold|ventas|opiniones|reseñas|calificaciones|comentarios|ratings?|reviews?"
_STATES = r"nuev[oa]|usad[oa]|reacondicionad[oa]|new|used|refurbished"
_BUCKET = (
    rf"(?i)^(?:(?:{_STATES})\s*\|\s*)?[(]?\s*\+?\s*(?P<number>\d{{1,3}}(?:[.,]\d{{3}})+|\d{{1,12}})(?:\.0)?"
    rf"\s*(?P<thousand>mil|k)?\s*\+?\s*(?:{_WORDS})?\s*[)]?$"
)
_STARS = r"(?i)^(?P<whole>[0-5])(?:[.,](?P<part>\d{1,2}))?(?:\s*(?:de|out of|/)\s*5.*)?$"


def listing_codes(text: pa.Array) -> pa.Array:
    """The platform's own item number in an id or a link; null where there is none.

    >>> listing_codes(pa.array(["https://articulo.mercadolibre.com.mx/MLM-2034567890-lampara-_JM", "17"])).to_pylist()
    ['MLM2034567890', None]
    """
    code = pc.extract_regex(text, pattern=_CODE)
    site = pc.utf8_upper(pc.struct_field(code, "site"))
    number = pc.binary_join_element_wise(site, pc.struct_field(code, "number"), pa.scalar("", text.type))
    return pc.coalesce(number, pc.struct_field(pc.extract_regex(text, pattern=_ASIN), "asin"))


def title_codes(title: pd.Series, seller: pd.Series) -> pd.Series:
    """A code made of title and shop, the same on every day, for lists whose own ids do not last."""
    words = pd.Series([folded(word) for word in title.fillna("") + "|" + seller.fillna("")], dtype="object")
    hashed = pd.util.hash_array(words.to_numpy(dtype="object"))
    return pd.Series([f"title-{number:016x}" for number in hashed], dtype="str").where(title.notna())


def is_object(text: pa.Array) -> np.ndarray:
    """True where the cell is the text of a Python or JSON object."""
    return pc.fill_null(pc.match_substring_regex(text, pattern=_OBJECT), False).to_numpy(zero_copy_only=False)


def inside(text: pa.Array, name: str) -> pa.Array:
    """The value under a name in the text of an object; null where the name stands not once, or not plainly.

    >>> cells = pa.array(["{'free_shipping': True, 'tags': []}", "{'amount': 1079.5}", "plain"])
    >>> inside(cells, "free_shipping").to_pylist(), inside(cells, "amount").to_pylist()
    (['True', None, None], [None, '1079.5', None])
    """
    key = rf"['\"]{name}['\"]\s*:\s*"
    value = rf"{key}(?:'(?P<one>[^'\\]*)'|\"(?P<two>[^\"\\]*)\"|(?P<bare>-?[\d.]+|True|False|true|false))\s*[,}}]"
    found = pc.extract_regex(text, pattern=value)
    # A group that took no part is empty, not missing.
    parts = [pc.struct_field(found, part) for part in ("one", "two", "bare")]
    first = pc.coalesce(*(pc.if_else(pc.equal(part, ""), pa.scalar(None, text.type), part) for part in parts))
    once = pc.equal(pc.count_substring_regex(text, pattern=key), 1)
    return pc.if_else(pc.and_(once, pa.array(is_object(text))), first, pa.scalar(None, text.type))


def parse_buckets(text: pa.Array) -> Parsed:
    """Counts and buckets ("+50 vendidos", "10 mil") as their lower bound; a condition alone says nothing.

    >>> parse_buckets(pa.array(["+50 vendidos", "Nuevo | +1,000 vendidos", "+10mil", "Nuevo"])).values.tolist()
    [50, 1000, 10000, <NA>]
    """
    found = pc.extract_regex(text, pattern=_BUCKET)
    digits = pc.replace_substring_regex(pc.struct_field(found, "number"), pattern="[.,]", replacement="")
    counts = parse_counts(digits).values
    thousand = pc.fill_null(pc.not_equal(pc.struct_field(found, "thousand"), ""), False).to_numpy(zero_copy_only=False)
    says_nothing = pc.fill_null(pc.match_substring_regex(text, pattern=rf"(?i)^(?:{_STATES})$"), False)
    failed = counts.isna().to_numpy() & ~np.asarray(says_nothing) & pc.is_valid(text).to_numpy(zero_copy_only=False)
    return Parsed(counts.where(~thousand, counts * 1_000), failed)


def parse_stars(text: pa.Array) -> Parsed:
    """Stars from 0 to 5, with a point or a comma: no star has thousands.

    >>> parse_stars(pa.array(["4.8", "4,5 de 5", "5", "12"])).values.tolist()
    [4.8, 4.5, 5.0, nan]
    """
    found = pc.extract_regex(text, pattern=_STARS)
    whole, part = (pc.struct_field(found, name) for name in ("whole", "part"))
    stars = pc.binary_join_element_wise(whole, pc.if_else(pc.equal(part, ""), "0", part), pa.scalar(".", text.type))
    numbers = parse_numbers(stars).values
    numbers = numbers.where(numbers <= 5)
    return Parsed(numbers, numbers.isna().to_numpy() & pc.is_valid(text).to_numpy(zero_copy_only=False))


def in_dollars(text: pa.Array) -> np.ndarray:
    """True where a price says that it is in dollars of the United States."""
    found = pc.match_substring_regex(text, pattern=r"(?i)US\$|U\$S|\bUSD\b|d[oó]lar")
    return pc.fill_null(found, False).to_numpy(zero_copy_only=False)


def as_flags(text: pa.Array) -> pd.Series:
    """Free shipping in the words of pages and scrapers; anything else is not known."""
    words = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
    found = as_text(text).map(lambda word: words.get(folded(word)), na_action="ignore")
    return found.astype("object").where(found.notna(), None).astype("boolean")


_YES = (
    *("true", "1", "1.0", "yes", "si", "gratis", "free", "envio gratis", "llega gratis", "free shipping"),
    *("llega gratis manana", "llega gratis hoy", "envio gratis a todo el pais"),
)
_NO = ("false", "0", "0.0", "no")
