"""Every word a reader sees, in Chinese, English and Spanish, and how numbers and days are printed."""

from workbench.words.catalogue import LANGUAGES as LANGUAGES
from workbench.words.catalogue import in_language as in_language
from workbench.words.catalogue import language as language
from workbench.words.catalogue import mark as mark
from workbench.words.catalogue import t as t
from workbench.words.catalogue import tn as tn
from workbench.words.catalogue import use_language as use_language
from workbench.words.formats import count as count
from workbench.words.formats import day as day
from workbench.words.formats import money as money
from workbench.words.formats import month_name as month_name
from workbench.words.formats import number as number
from workbench.words.formats import period as period
from workbench.words.formats import points as points
from workbench.words.formats import rate as rate
from workbench.words.formats import share as share
from workbench.words.formats import shortened as shortened
from workbench.words.formats import signed as signed
from workbench.words.formats import target as target
from workbench.words.formats import with_unit as with_unit
