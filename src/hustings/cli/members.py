"""`hustings members`: the members of a chamber by a score."""

from __future__ import annotations

import click

from hustings.cli.common import (
    as_of_option,
    form_options,
    json_option,
    one_form,
    open_view,
    pairs,
    record_options,
    show_json,
    show_page,
    working,
)


@click.command("members", short_help="Members by a score: progressive, unity, ideal point, …")
@click.argument("choices", nargs=-1, metavar="[NAME=VALUE…]")
@click.option("--congress", required=True, help="Which Congress: 116.")
@click.option("--by", default="progressive_score", show_default=True, help="The score.")
@click.option("--party", help="Members of one party: D, R.")
@click.option("--state", help="Members from one state: CA.")
@click.option("--chamber", default="house", show_default=True, help="house or senate.")
@click.option("--member", help="Whom to mark in the list.")
@as_of_option
@form_options
@record_options
@json_option
def command(
    choices: tuple[str, ...],
    congress: str,
    by: str,
    party: str | None,
    state: str | None,
    chamber: str,
    member: str | None,
    as_of: str | None,
    as_md: bool,
    html_file: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """Members by a score: hustings members --congress 116 --by progressive_score --party D

    Scores: progressive_score, party_unity, share_votes_missed, ideal_point (DW-NOMINATE),
    ideal_estimate, share_led, share_joined_after other=NAME, cosponsor_leadership. A score's own
    choices follow as NAME=VALUE: cohort=democrats margin=10.
    """
    from hustings.errors import RequestError, quoted
    from hustings.ids import parse_congress
    from hustings.products import members
    from hustings.products.members_page import members_json, members_page

    one_form(as_json, as_md, html_file)
    house = chamber.strip().capitalize()
    if house not in {"House", "Senate"}:
        raise RequestError(f"{quoted(chamber)} is no chamber.", next_step="house or senate.")
    view = open_view(own_record, as_of)
    with working("Counting votes"):
        ranking = members.build(
            view, parse_congress(congress), by, party=party, state=state, chamber=house,
            member=member, choices=pairs(choices),
        )  # fmt: skip
    if as_json:
        show_json(members_json(ranking))
    else:
        show_page(members_page(ranking), as_md=as_md, html_file=html_file)
