"""Country codes of two letters, from the ways in which carriers and platforms name a country."""

from __future__ import annotations

_THREE_LETTERS = """
    ARE:AE ARG:AR AUS:AU AUT:AT BEL:BE BRA:BR CAN:CA CHE:CH CHL:CL CHN:CN COL:CO CRI:CR CZE:CZ DEU:DE DNK:DK ECU:EC
    ESP:ES FIN:FI FRA:FR GBR:GB GTM:GT HKG:HK HUN:HU IDN:ID IND:IN IRL:IE ISR:IL ITA:IT JPN:JP KHM:KH KOR:KR LUX:LU
    MAC:MO MEX:MX MYS:MY NLD:NL NOR:NO NZL:NZ PAK:PK PAN:PA PER:PE PHL:PH POL:PL PRI:PR PRT:PT QAT:QA SAU:SA SGP:SG
    SWE:SE THA:TH TUR:TR TWN:TW UKR:UA URY:UY USA:US VNM:VN ZAF:ZA
"""
_NAMES = {
    "united states": "US",
    "united states of america": "US",
    "estados unidos": "US",
    "mexico": "MX",
    "méxico": "MX",
    "china": "CN",
    "china mainland": "CN",
    "china, people's republic": "CN",
    "china, peoples republic": "CN",
    "hong kong": "HK",
    "hong kong sar": "HK",
    "hong kong sar, china": "HK",
    "taiwan": "TW",
    "canada": "CA",
    "germany": "DE",
    "united kingdom": "GB",
    "great britain": "GB",
    "uk": "GB",
    "japan": "JP",
    "korea, republic of": "KR",
    "south korea": "KR",
    "singapore": "SG",
    "vietnam": "VN",
    "netherlands": "NL",
    "netherlands, the": "NL",
    "belgium": "BE",
    "panama": "PA",
    "colombia": "CO",
}
_CODES = {pair[:3]: pair[4:] for pair in _THREE_LETTERS.split()}


def country_code(said: object) -> str:
    """Code of two letters for a code of two or three, or for a name; blank where it is not known.

    >>> country_code("mx"), country_code("MEX"), country_code("Mexico"), country_code("Hub 3 - Birmingham")
    ('MX', 'MX', 'MX', '')
    """
    word = " ".join(str(said or "").split())
    if len(word) == 2 and word.isalpha() and word.isascii() and word.casefold() != "uk":
        return word.upper()
    return _CODES.get(word.upper(), "") or _NAMES.get(word.casefold(), "")
