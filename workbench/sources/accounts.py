"""Which of the client's accounts a file, or a row of it, belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.errors import OpenQuestions, ProfileError, did_you_mean, listed
from workbench.sources.contract import Account, FileContext, Question

PLATFORMS = {"amazon": "Amazon", "mercadolibre": "Mercado Libre", "walmart": "Walmart"}
AMAZON_CHANNELS = {"US": "Amazon.com", "MX": "Amazon.com.mx", "CA": "Amazon.ca", "BR": "Amazon.com.br"}
AMAZON_MARKETPLACES = {"US": "ATVPDKIKX0DER", "MX": "A1AM78C64UM0Y8", "CA": "A2EUQ1WTGCTBG2", "BR": "A2Q3Y263D00KWC"}


def account_by_id(context: FileContext, account: str) -> Account:
    """The client's account of that id.

    Raises
    ------
    ProfileError
        The client has no such account.
    """
    for candidate in context.accounts:
        if candidate.id == account:
            return candidate
    known = [candidate.id for candidate in context.accounts]
    raise ProfileError(
        context.file, f"no account '{account}'", expected=listed(known), hint=did_you_mean(account, known)
    )


def account_questions(context: FileContext, *, platform: str) -> tuple[Question, ...]:
    """Whose file it is, where neither folder nor answers say so and more than one account could be meant.

    A file in the folder of an account on another platform is nobody's until somebody says whose it is.
    """
    near = [candidate.id for candidate in _accounts_on(platform, context)]
    if context.answers.get("account") or context.account in near or (len(near) == 1 and not context.account):
        return ()
    return (Question("account", _whose(platform, near, context)),)


def _whose(platform: str, near: list[str], context: FileContext) -> str:
    named, folder, accounts = PLATFORMS.get(platform, ""), context.account, listed(near)
    if not near:
        return f"It is a file of {named}, and the profile has no account there: add it to client.yml. Which one is it?"
    if folder:
        return f"It is a file of {named}, and {folder} is no account there. Which account is it of ({accounts})?"
    return f"Which account is this file of ({accounts})?"


def _accounts_on(platform: str, context: FileContext) -> list[Account]:
    """Those of the platform, or all where it is blank."""
    return [account for account in context.accounts if platform in ("", account.platform)]


def own_account(context: FileContext, *, platform: str) -> Account:
    """The account that the file is of: by answer, by folder, or the client's only one on the platform.

    A blank platform is that of any account.

    Raises
    ------
    OpenQuestions
        None of them says so.
    ProfileError
        The account named is unknown, or on another platform.
    """
    named = context.answers.get("account") or context.account
    if named:
        return _on(platform, account_by_id(context, named), context)
    near = _accounts_on(platform, context)
    if len(near) != 1:
        raise OpenQuestions(
            context.file,
            "the file does not say which account it is of",
            expected=listed(candidate.id for candidate in near) or f"an account on {platform}",
            hint="put it into the account's inbox folder",
        )
    return near[0]


def _on(platform: str, account: Account, context: FileContext) -> Account:
    if account not in _accounts_on(platform, context):
        raise ProfileError(
            context.file,
            f"a file of {PLATFORMS[platform]}, and {account.id} is no account there",
            expected=listed(each.id for each in _accounts_on(platform, context)),
            hint="put it into the account's inbox folder",
        )
    return account


def by_sales_channel(context: FileContext) -> Mapping[str, Account]:
    """Amazon sales channel (folded case) to the client's account."""
    amazon = [account for account in context.accounts if account.platform == "amazon"]
    channels = {
        AMAZON_CHANNELS[account.market].casefold(): account for account in amazon if account.market in AMAZON_CHANNELS
    }
    return channels | {account.sales_channel.casefold(): account for account in amazon if account.sales_channel}


def by_marketplace(context: FileContext) -> Mapping[str, Account]:
    """Amazon marketplace id to the client's account."""
    amazon = [account for account in context.accounts if account.platform == "amazon"]
    ids = {AMAZON_MARKETPLACES[account.market]: account for account in amazon if account.market in AMAZON_MARKETPLACES}
    return ids | {account.marketplace_id: account for account in amazon if account.marketplace_id}


def by_shop_name(context: FileContext) -> Mapping[str, Account]:
    """Shop name of an ERP, or an account's own id, to the client's account; answers (``shop:NAME``) first."""
    names = {account.id: account for account in context.accounts}
    names |= {name.strip(): account for account in context.accounts for name in account.shop_names}
    answered = {
        key.removeprefix("shop:"): account_by_id(context, answer)
        for key, answer in context.answers.items()
        if key.startswith("shop:") and answer not in ("", "none")
    }
    return names | answered
