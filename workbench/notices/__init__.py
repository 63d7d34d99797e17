"""Warning mails of the platforms: read safely, classified by their key phrases, kept as cases with a deadline.

A mail is evidence from outside and may be forged. What it claims is shown as claimed; what kind of notice it is
follows from phrases with a source, never from the sender's name alone; nothing in it is opened or fetched.
"""

from workbench.notices.cases import CASE_COLUMNS as CASE_COLUMNS
from workbench.notices.cases import STATES as STATES
from workbench.notices.cases import hours_left as hours_left
from workbench.notices.cases import open_cases as open_cases
from workbench.notices.holds import HOLD_COLUMNS as HOLD_COLUMNS
from workbench.notices.holds import price_holds as price_holds
from workbench.notices.inbox import client_cases as client_cases
from workbench.notices.inbox import mails_digest as mails_digest
from workbench.notices.inbox import open_cases_of as open_cases_of
from workbench.notices.models import NO_DEADLINE as NO_DEADLINE
from workbench.notices.models import WARNINGS as WARNINGS
from workbench.notices.models import Evidence as Evidence
from workbench.notices.models import Notice as Notice
from workbench.notices.models import warning_text as warning_text
from workbench.notices.phrases import KINDS as KINDS
from workbench.notices.reading import read_notice as read_notice
