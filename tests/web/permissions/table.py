"""The rules as a page of the docs: ``python -m tests.web.permissions.table`` writes docs/reference/permissions.md."""

from __future__ import annotations

import os
from pathlib import Path

NAMES = {
    "owner": "owner", "analyst": "analyst", "reader": "reader", "professional": "professional",
    "participant": "participant", "invitee": "invitee", "phone": "phone", "learner": "learner",
    "linked": "has link", "stranger": "no role", "founder": "founder", "anonymous": "anybody",
}  # fmt: skip
HEAD = """# Who may do what

Made from the rules that `tests/web/permissions` holds the site to: every address of the URL resolver is asked by
everybody below, with every method, for things of their own study, of another study, and of both mixed in one address or
form. An address without a rule fails that test. After a change of the rules: `python -m tests.web.permissions.table`.

`R` may read (GET, HEAD), `S` may send (POST). Who may not gets 404 where they have no role in the study, 403 with a role
that is too small, 405 for a method that the page has not, or is sent to sign in or to fill in a code. Nobody gets at
another study's things but where the address is its own key (*by key*).

- **owner, analyst, reader, professional**: signed in, with this role in the study.
- **participant**: with an interview on this device. **invitee**: came by a personal link, and has not begun.
- **phone**: has a seat in a session. **learner**: trains by the open link. **has link**: came by the link of the results
  of a study that is shown by link.
- **no role**: signed in, without a role in the study. **founder**: the same, and may start studies and invite founders;
  there is no other administrator on the site, and an account of the machine is not an account here.
- **anybody**: not signed in, nothing on the device.

"""


def text_of_the_table() -> str:
    """Return the page."""
    from tests.web.permissions.addresses import addresses
    from tests.web.permissions.rules import PARTS, Rule

    routes: dict[str, list[str]] = {}
    for each in addresses():
        routes.setdefault(each.name, []).append(each.shown)

    def line(name: str, rule: Rule) -> str:
        cells = ["".join(sign for sign, who in (("R", rule.reads), ("S", rule.sends)) if key in who) for key in NAMES]
        why = "; ".join(part for part in ("by key" if rule.bearer else "", rule.why) if part)
        return " | ".join(["| " + "<br>".join(f"`{route}`" for route in routes[name]), *cells, f"{why} |"])

    parts = []
    for title, rules in PARTS.items():
        head = " | ".join(["| address", *NAMES.values(), "what else |"])
        rule_off = "|".join(["|---", *("---" for _ in NAMES), "---|"])
        parts.append("\n".join([f"## {title}\n", head, rule_off, *(line(*each) for each in rules.items())]))
    return HEAD + "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web.settings")
    import django

    django.setup()
    (Path(__file__).parents[3] / "docs/reference/permissions.md").write_text(text_of_the_table())
