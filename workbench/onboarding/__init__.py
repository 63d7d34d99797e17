"""A new client: its profile asked for step by step, its folders, and filled-in example templates."""

from workbench.onboarding.clients import TEMPLATES, add_client, new_client_folder
from workbench.onboarding.steps import Step, ask_profile
from workbench.onboarding.templates import write_templates

__all__ = ["TEMPLATES", "Step", "add_client", "ask_profile", "new_client_folder", "write_templates"]
