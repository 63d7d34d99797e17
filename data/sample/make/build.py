"""All files of one seller, in one call."""

from __future__ import annotations

from make.amazon_health import put_account_health
from make.amazon_money import put_settlements
from make.amazon_more import put_small_exports
from make.amazon_orders import put_all_orders
from make.amazon_traffic import put_business_reports
from make.carriers import put_tracking
from make.client_files import put_client
from make.competitors import put_competitors
from make.desk import put_desk
from make.dirt import spoil
from make.erp import put_mabang
from make.fx import put_fx
from make.mercadolibre import put_ventas
from make.mercadolibre_more import put_publicaciones, put_reputation
from make.sellers import Seller
from make.shelf import Shelf
from make.simulate import simulate
from make.survey import put_survey
from make.templates import put_templates
from make.walmart import put_walmart_orders
from make.world import World


def build_seller(seller: Seller) -> Shelf:
    """The seller's folder, ready to be written."""
    world = simulate(seller)
    shelf = Shelf(seller.analyst[0])
    put_client(shelf, world)
    put_platform_files(shelf, world)
    put_mabang(shelf, world)
    put_tracking(shelf, world)
    put_competitors(shelf, world)
    put_survey(shelf, world)
    put_fx(shelf)
    put_templates(shelf, world)
    if seller.story == "dirty":
        spoil(shelf, world)
    put_desk(shelf, world)
    return shelf


def put_platform_files(shelf: Shelf, world: World) -> None:
    """What Amazon, Mercado Libre and Walmart let a seller download."""
    put_all_orders(shelf, world)
    put_business_reports(shelf, world)
    if world.seller.story != "dirty":  # the small seller has no access to the report; its figures are typed
        put_account_health(shelf, world)
    put_settlements(shelf, world)
    put_small_exports(shelf, world)
    put_ventas(shelf, world)
    put_reputation(shelf, world)
    put_publicaciones(shelf, world)
    put_walmart_orders(shelf, world)
