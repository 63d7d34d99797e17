"""Competitors' listings, from research tools and our own template."""

from workbench.sources.competitors import offers

EXPORTS = (offers.XRAY, offers.OFFERS)
