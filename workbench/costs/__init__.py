"""What the platforms take, what a unit leaves, and what the exchange rate does to it: a first sketch."""

from workbench.costs.ledger import implied_fees as implied_fees
from workbench.costs.margins import unit_margins as unit_margins
from workbench.costs.scenarios import fx_history as fx_history
from workbench.costs.scenarios import fx_margins as fx_margins
