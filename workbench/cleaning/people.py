"""Personal data: the columns that no reader may touch, and the masking of values that look personal.

A reader reads only the columns that it names, so a personal column is never turned into values at all; a
test holds that no reader names one of these. Masking by value is for what is shown to a person (examples in
errors, the list of refused values) and for the free texts that go into the store.

Source: Amazon, attributes of order reports that need access to personal data; column lists of the Walmart
and Mercado Libre order exports (2026-11).
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.names import normalised_all
from workbench.cleaning.values import as_text

PERSONAL_COLUMNS = frozenset(
    normalised_all(
        (
            # Amazon
            *("buyer-email", "buyer-name", "buyer-phone-number", "recipient-name", "ship-address-1", "ship-address-2"),
            *("ship-address-3", "ship-city", "ship-postal-code", "ship-phone-number", "bill-address-1"),
            *("bill-address-2", "bill-address-3", "bill-city", "bill-state", "bill-postal-code", "customized-url"),
            *("purchase-order-number", "buyer-company-name", "buyer-cst-number", "buyer-vat-number"),
            *("buyer-tax-registration-id", "buyer-citizen-name", "buyer-citizen-id", "licensee-name"),
            *("license-number", "invoice-business-legal-name", "invoice-business-address", "invoice-business-tax-id"),
            *("customer-comments", "rater email", "comments", "your response", "gift-message-text"),
            # Walmart
            *("customer name", "customer shipping address", "customer phone number", "customer email id"),
            *("ship to address 1", "ship to address 2", "city", "zip"),
            # Mercado Libre
            *("datos personales o de empresa", "tipo y número de documento", "dirección", "tipo de contribuyente"),
            *("cfdi", "tipo usuario", "régimen fiscal", "comprador", "negocio", "ife", "domicilio"),
            *("municipio/alcaldía", "código postal", "cliente"),
            # Mercado Pago
            *("payer_name", "payer_id_type", "payer_id_number", "card_initial_number", "last_four_digits"),
            *("payout_bank_account_number",),
            # Mabang and other ERP
            *(
                "客户账号",
                "客户姓名",
                "邮寄地址1(按逗号分隔导出2列)",
                "电话1",
                "电话2",
                "邮政编码",
                "订单备注",
                "所属城市",
            ),
            *(
                "买家账号",
                "买家姓名",
                "买家email",
                "收货人姓名",
                "收货人电话",
                "收货人手机",
                "详细地址",
                "地址1",
                "地址2",
            ),
            *("地址1+地址2", "收货人公司", "收货人税号", "收货人门牌号", "收货人城市", "邮编", "客服备注", "拣货备注"),
        )
    )
)

_DAY = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# Bounded as addresses are (RFC 5321): without bounds a cell of 200,000 letters takes minutes. A test holds this.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_CURP = re.compile(rf"\b[A-Z]{{4}}{_DAY}[HMX][A-Z]{{5}}[0-9A-Z]\d\b", re.IGNORECASE)
# A tax number holds a birth or founding day, which tells it from most article and tracking numbers.
_RFC = re.compile(rf"\b[A-ZÑ&]{{3,4}}{_DAY}[0-9A-Z]{{3}}\b", re.IGNORECASE)
# A dot before ends a word ("tel.5512345678"), a dot after a sentence; within a number or a file's name it does neither.
_BEFORE_PHONE = r"(?<![\w.-])|(?<=[^\W\d_]{3}\.)|(?<=\.\.)"
_AFTER_PHONE = r"(?![\w-]|\.\d|\.\w{1,4}\b)"
_PHONE = re.compile(
    r"(?<![\w-])(?:\+\d{1,3}[ .-]?|\(\d{2,3}\) ?)(?:\d[ .-]?){6,11}\d(?!\w)"
    rf"|(?:{_BEFORE_PHONE})\d{{10}}{_AFTER_PHONE}"
    rf"|(?:(?<![\w.:-])|(?<=[^\W\d_]{{3}}[.:]))\d{{2,3}}[ .-]\d{{3,4}}[ .-]\d{{4}}(?![\w-]|\.\d)"
)
_SHAPES = ((_EMAIL, "[email]"), (_CURP, "[CURP]"), (_RFC, "[RFC]"), (_PHONE, "[phone]"))
# Whatever one of the shapes finds, this finds too: cells without it need no second look.
_PERHAPS = r"@|\+\d|\(\d{2,3}\)|\d{2,3}[ .-]\d{3,4}[ .-]\d{4}|\d{10}|[A-Za-zÑñ&]{3}\d{6}"
LONGEST_SHOWN = 60


def masked(text: str) -> str:
    """The text with e-mails, CURP, RFC and phones replaced by what they are.

    Known to be wrong when: a name or street stands in a free text (no shape tells it); a number of ten digits in
    a text is a part number.

    >>> masked("RFC XEXX010101000, tel. 33 1234 5678")
    'RFC [RFC], tel. [phone]'
    """
    for shape, shown in _SHAPES:
        text = shape.sub(shown, text)
    return text


def without_mail(name: str) -> str:
    """A file's name with mail addresses masked; its numbers are the platform's and stay.

    >>> without_mail("amazon-us/ana@example.com.csv"), without_mail("2026-09-01_123456789.xlsx")
    ('amazon-us/[email]', '2026-09-01_123456789.xlsx')
    """
    return _EMAIL.sub("[email]", name)


def mask_personal(value: object, *, longest: int = LONGEST_SHOWN) -> str:
    """The value as it may be shown: e-mails, phones, RFC and CURP masked, long text cut.

    >>> mask_personal("ask ana@example.com or +52 33 1234 5678")
    'ask [email] or [phone]'
    >>> mask_personal("114-8829371-4410258")
    '114-8829371-4410258'
    """
    text = masked(str(value))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def masked_cells(cells: pa.Array) -> pa.Array:
    """A column of text with each cell `masked`; the same column where nothing in it looks personal.

    >>> masked_cells(pa.array(["late", "call 5554149735", None])).to_pylist()
    ['late', 'call [phone]', None]
    """
    coded = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    words = coded.dictionary
    suspects = np.flatnonzero(pc.match_substring_regex(words, pattern=_PERHAPS).to_numpy(zero_copy_only=False))
    found = {int(place): masked(words[int(place)].as_py()) for place in suspects}
    if all(words[place].as_py() == text for place, text in found.items()):
        return cells
    shown = [found.get(place, word) for place, word in enumerate(words.to_pylist())]
    return pa.array(shown, words.type).take(coded.indices)


def masked_texts(texts: pd.Series) -> pd.Series:
    """`masked_cells` of a column of a frame: for words of a file that become part of a row's name.

    >>> masked_texts(pd.Series(["late", "call 5554149735", None], dtype="str")).tolist()
    ['late', 'call [phone]', nan]
    """
    found = pa.array(texts, pa.large_string(), from_pandas=True)
    cells = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    shown = masked_cells(cells)
    return texts if shown is cells else as_text(shown).set_axis(texts.index)
