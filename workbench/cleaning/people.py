"""Personal data: the columns that no reader may touch, and the masking of values that look personal.

A reader reads only the columns that it names, so a personal column is never turned into values at all; a
test holds that no reader names one of these. Masking is for what is shown to a person: examples in errors
and the list of refused values.

Source: Amazon, attributes of order reports that need access to personal data; column lists of the Walmart
and Mercado Libre order exports (2026-11).
"""

from __future__ import annotations

import re

from workbench.cleaning.names import normalised_all

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
            *("municipio/alcaldía", "código postal"),
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
        )
    )
)

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CURP = re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d\b", re.IGNORECASE)
_RFC = re.compile(r"\b[A-ZÑ&]{3,4}\d{6}[0-9A-Z]{3}\b", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w-])(?:\+\d{1,3}[ .-]?|\(\d{2,3}\) ?)(?:\d[ .-]?){6,11}\d(?!\w)|(?<![\w.-])\d{10}(?![\w.-])"
)
_SHAPES = ((_EMAIL, "[email]"), (_CURP, "[CURP]"), (_RFC, "[RFC]"), (_PHONE, "[phone]"))
LONGEST_SHOWN = 60


def mask_personal(value: object, *, longest: int = LONGEST_SHOWN) -> str:
    """The value as it may be shown: e-mails, phones, RFC and CURP masked, long text cut.

    >>> mask_personal("ask ana@example.com or +52 33 1234 5678")
    'ask [email] or [phone]'
    >>> mask_personal("114-8829371-4410258")
    '114-8829371-4410258'
    """
    text = str(value)
    for shape, shown in _SHAPES:
        text = shape.sub(shown, text)
    return text if len(text) <= longest else text[: longest - 1] + "…"
