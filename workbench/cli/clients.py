"""`workbench client ...`: which clients there are and what is known of one."""

from __future__ import annotations

import typer

from workbench.cli.app import AsJson, ClientId, Home, app, command, print_json, print_table

group = typer.Typer(help="The clients and their profiles.", no_args_is_help=True)
app.add_typer(group, name="client")


@command(group=group, name="list")
def list_clients(home: Home = "", as_json: AsJson = False) -> None:
    """The clients of the home, a line each."""
    import pandas as pd

    from workbench.profile import PROFILE_FILE, client_ids, find_home, read_profile

    folder = find_home(home)
    rows = []
    for client_id in client_ids(home):
        profile = read_profile(folder / client_id / PROFILE_FILE)
        accounts = ", ".join(account.id for account in profile.accounts)
        rows.append((client_id, profile.name_in("en"), ",".join(profile.languages), accounts))
    frame = pd.DataFrame(rows, columns=["client", "name", "languages", "accounts"])
    print_table(frame, as_json=as_json, empty=f"no clients in {folder}")


@command(group=group, name="show")
def show_client(client: ClientId, home: Home = "", as_json: AsJson = False) -> None:
    """A client's profile, and what its files hold so far."""
    from workbench.client import open_client
    from workbench.store import read_intake

    opened = open_client(client, home=home)
    intake = read_intake(opened.folder / "store")
    states = {str(state): int(count) for state, count in intake.files["status"].value_counts().items()}
    if as_json:
        print_json({"profile": opened.profile.model_dump(mode="json"), "files": states, "rows": intake.rows_read})
        return
    profile = opened.profile
    typer.echo(f"{profile.name_in('en')} ({profile.id}), since {profile.since}, reports in {profile.languages[0]}")
    typer.echo(f"account manager: {profile.analyst.name} {profile.analyst.email}".rstrip())
    print_table(opened.accounts)
    said = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in states.items())
    typer.echo(f"files: {said}; {intake.rows_read:,} rows" if said else f"files: none; run: workbench ingest {client}")
