"""What people wrote down about each seller: events, price decisions, when files came, notes to January's review."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, datetime, timedelta

from make.client_files import warning_mail
from make.competitors import verdict_log
from make.price_log import price_log
from make.sellers import Seller
from make.shelf import Shelf
from make.terms import owners
from make.world import World

MONTH = "2026-01"
SIGNED_ON = date(2026, 2, 4)
# The last files came in one go; what was missing in them was answered half an hour later.
LAST_ARRIVAL = datetime(2026, 2, 3, 0, 30)
FROZEN_AT = "2026-02-03T02:00:00+00:00"
FINDER = "workbench ingest"

# (day and hour, kind, by, text, what it is about); "#n" names the n-th event of the list.
EVENTS = {
    "customs": (
        (
            "2025-12-02T03:10",
            "decision",
            "Mei Muster",
            "发往墨西哥的包裹改由第二家清关行申报，直到有效追踪率恢复达标。",
            {"account": "amazon-mx", "kpi": "valid_tracking_rate", "month": "2025-11"},
        ),
        (
            "2025-12-10T06:40",
            "action",
            "Mei Muster",
            "向云岚速递索取被扣包裹的扫描记录，逐单补传。",
            {
                "account": "amazon-mx",
                "kpi": "valid_tracking_rate",
                "owner": "Lin Vorlage",
                "due_date": "2026-01-15",
                "state": "open",
            },
        ),
        (
            "2026-01-14T08:10",
            "notice",
            "Mei Muster",
            "卖家平台页面警告：墨西哥站有效追踪率低于要求，须在截止日前说明改善措施（没有邮件，只有页面通知）。",
            {
                "account": "amazon-mx",
                "kpi": "valid_tracking_rate",
                "case_id": "5d1f0c62",
                "received_at": "2026-01-14T07:30:00+00:00",
                "deadline_at": "2026-02-13T05:59:00+00:00",
                "notice_kind": "valid_tracking_rate",
                "platform": "amazon",
            },
        ),
        (
            "2026-01-16T02:05",
            "action",
            "Mei Muster",
            "承运商尚未答复，期限顺延。",
            {"corrects": "#2", "due_date": "2026-02-13"},
        ),
        (
            "2026-01-20T07:30",
            "question",
            "Mei Muster",
            "LH-001 的新主图能否先换回旧图，观察两周转化率？",
            {
                "account": "amazon-us",
                "sku": "LH-001",
                "owner": "Hao Exempel",
                "due_date": "2026-02-10",
                "state": "open",
            },
        ),
        (
            "2026-01-27T05:15",
            "action",
            "Lin Vorlage",
            "补充清关单证已全部提交。",
            {"account": "amazon-mx", "state": "done"},
        ),
    ),
    "claims": (
        (
            "2025-11-24T16:20",
            "decision",
            "Kim Sampleton",
            "No more units of the new earbuds batch go to Full until the factory has answered.",
            {"account": "mercadolibre-mx", "kpi": "claims_rate", "month": "2025-11"},
        ),
        (
            "2025-12-18T15:00",
            "action",
            "Alex Attrappe",
            "Open each claimed pair of earbuds, note what is broken, and send the list to the factory.",
            {
                "account": "mercadolibre-mx",
                "sku": "VH-004",
                "kpi": "claims_rate",
                "owner": "Alex Attrappe",
                "due_date": "2026-01-20",
                "state": "open",
            },
        ),
        (
            "2026-01-19T17:45",
            "action",
            "Alex Attrappe",
            "List sent to the factory with photos.",
            {"corrects": "#2", "state": "done"},
        ),
        (
            "2026-01-22T18:30",
            "acknowledgement",
            "Kim Sampleton",
            "Warning read; the client was called the same day.",
            {"account": "amazon-us", "kpi": "late_shipment_rate", "case_id": "MAIL", "month": MONTH},
        ),
        (
            "2026-01-23T16:10",
            "action",
            "Kim Sampleton",
            "Draft the plan of action: root cause, what was done, what prevents it from happening again.",
            {
                "account": "amazon-us",
                "kpi": "late_shipment_rate",
                "owner": "Dana Placeholder",
                "due_date": "2026-01-28",
                "state": "open",
                "case_id": "MAIL",
            },
        ),
    ),
    "dirty": (
        (
            "2025-09-08T17:00",
            "decision",
            "Sol Muestra",
            "Los archivos se piden una vez al mes, todos juntos, y se mandan sin abrirlos.",
            {},
        ),
        (
            "2026-01-09T18:20",
            "action",
            "Sol Muestra",
            "Acordar con la bodega una sola plantilla de exportación del ERP.",
            {"account": "amazon-mx", "owner": "Inés Modelo", "due_date": "2026-02-12", "state": "open"},
        ),
        (
            "2026-01-27T18:05",
            "notice",
            "Sol Muestra",
            "Mercado Libre pausó una publicación y pide la ficha técnica; solo se ve en la pantalla, no llegó correo.",
            {
                "account": "mercadolibre-mx",
                "case_id": "c04e7a91",
                "received_at": "2026-01-27T16:40:00+00:00",
                "deadline_at": "2026-02-11T05:59:00+00:00",
                "notice_kind": "meli_listing_paused",
                "platform": "mercadolibre",
            },
        ),
        (
            "2026-02-03T17:35",
            "question",
            "Sol Muestra",
            "¿De qué programa sale el inventario de bodega? No es una descarga de ninguna plataforma.",
            {"account": "mercadolibre-mx", "owner": "Inés Modelo", "due_date": "2026-02-10", "state": "open"},
        ),
    ),
}
NOTES = {
    "customs": (
        "zh",
        {
            "findings": "一月的重点仍是发往墨西哥的有效追踪率。海关集中查验在一月上旬结束，月底的包裹大多恢复了扫描；"
            "窗口里还留着一月上旬的包裹，数值会比现场情况慢几周好转。",
            "changes": "LH-001 换图之后访问没有少，下单变少。我们建议先换回旧主图做对比，再决定页面文案。",
            "actions": "请林女士在二月中旬前拿到承运商的扫描记录；我们每周五核对一次。",
        },
    ),
    "claims": (
        "en",
        {
            "findings": "Two things need attention, and they have different causes: the earbuds batch on Mercado "
            "Libre, and the single shift of the US warehouse. Neither is a listing problem.",
            "kpis": "The reputation colour follows the claims of the last weeks: it turns green again only when the "
            "worst weeks have left the window, even if no new claim is opened.",
            "actions": "The plan of action for Amazon comes first; the answer belongs in the seller's own account, not "
            "in a reply to the mail.",
        },
    ),
    "dirty": (
        "es",
        {
            "findings": "Mes tranquilo. Lo que más ayudaría ahora es recibir los archivos completos y sin abrirlos: "
            "varios llegaron cambiados por la hoja de cálculo.",
            "actions": "Con Inés: una sola plantilla de exportación para la bodega, antes del cierre de febrero.",
        },
    ),
}


def put_desk(shelf: Shelf, world: World) -> None:
    """record/received.yml; of the three sellers also events.yml, prices.yml, verdicts.yml and the notes."""
    seller = world.seller
    shelf.put("record/received.yml", "".join(map(_line, _received(shelf, seller))))
    if seller.id.startswith("bench-"):
        return
    case = hashlib.sha256(warning_mail(world).encode("utf-8")).hexdigest()[:8] if seller.story == "claims" else ""
    shelf.put("record/events.yml", "".join(map(_line, _events(seller, case))))
    if entries := price_log(seller.story, analyst=seller.analyst[0]):
        shelf.put("record/prices.yml", "".join(map(_line, entries)))
    if entries := verdict_log(world):
        shelf.put("record/verdicts.yml", "".join(map(_line, entries)))
    lang, sections = NOTES[seller.story]
    shelf.put(f"record/notes/{MONTH}.{lang}.md", _note(seller, sections))


def event_id(at: str, text: str) -> str:
    """The id of an entry that was written at that time."""
    return f"{at[:10].replace('-', '')}-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:6]}"


def _events(seller: Seller, case: str) -> list[dict]:
    ids = [event_id(at, text) for at, _, _, text, _ in EVENTS[seller.story]]
    entries = []
    for name, (at, kind, by, text, about) in zip(ids, EVENTS[seller.story], strict=True):
        about = dict(about)
        if about.get("corrects"):
            about["corrects"] = ids[int(about["corrects"].removeprefix("#")) - 1]
        if about.get("case_id") == "MAIL":
            about["case_id"] = case
        stamp = {"by": by, "at": f"{at}:00+00:00"}
        entries.append({"event_id": name, "kind": kind, "text": text, **about, **stamp})
    return entries


def _received(shelf: Shelf, seller: Seller) -> list[dict]:
    """Each file of the inbox with the time it came: the day after the one in its name, at the latest with the last."""
    entries = []
    for path, content in shelf.files.items():
        if path.startswith("inbox/"):
            file = path.removeprefix("inbox/")
            came = _came(file, seller)
            entry = {
                "file": file,
                "sha256": hashlib.sha256(content).hexdigest(),
                "sent_by": _sender(file, seller, came),
            }
            entries.append(entry | {"by": FINDER, "at": f"{came.isoformat()}+00:00"})
    return sorted(entries, key=lambda entry: (entry["at"], entry["file"]))


def _came(file: str, seller: Seller) -> datetime:
    day = _day_in(file.rpartition("/")[2])
    start = datetime.fromisoformat(seller.since) + timedelta(days=7, hours=2)
    came = datetime.combine(day, datetime.min.time()) + timedelta(days=1, hours=2) if day else LAST_ARRIVAL
    return min(max(came, start), LAST_ARRIVAL)


def _sender(file: str, seller: Seller, came: datetime) -> str:
    """Who answered for the file's account then; files of no account come from whoever answers for the first one."""
    place = file.partition("/")[0]
    account = seller.accounts[0].id if place == "_client" else place
    held = [row for row in owners(seller) if row["account"] == account and "kpi" not in row]
    return next(row["person"] for row in held if came.date() <= row.get("to", date.max))


def _day_in(name: str) -> date | None:
    """The latest day that the file's name holds, in the platform's way of writing it."""
    days = [date(int(y), int(m), int(d)) for y, m, d in re.findall(r"(20\d\d)[-_](\d\d)[-_](\d\d)", name)]
    days += [date(int(y), int(m), int(d)) for y, m, d in re.findall(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)", name)]
    days += [date(int(y), int(m), int(d)) for d, m, y in re.findall(r"-(\d\d)-(\d\d)-(20\d\d)", name)]
    # Amazon's report numbers begin with two digits, the year and the day of the year.
    days += [date(2000 + int(y), 1, 1) + timedelta(int(n) - 1) for y, n in re.findall(r"^[56]9(2\d)(\d{3})\d+", name)]
    return max(days, default=None)


def _note(seller: Seller, sections: dict[str, str]) -> str:
    parts = "".join(f"\n## {chapter}\n{text}\n" for chapter, text in sections.items())
    return f"signed: {seller.analyst[0]}\ndate: {SIGNED_ON}\n{parts}"


def _line(entry: dict) -> str:
    return f"- {json.dumps(entry, ensure_ascii=False)}\n"
