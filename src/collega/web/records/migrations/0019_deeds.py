"""The trail keeps what happened as a key of ``Deed``; before, it was an English sentence, some with names in them."""

import re
from typing import Any

from django.db import migrations

KEYS = {
    "text for participants changed": "notice_changed",
    "typing error corrected": "text_corrected",
    "collection open": "collection_opened",
    "invitation of colleague taken back": "colleague_invitation_withdrawn",
    "mail: invitation": "invitation_sent",
    "mail: reminder": "reminder_sent",
    "mail: thanks": "thanks_sent",
    "mail again: invitation": "invitation_sent_again",
    "mail again: reminder": "reminder_sent_again",
    "mail again: thanks": "thanks_sent_again",
    "one participant looked at": "participant_looked_at",
    "participant included again": "participant_included",
    "choice model asked for": "fit_asked_for",
    "simulated panel asked for": "simulation_asked_for",
    "publication changed": "audience_changed",
    "counts of the profession changed": "counts_changed",
    "individual data deleted": "data_deleted",
}
PARTS = {"criteria": "criterion", "characteristics": "characteristic", "never": "combination"}
CHANGED = re.compile(r"(criteria|characteristics): (.+) (added|changed)")
MOVED = re.compile(r"(criteria|characteristics|never): number (\d+) (up|down|remove)")
SCENARIO = re.compile(r"scenario (.+) changed")


def key_of(what: str) -> tuple[str, dict[str, Any]]:
    """Return the key of what an old row says, and the facts that stood in its sentence."""
    if found := MOVED.fullmatch(what):
        part, number, verb = PARTS[found[1]], int(found[2]), found[3]
        gone = "allowed" if part == "combination" else "removed"
        facts = {"number": number} if verb == "remove" else {"number": number, "direction": verb}
        return f"{part}_{gone if verb == 'remove' else 'moved'}", facts
    if found := CHANGED.fullmatch(what):
        return f"{PARTS[found[1]]}_{found[3]}", {"part": found[2]}
    if found := SCENARIO.fullmatch(what):
        return "scenario_changed", {"scenario": found[1]}
    return KEYS.get(what, what.replace(" ", "_")), {}


def name_by_key(apps: Any, _schema_editor: Any) -> None:
    events = apps.get_model("records", "Event").objects
    for event in events.iterator():
        event.what, facts = key_of(event.what)
        event.facts = facts | event.facts
        event.save(update_fields=["what", "facts"])


class Migration(migrations.Migration):
    dependencies = [("records", "0018_one_queue")]

    operations = [migrations.RunPython(name_by_key, migrations.RunPython.noop)]
