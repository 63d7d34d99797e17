"""How English, Spanish and Chinese mails word a deadline, as patterns over `plain` text.

Source: our own collection of wordings; the notices' "within 17 days", "within 72 hours" and "within 90 days" stand
in re-posts (ama-english2.com, 88bfru.com thread 234718).
"""

from __future__ import annotations

import re
import unicodedata

_MONTH_NAMES = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
MONTHS = {name: at for names in _MONTH_NAMES for at, name in enumerate(names.split(), start=1)}
MONTHS |= {"setiembre": 9, "sept": 9}

_SMALL = ("one two three four five six seven eight nine ten", "un dos tres cuatro cinco seis siete ocho nueve diez")
NUMBERS = {
    **{word: at for words in _SMALL for at, word in enumerate(words.split(), start=1)},
    **{word: at for at, word in enumerate("一二三四五六七八九十", start=1)},
    **{"una": 1, "quince": 15, "两": 2, "fourteen": 14, "fifteen": 15, "thirty": 30, "十五": 15, "三十": 30},
}
HOURS_IN = {"hour": 1, "day": 24, "week": 168, "hora": 1, "dia": 24, "semana": 168}
HOURS_IN |= {"小时": 1, "日": 24, "天": 24, "周": 168}


def _one_of(words) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_COUNT = rf"(?P<range>\d{{1,3}} ?(?:-|to|or|a|o|至|到) ?)?(?P<count>\d{{1,3}}|{_one_of(NUMBERS)})(?: ?\(\d{{1,3}}\))?"
_UNIT_EN = r"[ -](?P<business>business |working )?(?:calendar )?(?P<unit>hour|day|week)s?\b"
_UNIT_ES = r" (?P<unit>hora|dia|semana)s?\b(?P<business> habil(?:es)?| laborables?)?"
DURATIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:within|in the next|within the next|you have|in under)(?: the)? {_COUNT}{_UNIT_EN}",
        rf"\b(?:dentro de|en un plazo (?:maximo )?de|en el plazo de|en menos de|antes de|en|tienes|tiene)"
        rf"(?: l[oa]s)?(?: proxim[oa]s)? {_COUNT}{_UNIT_ES}",
        rf"{_COUNT} ?个? ?(?P<business>工作|营业)?(?:自然)?(?P<unit>小时|日|天|周)(?:之内|以内|内)",
    )
)

_EDGE = r"(?P<edge>no later than|not later than|on or before|by|before|until|deadline:?|due(?: date)?:?|"
_EDGE += r"a mas tardar el|antes del|hasta el|fecha limite:?|vence el)"
_CLOCK_FIRST = r"(?P<clock>\d{1,2}(?::\d{2})?[^,;\d]{0,16} on )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º)?"
_YEAR = r"(?P<year>\d{4})"
_MONTH = rf"(?P<month>{_one_of(MONTHS)})\b\.?"
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo),? )?"
)
_DAY_ZH = rf"(?:{_YEAR} ?年 ?)?(?P<month>\d{{1,2}}) ?月 ?(?P<day>\d{{1,2}}) ?[日号]"
DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_EDGE} {_CLOCK_FIRST}{_WEEKDAY}{_MONTH} {_DAY}(?:,? {_YEAR})?(?![\d/])",
        rf"\b{_EDGE} {_CLOCK_FIRST}{_WEEKDAY}{_DAY} (?:de )?{_MONTH}(?:,? (?:del? )?{_YEAR})?(?!\w)",
        rf"\b{_EDGE} {_CLOCK_FIRST}{_YEAR}-(?P<month>\d{{2}})-{_DAY}(?!\d)",
        rf"\b{_EDGE} {_CLOCK_FIRST}(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})[/.]{_YEAR}(?!\d)",
        rf"{_DAY_ZH} ?(?P<edge>之前|以前|前)",
        rf"(?P<edge>不晚于|截止日期[为是]?:?|截止到|截至) ?{_DAY_ZH}",
    )
)
EXCLUSIVE = {"before", "antes del", "之前", "以前", "前"}
# Wordings that say by themselves that what follows is a deadline.
DECLARED = re.compile(r"deadline|due|fecha limite|vence|截止|不晚于")

CLOCK = re.compile(
    r"^[, ]*(?:at |a las )?(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))? ?(?P<half>[ap]\.? ?m\b\.?)?(?: ?h(?:oras|rs|s)?\b)?"
    r" ?\(?(?P<zone>pacific time|eastern time|hora del pacifico|hora de (?:la )?ciudad de mexico"
    r"|utc|gmt|[pec][sd]?t\b)?"
)
ZONES = {
    **dict.fromkeys(("pst", "pdt", "pt", "pacific time", "hora del pacifico"), "America/Los_Angeles"),
    **dict.fromkeys(("est", "edt", "et", "eastern time"), "America/New_York"),
    **dict.fromkeys(("utc", "gmt"), "UTC"),
    **dict.fromkeys(("hora de ciudad de mexico", "hora de la ciudad de mexico"), "America/Mexico_City"),
}
"""Zones that a mail may name. CST is not among them: it is Chicago's, Mexico City's and Shanghai's."""

ASKED = re.compile(
    r"\b(?:reply|respond|response|answer|send|submit|provide|appeal|contact us|take action|address|act|resolve|fix|"
    r"correct|acknowledge|ship|confirm|upload|update|you have|you must|you need|plan of action|deactivat\w+|"
    r"suspen\w+|cancel\w*|remov\w+|restrict\w*|"
    r"respond\w*|respuesta|contest\w+|envi\w+|mand\w+|present\w+|apel\w+|proporcion\w*|solucion\w*|resuelv\w*|"
    r"resolver|corrig\w*|corregir|actua\w*|tienes|tiene|debes?|confirm\w+|despach\w+|plan de accion|desactiv\w+)\b"
    r"|回复|答复|回应|提交|提供|申诉|发送|处理|解决|联系我们|确认|上传|更新|您有|您需要|请|行动计划|停用|暂停|移除|取消"
)
"""Words that ask the seller for something, or say what happens otherwise."""

OF_THE_PLATFORM = re.compile(
    r"\b(?:we|our team|amazon|walmart|mercado libre)(?: will|'ll| may| can| aim to| usually| try to)? "
    r"(?:review|respond|reply|answer|contact|notify|get back|email|let you know|inform|evaluate|process)\b"
    r"|\byou will (?:receive|get|hear|be notified)\b|\bwill be (?:reviewed|answered|processed)\b"
    r"|\b(?:revisar|responder|contestar|contactar|avisar|notificar)emos\b|\bnos pondremos\b|\brecibiras\b"
    r"|我们.{0,20}(?:审核|回复您|联系您|通知您|答复您)|您(?:将|会)收到"
)
"""What the platform promises to do itself."""

BEFORE_A_PAST_SPAN = re.compile(
    r"(?:\b(?:dated|issued|created|made|placed|sold|fechad[oa]s?|emitid[oa]s?|expedid[oa]s?)|过去|最近|近|前"
    r"|(?:发货|下单|订购|收货|送达|配送|购买|签收)(?:后|之后|起)) ?的?$"
)
"""What stands before a duration that is no deadline of the notice."""

AFTER_ANOTHER_START = re.compile(
    r"^ ?(?:of|after|from|following) (?:receiving )?(?:the |their |its |an? |your )?"
    r"(?:orders?|delivery|purchase|shipment|shipping|returns?|sale|promised|expected|items?|packages?)\b"
    r"|^ ?(?:de|desde|despues de|tras)(?: la| el| su)? (?:entrega|compra|venta|pedido|envio|devolucion)\b"
)
"""What stands after one: it runs from another event than the notice."""


def plain(text: str) -> str:
    """The text in small letters without accents and width, as long as before, so that places stay the same.

    >>> plain("２６ de Énero")
    '26 de enero'
    """
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    return unicodedata.normalize("NFKD", letter)[0].lower()[:1] or letter
