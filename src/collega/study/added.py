"""What every characteristic can be answered with beside its values."""

from __future__ import annotations

from collega.study.text import Text

DECLINED, OTHER = "prefer_not_to_say", "other"

ADDED = {
    OTHER: Text(nl="Anders", en="Other"),
    DECLINED: Text(nl="Wil ik niet delen", en="Prefer not to say"),
}
