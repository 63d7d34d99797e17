"""What a new client's profile is asked for with, and what can be wrong with an answer, as messages with places.

The questions are asked in English by `workbench.onboarding`; here stands each once, so that it can be told in the
language in use. A test finds the questions that have no message.
"""

from __future__ import annotations

from workbench.words.catalogue import mark

STEPS = (
    mark("Another account? (yes, no)"),
    mark("Languages, the reports' first (zh, en, es)"),
    mark("Client's name ({lang})"),
    mark("Currency the client counts in"),
    mark("First day of the service"),
    mark("Account manager: name"),
    mark("Account manager: mail address"),
    mark("Company name in full"),
    mark("Main categories, separated by commas"),
    mark("Services, such as kpi=advise,pricing=advise"),
    mark("Who at the client decides on prices"),
    mark("ERP, such as Mabang"),
    mark("Mexican tax number (true, false, unknown)"),
    mark("Account: platform ({platforms})"),
    mark("Account: market (US, MX, ...)"),
    mark("Account: id, its folder in inbox/"),
    mark("Account: currency"),
    mark("Account: time zone whose midnight ends its day"),
    mark("Account: who ships (seller, platform, mixed)"),
    mark("Account: country that parcels leave from"),
    mark("Account: shop names in the ERP, separated by commas"),
    mark("Account: how the agency sees it ({kinds})"),
    mark("Account: who answers for its figures"),
    mark("SKUs, as the client says"),
    mark("Orders of the last three months, as the client says"),
    mark("Day whose figures later reviews are set against"),
)
ANSWERS = (
    mark("nothing was answered"),
    mark("the answer '{given}' can't be taken"),
    mark("an answer"),
    mark("{words}, each with =advise or =execute"),
    mark("lower-case letters, digits and hyphens, at most 63, and no reserved name"),
    mark("an id that no other account has"),
    mark("a code of {n} letters"),
    mark("a day such as {example}"),
    mark("a whole number such as {example}"),
    mark("a time zone such as {example}"),
    mark("yes, no"),
)
