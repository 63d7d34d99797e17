"""Price bands of a market's competitors, and the places of a client's own listings in them."""

from workbench.bands.banding import Bands as Bands
from workbench.bands.banding import price_bands as price_bands
from workbench.bands.places import band_places as band_places
from workbench.bands.places import find_product as find_product
