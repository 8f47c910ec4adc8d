"""Write docs/cli.md from the commands' own help, so that it cannot go stale.

usage: write_cli_page.py > docs/cli.md
"""

from __future__ import annotations

import click

from vnnews.cli import main

HEAD = """# The command line

`vnnews --help` and `vnnews COMMAND --help` print what stands here. Messages go to standard error, one line each. The
exit status is 0 when all went well, 1 when an input was rejected or a floor was missed, 2 when a command could not run.
"""


def page() -> str:
    group = click.Context(main, info_name="vnnews", terminal_width=80, **main.context_settings)
    parts = [HEAD, f"\n```text\n{main.get_help(group)}\n```\n"]
    for name in main.list_commands(group):
        command = main.get_command(group, name)
        if command is not None:
            context = click.Context(command, info_name=name, parent=group)
            parts.append(f"\n## vnnews {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    print(page(), end="")
