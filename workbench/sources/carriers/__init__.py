"""Carrier events from tracking services and carriers, all on one ladder of stages."""

from workbench.sources.carriers import aftership, dhl, easypost, track17

EXPORTS = (track17.EXPORT, aftership.EXPORT, easypost.EXPORT, dhl.UNIFIED, dhl.EXPRESS)
