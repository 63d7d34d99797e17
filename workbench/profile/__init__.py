"""The client's profile (`client.yml`), the agency's (`agency.yml`), and where clients are."""

from workbench.profile.homes import AGENCY_FILE, PROFILE_FILE, client_folder, client_ids, find_home
from workbench.profile.models import (
    CLIENT_ID,
    LANGUAGES,
    RESERVED_IDS,
    Access,
    Account,
    Agency,
    Analyst,
    ExpectedFile,
    Owner,
    Product,
    Profile,
    checked_id,
    checked_zone,
)
from workbench.profile.reading import parse_profile, read_agency, read_profile

__all__ = [
    "AGENCY_FILE",
    "CLIENT_ID",
    "LANGUAGES",
    "PROFILE_FILE",
    "RESERVED_IDS",
    "Access",
    "Account",
    "Agency",
    "Analyst",
    "ExpectedFile",
    "Owner",
    "Product",
    "Profile",
    "checked_id",
    "checked_zone",
    "client_folder",
    "client_ids",
    "find_home",
    "parse_profile",
    "read_agency",
    "read_profile",
]
