"""Price bands of a market's competitors, and the places of a client's own listings in them."""

from workbench.bands.banding import Bands as Bands
from workbench.bands.banding import price_bands as price_bands
from workbench.bands.confirming import listings_to_confirm as listings_to_confirm
from workbench.bands.confirming import verdict_on as verdict_on
from workbench.bands.effects import cut_effects as cut_effects
from workbench.bands.effects import filter_effects as filter_effects
from workbench.bands.places import band_places as band_places
from workbench.bands.places import find_product as find_product
from workbench.bands.places import price_places as price_places
from workbench.bands.products import product_bands as product_bands
from workbench.bands.shift import PriceShift as PriceShift
from workbench.bands.shift import price_shift as price_shift
from workbench.bands.stability import Stability as Stability
from workbench.bands.stability import band_stability as band_stability
from workbench.bands.survey import PriceSurvey as PriceSurvey
from workbench.bands.survey import price_survey as price_survey
