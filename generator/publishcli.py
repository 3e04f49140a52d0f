"""The command ``jianbao publish``."""

import sys
from datetime import datetime
from typing import Any

import click

from generator.diagnostics import Severity
from generator.terminal import as_of_day, day_of, exit_status, places, put, say, tally, tell


@click.command()
@places
@as_of_day
@click.option("--remote", metavar="NAME", help="The remote of the repository, or its address.")
@click.option("--branch", metavar="NAME", help="The branch that is served.")
@click.option("--dry-run", is_flag=True, help="Change nothing there, say what would change.")
@click.option("--replace", is_flag=True, help="Let what others put into the branch give way.")
def publish(
    *,
    as_of: datetime | None,
    remote: str | None,
    branch: str | None,
    dry_run: bool,
    replace: bool,
    **where: Any,
) -> None:
    """Build the site and push it to the branch that GitHub Pages serves.

    It becomes one commit upon those before. Your working tree, your index and your branches stay
    as they are. With an error in the content nothing is published.

    \b
    Example:
      jianbao publish --dry-run
      jianbao publish
    """
    from generator.publish import publish as publish_site
    from generator.workshop import Choices, open_workshop, processes

    shop = open_workshop(**where)
    done = publish_site(
        shop,
        Choices(as_of=day_of(as_of), jobs=processes()),
        say=say,
        remote=remote,
        branch=branch,
        dry_run=dry_run,
        replace=replace,
    )
    problems = done.report.problems
    tell([one for one in problems if one.severity > Severity.NOTE], shop.config.content)
    status = exit_status(problems, strict=False)
    if status:
        say(f"nothing was published: {tally(problems)}   (all of them: jianbao check)")
        sys.exit(status)
    change, place = done.change, f"{done.branch} of {done.remote}"
    if dry_run:
        from generator.discover import readable

        lines = (f"{what:<8} {done.address}{_url(path)}" for what, path in change.lines)
        put("".join(f"{readable(line)}\n" for line in lines))
    counts = ", ".join(f"{len(paths)} {what}" for what, paths in change.kinds)
    size = f"{done.files} files, {done.bytes / 1e6:.1f} MB"
    if dry_run:
        put(f"would publish to {place}: {size}; {counts}\n")
    elif not done.made:
        put(f"nothing has changed: {place} holds this very site\n")
    else:
        arrow = f" → {done.address}" if done.address else ""
        put(f"published to {place}: {size}; {counts}{arrow}\n")
        say("to go back to what was there before:")
        say("".join(f"  {line}\n" for line in done.back.splitlines()).rstrip("\n"))
        if not done.before and done.where:
            say(f"the first time, tell GitHub to serve the branch {done.branch}: {done.where}")


def _url(path: str) -> str:
    """Return the path of a file as an address below the site's."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}" if name == "index.html" else path
