"""ERP exports: the seller's own order systems."""

from workbench.sources.erp import dianxiaomi, lingxing, mabang

EXPORTS = (mabang.EXPORT, dianxiaomi.EXPORT, *lingxing.EXPORTS)
