"""How a client gets each file, in words."""

from __future__ import annotations

from workbench.sources import EXPORTS
from workbench.words.catalogue import mark, t

# A client has no use for our documentation: what to do with a template is said here.
TEMPLATE_STEPS = {
    "costs": mark("Fill in the template costs.csv: one line per article with its cost, weight and size."),
    "changes": mark(
        "Fill in the template changes.csv: one line per change of content, price, stock, carrier or advertising, "
        "with its day."
    ),
    "listings": mark("Fill in the template listings.csv: one line per listing with its price and stock of the day."),
    "offers-csv": mark("Fill in the template offers.csv: one line per competitor's listing that you saw."),
    "reported": mark(
        "Fill in the template reported.xlsx: one line per figure that your seller account shows, with a screenshot."
    ),
}

# Where an export has no steps of its own: where its platform keeps reports.
PLATFORM_STEPS = {
    "amazon": mark(
        "Seller Central: open Reports, choose the report of this name, set the whole period, request it and download "
        "the file when it is ready"
    ),
    "walmart": mark(
        "Seller Center: open the page of this name (reconciliation under Payments, advertising under Ad Center), set "
        "the whole period, and download the file"
    ),
    "mercadolibre": mark(
        "Mercado Libre or Mercado Pago, signed in as the seller: open the section of this name (money reports under "
        "Mercado Pago > Reports), set the whole period without filters, and download the file"
    ),
}
ANY_STEPS = mark(
    "Open the program that this file comes from, export the whole period without filters, and save the file"
)


def download_steps(export: str) -> str:
    """How a client gets a file, in the language in use: the export's own steps, else where its platform keeps reports.

    Parameters
    ----------
    export : str
        Id of an export.

    >>> download_steps("costs")
    'Fill in the template costs.csv: one line per article with its cost, weight and size.'
    """
    known = EXPORTS[export]
    return t(TEMPLATE_STEPS.get(export) or known.download or PLATFORM_STEPS.get(known.platform, ANY_STEPS))
