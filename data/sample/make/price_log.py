"""Price advice that went to the sellers, what they decided and when they changed a price, as the record holds it."""

from __future__ import annotations

import hashlib

ACCOUNT = "mercadolibre-mx"
# Advice as `workbench price --propose` enters it, then what became of it: (what, day, time, more).
ADVICE = {
    "customs": (
        {
            "sku": "LH-012",
            "price": 399.0,
            "advised_price": 449.0,
            "reasons": ["under_floor", "no_volume_answer"],
            "runner_up": 459.0,
            "units_before": 2.875,
            "after": (
                ("decided", "2025-12-03", {"decision": "accepted"}),
                ("executed", "2025-12-09", {"price": 449.0}),
            ),
        },
        {
            "sku": "LH-004",
            "price": 319.0,
            "advised_price": 339.0,
            "reasons": ["dead_zone", "no_volume_answer"],
            "runner_up": 298.0,
            "units_before": 4.25,
            "after": (("decided", "2025-12-03", {"decision": "refused", "reason": "同行都在 299 到 319，先不动"}),),
        },
        {
            "sku": "LH-062",
            "price": 439.0,
            "advised_price": 459.0,
            "reasons": ["under_floor", "no_volume_answer"],
            "runner_up": 469.0,
            "units_before": 0.625,
            "after": (
                ("decided", "2025-12-04", {"decision": "changed", "price": 449.0, "reason": "一步不超过 10 比索"}),
                ("executed", "2025-12-10", {"price": 449.0}),
            ),
        },
        {
            "sku": "LH-047",
            "price": 309.0,
            "advised_price": 298.0,
            "reasons": ["under_floor", "dead_zone", "no_volume_answer"],
            "runner_up": 289.0,
            "units_before": 0.625,
            "action": "lower",
        },
        {
            "sku": "LH-050",
            "price": 499.0,
            "advised_price": 519.0,
            "reasons": ["under_floor", "no_volume_answer"],
            "on": "2026-01-09",
            "valid_until": "2026-01-23",
            "runner_up": 529.0,
            "units_before": 0.875,
            "after": (("decided", "2026-01-20", {"decision": "accepted"}),),
        },
        {
            "sku": "LH-074",
            "price": 529.0,
            "advised_price": 619.0,
            "reasons": ["under_floor", "no_volume_answer"],
            "on": "2026-01-28",
            "valid_until": "2026-02-11",
            "runner_up": 629.0,
            "units_before": 0.625,
        },
    ),
    "claims": (
        {
            "sku": "VH-001",
            "price": 349.0,
            "advised_price": 429.0,
            "reasons": ["more_profit"],
            "runner_up": 419.0,
            "units_before": 9.625,
            "units_foretold": 5.9792,
            "units_foretold_low": 5.0096,
            "units_foretold_high": 7.1364,
            "after": (
                ("decided", "2025-12-04", {"decision": "changed", "price": 399.0}),
                ("executed", "2025-12-08", {"price": 399.0}),
            ),
        },
        {
            "sku": "VH-064",
            "price": 489.0,
            "advised_price": 539.0,
            "reasons": ["under_floor", "no_volume_answer"],
            "runner_up": 549.0,
            "units_before": 1.125,
            "after": (("decided", "2025-12-04", {"decision": "refused", "reason": "Stock is cleared by February"}),),
        },
        {
            "sku": "VH-029",
            "price": 269.0,
            "advised_price": 289.0,
            "reasons": ["under_floor", "no_volume_answer"],
            "on": "2026-01-09",
            "valid_until": "2026-01-23",
            "runner_up": 298.0,
            "units_before": 2.0,
            "after": (("decided", "2026-01-16", {"decision": "accepted"}),),
        },
    ),
    "dirty": (),
}
PROPOSED, VALID_UNTIL = "2025-11-21", "2025-12-05"
DECIDERS = {"customs": "Hao Exempel", "claims": "Robin Sample"}


def price_log(story: str, *, analyst: str) -> list[dict]:
    """The entries of record/prices.yml, oldest first."""
    entries = [entry for advice in ADVICE[story] for entry in _entries(dict(advice), DECIDERS[story], analyst)]
    return sorted(entries, key=lambda entry: entry["at"])


def _entries(advice: dict, decider: str, analyst: str) -> list[dict]:
    after, on = advice.pop("after", ()), advice.pop("on", PROPOSED)
    until = advice.pop("valid_until", VALID_UNTIL)
    name = f"p{on[2:].replace('-', '')}-{hashlib.sha256(advice['sku'].encode('utf-8')).hexdigest()[:6]}"
    action = advice.pop("action", "raise")
    told = {"account": ACCOUNT, "currency": "MXN", "action": action, "as_of": on, "valid_until": until, "on": on}
    proposed = {"what": "proposed", "id": name, **advice, **told, "decider": decider, **_stamp(on, 17, analyst)}
    return [proposed, *(_entry(name, what, day, said, decider, analyst) for what, day, said in after)]


def _entry(name: str, what: str, day: str, said: dict, decider: str, analyst: str) -> dict:
    person = {"decided_by": decider} if what == "decided" else {}
    return {"what": what, **said, **person, "on": day, "of": name, **_stamp(day, 18, analyst)}


def _stamp(day: str, hour: int, analyst: str) -> dict:
    return {"by": analyst, "at": f"{day}T{hour}:00:00+00:00"}
