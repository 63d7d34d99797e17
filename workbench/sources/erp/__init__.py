"""ERP exports: the seller's own order systems."""

from workbench.sources.erp import mabang

EXPORTS = (mabang.EXPORT,)
