"""What to charge: how units answer to price, where the exchange rate may go, and what both mean for a price."""

from workbench.pricing.advice import PriceAdvice as PriceAdvice
from workbench.pricing.advice import price_advice as price_advice
from workbench.pricing.assortment import AdviceTerms as AdviceTerms
from workbench.pricing.decisions import price_outcomes as price_outcomes
from workbench.pricing.decisions import proposal_of as proposal_of
from workbench.pricing.elasticity import best_markup as best_markup
from workbench.pricing.elasticity import elasticity as elasticity
from workbench.pricing.fx_backtest import fx_coverage as fx_coverage
from workbench.pricing.fx_backtest import kupiec as kupiec
from workbench.pricing.fx_band import HoldTerms as HoldTerms
from workbench.pricing.fx_band import hold_band as hold_band
from workbench.pricing.fx_paths import client_fx_paths as client_fx_paths
from workbench.pricing.fx_paths import fx_fan as fx_fan
from workbench.pricing.fx_risk import fx_exposure as fx_exposure
from workbench.pricing.fx_risk import fx_scenarios as fx_scenarios
from workbench.pricing.fx_risk import fx_share as fx_share
from workbench.pricing.fx_risk import margin_risk as margin_risk
from workbench.pricing.log import advice_log as advice_log
from workbench.pricing.plan import PricePlan as PricePlan
from workbench.pricing.plan import market_plans as market_plans
from workbench.pricing.plan import price_plan as price_plan
from workbench.pricing.survey_study import SurveyStudy as SurveyStudy
from workbench.pricing.survey_study import survey_study as survey_study
