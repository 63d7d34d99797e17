"""The whole simulated trade of one seller, from first visit to last refund."""

from __future__ import annotations

from make.aftermath import settle_orders
from make.parcels import ship_orders
from make.sellers import Seller
from make.world import World, simulate_demand


def simulate(seller: Seller) -> World:
    """The seller's trade: visits, orders, parcels, claims, returns."""
    world = simulate_demand(seller)
    ship_orders(world)
    settle_orders(world)
    return world
