"""What the platforms take, what a unit really leaves, and what the exchange rate does to it."""

from workbench.costs.duties import break_even_duty as break_even_duty
from workbench.costs.duties import courier_import as courier_import
from workbench.costs.duties import formal_import as formal_import
from workbench.costs.duties import us_entry as us_entry
from workbench.costs.economics import economics_at as economics_at
from workbench.costs.economics import side_by_side as side_by_side
from workbench.costs.economics import unit_economics as unit_economics
from workbench.costs.fulfilment import fba_fee as fba_fee
from workbench.costs.fx import fx_history as fx_history
from workbench.costs.implied import implied_rates as implied_rates
from workbench.costs.inputs import account_inputs as account_inputs
from workbench.costs.inputs import unit_inputs as unit_inputs
from workbench.costs.inputs import with_choice as with_choice
from workbench.costs.ledger import implied_fees as implied_fees
from workbench.costs.margins import fx_margins as fx_margins
from workbench.costs.margins import margins_of as margins_of
from workbench.costs.margins import scenarios_of as scenarios_of
from workbench.costs.margins import unit_margins as unit_margins
from workbench.costs.payments import checkout_fee as checkout_fee
from workbench.costs.referral import referral_fee as referral_fee
from workbench.costs.referral import refund_admin_fee as refund_admin_fee
from workbench.costs.waterfall import price_table as price_table
