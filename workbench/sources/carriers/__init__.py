"""Carrier events from tracking services."""

from workbench.sources.carriers import track17

EXPORTS = (track17.EXPORT,)
