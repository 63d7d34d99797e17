"""The twin of a JSON document: the same structure, what belongs to a person blank.

Below a name such as `buyer` or `receiver_address` every text is blank and every number missing, but for state and
country, which the KPIs need.
"""

from __future__ import annotations

import json
import re

from workbench.cleaning.names import normalised
from workbench.cleaning.people import PERSONAL_COLUMNS, masked
from workbench.privacy.columns import Needs

_PERSONS = frozenset(
    (
        *("buyer", "customer", "customername", "recipient", "receiver", "receiveraddress", "receiverdetails"),
        *("recipientaddress", "postaladdress", "payer", "billinginfo", "billingaddress", "contact", "contacts"),
        *("destinationaddress", "emails", "smses", "phone", "cardholder", "identification", "proofofdelivery"),
    )
)
_PERSONAL = frozenset(
    (
        *("email", "emailid", "customeremail", "customeremailid", "phonenumber", "mobile", "telephone", "fax"),
        *("firstname", "lastname", "fullname", "nickname", "customername", "buyername", "recipientname"),
        *("receivername", "receiverphone", "signedby", "signatory", "address1", "address2", "address3"),
        *("addressline", "addressline1", "addressline2", "streetname", "streetnumber", "street", "zipcode"),
        *("postalcode", "zip", "docnumber", "doctype", "taxid", "rfc", "curp", "comment", "comments", "giftmessage"),
        *("customercomments", "buyeremail", "buyerid", "payerid", "customerid", "ordernote"),
    )
)
_KEPT = frozenset(("state", "country", "countrycode", "countryiso3", "stateorregion", "provincecode"))
_NOT_LETTERS = re.compile(r"[\W_]")


class Document:
    """A document on its way into its twin."""

    def __init__(self, needs: Needs):
        self.needs = needs
        self.refused = {name for _, name in needs.refused}
        self.columns: dict[str, None] = {}
        self.masked = 0

    def redacted(self, value: object, *, key: str = "", is_personal: bool = False) -> object:
        """The value without what is personal in it."""
        if isinstance(value, dict):
            return {name: self._member(name, inner, is_personal) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.redacted(inner, key=key, is_personal=is_personal) for inner in value]
        if is_personal and not isinstance(value, bool) and value not in (None, ""):
            self.columns[key] = None
            return "" if isinstance(value, str) else None
        if key in self.refused and not isinstance(value, (bool, float)) and masked(str(value)) != str(value):
            self.masked += 1
            return masked(str(value))
        return self._masked(value) if isinstance(value, str) else value

    def _member(self, name: str, value: object, is_personal: bool) -> object:
        plain = _NOT_LETTERS.sub("", name).casefold()
        if plain in _KEPT:
            is_personal = False
        elif plain in _PERSONS or plain in _PERSONAL or normalised(name) in PERSONAL_COLUMNS - _PLACES:
            is_personal = True
        return self.redacted(value, key=name, is_personal=is_personal)

    def _masked(self, text: str) -> str:
        shown = self.needs.shown(text, is_read=True)
        self.masked += shown != text
        return shown


# Headings that are personal in an order export, but name a carrier's depot in a document of parcels.
_PLACES = frozenset(("city", "zip", "cliente"))


def document_text(value: object, *, like: str) -> str:
    """A document as text, on one line where it was on one."""
    options = {"indent": 2} if "\n" in like.strip() else {}
    return json.dumps(value, ensure_ascii=like.isascii(), **options) + ("\n" if like.endswith("\n") else "")
