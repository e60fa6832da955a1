import hashlib
from typing import Any

from django.db import migrations, models
from django.utils.crypto import salted_hmac


def rekey(apps: Any, _schema: Any) -> None:
    """Replace the unkeyed hashes; of people who are gone by a keyed hash of the hash, which equals nobody's."""
    key = _keyed("collega.shown.key", "")[:16]
    for state in apps.get_model("records", "ShownState").objects.select_related("study"):
        people = list(state.study.interviews.filter(kind="real").values_list("pseudonym", flat=True))
        state.blocks = {
            block: sorted(_renamed(state.study_id, block.partition("=")[0], tokens, people))
            for block, tokens in state.blocks.items()
        }
        state.key = key
        state.save(update_fields=["blocks", "key"])


def _renamed(study: Any, characteristic: str, tokens: Any, people: Any) -> Any:
    told = {each: f"{study}|{characteristic}|{each}" for each in people}
    known = {hashlib.sha256(text.encode()).hexdigest()[:32]: text for text in told.values()}
    for token in tokens:
        yield _keyed("collega.shown", known[token]) if token in known else _keyed("collega.shown.gone", token)


def _keyed(salt: str, text: str) -> str:
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()[:32]


class Migration(migrations.Migration):
    dependencies = [("records", "0007_silenced")]

    operations = [
        migrations.AddField("shownstate", "key", models.CharField(max_length=16, default=""), preserve_default=False),
        migrations.RunPython(rekey, migrations.RunPython.noop),
    ]
