"""The platforms' rules as dated data: what was asked of a seller, where, and from when.

The book is a YAML file with evidence grades and sources; code that judges a figure asks the book for
the rule of a day and never holds a threshold of its own.
"""

from workbench.rules.book import RuleBook, load_rules, read_rules, rule
from workbench.rules.listing import rules_changed, rules_in_force
from workbench.rules.models import COMPARATORS, EVIDENCE, Programme, Rule, meets
from workbench.rules.rate_listing import rate_table, rates_changed, rates_not_known, rates_to_check
from workbench.rules.rates import find_rate

__all__ = [
    "COMPARATORS",
    "EVIDENCE",
    "Programme",
    "Rule",
    "RuleBook",
    "find_rate",
    "load_rules",
    "meets",
    "rate_table",
    "rates_changed",
    "rates_not_known",
    "rates_to_check",
    "read_rules",
    "rule",
    "rules_changed",
    "rules_in_force",
]
