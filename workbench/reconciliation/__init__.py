"""Our figures tied out to the platform's own, difference by difference, down to the order."""

from workbench.reconciliation.causes import CAUSES, DETAILS
from workbench.reconciliation.differences import STATES, Reconciliation, reconcile

__all__ = ["CAUSES", "DETAILS", "STATES", "Reconciliation", "reconcile"]
