"""Competitors' listings, from research tools, from scrapers and from our own template."""

from workbench.sources.competitors import jungle_scout, keepa, keepa_history, offers, scraped, sellersprite

EXPORTS = (
    *(offers.XRAY, offers.OFFERS, keepa.VIEWER, keepa_history.API),
    *(jungle_scout.JUNGLE_SCOUT, sellersprite.SELLERSPRITE, scraped.SCRAPED),
)
