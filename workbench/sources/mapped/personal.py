"""Columns of unknown tables that look personal: they are never proposed, mapped or shown.

A heading that names a person, an address or a number of a person's, or cells of which most are mail addresses or tax
numbers, make a column personal.

Known to be wrong when: a language other than English, Spanish or Chinese names it, and the cells give no hint.
"""

from __future__ import annotations

import re

import pyarrow as pa

from workbench.cleaning.names import normalised
from workbench.cleaning.people import PERSONAL_COLUMNS

# Of the cells that are not blank: from this share on the column is one of people.
LEAST_SHARE = 0.3
_SEEN = 500
_PERSON = (
    r"(?:buyer|customer|recipient|consignee|receiver|comprador|cliente|destinatario|contacto?|ship[- ]?to|bill[- ]?to)"
)
_HEADING = re.compile(
    rf"e-?mail|correo|邮箱|phone|tel[eé]fono|\btel\b|celular|\bmobile\b|whatsapp|电话|手机|联系方式"
    r"|address|direcci[oó]n|domicilio|\bcalle\b|\bstreet\b|地址|门牌"
    r"|postal|postcode|\bzip\b|邮编|邮政编码|\bcity\b|ciudad|municipio|colonia|城市"
    rf"|{_PERSON}[ _-]*(?:full[ _-]*|first[ _-]*|last[ _-]*)?(?:name|nombre|$)|^{_PERSON}s?$"
    r"|nombre (?:completo|(?:del? )?(?:la )?(?:comprador|cliente|destinatario))|apellido"
    r"|^(?:full |first |last )?name$|^nombre$"
    r"|姓名|收件人$|收货人$|买家$|买家账号|客户$|客户账号"
    r"|\brfc\b|\bcurp\b|tax[ _-]*(?:payer[ _-]*)?(?:id|number)|税号|身份证|documento"
    r"|gift[ _-]*message|comment|comentario"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CURP = re.compile(r"^[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d$", re.IGNORECASE)
# A tax number holds a birth or founding day, which tells it from a tracking number.
_RFC = re.compile(r"^[A-ZÑ&]{3,4}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[0-9A-Z]{3}$", re.IGNORECASE)
_PHONE = re.compile(r"^(?:\+\d{1,3}[ .-]?|\(\d{2,3}\) ?)(?:\d[ .-]?){6,11}\d$")


def is_personal_heading(heading: str) -> bool:
    """Whether a heading names something of a person.

    >>> is_personal_heading("Correo del comprador"), is_personal_heading("Product name")
    (True, False)
    """
    name = normalised(heading)
    return name in PERSONAL_COLUMNS or bool(_HEADING.search(name))


def has_personal_cells(cells: pa.Array) -> bool:
    """Whether the cells are mail addresses, phones or tax numbers; only the first 500 are looked at."""
    words = [word for word in cells.slice(0, _SEEN).to_pylist() if word and word.strip()]
    found = sum(bool(_MAIL.search(word)) or any(map(_matching(word), (_CURP, _RFC, _PHONE))) for word in words)
    return bool(words) and found >= LEAST_SHARE * len(words)


def _matching(word: str):
    return lambda shape: bool(shape.match(word.strip()))
